using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Sources.Jamf;

/// <summary>As much of RSQL as inventories need: field=="value", field&gt;="value", joined by commas (or).</summary>
internal static partial class Rsql
{
    public static bool Matches(string filter, JObject row) =>
        Term()
            .Matches(filter)
            .Any(term =>
            {
                var wanted = Regex.Unescape(term.Groups["value"].Value);
                var actual = Find(row, term.Groups["field"].Value);
                return actual is not null
                    && (
                        term.Groups["op"].Value == "=="
                            ? string.Equals(actual, wanted, StringComparison.OrdinalIgnoreCase)
                            : DateTimeOffset.Parse(actual) >= DateTimeOffset.Parse(wanted)
                    );
            });

    /// <summary>Mobile filters name fields without their section.</summary>
    private static string? Find(JObject row, string field) =>
        field.Contains('.', StringComparison.Ordinal)
            ? row.SelectToken(field)?.ToString()
            : row[field]?.ToString()
                ?? row.Properties().Select(p => p.Value).OfType<JObject>().Select(o => o[field]?.ToString()).FirstOrDefault(v => v is not null);

    [GeneratedRegex(@"(?<field>[\w.]+)(?<op>==|>=)""(?<value>(\\.|[^""\\])*)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Term();
}
