using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Sources.MicrosoftGraph;

/// <summary>The few filters that are modelled: "a eq 'x'", joined by "or", and assignedLicenses/any.</summary>
internal static partial class GraphFilter
{
    public static Func<JObject, bool> Of(string filter)
    {
        if (Sku().Match(filter) is { Success: true } any)
        {
            return row => (row["assignedLicenses"] as JArray ?? []).Any(l => (string?)l["skuId"] == any.Groups["sku"].Value);
        }

        var terms = Equal().Matches(filter);
        if (string.Join(" or ", terms.Select(t => t.Value)) != filter)
        {
            throw new NotSupportedException($"The emulator does not model the filter {filter}.");
        }

        return row =>
            terms.Any(t =>
                string.Equals(
                    (string?)row[t.Groups["field"].Value],
                    t.Groups["value"].Value.Replace("''", "'", StringComparison.Ordinal),
                    StringComparison.OrdinalIgnoreCase
                )
            );
    }

    [GeneratedRegex(@"^assignedLicenses/any\(l:l/skuId eq (?<sku>[0-9a-f-]+)\)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sku();

    [GeneratedRegex("(?<field>[A-Za-z]+) eq '(?<value>([^']|'')*)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Equal();
}
