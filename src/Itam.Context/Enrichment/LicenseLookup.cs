using System.Collections.Immutable;
using Itam.Context.Register;
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
            .Select(s => new { s.LicenseId, s.LastUsedAt })
            .ToListAsync(cancellationToken);
        var entitled = held.GroupBy(h => h.LicenseId)
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
            entitled.ContainsKey(p.Id),
            Mentioned: true,
            p.Owned is { } owned ? Math.Max(0, owned - used.GetValueOrDefault(p.Id)) : null,
            p.Origins.GetValueOrDefault(nameof(License.Owned))
        )
        {
            Owned = p.Owned,
            Used = used.GetValueOrDefault(p.Id),
            RenewsOn = p.RenewsOn,
            RenewalOrigin = p.Origins.GetValueOrDefault(nameof(License.RenewsOn)),
        });
        var others = products
            .Where(p => entitled.ContainsKey(p.Id) && !mentionedIds.Contains(p.Id))
            .Select(p => new LicenseLine(p.Product, Entitled: true, Mentioned: false, null, null) { LastUsedAt = entitled[p.Id] });
        return [.. lines.Concat(others).Take(MaxLines)];
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
