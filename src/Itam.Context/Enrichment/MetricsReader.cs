using Itam.Context.Register;
using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Enrichment;

/// <summary>How well the product does its work for one tenant.</summary>
public sealed record Metrics(MatchMetrics Match, LagMetrics Lag, IReadOnlyList<CoverageMetric> Coverage, IReadOnlyList<SourceAge> Sources);

/// <param name="Named">Tickets on which we named a device we were reasonably sure of.</param>
/// <param name="Corrected">Of these, how many an agent corrected.</param>
/// <param name="Precision">Share not corrected; null without tickets. Silence counts as consent, so it is an upper bound.</param>
public sealed record MatchMetrics(int Named, int Corrected, double? Precision);

/// <summary>From the moment the event reached us to the written note, in milliseconds, over the latest note of each ticket.</summary>
public sealed record LagMetrics(int Notes, long? P50, long? P95);

/// <param name="Share">0 to 1; null without devices.</param>
public sealed record CoverageMetric(string Value, int Known, int Devices, double? Share);

/// <summary>Age of the values of one source, over all devices.</summary>
/// <param name="Values">How many values it gave.</param>
public sealed record SourceAge(string Source, int Values, double MedianHours, double OldestHours);

public sealed class MetricsReader(Database database, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromDays(90);

    /// <summary>Tickets and notes of the last 90 days; devices as they are now.</summary>
    public async Task<Metrics> ReadAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        await using var db = database.Open(tenant);
        var now = time.GetUtcNow();
        return new Metrics(
            await MatchAsync(db, now - Window, cancellationToken),
            await LagAsync(db, now - Window, cancellationToken),
            await CoverageAsync(db, cancellationToken),
            await SourcesAsync(db, now, cancellationToken)
        );
    }

    private static async Task<MatchMetrics> MatchAsync(ItamDb db, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var tickets = db.Tickets.Where(t => t.CreatedAt >= since && !t.FromHistory);
        var corrected = await tickets.CountAsync(
            t => db.MatchFeedback.Any(f => f.Connection == t.Connection && f.TicketId == t.TicketId && f.Corrects),
            cancellationToken
        );

        // A device that only an agent could name was not our match.
        var uncorrected = await tickets.CountAsync(
            t =>
                t.DeviceId != null
                && !db.MatchFeedback.Any(f =>
                    f.Connection == t.Connection && f.TicketId == t.TicketId && (f.Corrects || f.Verdict == MatchVerdict.ThisOne)
                ),
            cancellationToken
        );
        var confirmed = await tickets.CountAsync(
            t =>
                db.MatchFeedback.Any(f => f.Connection == t.Connection && f.TicketId == t.TicketId && f.Confirms)
                && !db.MatchFeedback.Any(f => f.Connection == t.Connection && f.TicketId == t.TicketId && f.Corrects),
            cancellationToken
        );
        var named = uncorrected + confirmed + corrected;
        return new MatchMetrics(named, corrected, named == 0 ? null : 1 - (double)corrected / named);
    }

    private static async Task<LagMetrics> LagAsync(ItamDb db, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var lags = db.Tickets.Where(t => t.EnrichmentLagMs != null && t.NoteWrittenAt >= since).OrderBy(t => t.EnrichmentLagMs);
        var notes = await lags.CountAsync(cancellationToken);
        return notes == 0 ? new LagMetrics(0, null, null) : new LagMetrics(notes, await AtAsync(0.5), await AtAsync(0.95));

        // Nearest rank: the value that this share of the notes does not exceed.
        Task<long?> AtAsync(double share) =>
            lags.Skip(Math.Max(0, (int)Math.Ceiling(share * notes) - 1)).Select(t => t.EnrichmentLagMs).FirstOrDefaultAsync(cancellationToken);
    }

    private static async Task<IReadOnlyList<CoverageMetric>> CoverageAsync(ItamDb db, CancellationToken cancellationToken)
    {
        DeviceType[] reporting = [DeviceType.Laptop, DeviceType.Desktop, DeviceType.Server, DeviceType.Phone, DeviceType.Tablet, DeviceType.Virtual];
        LifecycleState[] inService = [LifecycleState.InUse, LifecycleState.Unknown, LifecycleState.Reserved, LifecycleState.InRepair];
        var devices = db.Devices.Where(d => reporting.Contains(d.Type) && inService.Contains(d.State));
        var known = await devices
            .GroupBy(_ => 1)
            .Select(g => new
            {
                All = g.Count(),
                Holder = g.Count(d => d.AssignedToId != null),
                Model = g.Count(d => d.Model != null),
                Seen = g.Count(d => d.LastSeenAt != null),
                Storage = g.Count(d => d.StorageFreeBytes != null && d.StorageTotalBytes != null),
                System = g.Count(d => d.OsName != null),
                Encryption = g.Count(d => d.Encryption != Encryption.Unknown),
                Compliance = g.Count(d => d.Compliance != Compliance.NotEvaluated),
                Protection = g.Count(d => d.Protection != Protection.Unknown),
                Purchase = g.Count(d => d.PurchasedOn != null),
            })
            .FirstOrDefaultAsync(cancellationToken);
        var warranty = await devices.CountAsync(
            d => d.Warranties.Any(w => w.Lookup == WarrantyLookup.Found || w.Lookup == WarrantyLookup.NoneFound),
            cancellationToken
        );
        return
        [
            Line("holder", known?.Holder),
            Line("model", known?.Model),
            Line("last seen", known?.Seen),
            Line("storage", known?.Storage),
            Line("operating system", known?.System),
            Line("encryption", known?.Encryption),
            Line("compliance", known?.Compliance),
            Line("protection", known?.Protection),
            Line("warranty", warranty),
            Line("purchase date", known?.Purchase),
        ];

        CoverageMetric Line(string value, int? count) =>
            new(value, count ?? 0, known?.All ?? 0, known is { All: > 0 } ? (double)(count ?? 0) / known.All : null);
    }

    private static async Task<IReadOnlyList<SourceAge>> SourcesAsync(ItamDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Ages are shown in tenths of an hour, so counting those is exact and keeps memory flat however many devices there are.
        var ages = new SortedDictionary<string, SortedDictionary<double, int>>(StringComparer.Ordinal);
        await foreach (var origins in db.Devices.AsNoTracking().Select(d => d.Origins).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            foreach (var origin in origins.Values)
            {
                if (!ages.TryGetValue(origin.Source, out var counts))
                {
                    ages[origin.Source] = counts = [];
                }

                var hours = Math.Round((now - origin.AsOf).TotalHours, 1);
                counts[hours] = counts.GetValueOrDefault(hours) + 1;
            }
        }

        return [.. ages.Select(a => Age(a.Key, a.Value))];
    }

    private static SourceAge Age(string source, SortedDictionary<double, int> counts)
    {
        var (all, passed) = (counts.Values.Sum(), 0);
        var median = counts.First(c => (passed += c.Value) > (all - 1) / 2).Key;
        return new SourceAge(source, all, median, counts.Keys.Last());
    }
}
