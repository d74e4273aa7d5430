using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Itam.Context.Connections;
using Newtonsoft.Json.Linq;
using RestSharp;

namespace Itam.Context.Sources.Jira;

/// <summary>
/// Jira's REST API: v3 on Cloud, v2 on Data Center. Sign-in, paging, limits and errors are settled here; what a ticket or a note is, is not.
/// Every failure is a <see cref="ConnectionException"/>. Source: Atlassian's OpenAPI descriptions of the platform and of Jira Service Management.
/// </summary>
public sealed partial class JiraClient : IDisposable
{
    /// <summary>Comments and search results per call, and the calls after which paging gives up whatever the other side says.</summary>
    private const int PageSize = 100;
    private const int MaxPages = 50;

    /// <summary>A search may give pages without a hit before one with; so many are followed.</summary>
    private const int MaxEmptyPages = 10;
    private static readonly TimeSpan KeepFieldsFor = TimeSpan.FromHours(1);

    /// <summary>So long "not there" and "nothing found" are believed after Jira said who we are.</summary>
    private static readonly TimeSpan BelieveFor = TimeSpan.FromSeconds(30);

    private readonly VendorClient _http;
    private readonly JiraAuthorization _authorization;
    private readonly Cached<IReadOnlyList<JiraField>> _fields;
    private readonly Cached<JObject> _myself;
    private readonly Cached<JObject> _signedIn;
    private readonly JiraPoints? _points;
    private readonly string _api;

    public JiraClient(JiraClientOptions options, TimeProvider time)
    {
        Name = options.Name;
        Deployment = options.Deployment;
        _api = options.Deployment == JiraDeployment.Cloud ? "rest/api/3" : "rest/api/2";
        _authorization = new JiraAuthorization(options, time);
        _points = options is { Deployment: JiraDeployment.Cloud, SignIn: not JiraSignIn.ApiToken }
            ? new JiraPoints(options.Name, options.PointsPerHour, time)
            : null;
        var pace = new JiraPace(options.Name, _points, time);
        var http = new VendorClientOptions
        {
            Name = options.Name,
            BaseUrl = options.BaseUrl,
            SignInAgain = _authorization.CanSignInAgain,
            Classify = answer => pace.Classify(answer) ?? JiraRefusal.Of(answer, options.Name),
            Handler = options.Handler,
            Authorization = async (request, fresh, token) =>
            {
                pace.ThrowIfPaused();
                await _authorization.AddAsync(request, fresh, token);
            },
        };
        _http = new VendorClient(http, time);
        Assets = new JiraAssets(options, http, _http, MustBeSignedInAsync, time);
        _fields = new Cached<IReadOnlyList<JiraField>>(
            async token => (JiraField.ParseAll((await _http.GetAsync($"{_api}/field", token)).Json), KeepFieldsFor),
            time
        );
        _myself = new Cached<JObject>(async token => (await AskWhoWeAreAsync(token), KeepFieldsFor), time);
        _signedIn = new Cached<JObject>(async token => (await AskWhoWeAreAsync(token), BelieveFor), time);
    }

    /// <summary>For messages: "Jira connection 'helpdesk'".</summary>
    public string Name { get; }

    public JiraDeployment Deployment { get; }

    public JiraAssets Assets { get; }

    /// <summary>The account that we are; asked once an hour.</summary>
    public async ValueTask<JObject> MyselfAsync(CancellationToken cancellationToken) => await _myself.GetAsync(cancellationToken);

    /// <summary>
    /// Asks who we are, at most twice a minute. A stranger sees no tickets and finds nothing, so neither is believed before this has come back.
    /// </summary>
    /// <exception cref="ConnectionException">The credentials are refused, or Jira cannot be asked.</exception>
    public async Task MustBeSignedInAsync(CancellationToken cancellationToken) => await _signedIn.GetAsync(cancellationToken);

    /// <summary>For reading in the background: tickets come first where calls are counted by the hour.</summary>
    /// <exception cref="ConnectionException">Half of the hour's points are used up; it goes on at the full hour.</exception>
    public void LeaveHalfToTickets() => _points?.LeaveHalf();

    /// <summary>All fields of the site; asked once an hour.</summary>
    public async ValueTask<IReadOnlyList<JiraField>> FieldsAsync(CancellationToken cancellationToken) => await _fields.GetAsync(cancellationToken);

    /// <param name="property">Key of an issue property to read along, or null.</param>
    public async Task<JObject> IssueAsync(string idOrKey, IEnumerable<string> fields, string? property, CancellationToken cancellationToken)
    {
        var request = new RestRequest(Issue(idOrKey)).AddQueryParameter("fields", string.Join(',', fields));
        if (property is not null)
        {
            request.AddQueryParameter("properties", property);
        }

        return await ReadAsync(request, cancellationToken);
    }

    /// <param name="changes"><c>{"fields":{…}}</c> or <c>{"update":{…}}</c>.</param>
    public Task EditIssueAsync(string id, JObject changes, CancellationToken cancellationToken) =>
        SendAsync(Method.Put, Issue(id), changes, cancellationToken);

    /// <returns>The property's value, or null where it is not set.</returns>
    public async Task<JToken?> PropertyAsync(string id, string key, CancellationToken cancellationToken)
    {
        try
        {
            // Most often it is simply not set, so this 404 is not worth the question who we are.
            return (await _http.GetAsync($"{Issue(id)}/properties/{Uri.EscapeDataString(key)}", cancellationToken)).JsonObject(Name)["value"];
        }
        catch (ConnectionException none) when (none.Status == 404)
        {
            return null;
        }
    }

