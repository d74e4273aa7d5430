using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Enrichment;
using Itam.Context.Sources.Jira;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Jira;

/// <summary>What <c>itam doctor</c> looks at on a Jira connection. Nothing is written.</summary>
internal sealed class JiraChecks(JiraClient client, JiraSettings settings, JiraOwnAccount self, JiraDeviceResolver devices)
{
    private static readonly (string Key, string Words)[] Rights =
    [
        ("BROWSE_PROJECTS", "see tickets"),
        ("ADD_COMMENTS", "add comments"),
        ("EDIT_OWN_COMMENTS", "edit its own comments"),
        ("DELETE_OWN_COMMENTS", "delete its own comments"),
        ("EDIT_ISSUES", "edit tickets"),
    ];

    public async Task<IReadOnlyList<ConnectionCheck>> RunAsync(CancellationToken cancellationToken)
    {
        var checks = new List<ConnectionCheck> { await TryAsync("Jira accepts the credentials", SignInAsync, cancellationToken) };
        if (!checks[0].Ok)
        {
            return checks;
        }

        foreach (var project in settings.Projects.Order(StringComparer.Ordinal))
        {
            checks.Add(await TryAsync($"The account works in project {project}", token => ProjectAsync(project, token), cancellationToken));
        }

        checks.Add(await TryAsync("The account is an agent of the service desk", AgentAsync, cancellationToken));
        if (settings.Raising is { } raising)
        {
            foreach (var (kind, type) in raising.RequestTypes.OrderBy(t => t.Key))
            {
                checks.Add(
                    await TryAsync(
                        $"A request of type {type} ({JiraRaisingSettings.RequestTypeSetting(kind)}) can be raised for people",
                        token => RequestTypeAsync(raising, kind, type, token),
                        cancellationToken
                    )
                );
            }
        }

        checks.Add(await TryAsync("Devices can be linked through Assets", AssetsAsync, cancellationToken));
        return checks;
    }

    private async Task<ConnectionCheck> SignInAsync(CancellationToken cancellationToken)
    {
        await client.MustBeSignedInAsync(cancellationToken);
        await self.LearnAsync(client, cancellationToken);
        var me = await client.MyselfAsync(cancellationToken);
        return new ConnectionCheck(true, $"Jira accepts the credentials; we are '{me["displayName"].Text() ?? me["name"].Text()}'");
    }

    private async Task<ConnectionCheck> ProjectAsync(string project, CancellationToken cancellationToken)
    {
        var type = (await client.GetAsync(client.Api($"project/{Uri.EscapeDataString(project)}"), cancellationToken))["projectTypeKey"].Text();
        var asked = string.Join(',', Rights.Select(r => r.Key));
        var held =
            (await client.GetAsync(client.Api($"mypermissions?projectKey={Uri.EscapeDataString(project)}&permissions={asked}"), cancellationToken))[
                "permissions"
            ] as JObject;
        var missing = Rights.Where(r => (held?[r.Key] as JObject)?["havePermission"].Text() is not "True").Select(r => r.Words).ToList();
        if (missing.Count > 0)
        {
            return new ConnectionCheck(
                false,
                $"The account may do what is needed in project {project}",
                $"It may not {string.Join(", ", missing)}. Add it to the role 'Service Desk Team' of {project}, or grant these permissions in the project's scheme."
            );
        }

        return type == "service_desk"
            ? new ConnectionCheck(true, $"The account may do what is needed in project {project}")
            : new ConnectionCheck(
                true,
                $"The account may do what is needed in project {project}; it is not a service project, so everybody who sees a ticket sees the note"
            );
    }

    private async Task<ConnectionCheck> AgentAsync(CancellationToken cancellationToken)
    {
        const string What = "The account is an agent of the service desk, so notes stay internal";
        try
        {
            await client.GetAsync("rest/servicedeskapi/servicedesk?limit=1", cancellationToken);
            return new ConnectionCheck(true, What);
        }
        catch (ConnectionException refused) when (refused.Status is 401 or 403 or 404)
        {
            return new ConnectionCheck(
                false,
                What,
                "Give the account a Jira Service Management licence (product role 'User (agent)') and the role 'Service Desk Team'."
            );
        }
    }

    private async Task<ConnectionCheck> RequestTypeAsync(
        JiraRaisingSettings raising,
        TicketKind kind,
        string type,
        CancellationToken cancellationToken
    )
    {
        var form = await JiraRequestForm.ReadAsync(client, settings, raising, type, cancellationToken);
        var what = $"A request of type {type} ({JiraRaisingSettings.RequestTypeSetting(kind)}) can be raised for people";
        return !form.HasDescription ? new(false, what, "Add the field Description to the request form, or choose another request type.")
            : !form.Unfilled.IsEmpty
                ? new(
                    false,
                    what,
                    $"The form demands {string.Join(", ", form.Unfilled.Select(ReportText.Clean))}, which we do not fill. Make it optional, give it a preset, or choose another request type."
                )
            : !form.CanRaiseOnBehalfOf
                ? new(
                    false,
                    what,
                    "The account may not raise on behalf of others. Give it a Jira Service Management licence and the role 'Service Desk Team'."
                )
            : new(true, what);
    }

    private async Task<ConnectionCheck> AssetsAsync(CancellationToken cancellationToken)
    {
        var fields = await devices.FieldsAsync(cancellationToken);
        if (fields.Count == 0)
        {
            return settings.AssetsField is null
                ? new ConnectionCheck(true, "The site has no Assets field: tickets are read and notes written, devices are not linked")
                : new ConnectionCheck(
                    false,
                    "The configured Assets field exists",
                    "Correct the setting AssetsField: the field's exact name or its id (customfield_…)."
                );
        }

        if (client.Deployment == JiraDeployment.DataCenter)
        {
            return new ConnectionCheck(true, "Linked assets are read from the ticket; on Data Center devices are not linked by us");
        }

        if (fields.Count > 1)
        {
            return new ConnectionCheck(
                false,
                "Exactly one Assets field is used",
                $"There are {fields.Count}. Set AssetsField to the one that holds the affected device."
            );
        }

        return await client.Assets.WorkspaceAsync(cancellationToken) is not null
            ? new ConnectionCheck(true, "Assets can be read, so devices can be linked")
            : new ConnectionCheck(
                false,
                "Assets can be read, so devices can be linked",
                "Make the account 'Object schema user' of the schema, or remove the Assets field where the plan has no Assets."
            );
    }

    private static async Task<ConnectionCheck> TryAsync(
        string what,
        Func<CancellationToken, Task<ConnectionCheck>> check,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await check(cancellationToken);
        }
        catch (ConnectionException failed)
        {
            return new ConnectionCheck(false, what, failed.Message);
        }
    }
}
