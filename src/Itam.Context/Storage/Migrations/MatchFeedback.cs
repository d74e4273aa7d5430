using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Itam.Context.Storage.Migrations;

/// <summary>What agents said about the match of a ticket and a device.</summary>
[DbContext(typeof(ItamDb))]
[Migration("20261121_0003_MatchFeedback")]
public sealed class MatchFeedback : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.CreateTable(
            "match_feedback",
            t => new
            {
                tenant = t.Column<string>(maxLength: 64),
                connection = t.Column<string>(),
                ticket_id = t.Column<string>(),
                device_id = t.Column<Guid>(),
                verdict = t.Column<string>(),
                corrects = t.Column<bool>(),
                confirms = t.Column<bool>(),
                actor = t.Column<string>(),
                at = t.Column<long>(),
            },
            constraints: t =>
                t.PrimaryKey(
                    "pk_match_feedback",
                    x => new
                    {
                        x.tenant,
                        x.connection,
                        x.ticket_id,
                        x.device_id,
                    }
                )
        );
}
