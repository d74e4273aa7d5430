using System.Collections.Immutable;
using System.Globalization;
using Itam.Context.Register;
using Itam.Context.Sources;

namespace Itam.Context.Matching;

/// <summary>Which of the warranties that are known of a device counts: what its vendor answered, before what somebody typed; of equals the one that ends last.</summary>
public static class WarrantyChoice
{
    /// <returns>Null where nobody knows of a cover for broken hardware that ends on a known day.</returns>
    public static Warranty? Of(IEnumerable<Warranty> warranties) => Ordered(warranties) is [var best, ..] ? best : null;

    /// <returns>Best first, each with why it counts or does not.</returns>
    public static ImmutableArray<WarrantyExplanation> Explain(IEnumerable<Warranty> warranties)
    {
        var all = warranties.ToArray();
        var ordered = Ordered(all);
        var best = ordered is [var first, ..] ? first : null;
        return
        [
            .. ordered.Select(w => Line(w, WhyNot(w, best!))),
            .. all.Except(ordered)
                .OrderBy(w => w.Source, StringComparer.Ordinal)
                .ThenBy(w => w.Id)
                .Select(w => Line(w, w.Lookup is WarrantyLookup.Found ? "pays for no broken hardware, or has no end" : "nothing was found")),
        ];

        WarrantyExplanation Line(Warranty w, string why) =>
            new(
                w.Source,
                Print(w),
                w == best,
                w != best ? why
                    : ordered.Length == 1 ? "nobody else says it"
                    : Why(w, ordered[1])
            );
    }

    private static Warranty[] Ordered(IEnumerable<Warranty> warranties) =>
        [
            .. warranties
                .Where(w => w.Lookup == WarrantyLookup.Found && w.CoversHardware && w.EndsOn is not null)
                .OrderBy(RankOf)
                .ThenByDescending(w => w.EndsOn)
                .ThenBy(w => w.Id),
        ];

    /// <summary>A row whose source has no role was imported or typed, as a register is.</summary>
    private static int RankOf(Warranty warranty) =>
        Precedence.Shipped.RankOf(nameof(Device.Warranties), warranty.Role ?? SourceRole.AssetRegister) ?? int.MaxValue;

    private static string Why(Warranty best, Warranty next) => RankOf(best) < RankOf(next) ? "its source comes first for warranties" : "ends last";

    private static string WhyNot(Warranty warranty, Warranty best) =>
        RankOf(warranty) > RankOf(best) ? "its source comes later for warranties" : "ends earlier";

    private static string Print(Warranty warranty) =>
        warranty.Lookup is WarrantyLookup.Found
            ? $"{warranty.Kind} until {warranty.EndsOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "an unknown day"}"
            : $"{warranty.Lookup}";
}

/// <param name="Value">For people.</param>
/// <param name="Counts">True for the one that decides whether the warranty pays.</param>
public sealed record WarrantyExplanation(string Source, string Value, bool Counts, string Why);
