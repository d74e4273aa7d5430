using System.Collections.Immutable;
using Itam.Context.Connections;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.Jira;

/// <summary>One value of an attribute. Of a status or a reference the stored value is an id, and what people see stands beside it.</summary>
/// <param name="Shown">What people see.</param>
/// <param name="Stored">What the site keeps: of a date the ISO form, where what people see follows their language and settings. Of a reference it is what they see.</param>
/// <param name="Names">Every text of the value that can name a person: e-mail, account id, what is shown.</param>
public sealed record JiraAssetValue(string Shown, string Stored, ImmutableArray<string> Names)
{
    internal static JiraAssetValue? Parse(JObject json)
    {
        var user = json["user"] as JObject;
        var named = (json["status"] as JObject)?["name"].Text() ?? (json["referencedObject"] as JObject)?["label"].Text();
        var shown = named ?? json["displayValue"].Text() ?? json["value"].Text();
        var stored = named ?? (user is null ? json["value"].Text() ?? json["searchValue"].Text() : null) ?? shown;
        string?[] names =
        [
            user?["emailAddress"].Text(),
            user?["accountId"].Text(),
            user?["key"].Text(),
            json["value"].Text(),
            json["searchValue"].Text(),
            json["displayValue"].Text(),
        ];
        return shown is null ? null : new(shown, stored ?? shown, [.. names.OfType<string>().Distinct(StringComparer.Ordinal)]);
    }
}
