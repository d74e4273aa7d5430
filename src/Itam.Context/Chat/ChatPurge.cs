using Itam.Context.Storage;
using Itam.Context.Work;

namespace Itam.Context.Chat;

/// <summary>Forgets what was sent long ago and cannot change any more, and conversations that ended long ago.</summary>
public sealed class ChatPurge(Database database, TimeProvider time) : IPurge
{
    /// <summary>Of a message since it changed last; the card of a request that is still open is kept as long as that.</summary>
    public static readonly TimeSpan SentRetention = TimeSpan.FromDays(180);

    /// <summary>Of a conversation since it ended. Whoever is written to later gets a new one.</summary>
    public static readonly TimeSpan DeadRetention = TimeSpan.FromDays(90);

    public async Task PurgeAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // The two databases spell a GUID differently; a key has it without hyphens.
        await database.InBatchesAsync(
            """
            DELETE FROM sent_activities WHERE (tenant, connection, key) IN (
                SELECT s.tenant, s.connection, s.key FROM sent_activities s
                WHERE s.sent_at <= @before AND NOT EXISTS (
                    SELECT 1 FROM equipment_requests e
                    WHERE e.tenant = s.tenant AND e.state NOT IN ('Completed', 'Returned', 'Refused', 'Cancelled')
                    AND s.key LIKE 'case/%' AND substr(s.key, 6, 32) = lower(replace(CAST(e.id AS TEXT), '-', '')))
                LIMIT @count)
            """,
            now - SentRetention,
            cancellationToken
        );
        await database.InBatchesAsync(
            """
            DELETE FROM conversation_references WHERE (tenant, connection, conversation_id) IN (
                SELECT tenant, connection, conversation_id FROM conversation_references WHERE dead_since <= @before LIMIT @count)
            """,
            now - DeadRetention,
            cancellationToken
        );
    }
}
