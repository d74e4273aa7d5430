using Itam.Context.Enrichment;

namespace Itam.TeamsBot.Cards;

/// <summary>
/// Which findings concern the person who has the device, in words and with a remedy for them; the agent's words name systems and thresholds. What only IT can
/// judge (protection, contradictions between systems, what a repair is worth) is left to IT.
/// </summary>
public static class EmployeeFindings
{
    private static readonly Dictionary<string, string> KeyOfCode = new(StringComparer.Ordinal)
    {
        ["device-lost"] = "lost",
        ["device-stolen"] = "lost",
        ["protection-contained"] = "contained",
        ["storage-full"] = "storage-full",
        ["storage-low"] = "storage-low",
        ["not-encrypted"] = "not-encrypted",
        ["not-compliant"] = "not-compliant",
        ["compliance-grace"] = "compliance-grace",
        ["not-managed"] = "not-managed",
        ["os-ended"] = "os-ended",
        ["os-ending"] = "os-ending",
        ["check-in-lost"] = "check-in",
        ["check-in-late"] = "check-in",
        ["refresh-due"] = "refresh-due",
        ["loan-overdue"] = "loan-overdue",
        ["restart-overdue"] = "restart-overdue",
    };

    public static IEnumerable<string> Keys => KeyOfCode.Values.Distinct(StringComparer.Ordinal);

    /// <summary>Worst first.</summary>
    public static IEnumerable<Finding> Of(DeviceHealth health) => health.Findings.Where(f => KeyOfCode.ContainsKey(f.Code));

    /// <summary>OK only where somebody has seen the device and nothing is wrong, missing or old; otherwise it is not known. Whether its warranty was looked up is no matter of health.</summary>
    public static Severity HealthOf(DeviceHealth health) =>
        Of(health).Select(f => (Severity?)f.Severity).Max()
        ?? (health.Device.LastSeenAt is null || health.Findings.Any(IsGap) ? Severity.Unknown : Severity.Ok);

    private static bool IsGap(Finding finding) =>
        finding.Severity == Severity.Unknown && !finding.Code.StartsWith("warranty-", StringComparison.Ordinal);

    public static string WordsKey(Finding finding) => $"health.{KeyOfCode[finding.Code]}";

    public static string RemedyKey(Finding finding) => $"remedy.{KeyOfCode[finding.Code]}";
}
