namespace Itam.Sandbox.Jira;

/// <summary>Which paths the site answers. Everything else is refused by the host with 501, so that gaps are seen.</summary>
internal sealed class JiraRoutes(
    JiraGate gate,
    JiraPlatformApi platform,
    JiraCommentApi comments,
    JiraRequestApi requests,
    JiraAssetsApi assets,
    JiraFlavour flavour
)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        if (flavour == JiraFlavour.DataCenter)
        {
            Platform(routes, "", 2, gateway: false);
            ServiceDesk(routes, "", gateway: false);
            routes.MapPost("/rest/api/2/search", gate.Handle(platform.OffsetSearch, gateway: false));
            return;
        }

        var cloud = $"/ex/jira/{JiraEmulator.CloudId}";
        foreach (var (prefix, gateway) in new[] { ("", false), (cloud, true) })
        {
            Platform(routes, prefix, 3, gateway);
            Platform(routes, prefix, 2, gateway);
            ServiceDesk(routes, prefix, gateway);
            routes.MapGet($"{prefix}/rest/api/3/user/search", gate.Handle(requests.UserSearch, gateway));
            routes.MapPost($"{prefix}/rest/api/3/search/jql", gate.Handle(platform.Search, gateway));
            foreach (var version in new[] { 2, 3 })
            {
                routes.Map($"{prefix}/rest/api/{version}/search", gate.Handle(JiraPlatformApi.OldSearch, gateway));
            }

            var workspace = $"{prefix}/jsm/assets/workspace/{{workspace}}/v1";
            routes.MapPost($"{workspace}/object/aql", gate.Handle(assets.Find, gateway));
            routes.MapPost($"{workspace}/object/aql/totalcount", gate.Handle(assets.Count, gateway));
            routes.MapGet($"{workspace}/object/{{object}}", gate.Handle(assets.Read, gateway));
            routes.MapGet($"{workspace}/objectconnectedtickets/{{object}}/tickets", gate.Handle(assets.ConnectedTickets, gateway));
        }

        routes.MapPost("/oauth/token", gate.Token());
    }

    private void Platform(IEndpointRouteBuilder routes, string prefix, int version, bool gateway)
    {
        var api = $"{prefix}/rest/api/{version}";
        routes.MapGet($"{api}/myself", gate.Handle(platform.Myself, gateway));
        routes.MapGet($"{api}/user", gate.Handle(platform.User, gateway));
        routes.MapGet($"{api}/field", gate.Handle(platform.Fields, gateway));
        routes.MapGet($"{api}/project/{{key}}", gate.Handle(platform.Project, gateway));
        routes.MapGet($"{api}/mypermissions", gate.Handle(platform.Permissions, gateway));
        routes.MapGet($"{api}/issue/{{id}}", gate.Handle(call => platform.Issue(call, version), gateway));
        routes.MapPut($"{api}/issue/{{id}}", gate.Handle(platform.Edit, gateway));
        routes.MapGet($"{api}/issue/{{id}}/properties/{{key}}", gate.Handle(platform.ReadProperty, gateway));
        routes.MapPut($"{api}/issue/{{id}}/properties/{{key}}", gate.Handle(platform.WriteProperty, gateway));
        routes.MapGet($"{api}/issue/{{id}}/comment", gate.Handle(call => comments.List(call, version), gateway));
        routes.MapPost($"{api}/issue/{{id}}/comment", gate.Handle(call => comments.Add(call, version), gateway));
        routes.MapGet($"{api}/issue/{{id}}/comment/{{comment}}", gate.Handle(call => comments.Read(call, version), gateway));
        routes.MapPut($"{api}/issue/{{id}}/comment/{{comment}}", gate.Handle(call => comments.Edit(call, version), gateway));
        routes.MapDelete($"{api}/issue/{{id}}/comment/{{comment}}", gate.Handle(comments.Delete, gateway));
        routes.MapGet($"{api}/comment/{{comment}}/properties/{{key}}", gate.Handle(comments.Property, gateway));
    }

    private void ServiceDesk(IEndpointRouteBuilder routes, string prefix, bool gateway)
    {
        routes.MapGet(
            $"{prefix}/rest/servicedeskapi/servicedesk",
            gate.Handle(
                static _ => Answer.Ok(new Newtonsoft.Json.Linq.JObject { ["values"] = new Newtonsoft.Json.Linq.JArray() }),
                gateway,
                agentsOnly: true
            )
        );
        routes.MapGet($"{prefix}/rest/servicedeskapi/servicedesk/{{desk}}", gate.Handle(requests.Desk, gateway, agentsOnly: true));
        routes.MapGet(
            $"{prefix}/rest/servicedeskapi/servicedesk/{{desk}}/requesttype/{{type}}/field",
            gate.Handle(requests.Form, gateway, agentsOnly: true)
        );
        routes.MapPost($"{prefix}/rest/servicedeskapi/request", gate.Handle(requests.Raise, gateway, agentsOnly: true));
        routes.MapPost($"{prefix}/rest/servicedeskapi/request/{{id}}/comment", gate.Handle(comments.AddToRequest, gateway, agentsOnly: true));
        routes.MapGet($"{prefix}/rest/servicedeskapi/assets/workspace", gate.Handle(assets.Workspaces, gateway, agentsOnly: true));
    }
}
