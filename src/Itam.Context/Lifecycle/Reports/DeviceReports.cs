using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Itam.Context.Desks;
using Itam.Context.Enrichment;
using Itam.Context.Register;
using Itam.Context.Storage;
using Itam.Context.Work;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Lifecycle.Reports;

/// <summary>
/// What people report about their own devices: a problem, a loss, a return. State and follow-up work commit together: the ticket is raised by the queue, once per
/// idempotency key, and the desk's being away loses nothing.
/// </summary>
public sealed class DeviceReports(Database database, ReportSettings settings, WorkSignal signal, TimeProvider time)
{
    /// <summary>Named as the origin of a state that somebody reported.</summary>
    public const string Source = "report by the holder";

    private const int LongestSummary = 120;
    private const int LongestText = 2000;

    public bool IsOpenFor(TenantId tenant) => settings.DeskOf(tenant) is not null;

    /// <param name="deviceId">Null: about none of their devices.</param>
    /// <param name="key">The same for every delivery of one submit.</param>
    public Task<ReportOutcome> ReportProblemAsync(
        TenantId tenant,
        Guid personId,
        Guid? deviceId,
        string summary,
        string? details,
        string key,
        CancellationToken cancellationToken
    ) =>
        ReportAsync(
            tenant,
            personId,
            deviceId,
            new Report(
                ReportKind.Problem,
                key,
                TicketKind.Incident,
                TicketPriority.Normal,
                Cut(summary, LongestSummary),
                Cut(details ?? "", LongestText)
            ),
            cancellationToken
        );

    /// <summary>The device keeps its holder and is locked in its new state, so that no system that has not heard of it takes that back.</summary>
    public Task<ReportOutcome> ReportLossAsync(
        TenantId tenant,
        Guid personId,
        Guid deviceId,
        bool stolen,
        string? where,
        string key,
        CancellationToken cancellationToken
    ) =>
        ReportAsync(
            tenant,
            personId,
            deviceId,
            new Report(
                stolen ? ReportKind.Stolen : ReportKind.Lost,
                key,
                TicketKind.Incident,
                TicketPriority.Critical,
                stolen ? "Device stolen" : "Device lost",
                Cut(where ?? "", LongestText)
            ),
            cancellationToken
        );

    public Task<ReportOutcome> AskReturnAsync(
        TenantId tenant,
        Guid personId,
        Guid deviceId,
        bool courier,
        string? note,
        string key,
        CancellationToken cancellationToken
    ) =>
        ReportAsync(
            tenant,
            personId,
            deviceId,
            new Report(
                ReportKind.Return,
                key,
                TicketKind.ServiceRequest,
                TicketPriority.Normal,
                "Return of a device",
                $"{(courier ? "Please have it picked up." : "It will be dropped off at the service desk.")}\n{Cut(note ?? "", LongestText)}".Trim()
            ),
            cancellationToken
        );

    private async Task<ReportOutcome> ReportAsync(TenantId tenant, Guid personId, Guid? deviceId, Report report, CancellationToken cancellationToken)
    {
        if (settings.DeskOf(tenant) is not { } desk)
        {
            return new ReportOutcome.NoDesk();
        }

        var outcome = await database.WriteAsync<ReportOutcome>(
            tenant,
            async (db, token) =>
            {
                await db.TakeRegisterTurnAsync(token);
                var person = await db.People.Include(p => p.Identities).FirstAsync(p => p.Id == personId, token);
                var device = deviceId is { } id ? await db.Devices.FirstOrDefaultAsync(d => d.Id == id && d.AssignedToId == personId, token) : null;
                if (deviceId is not null && device is null)
                {
                    return new ReportOutcome.NotYours();
                }

                var now = time.GetUtcNow();
                if (report.Kind is ReportKind.Lost or ReportKind.Stolen && !MarkLost(device!, report.Kind, now))
                {
                    return new ReportOutcome.KnownAlready();
                }

                var reference = ReferenceOf(report);
                ImmutableArray<DeviceName> names = device is null
                    ? []
                    : await ContextService.NamesOnAsync(new RegisterReader(db), device, desk, token);
                db.Enqueue(
                    new RaiseTicketWork(report.Kind, personId, device?.Id, Draft(report, reference, person, device, names), report.Text).For(
                        tenant,
                        desk
                    ),
                    now
                );
                if (report.Kind is ReportKind.Lost or ReportKind.Stolen && settings.Notices)
                {
                    db.Enqueue(
                        new ReportNotice(report.Kind, reference, personId, device!.Id, ToSecurity: true, report.Text, null, null).For(tenant),
                        now
                    );
                }

                return new ReportOutcome.Accepted(reference);
            },
            cancellationToken
        );
        signal.Notify();
        return outcome;
    }

