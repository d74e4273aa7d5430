using System.Text.RegularExpressions;
using Itam.Context.Connections;

namespace Itam.Context.Sources.CrowdStrike;

/// <param name="MemberCid">The child account to read, where the API client belongs to a parent (Flight Control); null for the client's own.</param>
/// <param name="StaleAfter">A sensor that was silent for longer is stale.</param>
/// <param name="CallsPerMinute">The limit seen is 6,000 a minute for all clients of a customer together; it is not documented.</param>
internal sealed partial record CrowdStrikeSettings(
    string Connection,
    TenantId Tenant,
    Uri BaseUrl,
    string ClientId,
    string ClientSecret,
    string? MemberCid,
    TimeSpan StaleAfter,
    int PageSize,
    double CallsPerMinute,
    CredentialEnd CredentialEnd
)
{
    public string Name => $"CrowdStrike Falcon connection '{Connection}'";

    public static CrowdStrikeSettings Read(ConnectionSettings settings)
    {
        var reader = settings.Reader;
        var member = reader.OptionalText("MemberCid");
        if (member is not null && !Cid().IsMatch(member))
        {
            reader.Report("MemberCid", "is not a customer id of 32 hexadecimal digits", "0123456789abcdef0123456789abcdef");
        }

        return new(
            settings.Name,
            settings.Tenant,
            reader.Url("BaseUrl", "https://api.eu-1.crowdstrike.com"),
            reader.Text("ClientId", "the client ID from API clients and keys"),
            reader.Text("ClientSecret", "the secret from API clients and keys"),
            member,
            TimeSpan.FromDays(reader.Number("StaleAfterDays", 7, 1, 90)),
            (int)reader.Number("PageSize", 1000, 1, 5000),
            reader.Number("CallsPerMinute", 300, 1, 60_000),
            CredentialEnd.Read(reader)
        );
    }

    /// <summary>The console shows it with a checksum of two digits behind a dash.</summary>
    [GeneratedRegex("^[0-9a-fA-F]{32}(-[0-9a-fA-F]{2})?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Cid();
}
