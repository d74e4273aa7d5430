using System.Collections.Immutable;
using Itam.Context.Connections;

namespace Itam.Context.Sources.Jira;

/// <summary>What an attribute of an object means to us.</summary>
public enum JiraAssetMeaning
{
    Serial,
    AssetTag,
    Hostname,
    Mac,
    Imei,
    Uuid,
    Manufacturer,
    Model,
    ModelId,
    Type,
    State,
    Owner,
    Location,
    OsName,
    OsVersion,
    PurchasedOn,
    Cost,
    WarrantyEndsOn,
    EndOfLifeOn,
    RefreshDueOn,
    LeaseEndsOn,
    LoanDueOn,
}

/// <summary>Which objects are devices, and what their attributes are called: every site names its own.</summary>
/// <param name="Query">AQL; only what it finds is read.</param>
/// <param name="Attributes">Names of attributes; the first that is filled counts.</param>
public sealed record JiraAssetRegisterOptions(string Query, ImmutableDictionary<JiraAssetMeaning, ImmutableArray<string>> Attributes)
{
    private const string ExampleQuery = "objectType IN (\"Laptops\", \"Phones\")";

    private static readonly (JiraAssetMeaning Meaning, string Usual)[] Defaults =
    [
        (JiraAssetMeaning.Serial, "Serial Number"),
        (JiraAssetMeaning.AssetTag, "Asset Tag"),
        (JiraAssetMeaning.Hostname, "Hostname,Name"),
        (JiraAssetMeaning.Mac, "MAC Address"),
        (JiraAssetMeaning.Imei, "IMEI"),
        (JiraAssetMeaning.Uuid, "UUID"),
        (JiraAssetMeaning.Manufacturer, "Manufacturer,Vendor"),
        (JiraAssetMeaning.Model, "Model,Model Name"),
        (JiraAssetMeaning.ModelId, "Model Number"),
        (JiraAssetMeaning.Type, "Type,Device Type"),
        (JiraAssetMeaning.State, "Status,State"),
        (JiraAssetMeaning.Owner, "Owner,Assigned To,User"),
        (JiraAssetMeaning.Location, "Location"),
        (JiraAssetMeaning.OsName, "Operating System,OS"),
        (JiraAssetMeaning.OsVersion, "OS Version"),
        (JiraAssetMeaning.PurchasedOn, "Purchase Date"),
        (JiraAssetMeaning.Cost, "Cost,Purchase Price"),
        (JiraAssetMeaning.WarrantyEndsOn, "Warranty Expiration,Warranty End"),
        (JiraAssetMeaning.EndOfLifeOn, "End of Life"),
        (JiraAssetMeaning.RefreshDueOn, "Refresh Date"),
        (JiraAssetMeaning.LeaseEndsOn, "Lease End"),
        (JiraAssetMeaning.LoanDueOn, "Loan Due"),
    ];

    /// <returns>Null where the store is not to be read.</returns>
    public static JiraAssetRegisterOptions? Read(SettingsReader reader, JiraDeployment deployment)
    {
        var query = reader.OptionalText("AssetQuery");
        var section = reader.Section("AssetAttributes");
        var attributes = Defaults.ToImmutableDictionary(
            d => d.Meaning,
            d =>
                (section.OptionalText(d.Meaning.ToString()) ?? d.Usual)
                    .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                    .ToImmutableArray()
        );
        if (!reader.Flag("ReadAssets", fallback: false))
        {
            return null;
        }

        if (deployment == JiraDeployment.DataCenter)
        {
            reader.Report("ReadAssets", "is true, but Assets are read on Jira Cloud only", "false");
        }

        if (query is null)
        {
            reader.Report("AssetQuery", "is missing: which objects are devices is different on every site", ExampleQuery);
        }

        return new(query ?? ExampleQuery, attributes);
    }

    public ImmutableArray<string> Names(JiraAssetMeaning meaning) => Attributes[meaning];
}
