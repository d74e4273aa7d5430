using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Itam.Context.Storage.Migrations;

/// <summary>How far each desk's past was read, and which tickets are known from there only.</summary>
[DbContext(typeof(ItamDb))]
[Migration("20261121_0011_TicketHistories")]
public sealed class TicketHistories : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<bool>("from_history", "tickets", defaultValue: false);
        migrationBuilder.CreateTable(
            "ticket_histories",
            t => new
            {
                tenant = t.Column<string>(maxLength: 64),
                connection = t.Column<string>(),
                days = t.Column<int>(),
                since = t.Column<long>(),
                started_at = t.Column<long>(),
                resume_from = t.Column<string>(nullable: true),
                finished_at = t.Column<long>(nullable: true),
                read = t.Column<int>(),
                @new = t.Column<int>(),
                with_device = t.Column<int>(),
                failed = t.Column<int>(),
            },
            constraints: t => t.PrimaryKey("pk_ticket_histories", x => new { x.tenant, x.connection })
        );
    }
}
