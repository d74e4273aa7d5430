using System.Globalization;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Jira;

/// <summary>Jira's JSON. Version 3 speaks ADF, version 2 (and every webhook) markup; Data Center names people by name and key.</summary>
internal sealed class JiraShapes(JiraFlavour flavour, JiraState state)
{
    private static readonly string[] AllFields =
    [
        "summary",
        "description",
        "status",
        "project",
        "issuetype",
        "priority",
        "assignee",
        "reporter",
        "created",
        "updated",
        JiraState.AssetsField,
    ];

    public static string Time(DateTimeOffset moment) =>
        moment.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture);

    public JObject User(JiraUser user, bool webhook = false)
    {
        var json = new JObject
        {
            ["displayName"] = user.Name,
            ["active"] = true,
            ["timeZone"] = user.TimeZone,
        };
        if (flavour == JiraFlavour.DataCenter)
        {
            json["name"] = NameOf(user);
            json["key"] = $"JIRAUSER{10_000 + (uint)user.AccountId.Sum(c => c)}";
            json["emailAddress"] = user.Email;
            return json;
        }

        json["accountId"] = user.AccountId;
        json["accountType"] = user.AccountType;
        if (user is { HidesEmail: false, Email: { } email } && !webhook)
        {
            json["emailAddress"] = email;
        }

        return json;
    }

    public static string NameOf(JiraUser user) => user.AccountId.Replace(':', '.');

    public JObject Issue(
        JiraIssue issue,
        int version,
        IReadOnlyCollection<string>? fields,
        IReadOnlyCollection<string> properties,
        bool webhook = false
    )
    {
        var all = Fields(issue, version, webhook);
        var wanted = fields is null || fields.Contains("*all") ? AllFields : fields;
        var json = new JObject
        {
            ["id"] = issue.Id,
            ["key"] = issue.Key,
            ["self"] = $"https://sandbox.example/rest/api/{version}/issue/{issue.Id}",
            ["fields"] = new JObject(all.Properties().Where(p => wanted.Contains(p.Name))),
        };
        if (properties.Count > 0)
        {
            json["properties"] = new JObject(
                issue.Properties.Where(p => properties.Contains(p.Key)).Select(p => new JProperty(p.Key, p.Value.DeepClone()))
            );
        }

        return json;
    }

    public JObject Comment(JiraIssue issue, JiraComment comment, int version)
    {
        var json = new JObject
        {
            ["id"] = comment.Id,
            ["self"] = $"https://sandbox.example/rest/api/{version}/issue/{issue.Id}/comment/{comment.Id}",
            ["author"] = User(comment.Author),
            ["updateAuthor"] = User(comment.Author),
            ["body"] = version == 3 ? comment.Body.DeepClone() : AdfText.Of(comment.Body),
            ["created"] = Time(comment.Created),
            ["updated"] = Time(comment.Updated),
        };
        if (flavour == JiraFlavour.Cloud && issue.OnPortal)
        {
            json["jsdPublic"] = comment.Public;
        }

        return json;
    }

    private JObject Fields(JiraIssue issue, int version, bool webhook)
    {
        var project = issue.OnPortal ? ("10001", "IT Help", "service_desk") : ("10002", "Development", "software");
        return new JObject
        {
            ["summary"] = issue.Summary,
            ["description"] = version == 3 ? AdfText.ToAdf(issue.Description) : issue.Description,
            ["status"] = new JObject
            {
                ["name"] = issue.Closed ? "Resolved" : "Waiting for support",
                ["statusCategory"] = new JObject { ["id"] = issue.Closed ? 3 : 2, ["key"] = issue.Closed ? "done" : "new" },
            },
            ["project"] = new JObject
            {
                ["id"] = project.Item1,
                ["key"] = issue.Project,
                ["name"] = project.Item2,
                ["projectTypeKey"] = project.Item3,
            },
            ["issuetype"] = new JObject
            {
                ["id"] = "10105",
                ["name"] = "[System] Incident",
                ["subtask"] = false,
            },
            ["priority"] = Priority(issue.Priority),
            ["assignee"] = null,
            ["reporter"] = issue.Reporter is { } reporter ? User(reporter, webhook) : null,
            ["created"] = Time(issue.Created),
            ["updated"] = Time(issue.Updated),
            [JiraState.AssetsField] =
                flavour == JiraFlavour.DataCenter
                    ? new JArray(issue.Assets.Select(id => $"{state.Assets.Find(a => a.ObjectId == id)?.Label} (ITAM-{id})"))
                    : new JArray(issue.Assets.Select(Asset)),
        };
    }

    /// <summary>The five of a new site have the ids 1 to 5; an added one has a high id.</summary>
    private static JToken Priority(string name) =>
        name.Length == 0
            ? JValue.CreateNull()
            : new JObject { ["id"] = Array.IndexOf(JiraRequestApi.Priorities, name) is >= 0 and var at ? $"{at + 1}" : "10100", ["name"] = name };

    public static JObject Asset(string objectId) =>
        new()
        {
            ["workspaceId"] = JiraState.Workspace,
            ["id"] = $"{JiraState.Workspace}:{objectId}",
            ["objectId"] = objectId,
        };
}
