using System.Security.Cryptography;
using System.Text;
using Itam.Sandbox.Company;
using Itam.Sandbox.Faults;
using Itam.Sandbox.Webhooks;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Jira;

/// <summary>
/// Jira Service Management: a Cloud site with its gateway, or a Data Center instance. One service project (HELP) and one other (DEV). Paths that are not modelled
/// answer 501; among them are remote links, issue links, transitions, participants, customers, reading a request through the portal's API, bulk and e-mail look-ups of users,
/// approximate counts, Assets of Data Center, and the registration of webhooks. Of the limits, writes per ticket and hourly points are modelled; the burst bucket is not, since faults give its 429.
/// </summary>
public sealed class JiraEmulator : IEmulatedDesk
{
    public const string CloudId = "11111111-2222-4333-8444-555555555555";
    public const string ClientId = "sandbox-client";
    public static readonly string ClientSecret = Secret("client");
    public static readonly string ApiToken = Secret("api-token");
    public static readonly string PersonalToken = Secret("personal-token");
    public static readonly string WebhookSecret = Secret("webhook");
    public const string WebhookUser = "itam";
    public static readonly string WebhookPassword = Secret("webhook password");
    public static readonly string AutomationSecret = Secret("automation");
    public static readonly string AppClientSecret = Secret("app");

    private readonly TimeProvider _time;
    private readonly JiraShapes _shapes;
    private readonly JiraGate _gate;
    private readonly JiraPlatformApi _platform;
    private readonly JiraCommentApi _comments;
    private readonly JiraRequestApi _requests;

    public JiraEmulator(TimeProvider time, JiraFlavour flavour = JiraFlavour.Cloud)
    {
        _time = time;
        Flavour = flavour;
        Webhooks = new WebhookSender(JiraHooks.Retries(), time);
        _shapes = new JiraShapes(flavour, State);
        Hooks = new JiraHooks(this, _shapes, Webhooks, time);
        _gate = new JiraGate(this, time);
        _platform = new JiraPlatformApi(this, _shapes, time);
        _comments = new JiraCommentApi(this, _shapes, _platform, time);
        _requests = new JiraRequestApi(this, _shapes, time);
    }

    /// <summary>The only name of a person that hides their e-mail.</summary>
    public static string AccountIdOf(SandboxPerson person) => $"qm:sandbox:{person.Number}";

    public string Name => "jira";

    public string Product => "Jira Service Management";

    public FaultPlan Faults { get; } = new();

    public WebhookSender Webhooks { get; }

    public JiraFlavour Flavour { get; }

    public CommentMode Comments { get; set; }

    public JiraWebhookKind WebhooksAs { get; set; }

    /// <summary>Premium and Enterprise have Assets.</summary>
    public bool HasAssets { get; set; } = true;

    /// <summary>Most objects on one page of Assets, whatever is asked for.</summary>
    public int AssetPageLimit { get; set; } = 25;

    /// <summary>Assets stops counting here; null counts all.</summary>
    public int? AssetCountLimit { get; set; }

    /// <summary>Answers of Assets say which page is the last (as text, as seen).</summary>
    public bool AssetsSayLast { get; set; } = true;

    /// <summary>The undocumented call that counts what a query finds.</summary>
    public bool HasAssetCount { get; set; } = true;

    /// <summary>Assets understands a query by date.</summary>
    public bool AssetsKnowDates { get; set; } = true;

    /// <summary>Queries that Assets was asked, with where the page began.</summary>
    public List<string> AssetQueries { get; } = [];

    /// <summary>Last look at an answer of Assets before it is sent.</summary>
    public Action<JObject>? AssetAnswers { get; set; }

    /// <summary>The Assets field takes one object only.</summary>
    public bool OneAssetOnly { get; set; }

    /// <summary>Fields of the request forms; what is not summary, description or priority is mandatory.</summary>
    public List<string> FormFields { get; } = ["summary", "description", "priority"];

    public bool CanRaiseOnBehalfOf { get; set; } = true;

