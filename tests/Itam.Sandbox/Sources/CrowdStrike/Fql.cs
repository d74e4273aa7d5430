using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Sources.CrowdStrike;

/// <summary>As much of FQL as host queries need: field:['a','b'] and field:&gt;='moment'.</summary>
internal static partial class Fql
{
    public static bool Matches(string filter, JObject host)
    {
        var field = filter[..filter.IndexOf(':', StringComparison.Ordinal)];
        var values = Value().Matches(filter).Select(v => Regex.Unescape(v.Groups["value"].Value)).ToList();
        var actual = host[field]?.ToString();
        return actual is not null
            && (
                filter.Contains(":>=", StringComparison.Ordinal)
                    ? DateTimeOffset.Parse(actual) >= DateTimeOffset.Parse(values[0])
                    : values.Contains(actual, StringComparer.OrdinalIgnoreCase)
            );
    }

    [GeneratedRegex(@"'(?<value>(\\.|[^'\\])*)'", RegexOptions.ExplicitCapture)]
    private static partial Regex Value();
}
