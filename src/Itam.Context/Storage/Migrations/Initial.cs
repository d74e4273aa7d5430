using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Itam.Context.Storage.Migrations;

/// <summary>The register and the queue. Column types are left to the provider, so that one migration serves SQLite and PostgreSQL.</summary>
[DbContext(typeof(ItamDb))]
[Migration("20261121_0001_Initial")]
public sealed class Initial : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        People(migrationBuilder);
        Devices(migrationBuilder);
        Licenses(migrationBuilder);
        Tickets(migrationBuilder);
        Work(migrationBuilder);
    }

    private static void People(MigrationBuilder migration)
    {
        migration.CreateTable(
            "people",
            t => new
            {
                tenant = t.Column<string>(maxLength: 64),
                id = t.Column<Guid>(),
                display_name = t.Column<string>(),
                email = t.Column<string>(nullable: true),
                job_title = t.Column<string>(nullable: true),
                department = t.Column<string>(nullable: true),
                site = t.Column<string>(nullable: true),
                country = t.Column<string>(nullable: true),
                time_zone = t.Column<string>(nullable: true),
                language = t.Column<string>(nullable: true),
                vip = t.Column<bool>(),
                active = t.Column<bool>(),
                manager_id = t.Column<Guid>(nullable: true),
                starts_on = t.Column<DateOnly>(nullable: true),
                leaves_on = t.Column<DateOnly>(nullable: true),
                origins = t.Column<string>(),
            },
            constraints: t => t.PrimaryKey("pk_people", x => new { x.tenant, x.id })
        );
        migration.CreateTable(
            "person_identities",
            t => new
            {
                tenant = t.Column<string>(maxLength: 64),
                kind = t.Column<string>(),
                scope = t.Column<string>(),
                value = t.Column<string>(),
                person_id = t.Column<Guid>(),
            },
            constraints: t =>
            {
                t.PrimaryKey(
                    "pk_person_identities",
                    x => new
                    {
                        x.tenant,
                        x.kind,
                        x.scope,
                        x.value,
                    }
                );
                t.ForeignKey(
                    "fk_person_identities_person_id",
                    x => new { x.tenant, x.person_id },
                    "people",
                    ["tenant", "id"],
                    onDelete: ReferentialAction.Cascade
                );
            }
        );
        migration.CreateIndex("ix_person_identities_tenant_person_id", "person_identities", ["tenant", "person_id"]);
    }

    private static void Devices(MigrationBuilder migration)
    {
        migration.CreateTable(
            "devices",
            t => new
            {
                tenant = t.Column<string>(maxLength: 64),
                id = t.Column<Guid>(),
                name = t.Column<string>(nullable: true),
                serial = t.Column<string>(nullable: true),
                asset_tag = t.Column<string>(nullable: true),
                type = t.Column<string>(),
                platform = t.Column<string>(),
                manufacturer = t.Column<string>(nullable: true),
                model = t.Column<string>(nullable: true),
                model_id = t.Column<string>(nullable: true),
                state = t.Column<string>(),
                source_state = t.Column<string>(nullable: true),
                shared = t.Column<bool>(),
                location = t.Column<string>(nullable: true),
                assigned_to_id = t.Column<Guid>(nullable: true),
                os_name = t.Column<string>(nullable: true),
                os_version = t.Column<string>(nullable: true),
                storage_total_bytes = t.Column<long>(nullable: true),
                storage_free_bytes = t.Column<long>(nullable: true),
                last_seen_at = t.Column<long>(nullable: true),
                last_boot_at = t.Column<long>(nullable: true),
                encryption = t.Column<string>(),
                compliance = t.Column<string>(),
                managed = t.Column<bool>(nullable: true),
                protection = t.Column<string>(),
                ownership = t.Column<string>(),
                purchased_on = t.Column<DateOnly>(nullable: true),
                cost = t.Column<decimal>(nullable: true),
                currency = t.Column<string>(nullable: true),
                end_of_life_on = t.Column<DateOnly>(nullable: true),
                refresh_due_on = t.Column<DateOnly>(nullable: true),
                lease_ends_on = t.Column<DateOnly>(nullable: true),
                loan_due_on = t.Column<DateOnly>(nullable: true),
                origins = t.Column<string>(),
            },
            constraints: t =>
            {
                t.PrimaryKey("pk_devices", x => new { x.tenant, x.id });
                t.ForeignKey("fk_devices_assigned_to_id", x => new { x.tenant, x.assigned_to_id }, "people", ["tenant", "id"]);
            }
        );
        migration.CreateIndex("ix_devices_tenant_assigned_to_id", "devices", ["tenant", "assigned_to_id"]);
        migration.CreateIndex("ix_devices_tenant_state_type", "devices", ["tenant", "state", "type"]);
        migration.CreateTable(
            "device_identifiers",
            t => new
            {
                tenant = t.Column<string>(maxLength: 64),
                value = t.Column<string>(),
                kind = t.Column<string>(),
                scope = t.Column<string>(),
                device_id = t.Column<Guid>(),
            },
            constraints: t =>
            {
                t.PrimaryKey(
                    "pk_device_identifiers",
                    x => new
                    {
                        x.tenant,
                        x.value,
                        x.kind,
                        x.scope,
                        x.device_id,
                    }
                );
                t.ForeignKey(
                    "fk_device_identifiers_device_id",
                    x => new { x.tenant, x.device_id },
                    "devices",
                    ["tenant", "id"],
                    onDelete: ReferentialAction.Cascade
                );
            }
        );
        migration.CreateIndex("ix_device_identifiers_tenant_device_id", "device_identifiers", ["tenant", "device_id"]);
        migration.CreateTable(
            "warranties",
            t => new
            {
                tenant = t.Column<string>(maxLength: 64),
                id = t.Column<Guid>(),
                device_id = t.Column<Guid>(),
                provider = t.Column<string>(nullable: true),
                kind = t.Column<string>(),
                level = t.Column<string>(nullable: true),
                starts_on = t.Column<DateOnly>(nullable: true),
                ends_on = t.Column<DateOnly>(nullable: true),
                lookup = t.Column<string>(),
                source = t.Column<string>(),
                checked_at = t.Column<long>(),
            },
            constraints: t =>
            {
                t.PrimaryKey("pk_warranties", x => new { x.tenant, x.id });
                t.ForeignKey(
                    "fk_warranties_device_id",
                    x => new { x.tenant, x.device_id },
                    "devices",
                    ["tenant", "id"],
                    onDelete: ReferentialAction.Cascade
                );
            }
        );
        migration.CreateIndex("ix_warranties_tenant_device_id", "warranties", ["tenant", "device_id"]);
    }

    private static void Licenses(MigrationBuilder migration)
    {
        migration.CreateTable(
            "licenses",
            t => new
            {
                tenant = t.Column<string>(maxLength: 64),
                id = t.Column<Guid>(),
                product = t.Column<string>(),
                publisher = t.Column<string>(nullable: true),
                owned = t.Column<int>(nullable: true),
                renews_on = t.Column<DateOnly>(nullable: true),
                cost_per_seat = t.Column<decimal>(nullable: true),
                currency = t.Column<string>(nullable: true),
                origins = t.Column<string>(),
            },
            constraints: t => t.PrimaryKey("pk_licenses", x => new { x.tenant, x.id })
        );
        migration.CreateTable(
            "seats",
            t => new
            {
                tenant = t.Column<string>(maxLength: 64),
                id = t.Column<Guid>(),
                license_id = t.Column<Guid>(),
                person_id = t.Column<Guid>(nullable: true),
                device_id = t.Column<Guid>(nullable: true),
                assigned_on = t.Column<DateOnly>(nullable: true),
                last_used_at = t.Column<long>(nullable: true),
            },
            constraints: t =>
            {
                t.PrimaryKey("pk_seats", x => new { x.tenant, x.id });
                t.ForeignKey(
                    "fk_seats_license_id",
                    x => new { x.tenant, x.license_id },
                    "licenses",
                    ["tenant", "id"],
                    onDelete: ReferentialAction.Cascade
                );
            }
        );
        migration.CreateIndex("ix_seats_tenant_license_id", "seats", ["tenant", "license_id"]);
        migration.CreateIndex("ix_seats_tenant_person_id", "seats", ["tenant", "person_id"]);
        migration.CreateIndex("ix_seats_tenant_device_id", "seats", ["tenant", "device_id"]);
    }

    private static void Tickets(MigrationBuilder migration)
    {
        migration.CreateTable(
            "tickets",
            t => new
            {
                tenant = t.Column<string>(maxLength: 64),
                connection = t.Column<string>(),
                ticket_id = t.Column<string>(),
                number = t.Column<string>(),
                summary = t.Column<string>(),
                url = t.Column<string>(nullable: true),
                requester_id = t.Column<Guid>(nullable: true),
                device_id = t.Column<Guid>(nullable: true),
                confidence = t.Column<double>(nullable: true),
                fault = t.Column<string>(nullable: true),
                closed = t.Column<bool>(),
                created_at = t.Column<long>(),
                updated_at = t.Column<long>(),
                enriched_at = t.Column<long>(),
                note_id = t.Column<string>(nullable: true),
                note_fingerprint = t.Column<string>(nullable: true),
                note_written_at = t.Column<long>(nullable: true),
                enrichment_lag_ms = t.Column<long>(nullable: true),
            },
            constraints: t =>
                t.PrimaryKey(
                    "pk_tickets",
                    x => new
                    {
                        x.tenant,
                        x.connection,
                        x.ticket_id,
                    }
                )
        );
        migration.CreateIndex("ix_tickets_tenant_device_id_created_at", "tickets", ["tenant", "device_id", "created_at"]);
        migration.CreateIndex("ix_tickets_tenant_requester_id_created_at", "tickets", ["tenant", "requester_id", "created_at"]);
        migration.CreateTable(
            "watermarks",
            t => new
            {
                tenant = t.Column<string>(maxLength: 64),
                connection = t.Column<string>(),
                read_until = t.Column<long>(),
            },
            constraints: t => t.PrimaryKey("pk_watermarks", x => new { x.tenant, x.connection })
        );
    }

    private static void Work(MigrationBuilder migration)
    {
        migration.CreateTable(
            "work",
            t => new
            {
                id = t.Column<long>()
                    .Annotation("Sqlite:Autoincrement", true)
                    .Annotation(
                        "Npgsql:ValueGenerationStrategy",
                        Npgsql.EntityFrameworkCore.PostgreSQL.Metadata.NpgsqlValueGenerationStrategy.IdentityByDefaultColumn
                    ),
                tenant = t.Column<string>(maxLength: 64),
                kind = t.Column<string>(),
                ordering_key = t.Column<string>(),
                state = t.Column<string>(),
                due_at = t.Column<long>(),
                attempts = t.Column<int>(),
                lease_id = t.Column<Guid>(nullable: true),
                lease_until = t.Column<long>(nullable: true),
                held_since = t.Column<long>(nullable: true),
                connection = t.Column<string>(nullable: true),
                payload = t.Column<byte[]>(nullable: true),
                meta = t.Column<string>(nullable: true),
                created_at = t.Column<long>(),
                failed_at = t.Column<long>(nullable: true),
                last_error = t.Column<string>(nullable: true),
            },
            constraints: t => t.PrimaryKey("pk_work", x => x.id)
        );
        migration.CreateIndex("ix_work_state_due_at", "work", ["state", "due_at"]);
        migration.CreateIndex("ix_work_tenant_ordering_key_id", "work", ["tenant", "ordering_key", "id"]);
        migration.CreateTable(
            "work_seen",
            t => new
            {
                tenant = t.Column<string>(maxLength: 64),
                dedupe_key = t.Column<string>(),
                seen_at = t.Column<long>(),
            },
            constraints: t => t.PrimaryKey("pk_work_seen", x => new { x.tenant, x.dedupe_key })
        );
        migration.CreateIndex("ix_work_seen_seen_at", "work_seen", ["seen_at"]);
    }
}
