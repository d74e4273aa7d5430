using Itam.Context.Connections;

namespace Itam.Context.Sources.ServiceNow;

/// <param name="ReadLicenses">Software entitlements are read too; they need Software Asset Management and a role of its own.</param>
public sealed record ServiceNowAssetOptions(bool ReadLicenses)
{
    /// <returns>Null where the store is not to be read.</returns>
    public static ServiceNowAssetOptions? Read(SettingsReader reader)
    {
        var assets = reader.Flag("ReadAssets", fallback: false);
        var licenses = reader.Flag("ReadLicenses", fallback: true);
        return assets ? new(licenses) : null;
    }
}
