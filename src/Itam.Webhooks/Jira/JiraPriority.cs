using Itam.Context.Connections;
using Itam.Context.Desks;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Jira;

/// <summary>
/// The priorities that sites come with: Highest to Lowest, on older sites Blocker to Trivial, both with the ids 1 to 5. Names follow the account's language,
/// so the id decides where the name is not known. A site's own priorities have higher ids.
/// </summary>
internal static class JiraPriority
{
    /// <param name="raising">The names that an administrator gave for raising count first.</param>
    public static TicketPriority? Of(JToken? field, JiraRaisingSettings? raising)
    {
        var name = (field as JObject)?["name"].Text();
        var own = raising
            ?.Priorities.Where(p => string.Equals(p.Value, name, StringComparison.OrdinalIgnoreCase))
            .Select(p => (TicketPriority?)p.Key);
        return own?.FirstOrDefault() ?? ByName(name) ?? ById((field as JObject)?["id"].Text());
    }

    private static TicketPriority? ByName(string? name) =>
        name?.ToLowerInvariant() switch
        {
            "highest" or "blocker" or "critical" => TicketPriority.Critical,
            "high" => TicketPriority.High,

            // The one that older sites give to every new issue.
            "medium" or "major" => TicketPriority.Normal,
            "low" or "lowest" or "minor" or "trivial" => TicketPriority.Low,
            _ => null,
        };

    private static TicketPriority? ById(string? id) =>
        id switch
        {
            "1" => TicketPriority.Critical,
            "2" => TicketPriority.High,
            "3" => TicketPriority.Normal,
            "4" or "5" => TicketPriority.Low,
            _ => null,
        };
}
