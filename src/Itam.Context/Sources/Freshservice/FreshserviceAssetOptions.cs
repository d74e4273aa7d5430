using Itam.Context.Connections;

namespace Itam.Context.Sources.Freshservice;

/// <param name="ReadLicenses">Applications with their users are read too, one call and more for each managed application.</param>
public sealed record FreshserviceAssetOptions(AssetStoreSettings Store, bool ReadLicenses)
{
    /// <returns>Null where the store is not to be read.</returns>
    public static FreshserviceAssetOptions? Read(SettingsReader reader)
    {
        var store = AssetStoreSettings.Read(reader);
        var licenses = reader.Flag("ReadLicenses", fallback: true);
        return store.ReadAssets ? new(store, licenses) : null;
    }
}