    /// <summary>E-mails of people who are no customers of the service desk.</summary>
    public ICollection<string> Strangers { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The account has an agent's licence.</summary>
    public bool IsAgent { get; set; } = true;

    public JiraCredentials Credentials { get; set; }

    /// <summary>Points of the hourly quota (bearer callers only), of which a read costs 1 and 1 per object; null: plenty.</summary>
    public int? PointsLeft { get; set; }

    /// <summary>A used-up quota says when it resets.</summary>
    public bool QuotaSaysReset { get; set; } = true;

    /// <summary>Last look at an answer of a search before it is sent.</summary>
    public Action<JObject>? SearchAnswers { get; set; }

    /// <summary>How far search lags behind.</summary>
    public TimeSpan SearchLag { get; set; }

    /// <summary>Most issues on one page of a search.</summary>
    public int SearchPageLimit { get; set; } = 5_000;

    public ICollection<string> MissingPermissions { get; } = new HashSet<string>(StringComparer.Ordinal);

    public IReadOnlyList<string> Numbers
    {
        get
        {
            lock (State.Gate)
            {
                return [.. State.Issues.Select(i => i.Key)];
            }
        }
    }

    internal JiraState State { get; } = new();

    internal JiraHooks Hooks { get; }

    public IReadOnlyDictionary<string, string> ConnectionSettings(Uri sandbox)
    {
        var site = $"{sandbox.AbsoluteUri.TrimEnd('/')}/{Name}";
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Kind"] = "jira",
            ["BaseUrl"] = site,
            ["Projects"] = JiraState.ServiceProject,
            ["WebhookSecret"] = WebhookSecret,
            ["AutomationSecret"] = AutomationSecret,
            ["AppClientSecret"] = AppClientSecret,
            ["LinkDevicesAbove"] = "0.9",
        };
        if (Flavour == JiraFlavour.DataCenter)
        {
            settings["Deployment"] = "DataCenter";
            settings["AccessToken"] = PersonalToken;
            settings["WebhookUser"] = WebhookUser;
            settings["WebhookPassword"] = WebhookPassword;
        }
        else
        {
            settings["Email"] = JiraState.Us.Email!;
            settings["ApiToken"] = ApiToken;
            settings["AssetsUrl"] = $"{site}/jsm/assets";
        }

        return settings;
    }

    public IReadOnlyDictionary<string, string> RaisingSettings { get; } =
        new Dictionary<string, string>
        {
            ["ServiceDesk"] = JiraRequestApi.ServiceDesk,
            ["RequestTypes:Incident"] = JiraRequestApi.Incident,
            ["RequestTypes:ServiceRequest"] = JiraRequestApi.ServiceRequest,
        };

    public void Seed(SandboxCompany company)
    {
        lock (State.Gate)
        {
            State.Seed(company);
        }
    }

    public void Map(IEndpointRouteBuilder routes) =>
        new JiraRoutes(_gate, _platform, _comments, _requests, new JiraAssetsApi(this), Flavour).Map(routes);

    public string? ErrorBody(int status) =>
        status is 401 or 403
            ? null
            : new JObject { ["errorMessages"] = new JArray($"Sandbox fault {status}."), ["errors"] = new JObject() }.ToString();

    public Task<string> RaiseAsync(NewTicket ticket, CancellationToken cancellationToken) => Task.FromResult(Raise(ticket, JiraState.ServiceProject));

    /// <summary>As <see cref="RaiseAsync"/>, in a given project.</summary>
    public string Raise(NewTicket ticket, string project)
    {
        lock (State.Gate)
        {
            var reporter = State.UserByEmail(ticket.RequesterEmail);
            var issue = State.Add(project, ticket.Subject, ticket.Description, reporter, ticket.LinkedDeviceTag, _time.GetUtcNow());
            Hooks.Created(issue, reporter ?? JiraState.Agent);
            return issue.Key;
        }
    }

    public Task UpdateAsync(string number, string description, CancellationToken cancellationToken)
    {
        Change(
            number,
            issue =>
            {
                issue.Description = description;
                Hooks.Updated(issue, issue.Reporter ?? JiraState.Agent, "description", "issue_updated");
            }
        );
        return Task.CompletedTask;
    }

