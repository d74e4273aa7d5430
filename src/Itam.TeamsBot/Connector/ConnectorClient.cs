using System.Runtime.CompilerServices;
using Itam.Context.Connections;
using Itam.Context.Sources.Calls;
using Itam.TeamsBot.Authentication;
using Itam.TeamsBot.Protocol;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using RestSharp;

namespace Itam.TeamsBot.Connector;

/// <summary>Calls to the Bot Connector. Writes are never repeated here: the queue decides, knowing whether the first try may be visible.</summary>
internal sealed class ConnectorClient : IConnector, IDisposable
{
    private const int PageSize = 500;
    private const int MostPages = 1000;

    /// <summary>Longer waits go back to the queue.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly TeamsConnection _connection;
    private readonly IRateBudget _budget;
    private readonly TimeProvider _time;
    private readonly ClientCredentialTokens _tokens;
    private readonly VendorClient _http;

    public ConnectorClient(TeamsConnection connection, IRateBudget budget, VendorServices services)
    {
        _connection = connection;
        _budget = budget;
        _time = services.Time;
        var endpoint = new Uri($"{connection.Cloud.LoginUrl.AbsoluteUri.TrimEnd('/')}/{connection.LoginTenant}/oauth2/v2.0/token");
        _tokens = new ClientCredentialTokens(
            connection.Title,
            endpoint,
            request => connection.Proof?.AddTo(request, connection.AppId, connection.Cloud.Scope, endpoint, services.Time.GetUtcNow()),
            "Check AppId, LoginTenant and that the client secret or certificate of the bot has not ended.",
            services.Time,
            services.Handler
        );
        _http = new VendorClient(
            new VendorClientOptions
            {
                Name = connection.Title,
                // Every request names its own service URL; this one is never called.
                BaseUrl = connection.Cloud.LoginUrl,
                Authorization = AuthorizeAsync,
                SignInAgain = true,
                Classify = response => ConnectorFailures.Classify(response, connection.Title, services.Time.GetUtcNow()),
                MaxConcurrency = 16,
                Timeout = TimeSpan.FromSeconds(15),
                Handler = services.Handler,
            },
            services.Time
        );
    }

    public async Task<string?> SendToConversationAsync(
        string serviceUrl,
        string conversationId,
        Activity activity,
        CancellationToken cancellationToken
    ) => IdOf(await WriteAsync(Method.Post, serviceUrl, $"{In(conversationId)}/activities", conversationId, activity, cancellationToken));

    public async Task<string?> ReplyToActivityAsync(
        string serviceUrl,
        string conversationId,
        string activityId,
        Activity activity,
        CancellationToken cancellationToken
    ) => IdOf(await WriteAsync(Method.Post, serviceUrl, At(conversationId, activityId), conversationId, activity, cancellationToken));

    public Task UpdateActivityAsync(
        string serviceUrl,
        string conversationId,
        string activityId,
        Activity activity,
        CancellationToken cancellationToken
    ) => WriteAsync(Method.Put, serviceUrl, At(conversationId, activityId), conversationId, activity, cancellationToken);

    public Task DeleteActivityAsync(string serviceUrl, string conversationId, string activityId, CancellationToken cancellationToken) =>
        WriteAsync(Method.Delete, serviceUrl, At(conversationId, activityId), conversationId, body: null, cancellationToken);

    public async Task<string> CreateConversationAsync(string serviceUrl, string entraTenant, string member, CancellationToken cancellationToken)
    {
        // The Entra id goes into members[].id; the tenant is wanted in both places.
        var body = new JObject
        {
            ["isGroup"] = false,
            ["bot"] = new JObject { ["id"] = _connection.BotId },
            ["members"] = new JArray(new JObject { ["id"] = member }),
            ["tenantId"] = entraTenant,
            ["channelData"] = new JObject { ["tenant"] = new JObject { ["id"] = entraTenant } },
        };
        return IdOf(await CreateAsync(serviceUrl, body, entraTenant, member, cancellationToken))
            ?? throw new ConnectionException(
                ConnectionFailure.Retry,
                $"{_connection.Title} opened a conversation and was told no id. It is tried again."
            )
            {
                Code = ConnectorCodes.ServiceError,
            };
    }

    public async Task<ChannelAccount?> GetMemberAsync(string serviceUrl, string conversationId, string member, CancellationToken cancellationToken)
    {
        try
        {
            var path = $"{In(conversationId)}/members/{Uri.EscapeDataString(member)}";
            return ActivityJson.To<ChannelAccount>(await ReadAsync(Request(Method.Get, serviceUrl, path), conversationId, cancellationToken));
        }
        catch (ConnectionException missing) when (missing.Status == 404 && missing.Code != ConnectorCodes.ConversationNotFound)
        {
            return null;
        }
    }

