using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Tests.Jira;

internal static class JsonSurgery
{
    /// <summary>Renames a field, or takes both away.</summary>
    public static void Replace(this JObject json, string name, string other, bool keep = true)
    {
        var value = json[name];
        json.Remove(name);
        json.Remove(other);
        if (keep)
        {
            json[other] = value;
        }
    }
}
