using Itam.Context.Enrichment.RepairOrReplace;
using Itam.Context.Register;
using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Enrichment;

/// <summary>What the stockroom could give instead, when the device looks like one to replace: near the person, the same model if there is one, else the newest;
/// never what is due to be replaced itself.</summary>
internal static class StockAdvice
{
    private static readonly HashSet<string> Replaceable = new(StringComparer.Ordinal)
    {
        "repeated-fault",
        "refresh-due",
        "device-lost",
        "device-stolen",
        "model-ended",
        RepairVerdict.Replace,
    };

    public static bool IsWanted(IEnumerable<Finding> findings) => findings.Any(f => Replaceable.Contains(f.Code));

    /// <returns>Null where nothing fitting is in stock.</returns>
    public static async Task<Finding?> ForAsync(ItamDb db, Device device, Person? requester, DateOnly today, CancellationToken cancellationToken)
    {
        var stock = await db
            .Devices.Where(d => d.State == LifecycleState.InStock && d.Type == device.Type && d.Id != device.Id && d.Model != null)
            .Where(d => d.RefreshDueOn == null || d.RefreshDueOn > today)
            .GroupBy(d => new { d.Model, d.Location })
            .Select(g => new
            {
                g.Key.Model,
                g.Key.Location,
                Count = g.Count(),
                Newest = g.Max(d => d.PurchasedOn),
            })
            .ToListAsync(cancellationToken);
        var best = stock
            .OrderByDescending(s => requester?.Site is { } site && s.Location?.StartsWith(site, StringComparison.OrdinalIgnoreCase) == true)
            .ThenByDescending(s => s.Model == device.Model)
            .ThenByDescending(s => s.Newest)
            .ThenByDescending(s => s.Count)
            .ThenBy(s => s.Model, StringComparer.Ordinal)
            .FirstOrDefault();
        return best is null
            ? null
            : new Finding(
                "stock",
                Severity.Ok,
                "In stock",
                Action: $"Swap from stock: {best.Count} × {ReportText.Clean(best.Model)}{(best.Location is { } place ? $" in {ReportText.Clean(place)}" : "")}"
            );
    }
}
