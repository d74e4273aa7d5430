using Itam.Context.Connections;
using Itam.Context.Sources.Calls;

namespace Itam.Context.Sources.Level;

/// <summary>Devices from Level's remote monitoring.</summary>
internal sealed class LevelVendor : ISourceVendor
{
    public string Kind => "level";

    public SourceConnection Connect(ConnectionSettings settings, VendorServices services)
    {
        var own = LevelSettings.Read(settings.Reader);
        return new SourceConnection(
            settings.Name,
            settings.Tenant,
            new LevelSource(settings.Name, settings.Tenant, own, services.Time, services.Handler)
        );
    }
}

/// <summary>The settings of one connection below <c>Connections:{name}</c>.</summary>
/// <param name="ApiKey">A read-only key; it covers the whole account and does not end by itself.</param>
/// <param name="PageSize">Devices per call, at most 100.</param>
internal sealed record LevelSettings(Uri BaseUrl, string ApiKey, int PageSize, int CallsPerMinute, CredentialEnd CredentialEnd)
{
    public static LevelSettings Read(SettingsReader reader) =>
        new(
            reader.UrlOr("BaseUrl", "https://api.level.io/v2"),
            reader.Text("ApiKey", "a read-only API key of Level"),
            (int)reader.Number("PageSize", 100, 1, 100),
            (int)reader.Number("CallsPerMinute", 40, 1, 600),
            CredentialEnd.Read(reader)
        );

    // A record prints its members; the key must not reach a log that way.
    public override string ToString() => $"Level at {BaseUrl}";
}
