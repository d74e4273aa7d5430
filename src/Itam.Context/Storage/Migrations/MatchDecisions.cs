using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Itam.Context.Storage.Migrations;

/// <summary>What people decided about records that are, or are not, one device.</summary>
[DbContext(typeof(ItamDb))]
[Migration("20261130_0090_MatchDecisions")]
public sealed class MatchDecisions : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "match_decisions",
            t => new
            {
                tenant = t.Column<string>(maxLength: 64),
                connection = t.Column<string>(),
                source_id = t.Column<string>(),
                other_connection = t.Column<string>(),
                other_source_id = t.Column<string>(),
                same = t.Column<bool>(),
                decided_by = t.Column<string>(),
                decided_at = t.Column<long>(),
            },
            constraints: t =>
                t.PrimaryKey(
                    "pk_match_decisions",
                    x => new
                    {
                        x.tenant,
                        x.connection,
                        x.source_id,
                        x.other_connection,
                        x.other_source_id,
                    }
                )
        );
        migrationBuilder.CreateIndex(
            "ix_match_decisions_tenant_other_connection_other_source_id",
            "match_decisions",
            ["tenant", "other_connection", "other_source_id"]
        );
    }
}
