using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Jira;

/// <summary>The service desk: its request types with their forms, and raising a request.</summary>
internal sealed class JiraRequestApi(JiraEmulator site, JiraShapes shapes, TimeProvider time)
{
    public const string ServiceDesk = "1";
    public const string Incident = "10";
    public const string ServiceRequest = "11";

    private const int MaxText = 32_767;
    public static readonly string[] Priorities = ["Highest", "High", "Medium", "Low", "Lowest"];
    private static readonly HashSet<string> RequestProperties = new(StringComparer.Ordinal)
    {
        "serviceDeskId",
        "requestTypeId",
        "raiseOnBehalfOf",
        "requestParticipants",
        "isAdfRequest",
        "requestFieldValues",
    };

    public Answer Desk(Call call) =>
        call.Route("desk") == ServiceDesk
            ? Answer.Ok(
                new JObject
                {
                    ["id"] = ServiceDesk,
                    ["projectId"] = "10001",
                    ["projectKey"] = JiraState.ServiceProject,
                    ["projectName"] = "IT Help",
                }
            )
            : Refused(404, "The Service Desk you are trying to view does not exist.");

    public Answer Form(Call call) =>
        call.Route("desk") == ServiceDesk && call.Route("type") is Incident or ServiceRequest
            ? Answer.Ok(
                new JObject
                {
                    ["requestTypeFields"] = new JArray(site.FormFields.Select(Field)),
                    ["canRaiseOnBehalfOf"] = site.CanRaiseOnBehalfOf,
                    ["canAddRequestParticipants"] = true,
                }
            )
            : Refused(404, "The request type you are trying to view does not exist.");

    public Answer Raise(Call call)
    {
        var values = call.Body["requestFieldValues"] as JObject ?? [];
        if (call.Body.Properties().FirstOrDefault(p => !RequestProperties.Contains(p.Name)) is { } extra)
        {
            return Refused(400, $"Unrecognized field '{extra.Name}'.");
        }

        if ((string?)call.Body["serviceDeskId"] != ServiceDesk || (string?)call.Body["requestTypeId"] is not (Incident or ServiceRequest))
        {
            return Refused(400, "The request type is not available in this service desk.");
        }

        if (values.Properties().FirstOrDefault(v => !site.FormFields.Contains(v.Name)) is { } unknown)
        {
            return Refused(400, $"The field '{unknown.Name}' is not in the form of this request type.");
        }

        if (site.FormFields.Except(["summary", "description", "priority"]).FirstOrDefault(f => values[f] is null) is { } missing)
        {
            return Refused(400, $"Your request could not be created. Please check the fields have been filled in correctly: {missing} is required.");
        }

        if (
            values["summary"] is not { Type: JTokenType.String } summary
            || (string)summary! is not { Length: > 0 and <= 255 } line
            || line.Contains('\n')
        )
        {
            return Refused(400, "The summary is empty, too long or has more than one line.");
        }

        if (Words(call, values["description"]) is not { } words)
        {
            return Refused(400, "The description is not valid.");
        }

        var person = (string?)call.Body["raiseOnBehalfOf"];
        var reporter = person is null ? call.Caller : State.Users.Values.FirstOrDefault(u => u.AccountId == person || JiraShapes.NameOf(u) == person);
        if (reporter is null || (person is not null && (!site.CanRaiseOnBehalfOf || site.Strangers.Contains(reporter.Email ?? ""))))
        {
            return Refused(400, "The user is not a customer of this service desk.");
        }

        var issue = State.Add(JiraState.ServiceProject, line, words, reporter, deviceTag: null, time.GetUtcNow());
        issue.Priority = Priorities.ElementAtOrDefault((int.TryParse((string?)values["priority"]?["id"], out var id) ? id : 3) - 1) ?? "Medium";
        issue.RequestType = (string)call.Body["requestTypeId"]!;
        site.Hooks.Created(issue, call.Caller);
        return new Answer(
            201,
            new JObject
            {
                ["issueId"] = issue.Id,
                ["issueKey"] = issue.Key,
                ["requestTypeId"] = issue.RequestType,
                ["serviceDeskId"] = ServiceDesk,
                ["reporter"] = shapes.User(reporter),
                ["currentStatus"] = new JObject { ["status"] = "Waiting for support", ["statusCategory"] = "NEW" },
            }
        );
    }

    /// <summary>Active users whose name or e-mail begins like the query; it may match an e-mail that the answer does not show.</summary>
    public Answer UserSearch(Call call)
    {
        if (call.Query("query") is not { Length: > 0 } query)
        {
            return Answer.Error(400, "Either query or accountId must be given.");
        }

        var found = State.Users.Values.Where(u =>
            u.Email?.StartsWith(query, StringComparison.OrdinalIgnoreCase) == true || u.Name.StartsWith(query, StringComparison.OrdinalIgnoreCase)
        );
        return Answer.Ok(new JArray(found.Select(u => shapes.User(u))));
    }

    private JiraState State => site.State;

    /// <summary>A document where the request says so (Cloud), else text.</summary>
    private string? Words(Call call, JToken? description)
    {
        if ((bool?)call.Body["isAdfRequest"] == true)
        {
            return site.Flavour == JiraFlavour.Cloud && AdfText.Fault(description) is null && description!.ToString(Formatting.None).Length <= MaxText
                ? AdfText.Of(description)
                : null;
        }

        return description is { Type: JTokenType.String } && (string)description! is { Length: <= MaxText } text ? text : null;
    }

    private static JObject Field(string id) =>
        new()
        {
            ["fieldId"] = id,
            ["name"] = char.ToUpperInvariant(id[0]) + id[1..],
            ["required"] = id is not ("description" or "priority"),
            ["visible"] = true,
            ["validValues"] =
                id == "priority"
                    ? new JArray(
                        Priorities.Select(
                            (p, i) =>
                                new JObject
                                {
                                    ["value"] = $"{i + 1}",
                                    ["label"] = p,
                                    ["children"] = new JArray(),
                                }
                        )
                    )
                    : [],
            ["jiraSchema"] = new JObject { ["type"] = id == "priority" ? "priority" : "string", ["system"] = id },
        };

    private static Answer Refused(int status, string message) =>
        new(
            status,
            new JObject
            {
                ["errorMessage"] = message,
                ["i18nErrorMessage"] = new JObject { ["i18nKey"] = "sd.request.refused", ["parameters"] = new JArray() },
            }
        );
}
