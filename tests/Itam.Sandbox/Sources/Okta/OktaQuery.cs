using System.Globalization;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Sources.Okta;

/// <summary>The SCIM filters that are modelled: <c>lastUpdated gt "…"</c>, <c>status eq "…"</c> and <c>profile.x eq "…"</c>.</summary>
internal static partial class OktaQuery
{
    public static Func<JObject, bool> Of(string query)
    {
        var term = Term().Match(query);
        if (!term.Success)
        {
            throw new NotSupportedException($"The emulator does not model the query {query}.");
        }

        var field = term.Groups["field"].Value;
        var value = term.Groups["value"].Value.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
        if (field == "lastUpdated" && term.Groups["op"].Value == "gt")
        {
            var since = DateTimeOffset.Parse(value, CultureInfo.InvariantCulture);
            return row => DateTimeOffset.Parse((string)row["lastUpdated"]!, CultureInfo.InvariantCulture) > since;
        }

        return row => string.Equals((string?)row.SelectToken(field), value, StringComparison.OrdinalIgnoreCase);
    }

    [GeneratedRegex(
        "^(?<field>lastUpdated|status|profile\\.[A-Za-z]+) (?<op>gt|eq) \"(?<value>([^\"\\\\]|\\\\.)*)\"$",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Term();
}
