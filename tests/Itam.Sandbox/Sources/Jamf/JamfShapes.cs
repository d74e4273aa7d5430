using System.Globalization;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Sources.Jamf;

internal static class JamfShapes
{
    private static readonly HashSet<string> Always = ["id", "mobileDeviceId", "udid", "deviceType"];

    public static JObject Error(int status, string code, string? field, string description) =>
        new()
        {
            ["httpStatus"] = status,
            ["errors"] = new JArray(
                new JObject
                {
                    ["code"] = code,
                    ["field"] = field,
                    ["description"] = description,
                    ["id"] = "0",
                }
            ),
        };

    /// <summary>OPERATING_SYSTEM is answered as operatingSystem.</summary>
    public static string SectionName(string section)
    {
        var words = section.ToLowerInvariant().Split('_');
        return words[0] + string.Concat(words.Skip(1).Select(w => char.ToUpper(w[0], CultureInfo.InvariantCulture) + w[1..]));
    }

    /// <summary>What was not asked for is null, as on a real server.</summary>
    public static JObject OnlySections(JObject row, HashSet<string> sections)
    {
        var wanted = sections.Count == 0 ? ["general"] : sections;
        var copy = (JObject)row.DeepClone();
        foreach (var part in copy.Properties().Where(p => p.Value is JObject && !Always.Contains(p.Name) && !wanted.Contains(p.Name)).ToList())
        {
            part.Value = JValue.CreateNull();
        }

        return copy;
    }
}
