using System.Collections.Immutable;
using Itam.Context.Connections;
using Itam.Context.Matching;
using Itam.Context.Sources.Records;
using Itam.Context.Storage;
using Itam.Context.Work;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Sources.Syncing;

/// <summary>
/// Reads a source into the register, page by page, each in a transaction of its own. A run that breaks off goes on where it stopped, and never takes anything away:
/// only a complete walk finds records missing, and only the second one in a row buries them.
/// </summary>
/// <param name="precedence">Null: as shipped.</param>
public sealed class SyncRunner(Database database, TimeProvider time, Precedence? precedence = null)
{
    private readonly Precedence _precedence = precedence ?? Precedence.Shipped;

    private const int BuriedAfter = 2;
    private const int LookedAtAtOnce = 500;

    /// <summary>An incremental source is walked from end to end this often, to find what vanished.</summary>
    public TimeSpan FullEvery { get; init; } = TimeSpan.FromDays(1);

    /// <param name="full">Null decides by the time since the last full walk.</param>
    /// <returns>Also for a run that failed; only cancellation throws.</returns>
    public async Task<SyncResult> RunAsync(ISource source, bool? full, IProgress<SyncProgress>? progress, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var run = await BeginAsync(source, full, cancellationToken);
        var tally = new Tally();
        var resumed = run.Read.ResumeFrom is not null;
        try
        {
            SourcePage? last = null;
            await foreach (var page in source.ReadAsync(run.Read, cancellationToken))
            {
                tally = await database.WriteAsync(
                    source.Tenant,
                    (db, token) => new SyncPage(db, source, run.Number, run.Full, _precedence, time).ApplyAsync(page, tally, token),
                    cancellationToken
                );
                last = page;
                progress?.Report(new SyncProgress(source.Connection, tally.Seen, page.Total));
            }

            tally = await EndAsync(source, run, last, tally, cancellationToken);
            await LookAgainAsync(source.Tenant, cancellationToken);
            return Result(null);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Whatever went wrong in one source is told and stored; the others go on.
            var reason = failure is ConnectionException ? failure.Message : $"{source.Connection}: {failure.GetType().Name}: {failure.Message}";
            await FailAsync(source, tally, reason, startOver: resumed && tally.Pages == 0, cancellationToken);
            return Result(reason);
        }

        SyncResult Result(string? failure) =>
            new(
                source.Connection,
                source.Product,
                run.Full,
                tally.Seen,
                tally.New,
                tally.Changed,
                tally.Unchanged,
                tally.Rejected,
                tally.Missing,
                time.GetElapsedTime(started),
                failure
            );
    }

    private async Task<Run> BeginAsync(ISource source, bool? full, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            source.Tenant,
            async (db, token) =>
            {
                var now = time.GetUtcNow();
                var state = await StateAsync(db, source, token);
                var wanted = full ?? (state.HighWater is null || state.LastFullAt is null || now - state.LastFullAt >= FullEvery);
                var resume = state.ResumeFrom is not null && state.RunIsFull == wanted ? state.ResumeFrom : null;
                if (resume is null)
                {
                    (state.Run, state.RunIsFull, state.ResumeFrom) = (state.Run + 1, wanted, null);
                }

                (state.Product, state.LastStartedAt) = (source.Product, now);
                return new Run(state.Run, wanted, new SourceRead(wanted ? null : state.HighWater, resume) { LastHighWater = state.HighWater });
            },
            cancellationToken
        );

    private Task<Tally> EndAsync(ISource source, Run run, SourcePage? last, Tally tally, CancellationToken cancellationToken) =>
        database.WriteAsync(
            source.Tenant,
            async (db, token) =>
            {
                var now = time.GetUtcNow();
                var state = await StateAsync(db, source, token);
                if (run.Full && last is { Complete: true })
                {
                    tally = tally with { Missing = await MissAsync(db, source, run.Number, last.CompleteFor, now, token) };
                }

                if (run.Full)
                {
                    state.LastFullAt = now;
                }

                (state.HighWater, state.ResumeFrom) = (last?.HighWater ?? state.HighWater, null);
                (state.LastFinishedAt, state.LastError) = (now, null);
                tally.Store(state);
                return tally;
            },
            cancellationToken
        );

