using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Itam.Context.Storage.Migrations;

/// <summary>What sources said, how far each was read, and what a person should decide.</summary>
[DbContext(typeof(ItamDb))]
[Migration("20261121_0002_SourceRecords")]
public sealed class SourceRecords : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<long>("gone_since", "devices", nullable: true);
        migrationBuilder.CreateTable(
            "source_records",
            t => new
            {
                tenant = t.Column<string>(maxLength: 64),
                connection = t.Column<string>(),
                kind = t.Column<string>(),
                source_id = t.Column<string>(),
                product = t.Column<string>(),
                role = t.Column<string>(),
                json = t.Column<string>(),
                hash = t.Column<string>(),
                as_of = t.Column<long>(),
                seen_in_run = t.Column<long>(),
                missing_runs = t.Column<int>(),
                tombstoned_at = t.Column<long>(nullable: true),
                waits = t.Column<bool>(),
                device_id = t.Column<Guid>(nullable: true),
                person_id = t.Column<Guid>(nullable: true),
                license_id = t.Column<Guid>(nullable: true),
                origins = t.Column<string>(),
            },
            constraints: t =>
                t.PrimaryKey(
                    "pk_source_records",
                    x => new
                    {
                        x.tenant,
                        x.connection,
                        x.kind,
                        x.source_id,
                    }
                )
        );
        migrationBuilder.CreateIndex("ix_source_records_tenant_device_id", "source_records", ["tenant", "device_id"]);
        migrationBuilder.CreateIndex("ix_source_records_tenant_person_id", "source_records", ["tenant", "person_id"]);
        migrationBuilder.CreateIndex("ix_source_records_tenant_license_id", "source_records", ["tenant", "license_id"]);
        migrationBuilder.CreateIndex("ix_source_records_tenant_connection_seen_in_run", "source_records", ["tenant", "connection", "seen_in_run"]);
        migrationBuilder.CreateTable(
            "sync_states",
            t => new
            {
                tenant = t.Column<string>(maxLength: 64),
                connection = t.Column<string>(),
                product = t.Column<string>(),
                run = t.Column<long>(),
                run_is_full = t.Column<bool>(),
                high_water = t.Column<string>(nullable: true),
                resume_from = t.Column<string>(nullable: true),
                last_started_at = t.Column<long>(nullable: true),
                last_finished_at = t.Column<long>(nullable: true),
                last_full_at = t.Column<long>(nullable: true),
                seen = t.Column<int>(),
                @new = t.Column<int>(),
                changed = t.Column<int>(),
                unchanged = t.Column<int>(),
                rejected = t.Column<int>(),
                missing = t.Column<int>(),
                last_error = t.Column<string>(nullable: true),
            },
            constraints: t => t.PrimaryKey("pk_sync_states", x => new { x.tenant, x.connection })
        );
        migrationBuilder.CreateTable(
            "match_reviews",
            t => new
            {
                tenant = t.Column<string>(maxLength: 64),
                review_id = t.Column<string>(),
                connection = t.Column<string>(),
                source_id = t.Column<string>(),
                reason = t.Column<string>(),
                words = t.Column<string>(),
                found_at = t.Column<long>(),
            },
            constraints: t =>
                t.PrimaryKey(
                    "pk_match_reviews",
                    x => new
                    {
                        x.tenant,
                        x.review_id,
                        x.connection,
                        x.source_id,
                    }
                )
        );
        migrationBuilder.CreateIndex("ix_match_reviews_tenant_connection_source_id", "match_reviews", ["tenant", "connection", "source_id"]);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("match_reviews");
        migrationBuilder.DropTable("sync_states");
        migrationBuilder.DropTable("source_records");
        migrationBuilder.DropColumn("gone_since", "devices");
    }
}
