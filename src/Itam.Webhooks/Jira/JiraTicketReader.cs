using System.Collections.Immutable;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Sources.Jira;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Jira;

/// <summary>Reads an issue as the neutral ticket.</summary>
internal sealed class JiraTicketReader(
    JiraClient client,
    JiraSettings settings,
    JiraOwnAccount self,
    JiraPeople people,
    JiraDeviceResolver devices,
    TimeProvider time
)
{
    /// <summary>What a ticket is made of, besides the fields that hold assets.</summary>
    public static readonly ImmutableArray<string> Fields =
    [
        "summary",
        "description",
        "status",
        "project",
        "reporter",
        "priority",
        "created",
        "updated",
    ];

    public async Task<Ticket> ReadAsync(TicketRef ticket, CancellationToken cancellationToken)
    {
        await self.LearnAsync(client, cancellationToken);
        var assetFields = await devices.FieldsAsync(cancellationToken);
        var issue = await client.IssueAsync(ticket.Id, [.. Fields, .. assetFields], settings.MarkerProperty, cancellationToken);
        var fields = issue["fields"] as JObject ?? throw Strange("fields");
        var id = issue["id"].Text() ?? throw Strange("id");
        var key = issue["key"].Text() ?? throw Strange("key");
        ServedOrThrow(fields, key);

        var updated = JiraTime.Parse(fields["updated"].Text());
        var marker = JiraMarker.Parse((issue["properties"] as JObject)?[settings.MarkerProperty]);
        return Describe(
            ticket with
            {
                Id = id,
            },
            key,
            fields,
            await people.ReadAsync(fields["reporter"], cancellationToken),
            await devices.ReadAsync(fields, assetFields, cancellationToken)
        ) with
        {
            LastChangedByUs = updated is { } last && JiraTime.Parse(marker.WrittenAt) is { } ours && last <= ours,
        };
    }

    /// <param name="fields">Those of <see cref="Fields"/>.</param>
    public Ticket Describe(TicketRef ticket, string key, JObject fields, TicketPerson? requester, ImmutableArray<LinkedDevice> linked)
    {
        var updated = JiraTime.Parse(fields["updated"].Text());
        var created = JiraTime.Parse(fields["created"].Text()) ?? updated ?? time.GetUtcNow();
        return new Ticket
        {
            Ref = ticket,
            Number = key,
            Summary = fields["summary"].Text() ?? "",
            Description = JiraText.Plain(fields["description"]),
            Requester = requester,
            LinkedDevices = linked,
            Closed = IsClosed(fields),
            Priority = JiraPriority.Of(fields["priority"], settings.Raising),
            CreatedAt = created,
            UpdatedAt = updated ?? created,
            Url = UrlOf(key),
        };
    }

    /// <summary>Finds the issue behind a key in any case, also after it moved.</summary>
    public async Task<string> FindAsync(string number, CancellationToken cancellationToken)
    {
        var key = number.Trim().ToUpperInvariant();
        if (!JiraKeys.IsKey(key))
        {
            throw new ConnectionException(ConnectionFailure.GiveUp, $"{client.Name}: that is not a ticket number. It looks like HELP-7.");
        }

        var issue = await client.IssueAsync(key, ["project"], null, cancellationToken);
        ServedOrThrow(issue["fields"] as JObject, issue["key"].Text() ?? key);
        return issue["id"].Text() ?? throw Strange("id");
    }

    public Uri? UrlOf(string key) =>
        settings.SiteUrl is { } site ? new Uri($"{site.AbsoluteUri.TrimEnd('/')}/browse/{Uri.EscapeDataString(key)}") : null;

    public static bool IsClosed(JObject fields) => ((fields["status"] as JObject)?["statusCategory"] as JObject)?["key"].Text() == "done";

    private void ServedOrThrow(JObject? fields, string key)
    {
        var project = (fields?["project"] as JObject)?["key"].Text() ?? (JiraKeys.IsKey(key) ? JiraKeys.ProjectOf(key) : "");
        if (!settings.Projects.Contains(project))
        {
            throw new ConnectionException(
                ConnectionFailure.GiveUp,
                $"{client.Name}: {key} is in a project that the setting Projects does not name. Add the project if it should be served."
            );
        }
    }

    private ConnectionException Strange(string missing) =>
        new(ConnectionFailure.Reconnect, $"{client.Name} answered with an issue without '{missing}'. Check the address of the connection.");
}
