using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Itam.Context.Storage.Migrations;

/// <summary>What a ticket said when it was last looked at, and which devices were linked on it by whom.</summary>
[DbContext(typeof(ItamDb))]
[Migration("20261130_0030_DeviceLinks")]
public sealed class DeviceLinks : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("wording", "tickets", nullable: true);
        migrationBuilder.CreateTable(
            "device_links",
            t => new
            {
                tenant = t.Column<string>(maxLength: 64),
                connection = t.Column<string>(),
                ticket_id = t.Column<string>(),
                device_id = t.Column<Guid>(),
                state = t.Column<string>(),
                linked_as = t.Column<string>(nullable: true),
                at = t.Column<long>(),
            },
            constraints: t =>
                t.PrimaryKey(
                    "pk_device_links",
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
}
