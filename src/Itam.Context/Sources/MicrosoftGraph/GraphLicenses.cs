using System.Collections.Immutable;
using Itam.Context.Connections;
using Itam.Context.Register;
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

    /// <summary>
    /// Whether a user can use the SKU, by the provisioning status of its plans (licenseDetails, v1.0): one plan that works is enough. Plans of the company as a whole
    /// and those that stand below nearly every SKU say nothing.
    /// </summary>
    public static SeatState StateOf(JObject details)
    {
        var plans = Plans(details).Select(p => p.Word("provisioningStatus")?.ToLowerInvariant()).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return plans.Count == 0 || plans.Contains("success") ? SeatState.Active
            : plans.Any(p => p.StartsWith("pending", StringComparison.Ordinal)) ? SeatState.Pending
            : plans.Contains("error") ? SeatState.Failed
            : plans.SetEquals(["disabled"]) ? SeatState.Disabled
            : SeatState.Active;
    }

    /// <summary>As far as the lists tell: a subscription that does not run, or an assignment (user: assignedLicenses) that switches off all plans of the SKU.</summary>
    public static SeatState StateOf(JObject sku, JObject user)
    {
        if (!Runs(sku))
        {
            return SeatState.Suspended;
        }

        var plans = Plans(sku).Select(p => p.Word("servicePlanId")).OfType<string>().ToArray();
        var off = (user["assignedLicenses"] as JArray ?? [])
            .OfType<JObject>()
            .Where(l => string.Equals(l.Word("skuId"), sku.Word("skuId"), StringComparison.OrdinalIgnoreCase))
            .SelectMany(l => l["disabledPlans"] as JArray ?? [])
            .Select(p => p.Text())
            .OfType<string>()
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return plans.Length > 0 && plans.All(off.Contains) ? SeatState.Disabled : SeatState.Active;
    }

    private static IEnumerable<JObject> Plans(JObject sku) =>
        (sku["servicePlans"] as JArray ?? [])
            .OfType<JObject>()
            .Where(p => !string.Equals(p.Word("appliesTo"), "Company", StringComparison.OrdinalIgnoreCase))
            .Where(p =>
                p.Word("servicePlanName") is not { } name
                || !(
                    name.EndsWith("_FOUNDATION", StringComparison.OrdinalIgnoreCase)
                    || name.StartsWith("ONEDRIVE_BASIC", StringComparison.OrdinalIgnoreCase)
                )
            );

    private static bool Runs(JObject sku) => sku.Word("capabilityStatus")?.ToLowerInvariant() is not ("suspended" or "lockedout" or "deleted");

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
            _ => Runs(row) ? null : 0,
        };
    }
}
