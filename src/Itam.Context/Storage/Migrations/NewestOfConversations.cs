using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Itam.Context.Storage.Migrations;

/// <summary>When the newest that came from a conversation was sent, so that late news of its end changes nothing.</summary>
[DbContext(typeof(ItamDb))]
[Migration("20261130_0040_NewestOfConversations")]
public sealed class NewestOfConversations : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.AddColumn<long>("newest_at", "conversation_references", nullable: true);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn("newest_at", "conversation_references");
}
