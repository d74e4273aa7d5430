using System.Collections.Immutable;
using System.Globalization;
using Itam.Context.Connections;
using Newtonsoft.Json.Linq;
using RestSharp;

namespace Itam.Context.Sources.Jira;

/// <summary>Assets (formerly Insight) of a Cloud site. Premium and Enterprise only; elsewhere there is no workspace and every question has an empty answer.</summary>
public sealed class JiraAssets : IDisposable
{
    private static readonly TimeSpan KeepWorkspaceFor = TimeSpan.FromHours(1);
    private readonly VendorClient? _http;
    private readonly Func<CancellationToken, Task> _mustBeSignedIn;
    private readonly Cached<string?> _workspace;

    internal JiraAssets(
        JiraClientOptions options,
        VendorClientOptions http,
        VendorClient site,
        Func<CancellationToken, Task> mustBeSignedIn,
        TimeProvider time
    )
    {
        _mustBeSignedIn = mustBeSignedIn;
        _http = options.AssetsUrl is { } address ? new VendorClient(http with { Name = $"{options.Name} (Assets)", BaseUrl = address }, time) : null;
        _workspace = new Cached<string?>(async token => (await FindWorkspaceAsync(site, token), KeepWorkspaceFor), time);
    }

    /// <summary>The site's workspace, or null where the site has no Assets or the account may not see it.</summary>
    public async ValueTask<string?> WorkspaceAsync(CancellationToken cancellationToken) =>
        _http is null ? null : await _workspace.GetAsync(cancellationToken);

    /// <summary>The first 25 objects that a query finds.</summary>
    public async Task<IReadOnlyList<JiraAssetObject>> FindAsync(string aql, CancellationToken cancellationToken)
    {
        if (await WorkspaceAsync(cancellationToken) is not { } workspace)
        {
            return [];
        }

        var request = new RestRequest(PathOf(workspace, "object/aql"), Method.Post)
            .AddQueryParameter("startAt", "0")
            .AddQueryParameter("maxResults", "25")
            .AddQueryParameter("includeAttributes", "true")
            .AddStringBody(new JObject { ["qlQuery"] = aql }.ToString(), ContentType.Json);
        // A question although it is a POST: safe to repeat.
        var answer = (await _http!.GetAsync(request, cancellationToken)).JsonObject(_http.Name);
        return [.. answer["values"].Objects().Select(o => JiraAssetObject.Parse(o, workspace, answer["objectTypeAttributes"]))];
    }

    /// <summary>A part of everything that a query finds, without an order that could be relied on.</summary>
    /// <param name="size">Objects asked for; the site may give fewer, so the next page starts after what came.</param>
    /// <exception cref="ConnectionException">Also where the site has no Assets, or the account may not see it.</exception>
    public async Task<JiraAssetPage> PageAsync(string aql, int startAt, int size, CancellationToken cancellationToken)
    {
        if (await WorkspaceAsync(cancellationToken) is not { } workspace)
        {
            throw new ConnectionException(
                ConnectionFailure.Reconnect,
                $"{_http?.Name ?? "Jira"} has no workspace that the account may see. Assets need Premium or Enterprise, and the role 'Object schema user'."
            );
        }

        var request = new RestRequest(PathOf(workspace, "object/aql"), Method.Post)
            .AddQueryParameter("startAt", startAt.ToString(CultureInfo.InvariantCulture))
            .AddQueryParameter("maxResults", size.ToString(CultureInfo.InvariantCulture))
            .AddQueryParameter("includeAttributes", "true")
            .AddStringBody(new JObject { ["qlQuery"] = aql }.ToString(), ContentType.Json);
        // A question although it is a POST: safe to repeat.
        var answer = (await _http!.GetAsync(request, cancellationToken)).JsonObject(_http.Name);
        // An answer without its list is an error in the coat of a success; taken for an empty list it would empty the register.
        if (answer["values"] is not JArray values)
        {
            throw new ConnectionException(ConnectionFailure.Retry, $"{_http.Name} gave an answer without objects. It is tried again.");
        }

        if (values.Count == 0)
        {
            await _mustBeSignedIn(cancellationToken);
        }

        return new(
            [.. values.Objects().Select(o => JiraAssetObject.Parse(o, workspace, answer["objectTypeAttributes"]))],
            values.Count,
            answer["total"].Number(),
            IsLast(answer)
        );
    }

