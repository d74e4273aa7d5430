using Itam.Context.Connections;

namespace Itam.Context.Sources.ServiceNow;

/// <param name="ReadLicenses">Software entitlements are read too; they need Software Asset Management and a role of its own.</param>
public sealed record ServiceNowAssetOptions(AssetStoreSettings Store, bool ReadLicenses)
{
    /// <returns>Null where the store is not to be read.</returns>
    public static ServiceNowAssetOptions? Read(SettingsReader reader)
    {
        var store = AssetStoreSettings.Read(reader);
        var licenses = reader.Flag("ReadLicenses", fallback: true);
        return store.ReadAssets ? new(store, licenses) : null;
    }
}
