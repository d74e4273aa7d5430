using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Itam.Context.Connections;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using RestSharp;

namespace Itam.Context.Sources.Freshservice;

/// <summary>
/// Freshservice's REST API v2 (api.freshservice.com) for one account: API key, pages by link header, the per-minute limits, the workspace rule. Every
/// failure is a <see cref="ConnectionException"/>.
/// </summary>
public sealed partial class FreshserviceClient : IDisposable
{
    private const string EveryWorkspace = "0";
    private const int MaxSearchPages = 3;

    /// <summary>A search has 30 rows a page (api.freshservice.com, Filter Assets).</summary>
    public const int MaxSearchHits = MaxSearchPages * 30;
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    private readonly VendorClient _calls;
    private readonly FreshservicePace _pace;
    private readonly TimeProvider _time;

    /// <summary>By list.</summary>
    private readonly ConcurrentDictionary<string, Remembered> _withoutWorkspaces = new(StringComparer.Ordinal);
    private readonly Remembered _withoutAssets;
    private readonly Remembered _withoutRequesters;

    public FreshserviceClient(FreshserviceAccess access, TimeProvider time, HttpMessageHandler? handler = null)
    {
        var name = $"Freshservice connection '{access.Connection}'";
        var authorization = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(access.ApiKey + ":X"));
        _pace = new FreshservicePace(time);
        _time = time;
        _withoutAssets = new Remembered(time, Memory);
        _withoutRequesters = new Remembered(time, Memory);
        _calls = new VendorClient(
            new VendorClientOptions
            {
                Name = name,
                BaseUrl = new Uri(access.Account.AbsoluteUri.TrimEnd('/') + "/api/v2"),
                Authorization = (request, _, _) =>
                {
                    request.AddOrUpdateHeader("Authorization", authorization);
                    return ValueTask.CompletedTask;
                },
                Classify = response => FreshserviceFailures.Classify(response, name),
                Handler = handler,
            },
            time
        );
    }

    /// <summary>For messages: "Freshservice connection 'desk'".</summary>
    public string Name => _calls.Name;

    /// <returns>The ticket; with <paramref name="withAssets"/> its "assets" are there, unless the plan has none.</returns>
    public async Task<JObject> TicketAsync(long id, bool withAssets, CancellationToken cancellationToken)
    {
        if (withAssets && !_withoutAssets.Holds)
        {
            try
            {
                return Part(await GetAsync(Get($"tickets/{Text(id)}", ("include", "assets")), cancellationToken), "ticket");
            }
            catch (ConnectionException refused) when (refused.LacksFeature() || refused.Status == 400)
            {
                var ticket = await TicketAsync(id, withAssets: false, cancellationToken);
                _withoutAssets.Remember();
                return ticket;
            }
        }

        return Part(await GetAsync(Get($"tickets/{Text(id)}"), cancellationToken), "ticket");
    }

    /// <summary>Tickets of all workspaces changed at or after the moment; without it the API would answer with the last 30 days only.</summary>
    /// <param name="narrowed">For example requester_id; null for every ticket.</param>
    /// <param name="partial">True: stop quietly at <paramref name="maxPages"/>. False: more pages are an error, since something would be missed.</param>
    public IAsyncEnumerable<JObject> TicketsAsync(
        DateTimeOffset updatedSince,
        (string Name, string Value)? narrowed,
        int maxPages,
        bool partial,
        CancellationToken cancellationToken
    ) =>
        ListAsync(
            "tickets",
            "tickets",
            [
                ("updated_since", updatedSince.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
                ("order_type", partial ? "desc" : "asc"),
                ("workspace_id", EveryWorkspace),
                ("per_page", "100"),
                .. narrowed is { } term ? [term] : Array.Empty<(string, string)>(),
            ],
            maxPages,
            partial,
            cancellationToken
        );

    /// <summary>Tickets of all workspaces with this tag, from an index that trails by minutes.</summary>
    public IAsyncEnumerable<JObject> TaggedTicketsAsync(string tag, CancellationToken cancellationToken) =>
        FreshserviceQuery.Equal("tag", tag) is { } query
            ? ListAsync(
                "tickets/filter",
                "tickets",
                [("query", query), ("workspace_id", EveryWorkspace)],
                maxPages: 1,
                partial: true,
                cancellationToken
            )
            : AsyncEnumerable.Empty<JObject>();

    public async Task<JObject> CreateTicketAsync(JObject ticket, CancellationToken cancellationToken) =>
        Part(await SendAsync(Body("tickets", Method.Post, ticket), cancellationToken), "ticket");

    /// <summary>Replaces what is named in <paramref name="change"/>; "assets" as a whole.</summary>
    public Task UpdateTicketAsync(long id, JObject change, CancellationToken cancellationToken) =>
        SendAsync(Body($"tickets/{Text(id)}", Method.Put, change), cancellationToken);

    /// <summary>Replies and notes, all pages.</summary>
    public IAsyncEnumerable<JObject> ConversationsAsync(long ticket, CancellationToken cancellationToken) =>
        ListAsync($"tickets/{Text(ticket)}/conversations", "conversations", [("per_page", "100")], maxPages: 50, partial: false, cancellationToken);

    /// <returns>The note as stored, with its "private" flag.</returns>
    public async Task<JObject> AddPrivateNoteAsync(long ticket, string html, CancellationToken cancellationToken) =>
        Part(
            await SendAsync(
                Body($"tickets/{Text(ticket)}/notes", Method.Post, new JObject { ["body"] = html, ["private"] = true }),
                cancellationToken
            ),
            "conversation"
        );

    /// <returns>The note as stored, with its "private" flag.</returns>
    public async Task<JObject> EditNoteAsync(long conversation, string html, CancellationToken cancellationToken) =>
        Part(
            await SendAsync(Body($"conversations/{Text(conversation)}", Method.Put, new JObject { ["body"] = html }), cancellationToken),
            "conversation"
        );

    public Task DeleteConversationAsync(long conversation, CancellationToken cancellationToken) =>
        SendAsync(new RestRequest($"conversations/{Text(conversation)}", Method.Delete), cancellationToken);

    /// <returns>Null: no requester has this id (it may be an agent's: both share one row of numbers), or the role may not see it.</returns>
    public Task<JObject?> RequesterAsync(long id, CancellationToken cancellationToken) =>
        OrNullAsync(Get($"requesters/{Text(id)}"), "requester", cancellationToken);

    /// <returns>Null: no agent has this id, or the role may not see it.</returns>
    public Task<JObject?> AgentAsync(long id, CancellationToken cancellationToken) =>
        OrNullAsync(Get($"agents/{Text(id)}"), "agent", cancellationToken);

    /// <param name="displayId">The number in the asset's address, not its "id".</param>
    /// <returns>With its type fields; null where there is none, or the role may not see it.</returns>
    public Task<JObject?> AssetAsync(long displayId, CancellationToken cancellationToken) =>
        OrNullAsync(Get($"assets/{Text(displayId)}", ("include", "type_fields")), "asset", cancellationToken);

    /// <summary>
    /// Assets of all workspaces whose field STARTS with the value, <see cref="MaxSearchHits"/> at most, from an index that trails by minutes: compare the asset itself.
    /// </summary>
    /// <param name="field">serial_number, asset_tag or name. Serials are type fields, so the hits of a search for one carry those of the upper types.</param>
    public IAsyncEnumerable<JObject> SearchAssetsAsync(string field, string value, CancellationToken cancellationToken) =>
        FreshserviceQuery.Equal(field, value) is { } query
            ? ListAsync(
                "assets",
                "assets",
                [
                    ("search", query),
                    ("filter", FreshserviceQuery.AllWorkspaces),
                    .. field == "serial_number" ? [("include", "type_fields")] : Array.Empty<(string, string)>(),
                ],
                MaxSearchPages,
                partial: true,
                cancellationToken
            )
            : AsyncEnumerable.Empty<JObject>();

    /// <summary>Tickets, problems and changes of an asset: request_id ("INC-61"), request_details, request_status.</summary>
    public IAsyncEnumerable<JObject> AssetRequestsAsync(long displayId, CancellationToken cancellationToken) =>
        ListAsync($"assets/{Text(displayId)}/requests", "requests", [], maxPages: 3, partial: true, cancellationToken);

    /// <summary>One row of a list, to see whether it may be read.</summary>
    public async Task<JObject?> FirstAsync(string list, CancellationToken cancellationToken) =>
        Rows(await GetAsync(Get(list, ("per_page", "1")), cancellationToken), list).OfType<JObject>().FirstOrDefault();

    public void Dispose() => _calls.Dispose();

    private async IAsyncEnumerable<JObject> ListAsync(
        string path,
        string key,
        (string Name, string Value)[] parameters,
        int maxPages,
        bool partial,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        for (var page = 1; ; )
        {
            var (answer, _) = await PageAsync(path, parameters, page, cancellationToken);
            var rows = Rows(answer, key);
            foreach (var row in rows.OfType<JObject>())
            {
                yield return row;
            }

            // Only the number is taken from the link, and only if it grows: the key never travels to another address and no list is endless.
            if (rows.Count == 0 || NextPage(answer) is not { } next || next <= page)
            {
                yield break;
            }

            if (next > maxPages)
            {
                if (partial)
                {
                    yield break;
                }

                throw new ConnectionException(
                    ConnectionFailure.GiveUp,
                    $"{Name} has more than {maxPages} pages of {key} to read, more than is sensible. Nothing was changed."
                );
            }

            page = next;
        }
    }

    /// <summary>
    /// A list may refuse the term that asks for every workspace; then it is left out of that list for an hour. A workspace that is asked for by its number is
    /// never left out: the answer would be about another one.
    /// </summary>
    private async Task<(VendorResponse Answer, bool Narrowed)> PageAsync(
        string path,
        (string Name, string Value)[] parameters,
        int page,
        CancellationToken cancellationToken,
        bool bulk = false
    )
    {
        var term = Array.Find(parameters, p => p is ("workspace_id", EveryWorkspace) or (_, FreshserviceQuery.AllWorkspaces));
        (string, string)[] plain = [.. parameters.Where(p => p != term), ("page", Text(page))];
        if (term == default)
        {
            return (await GetAsync(Get(path, plain), cancellationToken, bulk), false);
        }

        var refused = _withoutWorkspaces.GetOrAdd($"{path}?{term.Name}", _ => new Remembered(_time, Memory));
        if (refused.Holds)
        {
            return (await GetAsync(Get(path, plain), cancellationToken, bulk), true);
        }

        try
        {
            return (await GetAsync(Get(path, [.. parameters, ("page", Text(page))]), cancellationToken, bulk), false);
        }
        catch (ConnectionException failure) when (failure.Status == 400)
        {
            var answer = await GetAsync(Get(path, plain), cancellationToken, bulk);
            refused.Remember();
            return (answer, true);
        }
    }

    private Task<VendorResponse> GetAsync(RestRequest request, CancellationToken cancellationToken, bool bulk = false) =>
        PacedAsync(request, _calls.GetAsync, bulk, cancellationToken);

    private Task<VendorResponse> SendAsync(RestRequest request, CancellationToken cancellationToken) =>
        PacedAsync(request, _calls.SendAsync, bulk: false, cancellationToken);

    private async Task<VendorResponse> PacedAsync(
        RestRequest request,
        Func<RestRequest, CancellationToken, Task<VendorResponse>> call,
        bool bulk,
        CancellationToken cancellationToken
    )
    {
        await _pace.WaitAsync(request, Name, bulk, cancellationToken);
        try
        {
            var response = await call(request, cancellationToken);
            _pace.Observe(request, response);
            return response;
        }
        catch (ConnectionException busy) when (busy is { Status: 429, RetryAfter: { } pause })
        {
            _pace.Close(request, bulk, pause);
            throw;
        }
    }

    private async Task<JObject?> OrNullAsync(RestRequest request, string key, CancellationToken cancellationToken)
    {
        try
        {
            return Part(await GetAsync(request, cancellationToken), key);
        }
        catch (ConnectionException hidden) when (hidden.Status is 404 || (hidden.Status is 403 && !hidden.LacksFeature()))
        {
            // A role that may not see a person or an asset must not cost the ticket its note; the checks of the connection name the right.
            return null;
        }
    }

    /// <summary>The record below its name; bare, where an answer is not wrapped (the documentation shows only some).</summary>
    private JObject Part(VendorResponse response, string key) =>
        response.Json is not JObject body ? throw Unexpected(key)
        : body[key] is JObject part ? part
        : body.ContainsKey("id") ? body
        : throw Unexpected(key);

    private JArray Rows(VendorResponse response, string key) =>
        response.Json as JArray ?? (response.Json is JObject body && body[key] is JArray rows ? rows : throw Unexpected(key));

    // Taking an answer without its list for an empty list could end in a second note.
    private ConnectionException Unexpected(string key) => new(ConnectionFailure.Retry, $"{Name} gave an answer without '{key}'. It is tried again.");

    private static int? NextPage(VendorResponse response) =>
        response.HeaderValues("link").Select(link => NextLink().Match(link)).FirstOrDefault(m => m.Success) is { } match
        && int.TryParse(match.Groups["page"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var page)
            ? page
            : null;

    private static RestRequest Get(string path, params (string Name, string Value)[] parameters)
    {
        var request = new RestRequest(path);
        foreach (var (name, value) in parameters)
        {
            request.AddQueryParameter(name, value);
        }

        return request;
    }

    private static RestRequest Body(string path, Method method, JObject body) =>
        new RestRequest(path, method).AddStringBody(body.ToString(Formatting.None), ContentType.Json);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("""[?&]page=(?<page>\d{1,6})[^>]*>\s*;\s*rel="?next""", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex NextLink();
}
