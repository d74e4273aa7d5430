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
    private static readonly TimeSpan KeepFieldsFor = TimeSpan.FromHours(1);

    private readonly VendorClient _http;
    private readonly JiraAuthorization _authorization;
    private readonly Cached<IReadOnlyList<JiraField>> _fields;
    private readonly Cached<JObject> _myself;
    private readonly string _api;

    public JiraClient(JiraClientOptions options, TimeProvider time)
    {
        Name = options.Name;
        Deployment = options.Deployment;
        _api = options.Deployment == JiraDeployment.Cloud ? "rest/api/3" : "rest/api/2";
        _authorization = new JiraAuthorization(options, time);
        var pace = new JiraPace(options.Name, time);
        var http = new VendorClientOptions
        {
            Name = options.Name,
            BaseUrl = options.BaseUrl,
            SignInAgain = _authorization.CanSignInAgain,
            Classify = pace.Classify,
            Handler = options.Handler,
            Authorization = async (request, fresh, token) =>
            {
                pace.ThrowIfPaused();
                await _authorization.AddAsync(request, fresh, token);
            },
        };
        _http = new VendorClient(http, time);
        Assets = new JiraAssets(options, http, _http, time);
        _fields = new Cached<IReadOnlyList<JiraField>>(
            async token => (JiraField.ParseAll((await _http.GetAsync($"{_api}/field", token)).Json), KeepFieldsFor),
            time
        );
        _myself = new Cached<JObject>(async token => (await ReadAsync(new RestRequest($"{_api}/myself"), token), KeepFieldsFor), time);
    }

    /// <summary>For messages: "Jira connection 'helpdesk'".</summary>
    public string Name { get; }

    public JiraDeployment Deployment { get; }

    public JiraAssets Assets { get; }

    /// <summary>The account that we are; asked once an hour.</summary>
    public async ValueTask<JObject> MyselfAsync(CancellationToken cancellationToken) => await _myself.GetAsync(cancellationToken);

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
            return (await GetAsync($"{Issue(id)}/properties/{Uri.EscapeDataString(key)}", cancellationToken))["value"];
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

    /// <summary>Newest first.</summary>
    public async IAsyncEnumerable<JObject> CommentsAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var startAt = 0;
        for (var page = 0; page < MaxPages; page++)
        {
            var request = new RestRequest($"{Issue(id)}/comment")
                .AddQueryParameter("startAt", startAt.ToString(CultureInfo.InvariantCulture))
                .AddQueryParameter("maxResults", PageSize.ToString(CultureInfo.InvariantCulture))
                .AddQueryParameter("orderBy", "-created");
            var answer = await ReadAsync(request, cancellationToken);
            var comments = answer["comments"].Objects().ToList();
            foreach (var comment in comments)
            {
                yield return comment;
            }

            startAt += comments.Count;
            if (comments.Count == 0 || startAt >= (answer["total"].Number() ?? 0))
            {
                yield break;
            }
        }
    }

    /// <returns>Null where the comment is gone.</returns>
    public async Task<JObject?> CommentAsync(string id, string commentId, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(Comment(id, commentId), cancellationToken);
        }
        catch (ConnectionException gone) when (gone.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Adds a comment that only agents see. There is no way to add another kind.</summary>
    /// <param name="body">ADF on Cloud, markup text on Data Center.</param>
    public Task<JObject> AddInternalCommentAsync(string id, JToken body, CancellationToken cancellationToken)
    {
        var comment = new JObject
        {
            ["body"] = body,
            ["properties"] = new JArray
            {
                new JObject
                {
                    ["key"] = InternalFlag,
                    ["value"] = new JObject { ["internal"] = true },
                },
            },
        };
        return SendAsync(Method.Post, $"{Issue(id)}/comment", comment, cancellationToken);
    }

    /// <summary>The service desk's own way to add an internal comment: plain text or markup only. The answer says <c>public</c>.</summary>
    public Task<JObject> AddInternalRequestCommentAsync(string id, string markup, CancellationToken cancellationToken) =>
        SendAsync(
            Method.Post,
            $"rest/servicedeskapi/request/{Uri.EscapeDataString(id)}/comment",
            new JObject { ["body"] = markup, ["public"] = false },
            cancellationToken
        );

    /// <summary>Replaces the words of a comment; its visibility stays.</summary>
    public Task<JObject> EditCommentAsync(string id, string commentId, JToken body, CancellationToken cancellationToken) =>
        SendAsync(Method.Put, Comment(id, commentId), new JObject { ["body"] = body }, cancellationToken);

    /// <summary>As <see cref="EditCommentAsync"/>, in markup on either deployment.</summary>
    public Task<JObject> EditCommentAsMarkupAsync(string id, string commentId, string markup, CancellationToken cancellationToken) =>
        SendAsync(
            Method.Put,
            Comment(id, commentId).Replace(_api, "rest/api/2", StringComparison.Ordinal),
            new JObject { ["body"] = markup },
            cancellationToken
        );

    public Task DeleteCommentAsync(string id, string commentId, CancellationToken cancellationToken) =>
        SendAsync(Method.Delete, Comment(id, commentId), new JObject(), cancellationToken);

    /// <summary>True where the comment carries the property that hides it from the portal.</summary>
    public async Task<bool> IsMarkedInternalAsync(string commentId, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await GetAsync($"{_api}/comment/{Uri.EscapeDataString(commentId)}/properties/{InternalFlag}", cancellationToken);
            return (answer["value"] as JObject)?["internal"] is JValue { Value: true } or JValue { Value: "true" };
        }
        catch (ConnectionException none) when (none.Status == 404)
        {
            return false;
        }
    }

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
        var read = 0;
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
            var last = issues.IsEmpty || next is null;
            yield return new JiraSearchPage(issues, last);
            if (last || !seen.Add(next!))
            {
                yield break;
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
    }

    private const string InternalFlag = "sd.public.comment";

    private string Issue(string idOrKey) => $"{_api}/issue/{Uri.EscapeDataString(idOrKey)}";

    private string Comment(string id, string commentId) => $"{Issue(id)}/comment/{Uri.EscapeDataString(commentId)}";

    private async Task<JObject> ReadAsync(RestRequest request, CancellationToken cancellationToken) =>
        (await _http.GetAsync(request, cancellationToken)).JsonObject(Name);

    // A DELETE without a content type was seen answered with 415, so every write carries a JSON body.
    private async Task<JObject> SendAsync(Method method, string path, JObject body, CancellationToken cancellationToken) =>
        (await _http.SendAsync(new RestRequest(path, method).AddStringBody(body.ToString(), ContentType.Json), cancellationToken)).JsonObject(Name);
}

/// <param name="IsLast">Nothing follows.</param>
public sealed record JiraSearchPage(ImmutableArray<JObject> Issues, bool IsLast);
