using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Itam.Context.Storage.Migrations;

/// <summary>Whether what was assigned can be used.</summary>
[DbContext(typeof(ItamDb))]
[Migration("20261130_0070_SeatStates")]
public sealed class SeatStates : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.AddColumn<string>("state", "seats", defaultValue: "Active");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn("state", "seats");
}
