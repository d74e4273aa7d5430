using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Itam.Context.Storage.Migrations;

/// <summary>What each warranty's source is to us, so that the vendor's answer counts before what somebody typed.</summary>
[DbContext(typeof(ItamDb))]
[Migration("20261130_0020_WarrantyRoles")]
public sealed class WarrantyRoles : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("role", "warranties", nullable: true);
        migrationBuilder.Sql("UPDATE warranties SET role = 'WarrantyVendor' WHERE source LIKE '% warranty'");

        // What no source's record explains was imported, and stays without a role.
        migrationBuilder.Sql(
            """
            UPDATE warranties SET role = (
                SELECT MIN(r.role) FROM source_records r
                WHERE r.tenant = warranties.tenant AND r.device_id = warranties.device_id AND r.product = warranties.source AND r.connection <> '')
            WHERE role IS NULL
            """
        );
    }
}
