using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Itam.Context.Storage.Migrations;

/// <summary>Where people are reached in chat, what was sent there, and the answers that were given.</summary>
[DbContext(typeof(ItamDb))]
[Migration("20261121_0005_Conversations")]
public sealed class Conversations : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "conversation_references",
            t => new
            {
                tenant = t.Column<string>(maxLength: 64),
                connection = t.Column<string>(),
                conversation_id = t.Column<string>(),
                kind = t.Column<string>(),
                entra_tenant = t.Column<string>(),
                entra_user_id = t.Column<string>(nullable: true),
                channel_user_id = t.Column<string>(nullable: true),
                service_url = t.Column<string>(),
                locale = t.Column<string>(nullable: true),
                time_zone = t.Column<string>(nullable: true),
                refreshed_at = t.Column<long>(),
                dead_since = t.Column<long>(nullable: true),
                dead_reason = t.Column<string>(nullable: true),
            },
            constraints: t =>
                t.PrimaryKey(
                    "pk_conversation_references",
                    x => new
                    {
                        x.tenant,
                        x.connection,
                        x.conversation_id,
                    }
                )
        );
        migrationBuilder.CreateIndex(
            "ix_conversation_references_tenant_connection_entra_user_id",
            "conversation_references",
            ["tenant", "connection", "entra_user_id"]
        );
        migrationBuilder.CreateTable(
            "sent_activities",
            t => new
            {
                tenant = t.Column<string>(maxLength: 64),
                connection = t.Column<string>(),
                key = t.Column<string>(),
                conversation_id = t.Column<string>(nullable: true),
                activity_id = t.Column<string>(nullable: true),
                sent_at = t.Column<long>(nullable: true),
                unsure_since = t.Column<long>(nullable: true),
                failure = t.Column<string>(nullable: true),
            },
            constraints: t =>
                t.PrimaryKey(
                    "pk_sent_activities",
                    x => new
                    {
                        x.tenant,
                        x.connection,
                        x.key,
                    }
                )
        );
        migrationBuilder.CreateTable(
            "invoke_answers",
            t => new
            {
                tenant = t.Column<string>(maxLength: 64),
                key = t.Column<string>(),
                tap_key = t.Column<string>(nullable: true),
                created_at = t.Column<long>(),
                owner = t.Column<Guid>(),
                lease_until = t.Column<long>(),
                expires_at = t.Column<long>(),
                status = t.Column<int>(nullable: true),
                body = t.Column<string>(nullable: true),
                delivered_late = t.Column<bool>(),
            },
            constraints: t => t.PrimaryKey("pk_invoke_answers", x => new { x.tenant, x.key })
        );
        migrationBuilder.CreateIndex("ix_invoke_answers_tenant_tap_key", "invoke_answers", ["tenant", "tap_key"]);
        migrationBuilder.CreateIndex("ix_invoke_answers_tenant_expires_at", "invoke_answers", ["tenant", "expires_at"]);
    }
}
