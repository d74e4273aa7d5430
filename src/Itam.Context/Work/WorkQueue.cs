using Itam.Context.Storage;

namespace Itam.Context.Work;

/// <summary>
/// The durable queue. Work is claimed under a lease and every later step is fenced by the lease's id: whoever lost it changes nothing.
/// At-least-once: a crash at any point repeats an attempt and never loses the work.
/// </summary>
public sealed partial class WorkQueue(Database database, WorkOptions options, Backoff backoff, TimeProvider time)
{
    private const int LongestReason = 2000;

    /// <summary>Owns the queue's own rows, e.g. its purge timer. They hold nothing of a customer.</summary>
    public static readonly TenantId House = TenantId.Parse("itam");

    /// <summary>Makes sure that one timer of this kind and key is waiting or running; an existing one keeps its due time.</summary>
    public Task EnsureTimerAsync(TenantId tenant, string kind, string orderingKey, DateTimeOffset dueAt, CancellationToken cancellationToken) =>
        database.WriteAsync(tenant, (db, token) => db.EnsureTimerAsync(kind, orderingKey, dueAt, time.GetUtcNow(), token), cancellationToken);

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>One line that both databases can store and a log can show.</summary>
    internal static string Clean(string reason)
    {
        var cut = reason.Length > LongestReason ? reason[..(LongestReason - 1)] + "…" : reason;
        return string.Create(
            cut.Length,
            cut,
            static (line, text) =>
            {
                for (var i = 0; i < text.Length; i++)
                {
                    line[i] = char.IsControl(text[i]) || char.IsSurrogate(text[i]) ? ' ' : text[i];
                }
            }
        );
    }
}
