using System.Globalization;
using System.Text.RegularExpressions;
using Itam.Context.Connections;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.Freshservice;

/// <summary>Reads values of assets.</summary>
public static partial class FreshserviceFields
{
    /// <summary>
    /// The keys of type fields end in the id of the asset type that defines them, another one in each account. The asset's own type wins over its
    /// ancestors; among those the higher id, since a type is made after its parent.
    /// </summary>
    public static string? TypeField(this JObject asset, string name) =>
        (asset["type_fields"] as JObject)
            ?.Properties()
            .Select(p => (Match: Suffixed().Match(p.Name), Value: p.Value.Text()))
            .Where(f => f.Match.Success && f.Match.Groups["name"].Value == name && f.Value is not null)
            .OrderByDescending(f => f.Match.Groups["type"].Value == asset["asset_type_id"].Text())
            .ThenByDescending(f => f.Match.Groups["type"].Value.Length)
            .ThenByDescending(f => f.Match.Groups["type"].Value, StringComparer.Ordinal)
            .Select(f => f.Value)
            .FirstOrDefault();

    /// <summary>A number that names a record; ids are integers above nothing.</summary>
    internal static long? Number(this JToken? token) =>
        long.TryParse(token.Text(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0 ? id : null;

    [GeneratedRegex(@"^(?<name>.+)_(?<type>[0-9]+)$", RegexOptions.ExplicitCapture, 250)]
    private static partial Regex Suffixed();
}
