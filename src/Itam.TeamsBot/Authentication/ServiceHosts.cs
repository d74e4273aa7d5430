using Itam.Context.Connections;

namespace Itam.TeamsBot.Authentication;

/// <summary>
/// Where an access token may be sent. The service URL comes from outside, so anything else would let a sender aim our calls, and our token, at any host.
/// </summary>
/// <param name="Extra">Hosts an administrator added; only these may be on this machine and without TLS.</param>
public sealed record ServiceHosts(IReadOnlyCollection<string> Extra)
{
    // trafficmanager.net is shared by all customers of Azure, so only the one name below it.
    private static readonly string[] Exact = ["smba.trafficmanager.net"];
    private static readonly string[] Domains =
    [
        "botframework.com",
        "botframework.us",
        "botframework.azure.cn",
        "teams.microsoft.com",
        "teams.microsoft.us",
    ];

    /// <summary>Setting <c>ServiceHosts</c>: host names, with a comma between them.</summary>
    internal static ServiceHosts Read(SettingsReader reader)
    {
        var extra = (reader.OptionalText("ServiceHosts") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var host in extra.Where(h => Uri.CheckHostName(h) == UriHostNameType.Unknown))
        {
            reader.Report("ServiceHosts", $"has '{host}', which is no host name", "smba.infra.gcc.teams.microsoft.com");
        }

        return new ServiceHosts(extra);
    }

    public bool Allows(string? serviceUrl)
    {
        if (!Uri.TryCreate(serviceUrl, UriKind.Absolute, out var url) || url.UserInfo.Length > 0)
        {
            return false;
        }

        var host = url.IdnHost;
        var isExtra = Extra.Contains(host, StringComparer.OrdinalIgnoreCase);
        return url.Scheme == Uri.UriSchemeHttps ? isExtra || IsChannel(host) : url.Scheme == Uri.UriSchemeHttp && url.IsLoopback && isExtra;
    }

    private static bool IsChannel(string host) =>
        Exact.Contains(host, StringComparer.OrdinalIgnoreCase)
        || Domains.Any(d => host.Equals(d, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + d, StringComparison.OrdinalIgnoreCase));
}
