using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Chat;

/// <summary>Keys and indexes of where people are reached and what was sent there.</summary>
internal static class ChatTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<ConversationReference>(reference =>
        {
            reference.HasKey(r => new
            {
                r.Tenant,
                r.Connection,
                r.ConversationId,
            });
            reference.HasIndex(r => new
            {
                r.Tenant,
                r.Connection,
                r.EntraUserId,
            });
        });
        model.Entity<SentActivity>(sent =>
            sent.HasKey(s => new
            {
                s.Tenant,
                s.Connection,
                s.Key,
            })
        );
        model.Entity<InvokeAnswer>(answer =>
        {
            answer.HasKey(a => new { a.Tenant, a.Key });
            answer.HasIndex(a => new { a.Tenant, a.TapKey });
            answer.HasIndex(a => new { a.Tenant, a.ExpiresAt });
        });
    }
}
