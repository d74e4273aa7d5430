using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Context.Work;
using Microsoft.Extensions.Logging;

namespace Itam.Context.Connections.Watching;

/// <summary>
/// Looks at a connection once a day, as <c>itam doctor</c> would: a credential that ends in 30, 7 or 1 days, a right that was taken away, an address that does not
/// answer. What is wrong stands in the log each day, and in one ticket per problem where administrators are configured. The timer renews itself, whatever came of it.
/// </summary>
public sealed partial class ConnectionWatch(
    IReadOnlyList<WatchedConnection> connections,
    Administrators? administrators,
    DeskDirectory desks,
    TimeProvider time,
    ILogger<ConnectionWatch> log
) : IWorkHandler
{
    public const string TimerKind = "connection-watch";

    /// <summary>A young process has enough to do; a restart does not make it later.</summary>
    public static readonly TimeSpan FirstAfter = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Every = TimeSpan.FromDays(1);

    public string Kind => TimerKind;

    public WorkLane Lane => WorkLane.Rounds;

    public IEnumerable<(TenantId Tenant, string Key)> Timers => connections.Select(c => (c.Tenant, KeyOf(c.Name))).Distinct();

    public static string KeyOf(string connection) => $"watch/{connection}";

    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var name = item.OrderingKey[KeyOf("").Length..];
        var watched = connections.Where(c => c.Name == name && c.Tenant == item.Tenant).ToArray();
        if (watched.Length == 0)
        {
            // The connection was removed; its timer ends with it.
            return WorkOutcome.Finished;
        }

        var now = time.GetUtcNow();
        foreach (var connection in watched)
        {
            foreach (var problem in (await connection.CheckAsync(cancellationToken)).Where(c => !c.Ok))
            {
                LogProblem(connection.Title, connection.Name, problem.What, problem.Remedy ?? "");
                await TellAsync(connection, problem, now, cancellationToken);
            }
        }

        return new WorkOutcome.Done((db, token) => db.EnsureTimerAsync(TimerKind, item.OrderingKey, now + Every, now, token));
    }

    /// <summary>The reference is the problem's own, so that the same one has one ticket a month, however often it is seen.</summary>
    private async Task TellAsync(WatchedConnection connection, ConnectionCheck problem, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (administrators is null)
        {
            return;
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{connection.Name}|{problem.What}"));
        var draft = new TicketDraft
        {
            Reference = string.Create(CultureInfo.InvariantCulture, $"watch-{Convert.ToHexStringLower(hash)[..16]}-{now:yyyyMM}"),
            Kind = TicketKind.Incident,
            Priority = TicketPriority.High,
            Summary = $"Connection '{connection.Name}' ({connection.Title}) needs an administrator",
            Description = $"This should be true and is not: {problem.What}.\n\n{problem.Remedy}\n\nRun itam doctor to look again.",
            Requester = new TicketPerson(administrators.Email, [new PersonName(IdentityKind.Email, administrators.Email)]),
        };
        try
        {
            await desks.Get(administrators.Desk).RaiseTicketAsync(draft, cancellationToken);
        }
        catch (ConnectionException failure)
        {
            LogUntold(connection.Name, administrators.Desk, failure.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "{Title} '{Connection}': this should be true and is not: {What}. {Remedy}")]
    private partial void LogProblem(string title, string connection, string what, string remedy);

    [LoggerMessage(2, LogLevel.Warning, "The administrators could not be told of '{Connection}' through '{Desk}', and will be tomorrow: {Reason}")]
    private partial void LogUntold(string connection, string desk, string reason);
}
