using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Itam.Context.Storage.Migrations;

/// <summary>Which records give which names, and which identities and seats came from sources, so that people and licenses can be computed again.</summary>
[DbContext(typeof(ItamDb))]
[Migration("20261121_0010_NamesOfRecords")]
public sealed class NamesOfRecords : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<bool>("from_source", "person_identities", defaultValue: false);
        migrationBuilder.AddColumn<bool>("from_source", "seats", defaultValue: false);
        migrationBuilder.CreateTable(
            "record_names",
            t => new
            {
                tenant = t.Column<string>(maxLength: 64),
                name = t.Column<string>(),
                use = t.Column<string>(),
                kind = t.Column<string>(),
                connection = t.Column<string>(),
                source_id = t.Column<string>(),
            },
            constraints: t =>
                t.PrimaryKey(
                    "pk_record_names",
                    x => new
                    {
                        x.tenant,
                        x.name,
                        x.use,
                        x.kind,
                        x.connection,
                        x.source_id,
                    }
                )
        );
        migrationBuilder.CreateIndex("ix_record_names_tenant_connection_source_id", "record_names", ["tenant", "connection", "source_id"]);

        // Until now nobody wrote down what came from where. What a person with a source's record is called is taken for the source's word, except for accounts that no
        // source could give: tickets taught those.
        migrationBuilder.Sql(
            """
            UPDATE person_identities SET from_source = TRUE
            WHERE EXISTS (
                SELECT 1 FROM source_records r
                WHERE r.tenant = person_identities.tenant AND r.kind = 'Person' AND r.person_id = person_identities.person_id)
            AND (kind <> 'Account' OR EXISTS (
                SELECT 1 FROM sync_states s WHERE s.tenant = person_identities.tenant AND s.connection = person_identities.scope))
            """
        );
        migrationBuilder.Sql(
            """
            UPDATE seats SET from_source = TRUE
            WHERE EXISTS (
                SELECT 1 FROM source_records r WHERE r.tenant = seats.tenant AND r.kind = 'License' AND r.license_id = seats.license_id)
            """
        );
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("record_names");
        migrationBuilder.DropColumn("from_source", "seats");
        migrationBuilder.DropColumn("from_source", "person_identities");
    }
}
