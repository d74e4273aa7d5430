using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Storage;

/// <summary>Tables and columns in snake_case, so that hand-written SQL needs no quotes on PostgreSQL.</summary>
internal static class Names
{
    private static readonly Dictionary<string, string> Tables = new(StringComparer.Ordinal)
    {
        ["Person"] = "people",
        ["Warranty"] = "warranties",
        ["PersonIdentity"] = "person_identities",
        ["TicketRecord"] = "tickets",
        ["TicketHistory"] = "ticket_histories",
        ["MatchFeedback"] = "match_feedback",
        ["SentActivity"] = "sent_activities",
        ["StoredRecord"] = "source_records",
        ["EquipmentRow"] = "equipment_requests",
        ["WorkRow"] = "work",
        ["WorkSeen"] = "work_seen",
    };

    public static void ApplySnakeCase(ModelBuilder model)
    {
        foreach (var entity in model.Model.GetEntityTypes())
        {
            var name = entity.ShortName();
            entity.SetTableName(Tables.GetValueOrDefault(name) ?? Snake(name) + "s");
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(Snake(property.Name));
            }

            var table = entity.GetTableName();
            entity.FindPrimaryKey()?.SetName("pk_" + table);
            foreach (var key in entity.GetForeignKeys())
            {
                key.SetConstraintName($"fk_{table}_{string.Join('_', key.Properties.Skip(1).Select(p => Snake(p.Name)))}");
            }

            foreach (var index in entity.GetIndexes())
            {
                index.SetDatabaseName($"ix_{table}_{string.Join('_', index.Properties.Select(p => Snake(p.Name)))}");
            }
        }
    }

    private static string Snake(string name)
    {
        var snake = new StringBuilder();
        foreach (var c in name)
        {
            if (char.IsUpper(c) && snake.Length > 0)
            {
                snake.Append('_');
            }

            snake.Append(char.ToLowerInvariant(c));
        }

        return snake.ToString();
    }
}
