using System.Globalization;
using System.Text.Json;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Storage;
using Itam.Context.Work;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Lifecycle.Equipment;

/// <summary>Work: tell this step of a request on its ticket.</summary>
internal sealed record MirrorWork(Guid CaseId, int Step)
{
    public const string Kind = "equipment-ticket";

    /// <summary>Ordered per case, apart from its timers: a desk that does not answer holds back no reminder.</summary>
    public static NewWork For(TenantId tenant, string desk, Guid caseId, int step) =>
        new(tenant, Kind, $"case-ticket/{caseId:N}", JsonSerializer.SerializeToUtf8Bytes(new MirrorWork(caseId, step)), Connection: desk);

    /// <exception cref="JsonException">Not the payload of this work.</exception>
    public static MirrorWork Read(WorkItem item) =>
        JsonSerializer.Deserialize<MirrorWork>(item.Payload) ?? throw new JsonException("The payload is null.");
}

/// <summary>
/// Raises the ticket of a request and tells every later step on it. References make a repeat find what is there, so a crash costs a call and never a second
/// ticket. A desk that fails is tried again; the request goes its way meanwhile.
/// </summary>
public sealed class MirrorHandler(DeskDirectory desks, Database database, EquipmentSettings settings) : IWorkHandler
{
    public string Kind => MirrorWork.Kind;

    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var work = MirrorWork.Read(item);
        var desk = desks.Get(item.Connection ?? throw new JsonException("The work names no desk."));
        await using var db = database.Open(item.Tenant);
        if (await db.EquipmentRequests.AsNoTracking().FirstOrDefaultAsync(r => r.Id == work.CaseId, cancellationToken) is not { } row)
        {
            return new WorkOutcome.Dead($"Equipment request {work.CaseId} is not there any more.");
        }

        var staff = new EquipmentStaff(db, settings);
        var step = await db.CaseSteps.AsNoTracking().FirstAsync(s => s.CaseId == row.Id && s.Number == work.Step, cancellationToken);
        var request = row.Read();
        var deciders = new List<string>();
        foreach (var decider in request.Deciders)
        {
            deciders.Add((await staff.RefAsync(decider, cancellationToken)).Name);
        }

        var ticket = await TicketAsync(row, desk, staff, deciders, cancellationToken);
        if (step.Number > 1)
        {
            var actor = step.ActorId is { } id ? (await staff.RefAsync(id, cancellationToken)).Name : null;
            var to = step.ToPersonId is { } target ? (await staff.RefAsync(target, cancellationToken)).Name : null;
            var text = EquipmentWords.Of(step, actor, to, deciders, request);
            var reference = string.Create(CultureInfo.InvariantCulture, $"{ReferenceOf(row.Id)}-{step.Number}");
            await desk.AddCommentAsync(ticket, new TicketComment(reference, text), cancellationToken);
        }

        return WorkOutcome.Finished;
    }

    /// <summary>What the ticket is found by.</summary>
    public static string ReferenceOf(Guid requestId) => $"equipment-{requestId:N}";

    private async Task<TicketRef> TicketAsync(
        EquipmentRow row,
        IServiceDesk desk,
        EquipmentStaff staff,
        IReadOnlyList<string> deciders,
        CancellationToken cancellationToken
    )
    {
        if (row is { TicketConnection: { } connection, TicketId: { } known } && connection == desk.Connection)
        {
            return new TicketRef(desk.Tenant, connection, known);
        }

        if (desk.Tenant.Value != row.Tenant)
        {
            throw new ConnectionException(
                ConnectionFailure.GiveUp,
                $"The connection '{desk.Connection}' belongs to another tenant than the equipment requests. Name another one in Equipment:Desk."
            );
        }

        var requester = await staff.PersonAsync(row.RequesterId, cancellationToken);
        var raised = await desk.RaiseTicketAsync(
            new TicketDraft
            {
                Reference = ReferenceOf(row.Id),
                Kind = TicketKind.ServiceRequest,
                Summary = EquipmentWords.SummaryOf(row.Read(), requester),
                Description = EquipmentWords.DescriptionOf(row.Read(), requester, deciders),
                Requester = new TicketPerson(
                    requester.DisplayName,
                    [.. requester.Identities.Select(i => new PersonName(i.Kind, i.Value, i.Scope))],
                    requester.TimeZone,
                    requester.Vip
                ),
            },
            cancellationToken
        );

        // At once, so that people see the number even when a comment fails next.
        await database.WriteAsync(
            TenantId.Parse(row.Tenant),
            (db, token) =>
                db
                    .EquipmentRequests.Where(r => r.Id == row.Id)
                    .ExecuteUpdateAsync(
                        r =>
                            r.SetProperty(x => x.TicketConnection, raised.Ref.Connection)
                                .SetProperty(x => x.TicketId, raised.Ref.Id)
                                .SetProperty(x => x.TicketNumber, raised.Number)
                                .SetProperty(x => x.TicketUrl, raised.Url == null ? null : raised.Url.ToString()),
                        token
                    ),
            cancellationToken
        );
        return raised.Ref;
    }
}
