using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Itam.Context.Storage.Migrations;

/// <summary>Whom a step of a case concerned beside its actor.</summary>
[DbContext(typeof(ItamDb))]
[Migration("20261130_0060_StepTargets")]
public sealed class StepTargets : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.AddColumn<Guid>("to_person_id", "case_steps", nullable: true);
}
