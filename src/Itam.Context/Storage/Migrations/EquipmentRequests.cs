using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Itam.Context.Storage.Migrations;

/// <summary>Equipment requests, the steps of cases, and who handed what to whom.</summary>
[DbContext(typeof(ItamDb))]
[Migration("20261121_0004_EquipmentRequests")]
public sealed class EquipmentRequests : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "equipment_requests",
            t => new
            {
                tenant = t.Column<string>(maxLength: 64),
                id = t.Column<Guid>(),
                requester_id = t.Column<Guid>(),
                idempotency_key = t.Column<string>(),
                item_id = t.Column<string>(),
                state = t.Column<string>(),
                version = t.Column<int>(),
                deciders = t.Column<string>(),
                device_id = t.Column<Guid>(nullable: true),
                held_device_id = t.Column<Guid>(nullable: true),
                department = t.Column<string>(nullable: true),
                price = t.Column<decimal>(),
                currency = t.Column<string>(),
                approved_at = t.Column<long>(nullable: true),
                created_at = t.Column<long>(),
                ticket_connection = t.Column<string>(nullable: true),
                ticket_id = t.Column<string>(nullable: true),
                ticket_number = t.Column<string>(nullable: true),
                ticket_url = t.Column<string>(nullable: true),
                json = t.Column<string>(),
            },
            constraints: t => t.PrimaryKey("pk_equipment_requests", x => new { x.tenant, x.id })
        );
        migrationBuilder.CreateIndex("ix_equipment_requests_tenant_state", "equipment_requests", ["tenant", "state"]);
        migrationBuilder.CreateIndex("ix_equipment_requests_tenant_held_device_id", "equipment_requests", ["tenant", "held_device_id"], unique: true);
        migrationBuilder.CreateIndex(
            "ix_equipment_requests_tenant_requester_id_idempotency_key",
            "equipment_requests",
            ["tenant", "requester_id", "idempotency_key"],
            unique: true
        );
        migrationBuilder.CreateIndex(
            "ix_equipment_requests_tenant_department_approved_at",
            "equipment_requests",
            ["tenant", "department", "approved_at"]
        );
        migrationBuilder.CreateTable(
            "case_steps",
            t => new
            {
                tenant = t.Column<string>(maxLength: 64),
                case_id = t.Column<Guid>(),
                number = t.Column<int>(),
                at = t.Column<long>(),
                actor_id = t.Column<Guid>(nullable: true),
                what = t.Column<string>(),
                comment = t.Column<string>(nullable: true),
            },
            constraints: t =>
                t.PrimaryKey(
                    "pk_case_steps",
                    x => new
                    {
                        x.tenant,
                        x.case_id,
                        x.number,
                    }
                )
        );
        migrationBuilder.CreateTable(
            "custody_events",
            t => new
            {
                tenant = t.Column<string>(maxLength: 64),
                device_id = t.Column<Guid>(),
                number = t.Column<int>(),
                from_person_id = t.Column<Guid>(nullable: true),
                to_person_id = t.Column<Guid>(nullable: true),
                at = t.Column<long>(),
                actor_id = t.Column<Guid>(),
                condition = t.Column<string>(nullable: true),
                accessories = t.Column<string>(nullable: true),
                case_id = t.Column<Guid>(),
                previous_hash = t.Column<string>(),
                hash = t.Column<string>(),
            },
            constraints: t =>
                t.PrimaryKey(
                    "pk_custody_events",
                    x => new
                    {
                        x.tenant,
                        x.device_id,
                        x.number,
                    }
                )
        );
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("custody_events");
        migrationBuilder.DropTable("case_steps");
        migrationBuilder.DropTable("equipment_requests");
    }
}
