using System.Collections.Immutable;
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
    /// <summary>The last step of a loss; the first is its <see cref="ReportKind"/>.</summary>
    public const string FoundStep = "Found";

    /// <summary>A channel that got no answer delivers a press again within a minute under another id; the same press later is meant.</summary>
    private static readonly TimeSpan Repeats = TimeSpan.FromMinutes(10);
    private const int LongestSummary = 120;
    private const int LongestText = 2000;

    public bool IsOpenFor(TenantId tenant) => settings.DeskOf(tenant) is not null;

    /// <param name="deviceId">Null: about none of their devices.</param>
    /// <param name="key">The same for every delivery of one press, and of no other press: within ten minutes a second one gets the report that is there.</param>
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
                var now = time.GetUtcNow();
                if (await FindPressAsync(db, report.Key, now, token) is { } before)
                {
                    return new ReportOutcome.Accepted(before);
                }

                var person = await db.People.Include(p => p.Identities).FirstAsync(p => p.Id == personId, token);
                var device = deviceId is { } id ? await db.Devices.FirstOrDefaultAsync(d => d.Id == id && d.AssignedToId == personId, token) : null;
                if (deviceId is not null && device is null)
                {
                    return new ReportOutcome.NotYours();
                }

                var kept = Kept(report, personId, device, now);
                if (kept.IsLoss)
                {
                    var earlier = LostDevice.IsReported(device!) ? (await FoundDevices.OpenLossesAsync(db, device!.Id, token)).LastOrDefault() : null;
                    if (!LostDevice.Mark(device!, kept, earlier))
                    {
                        return new ReportOutcome.KnownAlready();
                    }
                }

                ImmutableArray<DeviceName> names = device is null
                    ? []
                    : await ContextService.NamesOnAsync(new RegisterReader(db), device, desk, token);
                Keep(db, kept, desk, report.Text, Draft(report, kept.Reference, person, device, names));
                return new ReportOutcome.Accepted(kept);
            },
            cancellationToken
        );
        signal.Notify();
        return outcome;
    }

    /// <summary>The report that this press has made already; a key that is too old for that is given free.</summary>
    private static async Task<DeviceReport?> FindPressAsync(ItamDb db, string key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var since = now - Repeats;
        await db
            .DeviceReports.Where(r => r.PressKey == key && r.At <= since)
            .ExecuteUpdateAsync(r => r.SetProperty(x => x.PressKey, (string?)null), cancellationToken);
        return await db.DeviceReports.FirstOrDefaultAsync(r => r.PressKey == key, cancellationToken);
    }

    private void Keep(ItamDb db, DeviceReport report, string desk, string said, TicketDraft draft)
    {
        db.DeviceReports.Add(report);
        db.CaseSteps.Add(
            new CaseStep
            {
                CaseId = report.Id,
                Number = 1,
                At = report.At,
                ActorId = report.PersonId,
                What = report.Kind.ToString(),
            }
        );
        db.Enqueue(new RaiseTicketWork(report.Kind, report.PersonId, report.DeviceId, draft, said).For(db.TenantId, desk), report.At);
        if (report.IsLoss && settings.Notices)
        {
            db.Enqueue(
                new ReportNotice(report.Kind, report.Reference, report.PersonId, report.DeviceId, ToSecurity: true, said, null, null).For(
                    db.TenantId
                ),
                report.At
            );
        }
    }

    private static DeviceReport Kept(Report report, Guid personId, Device? device, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        return new DeviceReport
        {
            Id = id,
            Reference = $"report-{id:N}",
            Kind = report.Kind,
            PersonId = personId,
            DeviceId = device?.Id,
            At = now,
            PressKey = report.Key,
        };
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

    /// <summary>The ticket is on its way, or there already where this press had come before.</summary>
    public sealed record Accepted(DeviceReport Report) : ReportOutcome;

    /// <summary>The device is not this person's, or not any more.</summary>
    public sealed record NotYours : ReportOutcome;

    public sealed record KnownAlready : ReportOutcome;

    /// <summary>No desk is configured to take it.</summary>
    public sealed record NoDesk : ReportOutcome;
}
