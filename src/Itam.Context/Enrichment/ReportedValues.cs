using System.Collections.Concurrent;
using Itam.Context.Enrichment.Findings;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Context.Sources.Records;
using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Enrichment;

/// <summary>
/// Tells the rules what a missing value means: that systems report it of other devices of the type, and that the endpoint protection was walked and does not
/// know the device. What a tenant's systems report is kept for ten minutes.
/// </summary>
internal sealed class ReportedValues(TimeProvider time)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<TenantId, Kept> _kept = new();

    public async Task<FindingInput> AddToAsync(ItamDb db, FindingInput input, CancellationToken cancellationToken)
    {
        if (input.Device is not { } device)
        {
            return input;
        }

        var kept = await KeptAsync(db, cancellationToken);
        return input with
        {
            ReportedOfOthers = kept.Values[device.Type].ToHashSet(StringComparer.Ordinal),
            Unprotected = kept.Walk is { } walk && IsLookedFor(input, device) && !await IsProtectedAsync(db, device, cancellationToken) ? walk : null,
        };
    }

    /// <summary>Only of a company's computer that other systems see is it strange that the protection does not.</summary>
    private static bool IsLookedFor(FindingInput input, Device device) =>
        device.Protection == Protection.Unknown
        && device.Type.IsComputer()
        && device is { Ownership: not Ownership.Personal, Platform: not Platform.ChromeOs }
        && device.LastSeenAt is { } seen
        && (input.Now - seen).Days <= input.Thresholds.CheckInWatchDays;

    private static Task<bool> IsProtectedAsync(ItamDb db, Device device, CancellationToken cancellationToken) =>
        db.SourceRecords.AnyAsync(
            r => r.DeviceId == device.Id && r.Kind == RecordKind.Device && r.Role == SourceRole.EndpointProtection && r.TombstonedAt == null,
            cancellationToken
        );

    private async Task<Kept> KeptAsync(ItamDb db, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_kept.TryGetValue(db.TenantId, out var known) && now - known.At < KeptFor)
        {
            return known;
        }

        // Two tickets at once may both count; the answer is the same and the second only costs time.
        var counts = await db
            .Devices.GroupBy(d => d.Type)
            .Select(g => new
            {
                Type = g.Key,
                Encryption = g.Count(d => d.Encryption != Encryption.Unknown) > 0,
                Compliance = g.Count(d => d.Compliance != Compliance.NotEvaluated) > 0,
                Protection = g.Count(d => d.Protection != Protection.Unknown) > 0,
            })
            .ToListAsync(cancellationToken);
        var values =
            from type in counts
            from value in new[]
            {
                (Name: nameof(Device.Encryption), Known: type.Encryption),
                (Name: nameof(Device.Compliance), Known: type.Compliance),
                (Name: nameof(Device.Protection), Known: type.Protection),
            }
            where value.Known
            select (type.Type, value.Name);
        var kept = new Kept(now, values.ToLookup(v => v.Type, v => v.Name), await WalkAsync(db, cancellationToken));
        _kept[db.TenantId] = kept;
        return kept;
    }

    /// <returns>The oldest of the latest full walks, where several systems protect; null while one of them was never walked.</returns>
    private static async Task<Origin?> WalkAsync(ItamDb db, CancellationToken cancellationToken)
    {
        var protectors = db
            .SourceRecords.Where(r => r.Kind == RecordKind.Device && r.Role == SourceRole.EndpointProtection && r.TombstonedAt == null)
            .Select(r => r.Connection);
        var walks = await db
            .SyncStates.Where(s => protectors.Contains(s.Connection))
            .Select(s => new { s.Product, s.LastFullAt })
            .ToListAsync(cancellationToken);
        return walks.Count > 0 && walks.TrueForAll(w => w.LastFullAt is not null)
            ? walks.Select(w => new Origin(w.Product, w.LastFullAt!.Value)).MinBy(o => o.AsOf)
            : null;
    }

    private sealed record Kept(DateTimeOffset At, ILookup<DeviceType, string> Values, Origin? Walk);
}
