using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Work;

/// <summary>What became of one attempt.</summary>
public enum Settlement
{
    Done,
    Retried,
    Held,
    Dead,

    /// <summary>The lease had run out and somebody else took the work; nothing was changed.</summary>
    LeaseLost,
}

public sealed partial class WorkQueue
{
    /// <summary>Records how an attempt ended. An exception from the outcome's commit leaves both the state and the work untouched.</summary>
    public async Task<Settlement> SettleAsync(WorkItem item, WorkOutcome outcome, CancellationToken cancellationToken)
    {
        var (settlement, kept) = outcome switch
        {
            WorkOutcome.Done done => (Settlement.Done, await CompleteAsync(item, done.Commit, cancellationToken)),
            WorkOutcome.Retry retry when backoff.After(item.Attempt, retry.RetryAfter) is { } pause => (
                Settlement.Retried,
                await PostponeAsync(item, "held_since = NULL", pause, Backoff.Announced(retry.RetryAfter), retry.Reason, cancellationToken)
            ),
            WorkOutcome.Retry retry => (Settlement.Dead, await BuryAsync(item, retry.Reason, cancellationToken)),
            WorkOutcome.Hold hold => await HoldAsync(item, hold.Reason, cancellationToken),
            WorkOutcome.Dead dead => (Settlement.Dead, await BuryAsync(item, dead.Cause, cancellationToken)),
            _ => throw new InvalidOperationException($"{outcome.GetType().Name} is no outcome."),
        };
        if (kept && settlement == Settlement.Done)
        {
            await WakeConnectionAsync(item, cancellationToken);
        }

        return kept ? settlement : Settlement.LeaseLost;
    }

    private Task<bool> CompleteAsync(WorkItem item, Func<ItamDb, CancellationToken, Task>? commit, CancellationToken cancellationToken) =>
        commit is null ? OnClaimAsync(item, "DELETE FROM work", [], cancellationToken) : CompleteWithAsync(item, commit, cancellationToken);

    private async Task<bool> CompleteWithAsync(WorkItem item, Func<ItamDb, CancellationToken, Task> commit, CancellationToken cancellationToken)
    {
        try
        {
            await database.WriteAsync(
                item.Tenant,
                async (db, token) =>
                {
                    // First the fence, then the effects: while this row is locked or gone, nobody can claim it.
                    var deleted = await db.Database.ExecuteSqlAsync(
                        $"DELETE FROM work WHERE id = {item.Id} AND tenant = {item.Tenant.Value} AND lease_id = {item.LeaseId}",
                        token
                    );
                    if (deleted == 0)
                    {
                        throw new LeaseLostException();
                    }

                    await commit(db, token);
                },
                cancellationToken
            );
            return true;
        }
        catch (LeaseLostException)
        {
            return false;
        }
    }

    private async Task<(Settlement, bool)> HoldAsync(WorkItem item, string reason, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var waited = now - (item.HeldSince ?? now);
        if (waited >= options.Patience)
        {
            return (Settlement.Dead, await BuryAsync(item, reason, cancellationToken));
        }

        const string Held = "attempts = attempts - 1, held_since = COALESCE(held_since, @now)";
        return (Settlement.Held, await PostponeAsync(item, Held, backoff.WhileHeld(waited), null, reason, cancellationToken));
    }

    private Task<bool> PostponeAsync(
        WorkItem item,
        string change,
        TimeSpan pause,
        TimeSpan? announced,
        string reason,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        return ChangeAsync(
            item,
            $"{change}, lease_id = NULL, lease_until = NULL, due_at = @due, not_before = @earliest, failed_at = @now, last_error = @reason",
            [
                ("due", (now + pause).ToUnixTimeMilliseconds()),
                ("earliest", (now + announced)?.ToUnixTimeMilliseconds()),
                ("now", now.ToUnixTimeMilliseconds()),
                ("reason", Clean(reason)),
            ],
            cancellationToken
        );
    }

    private Task<bool> BuryAsync(WorkItem item, string cause, CancellationToken cancellationToken) =>
        ChangeAsync(
            item,
            "state = 'Dead', lease_id = NULL, lease_until = NULL, failed_at = @now, last_error = @cause",
            [("now", NowMs), ("cause", Clean(cause))],
            cancellationToken
        );

    private sealed class LeaseLostException : Exception;
}
