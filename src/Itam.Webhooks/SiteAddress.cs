using System.Collections.Immutable;

namespace Itam.Webhooks;

/// <summary>An address on a desk's own site, taken apart: what follows the site's own path, still escaped, and the parameters.</summary>
internal sealed record SiteAddress(string[] Path, ImmutableArray<KeyValuePair<string, string>> Query)
{
    /// <returns>Null where the address is not on this site: another scheme, host or port, or with a user name in it (RFC 3986 §7.6).</returns>
    public static SiteAddress? Of(Uri site, Uri address)
    {
        if (
            !address.IsAbsoluteUri
            || address.Scheme != site.Scheme
            || address.UserInfo.Length > 0
            || !string.Equals(address.IdnHost, site.IdnHost, StringComparison.OrdinalIgnoreCase)
            || address.Port != site.Port
        )
        {
            return null;
        }

        var below = site.AbsolutePath.TrimEnd('/') + "/";
        return address.AbsolutePath.StartsWith(below, StringComparison.Ordinal)
            ? new(TrimOneSlash(address.AbsolutePath[below.Length..]).Split('/'), Parameters(address.Query))
            : null;
    }

    /// <summary>The parameter's value; null where it is missing, or stands there twice so that nobody can say which counts.</summary>
    public string? Parameter(string name) => Only(Query, name);

    /// <summary>A page of the same site, as some addresses carry it inside: <c>page?name=value&amp;…</c>.</summary>
    public static SiteAddress Within(string text)
    {
        var question = text.IndexOf('?', StringComparison.Ordinal);
        var (page, query) = question < 0 ? (text, "") : (text[..question], text[question..]);
        return new((page.StartsWith('/') ? page[1..] : page).Split('/'), Parameters(query));
    }

    private static string? Only(ImmutableArray<KeyValuePair<string, string>> query, string name)
    {
        var values = query.Where(p => p.Key == name).Select(p => p.Value).ToList();
        return values is [var only] ? only : null;
    }

    private static ImmutableArray<KeyValuePair<string, string>> Parameters(string query) =>
        [
            .. query
                .TrimStart('?')
                .Split('&', StringSplitOptions.RemoveEmptyEntries)
                .Select(pair => pair.Split('=', 2))
                .Select(pair => KeyValuePair.Create(Uri.UnescapeDataString(pair[0]), pair.Length == 2 ? Uri.UnescapeDataString(pair[1]) : "")),
        ];

    private static string TrimOneSlash(string path) => path.EndsWith('/') ? path[..^1] : path;
}
