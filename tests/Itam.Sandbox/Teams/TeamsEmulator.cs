using System.Security.Cryptography.X509Certificates;
using Itam.Sandbox.Faults;
using Itam.Sandbox.Sources.Common;
using Itam.Sandbox.Sources.MicrosoftGraph;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Teams;

/// <summary>
/// Teams as a bot sees it: the signing authority, the login for tokens, and the Connector. <see cref="Channel"/> acts as its people. What stands in the
/// conversations can be read in process.
/// </summary>
public sealed class TeamsEmulator : IEmulatedSystem, IDisposable
{
    public const string AppId = "22222222-2222-4222-8222-222222222222";
    public const string EntraTenant = "11111111-1111-4111-8111-111111111111";
    public const string Secret = "sandbox-teams-secret-for-tests";

    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, TeamsConversation> _conversations = new(StringComparer.Ordinal);
    private readonly Bearers _tokens;
    private int _activities;

    /// <param name="users">Who is in the tenant; null: three people.</param>
    public TeamsEmulator(TimeProvider time, IReadOnlyList<TeamsUser>? users = null)
    {
        _time = time;
        _tokens = new Bearers("teams", time);
        Authority = new SigningAuthority(time);
        Channel = new TeamsChannel(this, time);
        Users = users ?? [Person("Dana Fox", 1), Person("Alex Wilber", 2), Person("Priya Shah", 3)];
    }

    public string Name => "teams";
    public string Product => "Microsoft Teams";
    public FaultPlan Faults { get; } = new();
    public SigningAuthority Authority { get; }
    public TeamsChannel Channel { get; }
    public IReadOnlyList<TeamsUser> Users { get; }

    /// <summary>Refusals with a code of the channel, one after another, before anything is done.</summary>
    public Queue<TeamsRefusal> Refusals { get; } = new();

    /// <summary>Whose assertions are accepted beside the secret.</summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>Access tokens given out so far.</summary>
    public int TokensIssued => _tokens.Issued;

    /// <summary>With a slash at its end, as the real ones.</summary>
    public string ServiceUrl { get; private set; } = "";

    public IReadOnlyList<TeamsConversation> Conversations
    {
        get
        {
            lock (_lock)
            {
                return [.. _conversations.Values];
            }
        }
    }

    public TeamsUser User(string name) => Users.First(u => u.Name.StartsWith(name, StringComparison.Ordinal));

    /// <summary>The one-to-one conversation with somebody, opened where there is none.</summary>
    public TeamsConversation Personal(TeamsUser user)
    {
        lock (_lock)
        {
            var open = _conversations.Values.FirstOrDefault(c => c is { Type: "personal", Gone: false } && c.Members[0] == user);
            return open ?? Add(new TeamsConversation($"a:1{user.EntraId[..8]}-{_conversations.Count}", "personal", [user]));
        }
    }

    public TeamsConversation Group(params TeamsUser[] members) =>
        Add(new TeamsConversation($"19:group-{_conversations.Count}@thread.v2", "groupChat", members));

    public TeamsConversation ChannelOf(string teamId, params TeamsUser[] members) =>
        Add(new TeamsConversation($"19:{teamId}-{_conversations.Count}@thread.tacv2", "channel", members, teamId));

    /// <summary>Somebody's meeting, without the bot.</summary>
    public TeamsConversation Elsewhere(params TeamsUser[] members) =>
        Add(new TeamsConversation($"19:meeting_{_conversations.Count}@thread.v2", "groupChat", members) { IsElsewhere = true });

    public void RevokeTokens() => _tokens.Revoke();

    public IReadOnlyDictionary<string, string> ConnectionSettings(Uri sandbox)
    {
        var root = Root(sandbox);
        ServiceUrl = new Uri(root, "connector/").AbsoluteUri;
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Kind"] = "teams",
            ["AppId"] = AppId,
            ["ClientSecret"] = Secret,
            ["EntraTenants"] = EntraTenant,
            ["MetadataUrl"] = new Uri(root, "authority/openidconfiguration").AbsoluteUri,
            ["LoginUrl"] = new Uri(root, "login").AbsoluteUri,
            ["ServiceUrl"] = ServiceUrl,
            ["ServiceHosts"] = sandbox.Host,
        };
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        Authority.Map(routes, request => Root(new Uri($"{request.Scheme}://{request.Host}")));
        routes.MapPost("/login/{tenant}/oauth2/v2.0/token", TokenAsync);
        new ConnectorApi(this).Map(routes);
    }

    public string? ErrorBody(int status) => Error($"Status{status}", "A planned fault.").ToString();

    public void Dispose() => Authority.Dispose();

    internal static JObject Error(string code, string message) =>
        new()
        {
            ["error"] = new JObject { ["code"] = code, ["message"] = message },
        };

    internal bool Accepts(HttpRequest request) => _tokens.Accepts(request);

    internal TeamsConversation? Find(string id)
    {
        var thread = id.IndexOf(";messageid=", StringComparison.Ordinal);
        lock (_lock)
        {
            return _conversations.GetValueOrDefault(thread < 0 ? id : id[..thread]);
        }
    }

    internal string NextId() => (_time.GetUtcNow().ToUnixTimeMilliseconds() * 1000 + Interlocked.Increment(ref _activities)).ToString();

    internal TeamsMessage Store(TeamsConversation conversation, bool fromBot, JObject activity)
    {
        var message = new TeamsMessage(NextId(), fromBot, activity, _time.GetUtcNow());
        conversation.Add(message);
        return message;
    }

    private TeamsConversation Add(TeamsConversation conversation)
    {
        lock (_lock)
        {
            return _conversations[conversation.Id] = conversation;
        }
    }

    private async Task<IResult> TokenAsync(string tenant, HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var endpoint = $"{request.Scheme}://{request.Host}{request.PathBase}{request.Path}";
        var proven =
            form["client_secret"] == Secret || (Certificate is { } known && AssertionJudge.Accepts(form, known, AppId, endpoint, _time.GetUtcNow()));
        return tenant != EntraTenant || form["client_id"] != AppId || !proven
                ? Results.Text(
                    """{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client."}""",
                    "application/json",
                    statusCode: 401
                )
            : form["grant_type"] != "client_credentials" || form["scope"] != "https://api.botframework.com/.default"
                ? Results.Text("""{"error":"invalid_scope"}""", "application/json", statusCode: 400)
            : Results.Text(
                $$"""{"token_type":"Bearer","expires_in":3600,"access_token":"{{_tokens.Issue(TimeSpan.FromHours(1))}}"}""",
                "application/json"
            );
    }

    private static Uri Root(Uri sandbox) => new(sandbox, "/teams/");

    private static TeamsUser Person(string name, int number) =>
        new(name, $"33333333-3333-4333-8333-33333333333{number}", $"29:1person-{number}", $"{name.Split(' ')[0].ToLowerInvariant()}@acme.example");
}

/// <param name="When">Null: every request.</param>
/// <param name="Body">Null: the usual shape with the code.</param>
public sealed record TeamsRefusal(int Status, string Code, Func<HttpRequest, bool>? When = null, string? RetryAfter = null, string? Body = null);
