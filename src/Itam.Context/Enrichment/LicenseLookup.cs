using System.Collections.Immutable;
using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Sources.Records;
using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Enrichment;

/// <summary>The licenses that matter for a ticket: those its words name, entitled or not, then what the person holds.</summary>
internal static class LicenseLookup
{
    private const int MaxLines = 4;

    /// <summary>Words in product names that name no product.</summary>
    private static readonly HashSet<string> Generic = new(StringComparer.Ordinal)
    {
        "microsoft",
        "adobe",
        "google",
        "apple",
        "oracle",
        "autodesk",
        "plan",
        "standard",
        "professional",
        "enterprise",
        "business",
        "premium",
        "basic",
        "cloud",
        "online",
        "desktop",
        "client",
        "server",
        "suite",
        "license",
        "licence",
        "subscription",
        "team",
        "user",
        "users",
        "access",
        "windows",
        "education",
        "apps",
        "office",
        "creative",
        "manager",
        "security",
        "device",
        "mobile",
        "free",
        "with",
        "for",
    };

    public static async Task<ImmutableArray<LicenseLine>> ForAsync(
        ItamDb db,
        Person? person,
        Device? device,
        TicketWords words,
        IReadOnlyDictionary<RecordId, SeatState> live,
        CancellationToken cancellationToken
    )
    {
        var products = await db
            .Licenses.AsNoTracking()
            .OrderBy(l => l.Product)
            .Select(l => new
            {
                l.Id,
                l.Product,
                l.Owned,
                l.RenewsOn,
                l.Origins,
            })
            .ToListAsync(cancellationToken);
        var held = await db
            .Seats.Where(s => (person != null && s.PersonId == person.Id) || (device != null && s.DeviceId == device.Id))
            .Select(s => new
            {
                s.LicenseId,
                s.LastUsedAt,
                s.State,
            })
            .ToListAsync(cancellationToken);
        var states = held.GroupBy(h => h.LicenseId).ToDictionary(g => g.Key, g => g.Min(s => s.State));
        foreach (var (license, state) in await NowAsync(db, live, cancellationToken))
        {
            states[license] = states.GetValueOrDefault(license) is SeatState.Suspended ? SeatState.Suspended : state;
        }

        var entitled = states.Where(s => s.Value is SeatState.Active or SeatState.Pending).Select(s => s.Key).ToHashSet();
        var lastUsed = held.GroupBy(h => h.LicenseId)
            .ToDictionary(g => g.Key, g => g.All(s => s.LastUsedAt is not null) ? g.Max(s => s.LastUsedAt) : null);
        var mentioned = products.Where(p => IsMentioned(p.Product, words)).Take(MaxLines).ToList();
        var mentionedIds = mentioned.Select(m => m.Id).ToArray();
        var used = await db
            .Seats.Where(s => mentionedIds.Contains(s.LicenseId))
            .GroupBy(s => s.LicenseId)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        var lines = mentioned.Select(p => new LicenseLine(
            p.Product,
            entitled.Contains(p.Id),
            Mentioned: true,
            p.Owned is { } owned ? Math.Max(0, owned - used.GetValueOrDefault(p.Id)) : null,
            OriginOf(p.Origins, nameof(License.Owned))
        )
        {
            Owned = p.Owned,
            Used = used.GetValueOrDefault(p.Id),
            RenewsOn = p.RenewsOn,
            RenewalOrigin = p.Origins.GetValueOrDefault(nameof(License.RenewsOn)),
            Seat = StateOf(p.Id),
        });
        var others = products
            .Where(p => states.ContainsKey(p.Id) && !mentionedIds.Contains(p.Id))
            .Select(p => new LicenseLine(p.Product, entitled.Contains(p.Id), Mentioned: false, null, OriginOf(p.Origins, nameof(License.Product)))
            {
                LastUsedAt = lastUsed.GetValueOrDefault(p.Id),
                Seat = StateOf(p.Id),
            });
        return [.. lines.Concat(others).Take(MaxLines)];

        // Who does not count what is owned still told of the license.
        static Origin? OriginOf(Dictionary<string, Origin> origins, string property) =>
            origins.GetValueOrDefault(property) ?? origins.GetValueOrDefault(nameof(License.Product));

        SeatState? StateOf(Guid license) => states.TryGetValue(license, out var state) ? state : null;
    }

    /// <summary>The register's licenses that sources just told of.</summary>
    private static async Task<IReadOnlyDictionary<Guid, SeatState>> NowAsync(
        ItamDb db,
        IReadOnlyDictionary<RecordId, SeatState> live,
        CancellationToken cancellationToken
    )
    {
        if (live.Count == 0)
        {
            return ImmutableDictionary<Guid, SeatState>.Empty;
        }

        var ids = live.Keys.Select(k => k.SourceId).Distinct(StringComparer.Ordinal).ToArray();
        var records = await db
            .SourceRecords.Where(r => r.Kind == RecordKind.License && r.LicenseId != null && r.TombstonedAt == null && ids.Contains(r.SourceId))
            .Select(r => new
            {
                r.Connection,
                r.SourceId,
                r.LicenseId,
            })
            .ToListAsync(cancellationToken);
        return records
            .Where(r => live.ContainsKey(new RecordId(r.Connection, r.SourceId)))
            .GroupBy(r => r.LicenseId!.Value)
            .ToDictionary(g => g.Key, g => g.Min(r => live[new RecordId(r.Connection, r.SourceId)]));
    }

    /// <summary>True when the whole name stands in the text, or every word of it that names a product does ("Visio" of "Microsoft Visio Plan 2").</summary>
    private static bool IsMentioned(string product, TicketWords words)
    {
        if (words.HasPhrase(product))
        {
            return true;
        }

        var telling = product
            .ToLowerInvariant()
            .Split([' ', '-', '(', ')'], StringSplitOptions.RemoveEmptyEntries)
            .Where(w => w.Length >= 4 && !Generic.Contains(w) && !w.Any(char.IsAsciiDigit))
            .ToList();
        return telling.Count > 0 && telling.TrueForAll(w => words.HasAny([w]));
    }
}
