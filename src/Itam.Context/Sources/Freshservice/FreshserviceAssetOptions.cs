using Itam.Context.Connections;

namespace Itam.Context.Sources.Freshservice;

/// <param name="ReadLicenses">Applications with their users are read too, one call and more for each managed application.</param>
public sealed record FreshserviceAssetOptions(bool ReadLicenses)
{
    /// <returns>Null where the store is not to be read.</returns>
    public static FreshserviceAssetOptions? Read(SettingsReader reader)
    {
        var assets = reader.Flag("ReadAssets", fallback: false);
        var licenses = reader.Flag("ReadLicenses", fallback: true);
        return assets ? new(licenses) : null;
    }
}
