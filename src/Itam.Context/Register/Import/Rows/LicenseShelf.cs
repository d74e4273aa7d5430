using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Register.Import.Rows;

/// <summary>All licenses of the tenant by product and publisher; a company has hundreds, not hundreds of thousands.</summary>
internal sealed class LicenseShelf
{
    private readonly List<License> _licenses = [];

    public static async Task<LicenseShelf> LoadAsync(ItamDb db, CancellationToken cancellationToken)
    {
        var shelf = new LicenseShelf();
        shelf._licenses.AddRange(await db.Licenses.ToListAsync(cancellationToken));
        return shelf;
    }

    public void Add(License license) => _licenses.Add(license);

    /// <summary>Product and publisher; where either side names no publisher, the product alone if it is the only one.</summary>
    /// <returns>Null for none; a row that could mean several gets a fault.</returns>
    public License? Find(ImportRow row, string product, string? publisher)
    {
        var named = _licenses.Where(l => Same(l.Product, product)).ToArray();
        if (Array.Find(named, l => Same(l.Publisher, publisher)) is { } exact)
        {
            return exact;
        }

        var possible = named.Where(l => publisher is null || l.Publisher is null).ToArray();
        if (possible.Length > 1)
        {
            row.Fault(
                null,
                $"{possible.Length} publishers have a product \"{product}\": {string.Join(", ", possible.Select(l => l.Publisher ?? "none"))}. Fill in the publisher."
            );
        }

        return possible.Length == 1 ? possible[0] : null;
    }

    private static bool Same(string? a, string? b) => string.Equals(a?.Trim(), b?.Trim(), StringComparison.OrdinalIgnoreCase);
}
