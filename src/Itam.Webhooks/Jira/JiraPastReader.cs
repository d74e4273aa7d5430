using System.Globalization;
using Itam.Context;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Sources.Jira;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Jira;

/// <summary>
/// Past issues of the served projects by time of creation, then key. A page starts in the minute in which the last one ended (JQL knows no finer time) and leaves
/// out what that one had, so that issues which appear or vanish meanwhile shift nothing.
/// </summary>
internal sealed class JiraPastReader(
    JiraClient client,
    JiraSettings settings,
    JiraPeople people,
    JiraDeviceResolver devices,
    JiraTicketReader reader,
    TenantId tenant,
    TimeProvider time
)
{
    /// <summary>So many issues of one minute are told apart; more come from no desk.</summary>
    private const int MostAlike = 5_000;

    public async Task<HistoryPage> ReadAsync(DateTimeOffset since, string? resumeFrom, CancellationToken cancellationToken)
    {
        client.LeaveHalfToTickets();
        var after = JiraPosition.Parse(resumeFrom);
        var assetFields = await devices.FieldsAsync(cancellationToken);
        var projects = JiraQuery.List(settings.Projects.Order(StringComparer.Ordinal));
        var jql = $"project in ({projects}) AND created >= {JiraTime.MinutesAgo(after?.Created ?? since, time)} ORDER BY created ASC, key ASC";
        await foreach (var page in client.SearchPagesAsync(jql, [.. JiraTicketReader.Fields, .. assetFields], MostAlike, cancellationToken))
        {
            var issues = page.Issues.Select(i => (Issue: i, Position: JiraPosition.Of(i))).ToList();
            var unseen = issues.Where(i => i.Position is { } at && (after is null || at.CompareTo(after) > 0)).ToList();
            if (unseen.Count > 0 || page.IsLast)
            {
                var tickets = await DescribeAsync([.. unseen.Select(i => i.Issue)], assetFields, cancellationToken);
                var end = page.IsLast ? null : unseen.Max(i => i.Position)?.ToString();
                return new HistoryPage([.. tickets], end, issues.Count(i => i.Position is null));
            }
        }

        throw new ConnectionException(
            ConnectionFailure.Retry,
            $"{client.Name} lists more than {MostAlike} tickets as created in the minute of {after?.Created:u}, or pages that do not end. Nothing after that was read."
        );
    }

    private async Task<IEnumerable<Ticket>> DescribeAsync(
        IReadOnlyCollection<JObject> issues,
        IReadOnlyList<string> assetFields,
        CancellationToken cancellationToken
    )
    {
        var linked = await devices.ReadAllAsync([.. issues.Select(i => (JObject)i["fields"]!)], assetFields, cancellationToken);
        return issues.Zip(
            linked,
            (issue, of) =>
            {
                var fields = (JObject)issue["fields"]!;
                var ticket = new TicketRef(tenant, settings.Client.Connection, issue["id"].Text()!);
                return reader.Describe(ticket, issue["key"].Text()!, fields, people.AsShown(fields["reporter"]), of);
            }
        );
    }
}

/// <summary>Where an issue stands among the past ones.</summary>
internal sealed record JiraPosition(DateTimeOffset Created, string Key) : IComparable<JiraPosition>
{
    /// <returns>Null for an issue that cannot be read.</returns>
    public static JiraPosition? Of(JObject issue) =>
        issue["id"].Text() is not null
        && issue["key"].Text() is { } key
        && JiraKeys.IsKey(key)
        && JiraTime.Parse((issue["fields"] as JObject)?["created"].Text()) is { } created
            ? new(created, key)
            : null;

    public static JiraPosition? Parse(string? text) =>
        text?.Split(' ') is [var created, var key]
        && DateTimeOffset.TryParseExact(created, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment)
        && JiraKeys.IsKey(key)
            ? new(moment, key)
            : null;

    public int CompareTo(JiraPosition? other) =>
        other is null ? 1
        : Created != other.Created ? Created.CompareTo(other.Created)
        : string.CompareOrdinal(JiraKeys.ProjectOf(Key), JiraKeys.ProjectOf(other.Key)) is not 0 and var project ? project
        : Number.CompareTo(other.Number);

    public override string ToString() => $"{Created.ToUniversalTime():O} {Key}";

    private long Number => long.Parse(Key.AsSpan(Key.LastIndexOf('-') + 1), CultureInfo.InvariantCulture);
}
