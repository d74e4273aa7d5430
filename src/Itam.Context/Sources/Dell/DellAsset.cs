using Itam.Context.Connections;
using Itam.Context.Register;
using Itam.Context.Sources.Warranties;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.Dell;

/// <summary>One device of an answer of TechDirect.</summary>
internal static class DellAsset
{
    /// <summary>US Central time: at the end of a day always at least six hours behind UTC in winter, at its beginning five suffice all year.</summary>
    private static readonly TimeSpan Winter = TimeSpan.FromHours(6);
    private static readonly TimeSpan Summer = TimeSpan.FromHours(5);

    /// <param name="rows">All rows with this service tag, at least one. Several different ones cannot be told apart, so the look-up failed.</param>
    public static WarrantyAnswer Read(WarrantyQuestion device, IReadOnlyList<JObject> rows)
    {
        var known = rows.Where(row => !IsTrue(row["invalid"])).ToList();

        // An unknown tag is a 200 with "invalid": true.
        return known.Count == 0 ? Answers.None(device) : Answers.OfRows(device, known, row => Read(device, row));
    }

    private static WarrantyAnswer Read(WarrantyQuestion device, JObject row) =>
        Answers.Of(
            device,
            (row["entitlements"] as JArray ?? [])
                .OfType<JObject>()
                // Without a description it is bookkeeping, not cover.
                .Where(e => e["serviceLevelDescription"].Text() is not null)
                .Select(e => new WarrantyFact(
                    KindOf(e),
                    e["serviceLevelDescription"].Text()!.Trim(),
                    StartDay(e["startDate"].Text()),
                    EndDay(e["endDate"].Text())
                )),
            StartDay(row["shipDate"].Text())
        );

    private static WarrantyKind KindOf(JObject entitlement)
    {
        var name = entitlement["serviceLevelDescription"].Text();
        var byName = name?.Contains("ProDeploy", StringComparison.OrdinalIgnoreCase) == true ? WarrantyKind.SetupService : WarrantyWords.KindOf(name);
        return entitlement["serviceLevelCode"].Text()?.Trim().ToUpperInvariant() switch
        {
            // Digital delivery and project services: they repair nothing, however long they last.
            "D" or "DL" or "PJ" or "PR" => byName is WarrantyKind.SoftwareSupport ? WarrantyKind.SoftwareSupport : WarrantyKind.SetupService,
            _ => byName
                ?? entitlement["entitlementType"].Text()?.Trim().ToUpperInvariant() switch
                {
                    "INITIAL" => WarrantyKind.Base,
                    "EXTENDED" => WarrantyKind.Extended,
                    _ => WarrantyKind.Unknown,
                },
        };
    }

    /// <summary>2023-02-24T06:00:00Z is the first moment of the 24th in US Central time.</summary>
    private static DateOnly? StartDay(string? text) => Day(text, Summer);

    /// <summary>2026-02-25T05:59:59Z is the last second of the 24th in US Central time.</summary>
    private static DateOnly? EndDay(string? text) => Day(text, Winter);

    private static DateOnly? Day(string? text, TimeSpan behind)
    {
        if (WireDate.Parse(text) is not { } moment)
        {
            return null;
        }

        // An offset of its own, or no time at all, says the day plainly.
        var plain = moment.Offset != TimeSpan.Zero || moment.TimeOfDay == TimeSpan.Zero;
        return DateOnly.FromDateTime(plain ? moment.DateTime : moment.UtcDateTime - behind);
    }

    private static bool IsTrue(JToken? token) => bool.TryParse(token.Text(), out var flag) && flag;
}