    private Task FailAsync(ISource source, Tally tally, string reason, bool startOver, CancellationToken cancellationToken) =>
        database.WriteAsync(
            source.Tenant,
            async (db, token) =>
            {
                var state = await StateAsync(db, source, token);
                (state.LastFinishedAt, state.LastError) = (time.GetUtcNow(), WorkQueue.Clean(reason));
                if (startOver)
                {
                    // The source may have forgotten where we stopped.
                    state.ResumeFrom = null;
                }

                tally.Store(state);
            },
            cancellationToken
        );

    private async Task<int> MissAsync(
        ItamDb db,
        ISource source,
        long run,
        ImmutableArray<RecordKind>? kinds,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        RecordKind[] wanted = kinds is { } listed ? [.. listed] : Enum.GetValues<RecordKind>();
        var missing = await db
            .SourceRecords.Where(r => r.Connection == source.Connection && r.SeenInRun != run && r.TombstonedAt == null && wanted.Contains(r.Kind))
            .ToListAsync(cancellationToken);
        foreach (var record in missing)
        {
            record.MissingRuns++;
            record.TombstonedAt = record.MissingRuns >= BuriedAfter ? now : null;
        }

        var buried = missing.Where(r => r.TombstonedAt is not null).ToArray();
        await db.SaveChangesAsync(cancellationToken);
        await SyncPage.RecomputeAsync(db, buried, _precedence, time, cancellationToken);
        return missing.Count;
    }

    /// <summary>Records of any connection that point at people or devices whose names came, went or moved.</summary>
    private async Task LookAgainAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        while (await WaitingAsync(tenant, cancellationToken) is { Count: > 0 } waiting)
        {
            foreach (var alike in waiting.GroupBy(w => (w.Kind, w.Connection)))
            {
                foreach (var chunk in alike.Select(w => w.SourceId).Chunk(LookedAtAtOnce))
                {
                    await LookAtAsync(tenant, alike.Key.Kind, alike.Key.Connection, chunk, cancellationToken);
                }
            }
        }
    }

    /// <returns>People first, then devices, then licenses: each needs those before it.</returns>
    private async Task<List<(RecordKind Kind, string Connection, string SourceId)>> WaitingAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        await using var db = database.Open(tenant);
        var rows = await db
            .SourceRecords.AsNoTracking()
            .Where(r => r.Waits && r.TombstonedAt == null)
            .Select(r => new
            {
                r.Kind,
                r.Connection,
                r.SourceId,
            })
            .ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(r => (r.Kind, r.Connection, r.SourceId))
                .OrderBy(r => r.Kind is RecordKind.Person ? 0 : 1)
                .ThenBy(r => r.Kind)
                .ThenBy(r => new RecordId(r.Connection, r.SourceId)),
        ];
    }

    private Task LookAtAsync(TenantId tenant, RecordKind kind, string connection, string[] sourceIds, CancellationToken cancellationToken) =>
        database.WriteAsync(
            tenant,
            async (db, token) =>
            {
                var records = await db
                    .SourceRecords.Where(r => r.Connection == connection && r.Kind == kind && sourceIds.Contains(r.SourceId))
                    .Where(r => r.Waits && r.TombstonedAt == null)
                    .ToListAsync(token);
                await SyncPage.RecomputeAsync(db, records, _precedence, time, token);
            },
            cancellationToken
        );

    internal static async Task<SyncState> StateAsync(ItamDb db, ISource source, CancellationToken cancellationToken)
    {
        var state = await db.SyncStates.FirstOrDefaultAsync(s => s.Connection == source.Connection, cancellationToken);
        if (state is null)
        {
            state = new SyncState { Connection = source.Connection, Product = source.Product };
            db.SyncStates.Add(state);
        }

        return state;
    }

    private sealed record Run(long Number, bool Full, SourceRead Read);
}

/// <summary>What a run has done so far.</summary>
internal sealed record Tally(int Pages = 0, int Seen = 0, int New = 0, int Changed = 0, int Unchanged = 0, int Rejected = 0, int Missing = 0)
{
    public void Store(SyncState state) =>
        (state.Seen, state.New, state.Changed, state.Unchanged, state.Rejected, state.Missing) = (Seen, New, Changed, Unchanged, Rejected, Missing);
}
