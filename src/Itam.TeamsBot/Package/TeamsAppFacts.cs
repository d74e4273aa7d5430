using System.Security.Cryptography;
using Itam.Context.Connections;

namespace Itam.TeamsBot.Package;

/// <summary>What the app package says that is not the same for everybody.</summary>
/// <param name="BotId">The App ID of the bot's registration.</param>
/// <param name="AppId">Under which the organisation's app catalogue knows the package; it must not change between versions.</param>
/// <param name="Version">Major.minor.patch. The catalogue takes an update only with a higher one.</param>
/// <param name="SchemaVersion">Of the manifest: "1.30".</param>
/// <param name="ValidDomains">Hosts whose pages may be shown inside Teams.</param>
/// <param name="LinkHosts">Hosts whose links the bot describes when they are pasted.</param>
public sealed record TeamsAppFacts(
    Guid BotId,
    Guid AppId,
    string Version,
    string SchemaVersion,
    string DeveloperName,
    Uri WebsiteUrl,
    Uri PrivacyUrl,
    Uri TermsOfUseUrl,
    IReadOnlyList<string> ValidDomains,
    IReadOnlyList<string> LinkHosts
)
{
    private const int LongestDeveloperName = 32;
    private const int LongestUrl = 2048;

    /// <summary>Reads <c>AppId</c> and the section <c>Package</c> of a connection of kind teams; reports every problem to the reader.</summary>
    /// <param name="ticketSites">Where people open tickets: links to there are described in Teams.</param>
    public static TeamsAppFacts Read(SettingsReader connection, IEnumerable<Uri> ticketSites)
    {
        var botId = Id(connection, "AppId", "the Application (client) ID of the bot's app registration, e.g. 22222222-2222-4222-8222-222222222222");
        var package = connection.Section("Package");
        var facts = new TeamsAppFacts(
            botId,
            package.Has("Id") ? Id(package, "Id", "6f0f1f9e-6f2c-4b0e-9a54-0d2b1c7c9c11") : DerivedFrom(botId),
            Versioned(package),
            Schema(package),
            Developer(package),
            Page(package, "WebsiteUrl", "https://it.contoso.example"),
            Page(package, "PrivacyUrl", "https://it.contoso.example/privacy"),
            Page(package, "TermsOfUseUrl", "https://it.contoso.example/terms"),
            package.OptionalText("PublicHost") is { } host ? [Host(package, host)] : [],
            [.. ticketSites.Where(site => !site.IsLoopback).Select(site => site.IdnHost).Distinct().Order(StringComparer.Ordinal)]
        );
        package.ReportUnread();
        return facts;
    }

    /// <summary>A name-based UUID (RFC 9562, version 8) of the bot's id: always the same, and not the bot's own.</summary>
    private static Guid DerivedFrom(Guid botId)
    {
        var hash = SHA256.HashData([.. botId.ToByteArray(bigEndian: true), .. "teams app"u8])[..16];
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true);
    }

    private static Guid Id(SettingsReader reader, string name, string example)
    {
        var text = reader.Text(name, example);
        if ((!Guid.TryParse(text, out var id) || id == Guid.Empty) && text != example)
        {
            reader.Report(name, $"is '{text}', not a GUID", example);
        }

        return id;
    }

    private static string Versioned(SettingsReader package)
    {
        var own = typeof(TeamsAppFacts).Assembly.GetName().Version!.ToString(3);
        var version = package.OptionalText("Version") ?? own;
        if (!IsThreeNumbers(version))
        {
            package.Report("Version", $"is '{version}', not three numbers", own);
        }

        return version;
    }

    private static string Schema(SettingsReader package)
    {
        var version = package.OptionalText("SchemaVersion") ?? TeamsManifest.NewestSchema;
        if (!TeamsManifest.Schemas.Contains(version))
        {
            package.Report("SchemaVersion", $"is '{version}', none of {string.Join(", ", TeamsManifest.Schemas)}", TeamsManifest.NewestSchema);
        }

        return version;
    }

    private static string Developer(SettingsReader package)
    {
        var name = package.Text("DeveloperName", "Contoso IT");
        if (name.Length > LongestDeveloperName)
        {
            package.Report("DeveloperName", $"has {name.Length} characters; Teams takes {LongestDeveloperName}", "Contoso IT");
        }

        return name;
    }

    private static Uri Page(SettingsReader package, string name, string example)
    {
        var url = package.Url(name, example);
        if (url.IsLoopback)
        {
            package.Report(name, "is an address of this machine, but everybody who installs the app must reach it", example);
        }

        if (url.AbsoluteUri.Length > LongestUrl)
        {
            package.Report(name, $"is longer than {LongestUrl} characters", example);
        }

        return url;
    }

    private static string Host(SettingsReader package, string host)
    {
        // One part alone (localhost, com) and addresses are refused by Teams; a wildcard would trust hosts of others.
        if (Uri.CheckHostName(host) != UriHostNameType.Dns || !host.Contains('.') || host.EndsWith('.'))
        {
            package.Report("PublicHost", $"is '{host}', not the name of a host without scheme, port, path and wildcard", "itam.contoso.example");
        }

        return host;
    }

    /// <summary>Digits without leading zeros, as semver.org has them.</summary>
    private static bool IsThreeNumbers(string version) =>
        version.Split('.') is { Length: 3 } parts
        && parts.All(p => p.Length is > 0 and < 10 && p.All(char.IsAsciiDigit) && (p == "0" || p[0] != '0'));
}
