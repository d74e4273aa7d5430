using System.Globalization;
using Itam.Context.Enrichment.FaultClusters;
using Itam.Context.Enrichment.WarrantyClaims;
using Itam.Context.Matching;
using Itam.Context.Register;

namespace Itam.Context.Enrichment.RepairOrReplace;

/// <summary>
/// Repair or replace, with the reasons. A warranty that pays decides for repair of what is broken, unless the replacement is due already. Without one, a device that fails
/// again and again, or is old, or is written off, is replaced; a young one is repaired. Where the facts do not decide, nothing is said.
/// </summary>
internal static class RepairVerdict
{
    public const string Replace = "replace";
    public const string Repair = "repair";

    /// <summary>Findings whose own advice is worse than a verdict.</summary>
    public static readonly IReadOnlySet<string> Replaced = new HashSet<string>(StringComparer.Ordinal)
    {
        "refresh-due",
        "repeated-fault",
        "warranty-ending",
    };

    /// <returns>Null where nothing is broken, or the facts do not decide.</returns>
    public static Finding? Of(RepairCase facts)
    {
        var device = facts.Device;
        var faults = facts.EarlierFaults.Concat(facts.Fault is { } now && now.IsHardware() ? [now] : []).ToList();
        var refresh = RefreshIsNear(facts);
        var repeated = faults.Count >= facts.Thresholds.RepeatedTickets;
        var broken = facts.Fault?.IsHardware() == true || repeated;
        if (!device.State.IsOperational() || (!broken && !refresh))
        {
            return null;
        }

        var (pays, warranty) = WarrantyOf(facts);
        var age = DeviceAge.MonthsOf(device, facts.Today);
        var old = age >= facts.Thresholds.ReplaceFromMonths;
        if (broken && pays is true && !(device.RefreshDueOn <= facts.Today))
        {
            return new Finding(Repair, Severity.Ok, "Repair", Action: $"Repair: {warranty}, claim{ClaimAddresses.WordsOf(device.Manufacturer)}");
        }

        var value = BookValue(facts);
        var writtenOff = value is 0;

        // One weak reason is not enough on its own; a spare on the shelf makes it so.
        if (refresh || repeated || old || (faults.Count == facts.Thresholds.RepeatedTickets - 1 && facts.InStock && pays is false))
        {
            var reasons = new[]
            {
                faults.Count > 1 ? Count(faults, facts.Fault) : null,
                refresh
                    ? $"refresh {(device.RefreshDueOn < facts.Today ? "was due" : "is due")} {ReportText.Until(device.RefreshDueOn!.Value, facts.Today)}"
                    : null,
                !old ? null
                : age > facts.Thresholds.LifeMonths ? $"{age} months old where {facts.Thresholds.LifeMonths} are planned"
                : $"{age} of {facts.Thresholds.LifeMonths} months old",
                writtenOff && !old ? "written off" : null,
                pays is true ? null : warranty,
            };
            return new Finding(
                Replace,
                Severity.Ok,
                "Replace",
                Action: $"Replace rather than repair: {string.Join(", ", reasons.Where(r => r is not null))}"
            );
        }

        if (broken && age is { } young && young <= facts.Thresholds.LifeMonths / 2 && pays is not true)
        {
            var worth = value is > 0 and { } left ? $", book value {Money(left, device.Currency)}" : "";
            return new Finding(
                Repair,
                Severity.Ok,
                "Repair",
                Action: $"Repair: {young} of {facts.Thresholds.LifeMonths} months old{worth}, {warranty}"
            );
        }

        return null;
    }

    /// <summary>What the books say it is worth: linear from cost to nothing over the planned life; null where cost or purchase is not known.</summary>
    internal static decimal? BookValue(RepairCase facts) =>
        facts.Device.Cost is { } cost && DeviceAge.MonthsOf(facts.Device, facts.Today) is { } age
            ? Math.Round(cost * Math.Max(0, facts.Thresholds.LifeMonths - age) / facts.Thresholds.LifeMonths, 2)
            : null;

    private static (bool? Pays, string Words) WarrantyOf(RepairCase facts)
    {
        return WarrantyChoice.Of(facts.Device.Warranties)?.EndsOn is { } ends
            ? ends >= facts.Today
                ? (true, $"the warranty pays until {ReportText.Day(ends)}")
                : (false, "no warranty")
            : facts.Device.Warranties.MaxBy(w => w.CheckedAt)?.Lookup == WarrantyLookup.NoneFound
                ? (false, "no warranty")
                : (null, "warranty not known");
    }

    private static bool RefreshIsNear(RepairCase facts) =>
        facts.Device.RefreshDueOn is { } due && due.DayNumber - facts.Today.DayNumber <= facts.Thresholds.RefreshWatchDays;

    /// <summary>"third battery ticket" while one is being raised, else "3 battery tickets"; "hardware" where they differ.</summary>
    private static string Count(List<FaultClass> faults, FaultClass? now)
    {
        var kind = faults.Distinct().Count() == 1 ? faults[0].Name() : "hardware";
        return now?.IsHardware() == true ? $"{Ordinal(faults.Count)} {kind} ticket" : $"{faults.Count} {kind} tickets";
    }

    private static string Ordinal(int n) =>
        n switch
        {
            2 => "second",
            3 => "third",
            4 => "fourth",
            5 => "fifth",
            _ when n % 10 == 1 && n % 100 != 11 => $"{n}st",
            _ when n % 10 == 2 && n % 100 != 12 => $"{n}nd",
            _ when n % 10 == 3 && n % 100 != 13 => $"{n}rd",
            _ => $"{n}th",
        };

    private static string Money(decimal amount, string? currency) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Round(amount):0}{(currency is null ? "" : $" {currency}")}");
}