    public async IAsyncEnumerable<ChannelAccount> GetMembersAsync(
        string serviceUrl,
        string conversationId,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        string? continuation = null;
        for (var page = 0; page < MostPages; page++)
        {
            var request = Request(Method.Get, serviceUrl, $"{In(conversationId)}/pagedmembers").AddQueryParameter("pageSize", PageSize);
            if (continuation is not null)
            {
                request.AddQueryParameter("continuationToken", continuation);
            }

            var answer = await ReadAsync(request, conversationId, cancellationToken);
            foreach (var member in answer["members"] as JArray ?? [])
            {
                yield return ActivityJson.To<ChannelAccount>(member);
            }

            continuation = answer["continuationToken"].Text();
            if (continuation is null)
            {
                yield break;
            }
        }
    }

    public async Task<TeamInfo> GetTeamDetailsAsync(string serviceUrl, string teamId, CancellationToken cancellationToken) =>
        ActivityJson.To<TeamInfo>(await ReadAsync(Request(Method.Get, serviceUrl, Team(teamId)), teamId, cancellationToken));

    public async Task<IReadOnlyList<ChannelInfo>> GetTeamChannelsAsync(string serviceUrl, string teamId, CancellationToken cancellationToken)
    {
        var answer = await ReadAsync(Request(Method.Get, serviceUrl, $"{Team(teamId)}/conversations"), teamId, cancellationToken);
        return [.. (answer["conversations"] as JArray ?? []).Select(ActivityJson.To<ChannelInfo>)];
    }

    /// <summary>Asks for a token, as <c>itam doctor</c> does.</summary>
    public async Task SignInAsync(CancellationToken cancellationToken) => await _tokens.GetAsync(fresh: true, cancellationToken);

    public void Dispose()
    {
        _http.Dispose();
        _tokens.Dispose();
    }

    private async Task<VendorResponse> WriteAsync(
        Method method,
        string serviceUrl,
        string path,
        string conversation,
        object? body,
        CancellationToken cancellationToken
    )
    {
        var request = Request(method, serviceUrl, path);
        if (body is not null)
        {
            request.AddStringBody((body as JObject ?? ActivityJson.ToJson(body)).ToString(Formatting.None), ContentType.Json);
        }

        await PaceAsync(conversation, RateKind.Write, cancellationToken);
        return await _http.SendAsync(request, cancellationToken);
    }

    private async Task<VendorResponse> CreateAsync(
        string serviceUrl,
        JObject body,
        string entraTenant,
        string member,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await WriteAsync(Method.Post, serviceUrl, "v3/conversations", $"with/{member}", body, cancellationToken);
        }
        catch (ConnectionException refused) when (refused.Status == 400)
        {
            throw ConnectorFailures.AtCreate(refused, _connection.Title, entraTenant, member);
        }
    }

    private async Task<JToken> ReadAsync(RestRequest request, string conversation, CancellationToken cancellationToken)
    {
        await PaceAsync(conversation, RateKind.Read, cancellationToken);
        return (await _http.GetAsync(request, cancellationToken)).Json;
    }

    private RestRequest Request(Method method, string serviceUrl, string path) =>
        _connection.Hosts.Allows(serviceUrl)
            ? new RestRequest($"{serviceUrl.TrimEnd('/')}/{path}", method).AddHeader("Accept", "application/json")
            : throw new ConnectionException(
                ConnectionFailure.Reconnect,
                $"{_connection.Title} was to call a host that is not allowed. If it is Microsoft's, add it to ServiceHosts."
            );

    private async Task PaceAsync(string inThread, RateKind kind, CancellationToken cancellationToken)
    {
        // All threads of a channel share its limits.
        var conversation = ActivityFacts.WithoutThread(inThread);
        var waited = TimeSpan.Zero;
        while (
            await _budget.TakeAsync($"{_connection.AppId}/{_connection.Name}", conversation, kind, cancellationToken) is var pause
            && pause > TimeSpan.Zero
        )
        {
            waited += pause;
            if (waited > LongestPause)
            {
                throw new ConnectionException(
                    ConnectionFailure.Retry,
                    $"{_connection.Title} has used up what Teams allows in this conversation. It goes on by itself.",
                    pause
                )
                {
                    Code = ConnectorCodes.Paced,
                };
            }

            await Task.Delay(pause, _time, cancellationToken);
        }
    }

    private async ValueTask AuthorizeAsync(RestRequest request, bool fresh, CancellationToken cancellationToken)
    {
        try
        {
            request.AddOrUpdateHeader("Authorization", $"Bearer {await _tokens.GetAsync(fresh, cancellationToken)}");
        }
        catch (ConnectionException failed)
        {
            throw new ConnectionException(failed.Failure, failed.Message, failed.RetryAfter, failed) { Code = ConnectorCodes.SignIn };
        }
    }

    private static string? IdOf(VendorResponse response) => (response.Json as JObject)?["id"].Text();

    private static string In(string conversationId) => $"v3/conversations/{Uri.EscapeDataString(conversationId)}";

    private static string At(string conversationId, string activityId) => $"{In(conversationId)}/activities/{Uri.EscapeDataString(activityId)}";

    private static string Team(string teamId) => $"v3/teams/{Uri.EscapeDataString(teamId)}";
}