    /// <returns>False: it is so already.</returns>
    private static bool MarkLost(Device device, ReportKind kind, DateTimeOffset now)
    {
        var state = kind == ReportKind.Stolen ? LifecycleState.Stolen : LifecycleState.Lost;
        if (device.State == state)
        {
            return false;
        }

        device.State = state;
        device.SourceState = null;
        device.Origins = new Dictionary<string, Origin>(device.Origins)
        {
            [nameof(Device.State)] = new(Source, now, Locked: true, UntilConfirmed: true),
        };
        return true;
    }

    private static TicketDraft Draft(Report report, string reference, Person person, Device? device, ImmutableArray<DeviceName> names)
    {
        var about = device is null ? "" : $"{device.Model ?? device.Type.ToString()} {device.AssetTag ?? device.Label}".Trim();
        var lines = new List<string>();
        if (report.Text.Length > 0)
        {
            lines.Add(report.Text);
        }

        if (device is not null)
        {
            lines.Add($"Device: {ReportText.Clean(about)}, serial {ReportText.Clean(device.Serial ?? "not known")}");
            if (report.Kind is ReportKind.Lost or ReportKind.Stolen)
            {
                lines.Add($"Last seen: {(device.LastSeenAt is { } seen ? ReportText.Moment(seen) : "never")}. Disk encryption: {device.Encryption}.");
            }
        }

        return new TicketDraft
        {
            Reference = reference,
            Kind = report.TicketKind,
            Priority = report.Priority,
            Summary = report.Kind == ReportKind.Problem ? report.Summary : ReportText.Clean($"{report.Summary}: {about}"),
            Description = string.Join("\n\n", lines),
            Requester = new TicketPerson(
                person.DisplayName,
                [.. person.Identities.Select(i => new PersonName(i.Kind, i.Value, i.Scope))],
                person.TimeZone,
                person.Vip
            ),
            Devices = device is null ? [] : [new LinkedDevice(device.Label, names)],
        };
    }

    private static string ReferenceOf(Report report) =>
        $"report-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{report.Kind}|{report.Key}")))[..24]}";

    private static string Cut(string text, int most) => text.Trim() is var trimmed && trimmed.Length > most ? trimmed[..most] : trimmed;

    private sealed record Report(ReportKind Kind, string Key, TicketKind TicketKind, TicketPriority Priority, string Summary, string Text);
}

/// <param name="Desks">Per tenant, the connection on which reports become tickets.</param>
/// <param name="Notices">Set by a host in which somebody handles <see cref="ReportNotice"/>.</param>
public sealed record ReportSettings(IReadOnlyDictionary<TenantId, string> Desks, bool Notices)
{
    public string? DeskOf(TenantId tenant) => Desks.GetValueOrDefault(tenant);
}

/// <summary>What became of a report; each is an answer, none an exception.</summary>
public abstract record ReportOutcome
{
    private ReportOutcome() { }

    /// <summary>The ticket is on its way.</summary>
    public sealed record Accepted(string Reference) : ReportOutcome;

    /// <summary>The device is not this person's, or not any more.</summary>
    public sealed record NotYours : ReportOutcome;

    public sealed record KnownAlready : ReportOutcome;

    /// <summary>No desk is configured to take it.</summary>
    public sealed record NoDesk : ReportOutcome;
}
