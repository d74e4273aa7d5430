using Itam.Context.Register;

namespace Itam.Context.Enrichment;

/// <summary>Says of shown values where they come from and how old they are.</summary>
internal static class Provenance
{
    /// <summary>"Inventory, 3 h ago"; null for what we counted ourselves.</summary>
    public static string? Of(Origin? origin, DateTimeOffset now) =>
        origin is null ? null : $"{ReportText.Clean(origin.Source)}, {ReportText.Ago(origin.AsOf, now)}";

    /// <summary>
    /// "Inventory, 3 h ago" where all values agree in source and age, else "model, serial: Inventory, 3 h ago; tag: stock list, 2 days ago"; a value whose source nobody
    /// noted is said to be so. Null where there are no values.
    /// </summary>
    public static string? OfAll(IEnumerable<(string Value, Origin? Origin)> values, DateTimeOffset now)
    {
        var groups = values.GroupBy(v => Of(v.Origin, now) ?? "source unknown", v => v.Value, StringComparer.Ordinal).ToArray();
        return groups switch
        {
            [] => null,
            [var one] => one.Key,
            _ => string.Join("; ", groups.Select(g => $"{string.Join(", ", g.Distinct(StringComparer.Ordinal))}: {g.Key}")),
        };
    }
}
