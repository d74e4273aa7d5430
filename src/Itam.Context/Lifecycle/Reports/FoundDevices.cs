using Itam.Context.Enrichment;
using Itam.Context.Register;
using Itam.Context.Storage;
using Itam.Context.Work;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Lifecycle.Reports;

/// <summary>
/// A device that was reported lost or stolen is there again, or was reported by mistake: it is what it was before, the lock on its state ends, the ticket and
/// everybody who was told of the loss hear of it.
/// </summary>
public sealed class FoundDevices(Database database, ReportSettings settings, WorkSignal signal, TimeProvider time)
{
    /// <param name="anybodys">The caller has made sure that this person may say so of any device; otherwise only of their own.</param>
    public async Task<FoundOutcome> FoundAsync(TenantId tenant, Guid personId, Guid deviceId, bool anybodys, CancellationToken cancellationToken)
    {
        var outcome = await database.WriteAsync<FoundOutcome>(
            tenant,
            async (db, token) =>
            {
                await db.TakeRegisterTurnAsync(token);
                var device = await db.Devices.FirstOrDefaultAsync(d => d.Id == deviceId, token);
                if (device is null || !(anybodys || device.AssignedToId == personId))
                {
                    return new FoundOutcome.NotYours();
                }

                if (!LostDevice.IsReported(device))
                {
                    return new FoundOutcome.NotLost(device);
                }

                var now = time.GetUtcNow();
                var person = await db.People.AsNoTracking().FirstAsync(p => p.Id == personId, token);
                var open = await OpenLossesAsync(db, deviceId, token);
                LostDevice.Restore(device, open.LastOrDefault(), now);
                foreach (var report in open)
                {
                    Close(db, report, device, person, now);
                }

                return new FoundOutcome.Found(device, open.LastOrDefault());
            },
            cancellationToken
        );
        signal.Notify();
        return outcome;
    }

    /// <summary>Oldest first.</summary>
    internal static Task<List<DeviceReport>> OpenLossesAsync(ItamDb db, Guid deviceId, CancellationToken cancellationToken)
    {
        ReportKind[] losses = [ReportKind.Lost, ReportKind.Stolen];
        return db
            .DeviceReports.Where(r => r.DeviceId == deviceId && losses.Contains(r.Kind) && r.FoundAt == null)
            .OrderBy(r => r.At)
            .ThenBy(r => r.Id)
            .ToListAsync(cancellationToken);
    }

    private void Close(ItamDb db, DeviceReport report, Device device, Person person, DateTimeOffset now)
    {
        (report.FoundAt, report.FoundById) = (now, person.Id);
        db.CaseSteps.Add(
            new CaseStep
            {
                CaseId = report.Id,
                Number = 2,
                At = now,
                ActorId = person.Id,
                What = DeviceReports.FoundStep,
            }
        );
        if (settings.DeskOf(db.TenantId) is { } desk)
        {
            var words = ReportText.Clean(
                $"{person.DisplayName} says that {device.Label} is found. The register has it as it was before the report. Call off any lock or wipe that was ordered."
            );
            db.Enqueue(new ReportCommentWork(report.Reference, words).For(db.TenantId, desk), now);
        }

        if (!settings.Notices)
        {
            return;
        }

        foreach (var toSecurity in new[] { true, false })
        {
            db.Enqueue(
                new ReportNotice(
                    report.Kind,
                    report.Reference,
                    report.PersonId,
                    device.Id,
                    toSecurity,
                    null,
                    report.TicketNumber,
                    report.TicketUrl,
                    IsFound: true
                ).For(db.TenantId),
                now
            );
        }
    }
}

/// <summary>What became of "I found it"; each is an answer, none an exception.</summary>
public abstract record FoundOutcome
{
    private FoundOutcome() { }

    /// <param name="Report">The newest loss that ended; null where it was reported before reports were kept.</param>
    public sealed record Found(Device Device, DeviceReport? Report) : FoundOutcome;

    /// <summary>Nobody reports it lost any more.</summary>
    public sealed record NotLost(Device Device) : FoundOutcome;

    /// <summary>The device is not this person's, or there is none: both are answered alike.</summary>
    public sealed record NotYours : FoundOutcome;
}
