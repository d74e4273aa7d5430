using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Itam.Context.Storage.Migrations;

/// <summary>Until when the other side asked to be left alone.</summary>
[DbContext(typeof(ItamDb))]
[Migration("20261130_0010_WorkNotBefore")]
public sealed class WorkNotBefore : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.AddColumn<long>("not_before", "work", nullable: true);
}
