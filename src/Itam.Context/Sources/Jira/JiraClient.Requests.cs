using Newtonsoft.Json.Linq;
using RestSharp;

namespace Itam.Context.Sources.Jira;

/// <summary>Requests of a service desk: what its forms ask for, and raising one. Source: Atlassian's description of the Jira Service Management API.</summary>
public sealed partial class JiraClient
{
    private const string ServiceDesks = "rest/servicedeskapi/servicedesk";

    /// <returns><c>projectKey</c> and <c>projectName</c> among others.</returns>
    public Task<JObject> ServiceDeskAsync(string id, CancellationToken cancellationToken) =>
        GetAsync($"{ServiceDesks}/{Uri.EscapeDataString(id)}", cancellationToken);

    /// <returns><c>requestTypeFields</c> and <c>canRaiseOnBehalfOf</c>.</returns>
    public Task<JObject> RequestFormAsync(string serviceDesk, string requestType, CancellationToken cancellationToken) =>
        GetAsync($"{ServiceDesks}/{Uri.EscapeDataString(serviceDesk)}/requesttype/{Uri.EscapeDataString(requestType)}/field", cancellationToken);

    /// <returns><c>issueId</c> and <c>issueKey</c>.</returns>
    public Task<JObject> RaiseRequestAsync(JObject request, CancellationToken cancellationToken) =>
        SendAsync(Method.Post, "rest/servicedeskapi/request", request, cancellationToken);

    /// <summary>Cloud: active users whose name or e-mail begins like the text, also where the e-mail is hidden in the answer.</summary>
    public async Task<IReadOnlyList<JObject>> UsersLikeAsync(string text, CancellationToken cancellationToken)
    {
        var answer = await _http.GetAsync(new RestRequest($"{_api}/user/search").AddQueryParameter("query", text), cancellationToken);
        return [.. answer.Json.Objects()];
    }
}