    /// <summary>An agent comments.</summary>
    public void Comment(string number, string text, bool isPublic = false) =>
        Change(
            number,
            issue =>
                Hooks.Commented(
                    issue,
                    _comments.Store(issue, JiraState.Agent, Flavour == JiraFlavour.Cloud ? AdfText.ToAdf(text) : text, isPublic),
                    JiraState.Agent,
                    "comment_created"
                )
        );

    /// <summary>An agent deletes every comment.</summary>
    public void DeleteComments(string number) => Change(number, issue => issue.Comments.Clear());

    public Task LinkAsync(string number, string? tag, CancellationToken cancellationToken)
    {
        SetDevice(number, tag);
        return Task.CompletedTask;
    }

    /// <summary>An agent sets the affected device, or clears it.</summary>
    public void SetDevice(string number, string? tag) =>
        Change(
            number,
            issue =>
            {
                issue.Assets.Clear();
                if (State.AssetByTag(tag) is { } asset)
                {
                    issue.Assets.Add(asset.ObjectId);
                }
            }
        );

    /// <summary>Somebody changes an object, or adds one that no company device stands behind.</summary>
    public void SetAsset(string tag, IReadOnlyDictionary<string, string> attributes)
    {
        lock (State.Gate)
        {
            if (State.AssetByTag(tag) is not { } asset)
            {
                var number = 1_000 + State.Assets.Count;
                asset = new JiraAsset($"{number}", $"ITAM-{number}", tag, new(StringComparer.Ordinal) { ["Asset Tag"] = tag });
                State.Assets.Add(asset);
            }

            foreach (var (name, value) in attributes)
            {
                asset.Attributes[name] = value;
            }

            asset.Updated = _time.GetUtcNow();
        }
    }

    /// <summary>Our credentials belong to another account from now on.</summary>
    public void ReplaceAccount()
    {
        lock (State.Gate)
        {
            State.Account = JiraState.Us with { AccountId = "712020:itam-context-2", Name = "Asset context 2" };
            State.Users[State.Account.AccountId] = State.Account;
        }
    }

    public void DeleteAsset(string tag)
    {
        lock (State.Gate)
        {
            State.Assets.Remove(State.AssetByTag(tag)!);
        }
    }

    /// <summary>All bearer tokens given out so far stop working.</summary>
    public void ExpireTokens()
    {
        lock (State.Gate)
        {
            _gate.ExpireTokens();
        }
    }

    /// <summary>Markup as Data Center shows it.</summary>
    public static string RenderMarkup(string markup) => WikiHtml.Of(markup);

    public TicketView View(string number)
    {
        lock (State.Gate)
        {
            var issue = State.Find(number) ?? throw new KeyNotFoundException($"There is no ticket {number}.");
            var linked = issue.Assets.Select(id => State.Assets.First(a => a.ObjectId == id).Label);
            return new TicketView(issue.Key, issue.Summary, issue.Description, issue.Reporter?.Name, [.. issue.Comments.Select(View)], [.. linked]);
        }
    }

    /// <summary>An agent sets the priority; empty: the field is not on the project's screens.</summary>
    public void SetPriority(string number, string priority) => Change(number, issue => issue.Priority = priority);

    /// <summary>Priority and request type of a ticket.</summary>
    public (string Priority, string? RequestType) RequestOf(string number)
    {
        lock (State.Gate)
        {
            var issue = State.Find(number) ?? throw new KeyNotFoundException($"There is no ticket {number}.");
            return (issue.Priority, issue.RequestType);
        }
    }

    private static NoteView View(JiraComment comment)
    {
        var markup = comment.Body is JObject ? null : (string)comment.Body!;
        return new NoteView(
            comment.Id,
            comment.Public,
            comment.Author.Name,
            markup is null ? AdfHtml.Of((JObject)comment.Body) : WikiHtml.Of(markup),
            comment.Body.ToString(),
            markup is null ? AdfText.Of(comment.Body) : WikiHtml.Text(markup),
            comment.Created,
            comment.Updated
        );
    }

    private void Change(string number, Action<JiraIssue> change)
    {
        lock (State.Gate)
        {
            var issue = State.Find(number) ?? throw new KeyNotFoundException($"There is no ticket {number}.");
            issue.Updated = _time.GetUtcNow();
            change(issue);
        }
    }

    private static string Secret(string purpose) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"sandbox jira {purpose}")));
}
