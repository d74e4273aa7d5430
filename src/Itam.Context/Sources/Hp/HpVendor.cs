using Itam.Context.Connections;
using Itam.Context.Sources.Calls;

namespace Itam.Context.Sources.Hp;

/// <summary>Warranties of HP computers and printers from HP's warranty API (not HPE servers, which are another company's).</summary>
internal sealed class HpVendor : ISourceVendor
{
    public string Kind => "hp";

    public SourceConnection Connect(ConnectionSettings settings, VendorServices services)
    {
        var own = HpSettings.Read(settings.Reader);
        return new SourceConnection(
            settings.Name,
            settings.Tenant,
            Warranty: new HpWarranties(settings.Name, settings.Tenant, own, services.Time, services.Handler)
        );
    }
}

/// <summary>The settings of one connection below <c>Connections:{name}</c>.</summary>
/// <param name="Country">ISO 3166 code that is sent for devices whose country is unknown; null sends none.</param>
/// <param name="QuerySize">Up to so many serials are asked in one immediate query; more go into a job.</param>
/// <param name="BatchSize">Serials per job.</param>
/// <param name="JobTimeout">How long a job may take before it is given up and asked again later.</param>
internal sealed record HpSettings(
    Uri BaseUrl,
    string ClientId,
    string ClientSecret,
    string? Country,
    int QuerySize,
    int BatchSize,
    TimeSpan JobTimeout,
    int CallsPerMinute,
    CredentialEnd CredentialEnd
)
{
    public static HpSettings Read(SettingsReader reader)
    {
        var country = reader.OptionalText("Country")?.ToUpperInvariant();
        if (country is not null && (country.Length != 2 || !country.All(char.IsAsciiLetterUpper)))
        {
            reader.Report("Country", $"is '{country}', not a country code of two letters", "DE");
        }

        return new HpSettings(
            reader.UrlOr("BaseUrl", "https://warranty.api.hp.com"),
            reader.Text("ClientId", "the client id (API key) from HP"),
            reader.Text("ClientSecret", "the client secret from HP"),
            country,
            (int)reader.Number("QuerySize", 5, 0, 100),
            (int)reader.Number("BatchSize", 100, 1, 1000),
            TimeSpan.FromMinutes(reader.Number("JobTimeoutMinutes", 10, 1, 120)),
            (int)reader.Number("CallsPerMinute", 30, 1, 600),
            CredentialEnd.Read(reader)
        );
    }

    // A record prints its members; the secret must not reach a log that way.
    public override string ToString() => $"HP at {BaseUrl}";
}
