using System.Globalization;
using Itam.Sandbox.Company;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Jira;

public enum JiraFlavour
{
    Cloud,
    DataCenter,
}

/// <summary>What the site does with a comment that asks to be internal.</summary>
public enum CommentMode
{
    /// <summary>Keeps it internal and says so.</summary>
    Faithful,

    /// <summary>Publishes it nevertheless (an account that is no agent).</summary>
    Publishes,

    /// <summary>Refuses the rich way with 400; the service desk's own call works.</summary>
    RefusesRich,
}

/// <summary>What has become of our credentials.</summary>
public enum JiraCredentials
{
    Good,

    /// <summary>We are treated as a stranger: no ticket is there, no search finds anything, only <c>myself</c> answers 401.</summary>
    Expired,

    /// <summary>As <see cref="Expired"/>, and the answers say in a header that the sign-in failed.</summary>
    ExpiredAndSaid,
}

/// <summary>How the webhooks of the site are registered.</summary>
public enum JiraWebhookKind
{
    Admin,

    /// <summary>Data Center: user and password instead of the signature.</summary>
    AdminWithPassword,
    AutomationRule,
    Dynamic,
}

internal sealed record JiraUser(string AccountId, string Name, string? Email, bool HidesEmail, string AccountType, string TimeZone);

internal sealed class JiraIssue
{
    public required string Id { get; init; }
    public required string Key { get; init; }
    public required string Project { get; init; }
    public required string Summary { get; set; }
    public required string Description { get; set; }
    public required JiraUser? Reporter { get; init; }
    public required DateTimeOffset Created { get; init; }
    public DateTimeOffset Updated { get; set; }
    public bool Closed { get; set; }
    public string Priority { get; set; } = "Medium";

    /// <summary>Null: not raised through the portal's API.</summary>
    public string? RequestType { get; set; }
    public List<string> Assets { get; } = [];
    public List<JiraComment> Comments { get; } = [];
    public Dictionary<string, JToken> Properties { get; } = new(StringComparer.Ordinal);
    public List<DateTimeOffset> Writes { get; } = [];

    /// <summary>A service project has a portal; in any other project nothing is public or internal.</summary>
    public bool OnPortal => Project != JiraState.SoftwareProject;
}

internal sealed class JiraComment
{
    public required string Id { get; init; }
    public required JiraUser Author { get; init; }

    /// <summary>An ADF document (Cloud) or markup (Data Center).</summary>
    public required JToken Body { get; set; }
    public required bool Public { get; init; }
    public required DateTimeOffset Created { get; init; }
    public DateTimeOffset Updated { get; set; }
    public Dictionary<string, JToken> Properties { get; } = new(StringComparer.Ordinal);
}

internal sealed record JiraAsset(string ObjectId, string Key, string Label, Dictionary<string, string> Attributes)
{
    public string TypeName { get; init; } = "Laptops";
    public DateTimeOffset Updated { get; set; }

    /// <summary>The attribute Owner: a user; null leaves it out.</summary>
    public JiraUser? Owner { get; set; }
}

/// <summary>Everything the site remembers.</summary>
internal sealed class JiraState
{
    public const string ServiceProject = "HELP";
    public const string SoftwareProject = "DEV";
    public const string Workspace = "0f0e1d2c-0000-4000-8000-00000000ace5";
    public const string AssetsField = "customfield_10050";

    public static readonly JiraUser Us = new("712020:itam-context", "Asset context", "itam-context@sandbox.example", false, "atlassian", "Etc/UTC");
    public static readonly JiraUser Agent = new("712020:agent", "Alex Agent", "alex.agent@sandbox.example", false, "atlassian", "Europe/Berlin");

    /// <summary>The account behind our credentials.</summary>
    public JiraUser Account { get; set; } = Us;

    private int _nextIssue = 1;
    private int _nextComment = 20_001;

    public Lock Gate { get; } = new();
    public Dictionary<string, JiraUser> Users { get; } = new(StringComparer.Ordinal) { [Us.AccountId] = Us, [Agent.AccountId] = Agent };
    public List<JiraIssue> Issues { get; } = [];
    public List<JiraAsset> Assets { get; } = [];

    public void Seed(SandboxCompany company)
    {
        foreach (var person in company.People)
        {
            var id = JiraEmulator.AccountIdOf(person);
            Users[id] = new JiraUser(id, person.Name, person.Email, person.HidesEmail, "customer", person.TimeZone);
        }

        foreach (var device in company.Devices.Where(d => d.OnDesk))
        {
            var attributes = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Name"] = device.Name,
                ["Hostname"] = device.Name,
                ["Serial Number"] = device.Serial,
                ["Asset Tag"] = device.AssetTag,
                ["Model"] = device.Model,
                ["Status"] = device.State,
                ["Operating System"] = device.OsName ?? "",
                ["Warranty Expiration"] = device.WarrantyEnd?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "",
            };
            Assets.Add(
                new JiraAsset($"{100 + device.Number}", $"ITAM-{100 + device.Number}", device.Name, attributes)
                {
                    Owner = UserByEmail(device.AssignedTo),
                    Updated = new DateTimeOffset(2026, 9, 1, 10, 0, 0, TimeSpan.Zero),
                    TypeName = device.Type + "s",
                }
            );
        }

        foreach (var past in company.PastTickets.OrderBy(t => t.CreatedAt))
        {
            var issue = Add(ServiceProject, past.Subject, past.Description, UserByEmail(past.RequesterEmail), past.DeviceTag, past.CreatedAt);
            issue.Closed = past.Closed;
        }
    }

    public JiraUser? UserByEmail(string? email) => Users.Values.FirstOrDefault(u => email is not null && u.Email == email);

    public JiraIssue Add(string project, string summary, string description, JiraUser? reporter, string? deviceTag, DateTimeOffset at)
    {
        var number = _nextIssue++;
        var issue = new JiraIssue
        {
            Id = $"{10_000 + number}",
            Key = $"{project}-{number}",
            Project = project,
            Summary = summary,
            Description = description,
            Reporter = reporter,
            Created = at,
            Updated = at,
        };
        if (AssetByTag(deviceTag) is { } asset)
        {
            issue.Assets.Add(asset.ObjectId);
        }

        Issues.Add(issue);
        return issue;
    }

    public JiraAsset? AssetByTag(string? tag) => tag is null ? null : Assets.FirstOrDefault(a => a.Attributes["Asset Tag"] == tag);

    public string NextCommentId() => $"{_nextComment++}";

    public JiraIssue? Find(string idOrKey) => Issues.FirstOrDefault(i => i.Id == idOrKey || i.Key == idOrKey);
}
