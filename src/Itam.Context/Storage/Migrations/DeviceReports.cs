using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Itam.Context.Storage.Migrations;

/// <summary>What people reported: which press made it, which ticket it became, and what a lost device was before.</summary>
[DbContext(typeof(ItamDb))]
[Migration("20261130_0050_DeviceReports")]
public sealed class DeviceReports : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "device_reports",
            t => new
            {
                tenant = t.Column<string>(maxLength: 64),
                id = t.Column<Guid>(),
                reference = t.Column<string>(),
                kind = t.Column<string>(),
                person_id = t.Column<Guid>(),
                device_id = t.Column<Guid>(nullable: true),
                at = t.Column<long>(),
                press_key = t.Column<string>(nullable: true),
                ticket_connection = t.Column<string>(nullable: true),
                ticket_id = t.Column<string>(nullable: true),
                ticket_number = t.Column<string>(nullable: true),
                ticket_url = t.Column<string>(nullable: true),
                state_before = t.Column<string>(),
                source_state_before = t.Column<string>(nullable: true),
                origins_before = t.Column<string>(),
                found_at = t.Column<long>(nullable: true),
                found_by_id = t.Column<Guid>(nullable: true),
            },
            constraints: t => t.PrimaryKey("pk_device_reports", x => new { x.tenant, x.id })
        );
        migrationBuilder.CreateIndex("ix_device_reports_tenant_reference", "device_reports", ["tenant", "reference"], unique: true);
        migrationBuilder.CreateIndex("ix_device_reports_tenant_press_key", "device_reports", ["tenant", "press_key"], unique: true);
        migrationBuilder.CreateIndex("ix_device_reports_tenant_device_id", "device_reports", ["tenant", "device_id"]);
    }
}
