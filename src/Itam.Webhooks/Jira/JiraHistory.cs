using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Itam.Context;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Context.Sources.Jira;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Jira;

/// <summary>Searches tickets of the served projects. Jira reads times in JQL in the account's own zone, so all of them are written as minutes before now.</summary>
internal sealed class JiraHistory(
    JiraClient client,
    JiraSettings settings,
    JiraPeople people,
    JiraDeviceResolver devices,
    JiraTicketReader reader,
    TenantId tenant,
    TimeProvider time
)
{
    private const int MaxChanged = 5_000;
    private static readonly string[] Fields = ["summary", "status", "created"];

    public async Task<IReadOnlyList<EarlierTicket>> FindAsync(EarlierTicketsQuery query, CancellationToken cancellationToken)
    {
        var found = new List<EarlierTicket>();
        if (await DeviceClauseAsync(query.Device, cancellationToken) is { } device)
        {
            found.AddRange(await SearchAsync(device, query, ofDevice: true, cancellationToken));
        }

        if (query.Requester is { } requester && people.ReporterName(requester) is { } reporter)
        {
            found.AddRange(await SearchAsync($"reporter = {JiraQuery.Quote(reporter)}", query, ofDevice: false, cancellationToken));
        }

        return [.. found.OrderByDescending(t => t.CreatedAt)];
    }

    /// <summary>Oldest first. JQL knows whole minutes only, so the exact moment is checked again here.</summary>
    public async IAsyncEnumerable<ChangedTicket> ChangedSinceAsync(DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var jql = $"{Projects} AND updated >= {JiraTime.MinutesAgo(since, time)} ORDER BY updated ASC";
        var seen = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var issue in client.SearchAsync(jql, ["updated"], MaxChanged, cancellationToken))
        {
            if (
                issue["id"].Text() is { } id
                && JiraTime.Parse((issue["fields"] as JObject)?["updated"].Text()) is { } updated
                && updated >= since
                && seen.Add(id)
            )
            {
                yield return new ChangedTicket(new TicketRef(tenant, settings.Client.Connection, id), updated);
            }
        }
    }

    private string Projects => $"project in ({JiraQuery.List(settings.Projects.Order(StringComparer.Ordinal))})";

    private async Task<IReadOnlyList<EarlierTicket>> SearchAsync(
        string clause,
        EarlierTicketsQuery query,
        bool ofDevice,
        CancellationToken cancellationToken
    )
    {
        var jql = $"{Projects} AND {clause} AND created >= {JiraTime.MinutesAgo(query.Since, time)} ORDER BY created DESC";
        var tickets = new List<EarlierTicket>();
        // One more than asked for, since the ticket itself is among them.
        await foreach (var issue in client.SearchAsync(jql, Fields, query.Limit + 1, cancellationToken))
        {
            if (ToEarlier(issue, query.Excluding, ofDevice) is { } earlier && earlier.CreatedAt >= query.Since)
            {
                tickets.Add(earlier);
            }
        }

        return [.. tickets.Take(query.Limit)];
    }

    private EarlierTicket? ToEarlier(JObject issue, TicketRef excluding, bool ofDevice) =>
        issue["fields"] is JObject fields
        && issue["id"].Text() is { } id
        && issue["key"].Text() is { } key
        && id != excluding.Id
        && key != excluding.Id
        && JiraTime.Parse(fields["created"].Text()) is { } created
            ? new EarlierTicket(
                new TicketRef(tenant, settings.Client.Connection, id),
                key,
                fields["summary"].Text() ?? "",
                created,
                JiraTicketReader.IsClosed(fields),
                ofDevice,
                reader.UrlOf(key)
            )
            : null;

    /// <summary>Tickets on which Assets links the device, or whose own words name it. Comments are left out: our notes name devices too.</summary>
    private async Task<string?> DeviceClauseAsync(ImmutableArray<DeviceName> device, CancellationToken cancellationToken)
    {
        var clauses = device
            .Where(n => n.Kind is IdentifierKind.Serial or IdentifierKind.AssetTag or IdentifierKind.Hostname)
            .Select(n => JiraQuery.Phrase(n.Value))
            .OfType<string>()
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(phrase => $"summary ~ {phrase} OR description ~ {phrase}")
            .ToList();
        if (await ConnectedAsync(device, cancellationToken) is { Count: > 0 } connected)
        {
            clauses.Add($"id in ({string.Join(", ", connected)})");
        }

        return clauses.Count == 0 ? null : $"({string.Join(" OR ", clauses)})";
    }

    private async Task<IReadOnlyList<string>> ConnectedAsync(ImmutableArray<DeviceName> device, CancellationToken cancellationToken)
    {
        if (device.IsDefaultOrEmpty || client.Deployment == JiraDeployment.DataCenter)
        {
            return [];
        }

        try
        {
            var found = await devices.FindAsync(device, cancellationToken);
            var ids = found.Object is { } asset ? await client.Assets.ConnectedTicketsAsync(asset.ObjectId, cancellationToken) : [];
            return [.. ids.Where(JiraKeys.IsId).Take(100)];
        }
        catch (ConnectionException unreadable) when (unreadable.Failure != ConnectionFailure.Retry)
        {
            // History without Assets is still history: the words of the tickets are searched.
            return [];
        }
    }
}
