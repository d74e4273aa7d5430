using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Work;

/// <summary>Puts follow-up work into the transaction of the state it belongs to.</summary>
public static class ItamDbWork
{
    /// <exception cref="ArgumentException">The work has a dedupe key; only <see cref="InboxWriter"/> keeps those.</exception>
    public static void Enqueue(this ItamDb db, NewWork work, DateTimeOffset now)
    {
        if (work.DedupeKey is not null)
        {
            throw new ArgumentException("Work with a dedupe key goes through the inbox.", nameof(work));
        }

        db.Work.Add(
            new WorkRow
            {
                Tenant = work.Tenant.Value,
                Kind = work.Kind,
                OrderingKey = work.OrderingKey,
                DueAt = (work.DueAt ?? now).ToUnixTimeMilliseconds(),
                Payload = work.Payload.ToArray(),
                Meta = work.Meta,
                Connection = work.Connection,
                CreatedAt = now.ToUnixTimeMilliseconds(),
            }
        );
    }

    /// <summary>
    /// Coalesces: nothing is added while work of the same kind and ordering key waits to run no later than this one, or waits for its next attempt, so that ten
    /// webhooks of one ticket become one enrichment. Work that runs right now does not count: it may have read the ticket before the change.
    /// News is a reason to look again: what of this key waits out a back-off is tried when the new work would be, though not before the other side allows.
    /// </summary>
    public static async Task EnqueueOnceAsync(this ItamDb db, NewWork work, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var due = (work.DueAt ?? now).ToUnixTimeMilliseconds();
        var nowMs = now.ToUnixTimeMilliseconds();
        await db.LockAsync(work.Kind, work.OrderingKey, cancellationToken);
        await db.HurryAsync(work.OrderingKey, due, nowMs, cancellationToken);
        var waits =
            db.Work.Local.Any(w => w.Kind == work.Kind && w.OrderingKey == work.OrderingKey && w.DueAt <= due)
            || await db.Work.AnyAsync(
                w =>
                    w.Kind == work.Kind
                    && w.OrderingKey == work.OrderingKey
                    && w.State == WorkState.Ready
                    && (w.LeaseUntil == null || w.LeaseUntil <= nowMs)
                    && (w.DueAt <= due || w.Attempts > 0 || w.HeldSince != null),
                cancellationToken
            );
        if (!waits)
        {
            db.Enqueue(work, now);
        }
    }

    /// <summary>Whatever of the key waits holds back what comes after it. Its schedule begins anew, or news of a long outage would use up its attempts.</summary>
    private static Task HurryAsync(this ItamDb db, string orderingKey, long due, long now, CancellationToken cancellationToken) =>
        db
            .Work.Where(w =>
                w.OrderingKey == orderingKey
                && w.OrderingKey != ""
                && w.State == WorkState.Ready
                && (w.LeaseUntil == null || w.LeaseUntil <= now)
                && w.Attempts > 0
                && w.HeldSince == null
                && w.DueAt > due
                && (w.NotBefore == null || w.DueAt > w.NotBefore)
            )
            .ExecuteUpdateAsync(
                set => set.SetProperty(w => w.DueAt, w => w.NotBefore > due ? w.NotBefore.Value : due).SetProperty(w => w.Attempts, 1),
                cancellationToken
            );

    /// <summary>Takes the place of work of the same kind and key that nobody runs: where only the newest counts.</summary>
    public static async Task ReplaceAsync(this ItamDb db, NewWork work, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await db.WithdrawAsync(work.Kind, work.OrderingKey, now, cancellationToken);
        db.Enqueue(work, now);
    }

    /// <summary>Takes back work of this kind and key that nobody runs: it has become pointless.</summary>
    public static async Task WithdrawAsync(this ItamDb db, string kind, string orderingKey, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var nowMs = now.ToUnixTimeMilliseconds();
        await db.LockAsync(kind, orderingKey, cancellationToken);
        await db
            .Work.Where(w =>
                w.Kind == kind && w.OrderingKey == orderingKey && w.State == WorkState.Ready && (w.LeaseUntil == null || w.LeaseUntil <= nowMs)
            )
            .ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Makes sure that one timer of this kind and key is waiting or running; an existing one keeps its due time.
    /// A timer's own handler re-arms it here in its commit, where the row that ran is already gone.</summary>
    public static async Task EnsureTimerAsync(
        this ItamDb db,
        string kind,
        string orderingKey,
        DateTimeOffset dueAt,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await db.LockAsync(kind, orderingKey, cancellationToken);
        var exists =
            db.Work.Local.Any(w => w.Kind == kind && w.OrderingKey == orderingKey)
            || await db.Work.AnyAsync(w => w.Kind == kind && w.OrderingKey == orderingKey && w.State == WorkState.Ready, cancellationToken);
        if (!exists)
        {
            db.Enqueue(new NewWork(db.TenantId, kind, orderingKey, default, DueAt: dueAt), now);
        }
    }

    /// <summary>Look and insert as one step across replicas. SQLite has one writer at a time anyway.</summary>
    public static async Task LockAsync(this ItamDb db, string kind, string orderingKey, CancellationToken cancellationToken)
    {
        if (db.Database.IsNpgsql())
        {
            var key = $"{db.TenantId}/{kind}/{orderingKey}";
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({key}, 0))", cancellationToken);
        }
    }
}
