using System.Collections.Immutable;
using Itam.Context.Connections;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.Jira;

/// <summary>One value of an attribute. Of a status or a reference the stored value is an id, and what people see stands beside it.</summary>
/// <param name="Shown">What people see.</param>
/// <param name="Names">Every text of the value that can name a person: e-mail, account id, what is shown.</param>
public sealed record JiraAssetValue(string Shown, ImmutableArray<string> Names)
{
    internal static JiraAssetValue? Parse(JObject json)
    {
        var user = json["user"] as JObject;
        var shown =
            (json["status"] as JObject)?["name"].Text()
            ?? (json["referencedObject"] as JObject)?["label"].Text()
            ?? json["displayValue"].Text()
            ?? json["value"].Text();
        string?[] names =
        [
            user?["emailAddress"].Text(),
            user?["accountId"].Text(),
            user?["key"].Text(),
            json["value"].Text(),
            json["searchValue"].Text(),
            json["displayValue"].Text(),
        ];
        return shown is null ? null : new(shown, [.. names.OfType<string>().Distinct(StringComparer.Ordinal)]);
    }
}