    public Task SetPropertyAsync(string id, string key, JObject value, CancellationToken cancellationToken) =>
        SendAsync(Method.Put, $"{Issue(id)}/properties/{Uri.EscapeDataString(key)}", value, cancellationToken);

    /// <summary>Cloud: a user by account id. E-mail may be missing by the user's choice.</summary>
    public Task<JObject> UserAsync(string accountId, CancellationToken cancellationToken) =>
        ReadAsync(new RestRequest($"{_api}/user").AddQueryParameter("accountId", accountId), cancellationToken);

    /// <summary>Issues in the query's order, at most <paramref name="limit"/>.</summary>
    /// <param name="jql">Bounded, with every text from outside put in by <see cref="JiraQuery"/>.</param>
    public async IAsyncEnumerable<JObject> SearchAsync(
        string jql,
        IReadOnlyList<string> fields,
        int limit,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var read = 0;
        await foreach (var page in SearchPagesAsync(jql, fields, limit, cancellationToken))
        {
            foreach (var issue in page.Issues.Take(limit - read))
            {
                yield return issue;
            }

            read += page.Issues.Length;
        }
    }

    /// <summary>As <see cref="SearchAsync"/>, in the pages in which they come. Without a last page the search had more than the limit, or did not end.</summary>
    public async IAsyncEnumerable<JiraSearchPage> SearchPagesAsync(
        string jql,
        IReadOnlyList<string> fields,
        int limit,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var cloud = Deployment == JiraDeployment.Cloud;
        string? next = null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var (read, empty) = (0, 0);
        for (var page = 0; page < MaxPages && read < limit; page++)
        {
            var body = new JObject
            {
                ["jql"] = jql,
                ["maxResults"] = Math.Min(PageSize, limit - read),
                ["fields"] = new JArray(fields),
            };
            if (next is not null)
            {
                body[cloud ? "nextPageToken" : "startAt"] = cloud ? next : read;
            }

            var request = new RestRequest(cloud ? $"{_api}/search/jql" : $"{_api}/search", Method.Post).AddStringBody(
                body.ToString(),
                ContentType.Json
            );
            // A question although it is a POST: safe to repeat.
            var answer = await ReadAsync(request, cancellationToken);
            var issues = answer["issues"].Objects().ToImmutableArray();
            read += issues.Length;
            next =
                cloud ? answer["nextPageToken"].Text()
                : read < (answer["total"].Number() ?? 0) ? read.ToString(CultureInfo.InvariantCulture)
                : null;
            if (issues.IsEmpty)
            {
                await MustBeSignedInAsync(cancellationToken);
                var goesOn = next is not null || string.Equals(answer["isLast"].Text(), "false", StringComparison.OrdinalIgnoreCase);
                if (goesOn && (!cloud || next is null || ++empty > MaxEmptyPages))
                {
                    throw new ConnectionException(
                        ConnectionFailure.Retry,
                        $"{Name} gave nothing more of a search and said that there is more. It is tried again later."
                    );
                }
            }

            yield return new JiraSearchPage(issues, next is null);
            if (next is null)
            {
                yield break;
            }

            if (!seen.Add(next))
            {
                throw new ConnectionException(
                    ConnectionFailure.Retry,
                    $"{Name} gives the same page of a search again and again. It is tried again later."
                );
            }
        }
    }

    /// <summary>Any other read, e.g. of a project or of our own permissions. <paramref name="path"/> is relative to the site.</summary>
    public Task<JObject> GetAsync(string path, CancellationToken cancellationToken) => ReadAsync(new RestRequest(path), cancellationToken);

    /// <summary><c>rest/api/3/…</c> on Cloud, <c>rest/api/2/…</c> on Data Center.</summary>
    public string Api(string path) => $"{_api}/{path}";

    public void Dispose()
    {
        Assets.Dispose();
        _http.Dispose();
        _authorization.Dispose();
        _fields.Dispose();
        _myself.Dispose();
        _signedIn.Dispose();
    }

    private string Issue(string idOrKey) => $"{_api}/issue/{Uri.EscapeDataString(idOrKey)}";

    private async Task<JObject> AskWhoWeAreAsync(CancellationToken cancellationToken) =>
        (await _http.GetAsync($"{_api}/myself", cancellationToken)).JsonObject(Name);

    private Task<JObject> ReadAsync(RestRequest request, CancellationToken cancellationToken) =>
        BelievedAsync(() => _http.GetAsync(request, cancellationToken), cancellationToken);

    // A DELETE without a content type was seen answered with 415, so every write carries a JSON body.
    private Task<JObject> SendAsync(Method method, string path, JObject body, CancellationToken cancellationToken) =>
        BelievedAsync(
            () => _http.SendAsync(new RestRequest(path, method).AddStringBody(body.ToString(), ContentType.Json), cancellationToken),
            cancellationToken
        );

    private async Task<JObject> BelievedAsync(Func<Task<VendorResponse>> call, CancellationToken cancellationToken)
    {
        try
        {
            return (await call()).JsonObject(Name);
        }
        catch (ConnectionException missing) when (missing.Status == 404)
        {
            await MustBeSignedInAsync(cancellationToken);
            throw;
        }
    }
}

/// <param name="IsLast">Nothing follows.</param>
public sealed record JiraSearchPage(ImmutableArray<JObject> Issues, bool IsLast);
