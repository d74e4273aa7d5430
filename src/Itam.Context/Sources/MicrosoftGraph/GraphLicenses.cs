using System.Collections.Immutable;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.MicrosoftGraph;

/// <summary>Subscriptions in neutral words (resource type subscribedSku, v1.0).</summary>
internal static class GraphLicenses
{
    /// <summary>Names that people know, for the most common SKUs (learn.microsoft.com/entra/identity/users/licensing-service-plan-reference).</summary>
    private static readonly Dictionary<string, string> Products = new(StringComparer.OrdinalIgnoreCase)
    {
        ["AAD_PREMIUM"] = "Microsoft Entra ID P1",
        ["AAD_PREMIUM_P2"] = "Microsoft Entra ID P2",
        ["ENTERPRISEPACK"] = "Office 365 E3",
        ["ENTERPRISEPREMIUM"] = "Office 365 E5",
        ["EMS"] = "Enterprise Mobility + Security E3",
        ["EMSPREMIUM"] = "Enterprise Mobility + Security E5",
        ["EXCHANGESTANDARD"] = "Exchange Online (Plan 1)",
        ["EXCHANGEENTERPRISE"] = "Exchange Online (Plan 2)",
        ["FLOW_FREE"] = "Microsoft Power Automate Free",
        ["INTUNE_A"] = "Microsoft Intune Plan 1",
        ["O365_BUSINESS_ESSENTIALS"] = "Microsoft 365 Business Basic",
        ["O365_BUSINESS_PREMIUM"] = "Microsoft 365 Business Standard",
        ["O365_BUSINESS"] = "Microsoft 365 Apps for Business",
        ["OFFICESUBSCRIPTION"] = "Microsoft 365 Apps for enterprise",
        ["POWER_BI_PRO"] = "Power BI Pro",
        ["POWER_BI_STANDARD"] = "Microsoft Fabric (Free)",
        ["PROJECTPROFESSIONAL"] = "Project Plan 3",
        ["SPB"] = "Microsoft 365 Business Premium",
        ["SPE_E3"] = "Microsoft 365 E3",
        ["SPE_E5"] = "Microsoft 365 E5",
        ["SPE_F1"] = "Microsoft 365 F3",
        ["STANDARDPACK"] = "Office 365 E1",
        ["VISIOCLIENT"] = "Visio Plan 2",
        ["VISIOONLINE_PLAN1"] = "Visio Plan 1",
        ["WINDOWS_STORE"] = "Windows Store for Business",
    };

    /// <summary>True where people can have a seat; what the company as a whole has is not a seat.</summary>
    public static bool HasSeats(JObject row) => !string.Equals(row.Word("appliesTo"), "Company", StringComparison.OrdinalIgnoreCase);

    /// <returns>Null where the row names no SKU.</returns>
    public static LicenseRecord? Of(JObject row, ImmutableArray<SeatFact>? seats, DateTimeOffset readAt)
    {
        if (row.Word("skuId") is not { } sku || row.Word("skuPartNumber") is not { } part)
        {
            return null;
        }

        return new LicenseRecord(sku, readAt)
        {
            Product = Products.GetValueOrDefault(part, part),
            Publisher = "Microsoft",
            Owned = Owned(row),
            Assigned = row["consumedUnits"].Count(),
            Seats = seats,
        };
    }

    /// <summary>What can be assigned now: units in the grace time after the end ("warning") still count, suspended ones do not.</summary>
    private static int? Owned(JObject row)
    {
        var units = row["prepaidUnits"] as JObject;
        return row.Word("capabilityStatus")?.ToLowerInvariant() switch
        {
            "enabled" => units?["enabled"].Count(),
            "warning" => units?["enabled"].Count() is { } enabled ? enabled + (units["warning"].Count() ?? 0) : null,
            "suspended" or "lockedout" or "deleted" => 0,
            _ => null,
        };
    }
}
