using Itam.Context.Desks;
using Itam.Context.Enrichment.FaultClusters;
using Itam.Context.Register;
using Itam.Context.Storage;
using Itam.Context.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Itam.Context.Enrichment;

/// <summary>
/// The middle of a ticket's way: read the truth from the desk, describe it, remember it, and put the note on the queue when it says something new.
/// The note itself is written by <see cref="WriteNoteHandler"/>, so that a slow desk never makes us describe twice.
/// </summary>
public sealed partial class EnrichTicketHandler(
    DeskDirectory desks,
    ContextService context,
    Database database,
    DeviceLinking linking,
    Announcing announcing,
    TimeProvider time,
    ILogger<EnrichTicketHandler> log
) : IWorkHandler
{
    public string Kind => EnrichTicketWork.Kind;

    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var reference = EnrichTicketWork.Read(item);
        var desk = desks.Get(reference.Connection);
        var (known, links) = await KnownAsync(reference, cancellationToken);
        var ticket = await desk.ReadTicketAsync(reference, cancellationToken);
        var fault = FaultWords.Of(ticket.Summary, ticket.Description);
        if (
            ticket.Closed
            || (
                ticket.LastChangedByUs
                && known?.NoteFingerprint is not null
                && known.Wording == TicketWording.Digest(ticket)
                && !await IsCorrectedAsync(reference, known, cancellationToken)
            )
        )
        {
            return new WorkOutcome.Done(
                async (db, token) =>
                {
                    await RememberAsync(db, ticket, fault, null, token);
                    await AnnounceAsync(db, ticket.Closed ? TicketAnnouncement.Of(ticket, null, null) : null, token);
                }
            );
        }

        var answer = await context.DescribeAsync(ticket, desk, cancellationToken);
        var report = ReportBuilder.Build(answer);
        var since = EnrichTicketWork.SinceOf(item);
        LogDescribed(reference, report.Verdict, answer.Candidates.Length, (time.GetUtcNow() - since).TotalMilliseconds);
        return new WorkOutcome.Done((db, token) => CommitAsync(db, ticket, fault, answer, report, known, links, since, token));
    }

    private async Task CommitAsync(
        ItamDb db,
        Ticket ticket,
        FaultClass? fault,
        AssetContext answer,
        ContextReport report,
        TicketRecord? known,
        IReadOnlyList<DeviceLink> links,
        DateTimeOffset since,
        CancellationToken cancellationToken
    )
    {
        await RememberAsync(db, ticket, fault, answer, cancellationToken);
        await LearnAccountsAsync(db, ticket, answer, cancellationToken);
        await AnnounceAsync(db, TicketAnnouncement.Of(ticket, answer, report), cancellationToken);
        var now = time.GetUtcNow();
        if (report.Fingerprint != known?.NoteFingerprint)
        {
            await db.ReplaceAsync(WriteNoteWork.For(ticket.Ref, report, since), now, cancellationToken);
        }
        else
        {
            // The note says this already; one that waits to say something else would take the ticket back in time.
            await db.WithdrawAsync(WriteNoteWork.Kind, ticket.Ref.OrderingKey, now, cancellationToken);
        }

        await linking.DecideAsync(db, ticket, answer, links, now, cancellationToken);
    }

    private async Task AnnounceAsync(ItamDb db, TicketAnnouncement? announcement, CancellationToken cancellationToken)
    {
        if (announcing.On && announcement is not null)
        {
            await db.ReplaceAsync(announcement.For(db.TenantId), time.GetUtcNow(), cancellationToken);
        }
    }

    private async Task RememberAsync(ItamDb db, Ticket ticket, FaultClass? fault, AssetContext? answer, CancellationToken cancellationToken)
    {
        var record = await db.Tickets.FirstOrDefaultAsync(
            t => t.Connection == ticket.Ref.Connection && t.TicketId == ticket.Ref.Id,
            cancellationToken
        );
        if (record is null)
        {
            record = new TicketRecord
            {
                Connection = ticket.Ref.Connection,
                TicketId = ticket.Ref.Id,
                Number = ticket.Number,
                Summary = ticket.Summary,
                EnrichedAt = time.GetUtcNow(),
            };
            db.Tickets.Add(record);
        }

        record.Number = ticket.Number;
        record.Summary = ReportText.Clean(ticket.Summary);
        record.Url = ticket.Url?.ToString();
        record.Closed = ticket.Closed;
        record.CreatedAt = ticket.CreatedAt;
        record.UpdatedAt = ticket.UpdatedAt;
        record.Fault = fault;
        record.Wording = TicketWording.Digest(ticket);
        record.FromHistory = false;

        // When the facts were read, not when they were stored: an agent's word that came between the two is still to be heard.
        record.EnrichedAt = answer?.AsOf ?? record.EnrichedAt;
        if (answer is not null)
        {
            record.RequesterId = answer.Requester?.Id;

            // Only a device we are reasonably sure of becomes part of its history.
            record.DeviceId = answer.Device is { IsGiven: true, InRegister: true } meant ? meant.Device.Id : null;
            record.Confidence = answer.Device?.Confidence;
        }
    }

    /// <summary>Remembers what this desk calls a person we recognised, for the day when it hides their e-mail.</summary>
    private static async Task LearnAccountsAsync(ItamDb db, Ticket ticket, AssetContext answer, CancellationToken cancellationToken)
    {
        if (answer.Requester is not { } person || ticket.Requester is not { } named)
        {
            return;
        }

        foreach (var account in named.Names.Where(n => n.Kind == IdentityKind.Account))
        {
            if (
                IdentityNames.Normalise(account.Kind, account.Value) is { } id
                && !await db.PersonIdentities.AnyAsync(
                    i => i.Kind == IdentityKind.Account && i.Scope == account.Scope && i.Value == id,
                    cancellationToken
                )
            )
            {
                db.PersonIdentities.Add(
                    new PersonIdentity
                    {
                        Kind = IdentityKind.Account,
                        Scope = account.Scope,
                        Value = id,
                        PersonId = person.Id,
                    }
                );
            }
        }
    }

    /// <summary>An agent said something about the match since the last look; our own note being the latest change must not hide that.</summary>
    private async Task<bool> IsCorrectedAsync(TicketRef ticket, TicketRecord known, CancellationToken cancellationToken)
    {
        await using var db = database.Open(ticket.Tenant);
        return await db.MatchFeedback.AnyAsync(
            f => f.Connection == ticket.Connection && f.TicketId == ticket.Id && f.At >= known.EnrichedAt,
            cancellationToken
        );
    }

    private async Task<(TicketRecord? Record, List<DeviceLink> Links)> KnownAsync(TicketRef ticket, CancellationToken cancellationToken)
    {
        await using var db = database.Open(ticket.Tenant);
        var record = await db
            .Tickets.AsNoTracking()
            .FirstOrDefaultAsync(t => t.Connection == ticket.Connection && t.TicketId == ticket.Id, cancellationToken);
        return (record, await DeviceLinking.Of(db, ticket).AsNoTracking().ToListAsync(cancellationToken));
    }

    [LoggerMessage(1, LogLevel.Information, "Ticket {Ticket}: {Verdict}, {Candidates} candidate(s), described {Lag:0} ms after the event")]
    private partial void LogDescribed(TicketRef ticket, Severity verdict, int candidates, double lag);
}
