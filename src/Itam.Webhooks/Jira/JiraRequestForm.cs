using System.Collections.Immutable;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Sources.Jira;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Jira;

/// <summary>What a request type asks for, as far as it concerns us.</summary>
internal sealed record JiraRequestForm(
    bool HasDescription,
    bool CanRaiseOnBehalfOf,
    ImmutableDictionary<string, string> PriorityIds,
    ImmutableArray<string> Unfilled
)
{
    private static readonly string[] Filled = ["summary", "description", "priority"];

    /// <exception cref="ConnectionException">Give up: the settings name a service desk or request type that is not there, or not ours to use.</exception>
    public static async Task<JiraRequestForm> ReadAsync(
        JiraClient client,
        JiraSettings settings,
        JiraRaisingSettings raising,
        string requestType,
        CancellationToken cancellationToken
    )
    {
        JObject desk;
        JObject form;
        try
        {
            desk = await client.ServiceDeskAsync(raising.ServiceDesk, cancellationToken);
            form = await client.RequestFormAsync(raising.ServiceDesk, requestType, cancellationToken);
        }
        catch (ConnectionException unknown) when (unknown.Status is 400 or 404)
        {
            throw new ConnectionException(
                ConnectionFailure.GiveUp,
                $"{client.Name} has no service desk {raising.ServiceDesk} with the request type {requestType}, or the account may not see it. Compare the settings "
                    + "ServiceDesk and RequestTypes with the addresses in the portal: …/portal/<ServiceDesk>/group/<n>/create/<RequestTypes>.",
                inner: unknown
            )
            {
                Status = unknown.Status,
            };
        }

        // Elsewhere we could neither find our request again nor write its note.
        var project = desk["projectKey"].Text();
        return project is null || settings.Projects.Contains(project)
            ? Parse(form)
            : throw new ConnectionException(
                ConnectionFailure.GiveUp,
                $"{client.Name}: service desk {raising.ServiceDesk} belongs to project {project}, which the setting Projects does not name. Add it there, or correct ServiceDesk."
            );
    }

    /// <summary>The value for the field priority; null where the form does not take it.</summary>
    public string? PriorityId(JiraRaisingSettings raising, TicketPriority priority) => PriorityIds.GetValueOrDefault(raising.Priorities[priority]);

    private static JiraRequestForm Parse(JObject form)
    {
        var fields = Objects(form["requestTypeFields"]).ToList();
        var priorities = fields.Where(f => f["fieldId"].Text() == "priority").SelectMany(f => Objects(f["validValues"]));
        return new(
            fields.Exists(f => f["fieldId"].Text() == "description"),
            IsTrue(form["canRaiseOnBehalfOf"]),
            priorities
                .Select(v => (Name: v["label"].Text(), Id: v["value"].Text()))
                .Where(v => v.Name is not null && v.Id is not null)
                .DistinctBy(v => v.Name!.ToUpperInvariant())
                .ToImmutableDictionary(v => v.Name!, v => v.Id!, StringComparer.OrdinalIgnoreCase),
            // A field that the form hides carries a value of the form's own.
            [
                .. fields
                    .Where(f => IsTrue(f["required"]) && !IsFalse(f["visible"]) && !Filled.Contains(f["fieldId"].Text()))
                    .Select(f => f["name"].Text() ?? f["fieldId"].Text() ?? "?"),
            ]
        );
    }

    private static IEnumerable<JObject> Objects(JToken? list) => (list as JArray ?? []).OfType<JObject>();

    private static bool IsTrue(JToken? token) => token is JValue { Value: true };

    private static bool IsFalse(JToken? token) => token is JValue { Value: false };
}
