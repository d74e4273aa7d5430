using System.Security.Cryptography;
using System.Text;
using Itam.Context;
using Itam.Context.Chat;
using Itam.Context.Storage;
using Itam.Context.Work;
using Itam.TeamsBot.Protocol;
using Microsoft.EntityFrameworkCore;
using Newtonsoft.Json;

namespace Itam.TeamsBot.Receiving;

/// <summary>What became of an attempt to be the one who answers.</summary>
internal abstract record InvokeClaim
{
    private InvokeClaim() { }

    /// <summary>It is ours to answer, until the lease ends.</summary>
    public sealed record Mine(string Key, Guid Owner, DateTimeOffset LeaseUntil) : InvokeClaim;

    /// <summary>It was answered before.</summary>
    public sealed record Answered(InvokeResponse Response) : InvokeClaim;

    /// <summary>Somebody else is at it.</summary>
    public sealed record Running(string Key, DateTimeOffset LeaseUntil) : InvokeClaim;
}

/// <summary>
/// First answers, shared by all replicas. The channel repeats a request with the same activity id; a person who taps twice makes a new one, recognised by
/// who pressed which button with which input within seconds.
/// </summary>
internal sealed class InvokeAnswers(Database database, TimeProvider time)
{
    /// <summary>How long a process may work on one answer before another takes it over.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    /// <summary>Far longer than the channel repeats anything.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);
    private static readonly TimeSpan DoubleTap = TimeSpan.FromSeconds(5);

    public static string KeyOf(string connection, Activity activity) => $"{connection}/{Hash($"{activity.Conversation?.Id}\n{activity.Id}")}";

    public Task<InvokeClaim> ClaimAsync(TenantId tenant, string connection, Activity activity, BotUser? actor, CancellationToken cancellationToken)
    {
        var key = KeyOf(connection, activity);
        var tap = TapKey(connection, activity, actor);
        return database.WriteAsync<InvokeClaim>(
            tenant,
            async (db, token) =>
            {
                var now = time.GetUtcNow();
                if (tap is not null)
                {
                    await db.LockAsync("tap", tap, token);
                }

                await db.LockAsync("invoke", key, token);
                await db.InvokeAnswers.Where(a => a.ExpiresAt <= now).ExecuteDeleteAsync(token);
                var row = await db.InvokeAnswers.FirstOrDefaultAsync(a => a.Key == key, token);
                if (row is null && tap is not null)
                {
                    var since = now - DoubleTap;
                    row = await db
                        .InvokeAnswers.Where(a => a.TapKey == tap && a.CreatedAt > since)
                        .OrderBy(a => a.CreatedAt)
                        .FirstOrDefaultAsync(token);
                }

                return row is null ? Add(db, key, tap, now) : Take(row, now);
            },
            cancellationToken
        );
    }

    /// <summary>As if it had never been claimed: nothing was done for it, and pressing again is a new try.</summary>
    public Task ReleaseAsync(TenantId tenant, InvokeClaim.Mine claim, CancellationToken cancellationToken) =>
        database.WriteAsync(
            tenant,
            (db, token) => db.InvokeAnswers.Where(a => a.Key == claim.Key && a.Owner == claim.Owner && a.Status == null).ExecuteDeleteAsync(token),
            cancellationToken
        );

    /// <summary>Takes over what its owner let go, for a result that is still owed. Null: there is no such request any more.</summary>
    public Task<InvokeClaim?> TakeOverAsync(TenantId tenant, string key, CancellationToken cancellationToken) =>
        database.WriteAsync<InvokeClaim?>(
            tenant,
            async (db, token) =>
            {
                await db.LockAsync("invoke", key, token);
                var row = await db.InvokeAnswers.FirstOrDefaultAsync(a => a.Key == key, token);
                return row is null ? null : Take(row, time.GetUtcNow());
            },
            cancellationToken
        );

    /// <summary>Null while it is worked on, or when there is no such request.</summary>
    public async Task<InvokeResponse?> FindAsync(TenantId tenant, string key, CancellationToken cancellationToken)
    {
        await using var db = database.Open(tenant);
        return await db.InvokeAnswers.FirstOrDefaultAsync(a => a.Key == key, cancellationToken) is { Status: not null } row ? Answer(row) : null;
    }

    /// <summary>Keeps the answer, in the transaction of what it tells. Throws when the lease was lost: then nothing of the turn counts.</summary>
    public static async Task StoreAsync(
        ItamDb db,
        InvokeClaim.Mine claim,
        InvokeResponse response,
        bool repeatable,
        CancellationToken cancellationToken
    )
    {
        var row =
            await db.InvokeAnswers.FirstOrDefaultAsync(a => a.Key == claim.Key && a.Owner == claim.Owner && a.Status == null, cancellationToken)
            ?? throw new InvalidOperationException("Somebody else has answered this in the meantime.");
        row.Status = response.Status;
        row.Body = response.Body?.ToString(Formatting.None);
        if (!repeatable)
        {
            row.TapKey = null;
        }
    }

    private InvokeClaim.Mine Add(ItamDb db, string key, string? tap, DateTimeOffset now)
    {
        var row = new InvokeAnswer
        {
            Key = key,
            TapKey = tap,
            CreatedAt = now,
            Owner = Guid.CreateVersion7(now),
            LeaseUntil = now + Lease,
            ExpiresAt = now + Kept,
        };
        db.InvokeAnswers.Add(row);
        return new InvokeClaim.Mine(key, row.Owner, row.LeaseUntil);
    }

    private static InvokeClaim Take(InvokeAnswer row, DateTimeOffset now)
    {
        if (row.Status is not null)
        {
            return new InvokeClaim.Answered(Answer(row));
        }

        if (row.LeaseUntil > now)
        {
            return new InvokeClaim.Running(row.Key, row.LeaseUntil);
        }

        row.Owner = Guid.CreateVersion7(now);
        row.LeaseUntil = now + Lease;
        return new InvokeClaim.Mine(row.Key, row.Owner, row.LeaseUntil);
    }

    private static InvokeResponse Answer(InvokeAnswer row) =>
        new(row.Status!.Value, row.Body is null ? null : Itam.Context.Connections.VendorJson.Parse(row.Body));

    /// <summary>Null where the same press twice may mean two things: searches, refreshes, people we cannot name.</summary>
    private static string? TapKey(string connection, Activity activity, BotUser? actor) =>
        activity.IsPress() && actor is not null
            ? $"{connection}/{Hash($"{activity.Conversation?.Id}\n{activity.ReplyToId}\n{actor.EntraTenant}\n{actor.EntraId}\n{activity.Name}\n{activity.Value?.ToString(Formatting.None)}")}"
            : null;

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