    /// <summary>Objects of the site's workspace by their ids, many in one call; those that are gone or may not be seen are left out.</summary>
    public async Task<IReadOnlyList<JiraAssetObject>> ObjectsAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var wanted = ids.Where(id => id.Length > 0 && id.All(char.IsAsciiDigit)).Distinct(StringComparer.Ordinal).ToList();
        var found = new List<JiraAssetObject>();
        if (wanted.Count == 0 || await WorkspaceAsync(cancellationToken) is null)
        {
            return found;
        }

        for (var read = 0; read < wanted.Count; )
        {
            var page = await PageAsync($"objectId IN ({string.Join(", ", wanted)})", read, wanted.Count, cancellationToken);
            found.AddRange(page.Objects);
            read += page.Returned;
            if (page.Returned == 0 || page.IsLast == true)
            {
                break;
            }
        }

        return found;
    }

    /// <returns>How many objects a query finds; null where this site does not count them (the call is not documented).</returns>
    public async Task<int?> CountAsync(string aql, CancellationToken cancellationToken)
    {
        if (await WorkspaceAsync(cancellationToken) is not { } workspace)
        {
            return null;
        }

        try
        {
            var request = new RestRequest(PathOf(workspace, "object/aql/totalcount"), Method.Post).AddStringBody(
                new JObject { ["qlQuery"] = aql }.ToString(),
                ContentType.Json
            );
            return (await _http!.GetAsync(request, cancellationToken)).JsonObject(_http.Name)["totalCount"].Number();
        }
        catch (ConnectionException unknown) when (unknown.Failure == ConnectionFailure.GiveUp)
        {
            return null;
        }
    }

    /// <returns>Null where the object is not in this site's workspace or is gone.</returns>
    public async Task<JiraAssetObject?> ObjectAsync(string workspaceId, string objectId, CancellationToken cancellationToken)
    {
        if (await WorkspaceAsync(cancellationToken) is not { } workspace || workspace != workspaceId)
        {
            return null;
        }

        try
        {
            var answer = await _http!.GetAsync(PathOf(workspace, $"object/{Uri.EscapeDataString(objectId)}"), cancellationToken);
            return JiraAssetObject.Parse(answer.JsonObject(_http.Name), workspace, null);
        }
        catch (ConnectionException gone) when (gone.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Ids of the tickets on which the object is linked.</summary>
    public async Task<IReadOnlyList<string>> ConnectedTicketsAsync(string objectId, CancellationToken cancellationToken)
    {
        if (await WorkspaceAsync(cancellationToken) is not { } workspace)
        {
            return [];
        }

        var answer = await _http!.GetAsync(PathOf(workspace, $"objectconnectedtickets/{Uri.EscapeDataString(objectId)}/tickets"), cancellationToken);
        return [.. answer.JsonObject(_http.Name)["tickets"].Objects().Select(t => t["id"].Text()).OfType<string>()];
    }

    public void Dispose()
    {
        _http?.Dispose();
        _workspace.Dispose();
    }

    /// <summary>Seen as a boolean and as text, and under three names; null where the answer has none of them.</summary>
    private static bool? IsLast(JObject answer) =>
        (answer["isLast"].Text() ?? answer["last"].Text())?.ToLowerInvariant() switch
        {
            "true" => true,
            "false" => false,
            _ => answer["hasMoreResults"].Text()?.ToLowerInvariant() switch
            {
                "true" => false,
                "false" => true,
                _ => null,
            },
        };

    private static string PathOf(string workspace, string path) => $"workspace/{Uri.EscapeDataString(workspace)}/v1/{path}";

    private async Task<string?> FindWorkspaceAsync(VendorClient site, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await site.GetAsync("rest/servicedeskapi/assets/workspace", cancellationToken);
            if (answer.JsonObject(site.Name)["values"].Objects().Select(w => w["workspaceId"].Text()).FirstOrDefault() is { } workspace)
            {
                return workspace;
            }
        }
        catch (ConnectionException none) when (none.Status is 403 or 404)
        {
            // A plan without Assets and an account without rights look alike; both mean that there is nothing to read.
        }

        await _mustBeSignedIn(cancellationToken);
        return null;
    }
}

/// <param name="Returned">How many came, readable or not: where the next page starts.</param>
/// <param name="Total">As the site says it; known to stop counting at some number on large sites.</param>
/// <param name="IsLast">Null where the site does not say.</param>
public sealed record JiraAssetPage(ImmutableArray<JiraAssetObject> Objects, int Returned, int? Total, bool? IsLast);
