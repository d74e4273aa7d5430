using System.Collections.Immutable;
using Itam.Context.Lifecycle.Catalogue;
using Itam.Context.Register;
using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Lifecycle.Equipment;

/// <summary>Shows requests as they are now, each viewer what concerns them.</summary>
internal sealed class EquipmentViews(ItamDb db, EquipmentSettings settings, DateTimeOffset now)
{
    private readonly EquipmentStaff _staff = new(db, settings);

    public ViewerRole RoleOf(EquipmentRequest request, Person viewer) =>
        (viewer.Id == request.RequesterId ? ViewerRole.Requester : ViewerRole.None)
        | (request.Asked.Contains(viewer.Id) ? ViewerRole.Approver : ViewerRole.None)
        | (_staff.IsStockroom(viewer) ? ViewerRole.Stockroom : ViewerRole.None);

    public async Task<EquipmentRequestView> ViewAsync(EquipmentRow row, Person viewer, CancellationToken cancellationToken)
    {
        var request = row.Read();
        var role = RoleOf(request, viewer);
        var actor = new Actor(viewer.Id, role.HasFlag(ViewerRole.Stockroom));
        var steps = await db.CaseSteps.AsNoTracking().Where(s => s.CaseId == row.Id).OrderBy(s => s.Number).ToListAsync(cancellationToken);
        var device = row.DeviceId is { } id ? await db.Devices.AsNoTracking().FirstOrDefaultAsync(d => d.Id == id, cancellationToken) : null;
        return new EquipmentRequestView
        {
            Id = row.Id,
            Version = request.Version,
            Item = request.Item,
            Requester = await _staff.RefAsync(request.RequesterId, cancellationToken),
            Reason = request.Reason,
            NeededBy = request.NeededBy,
            PromisedOn = request.PromisedOn,
            State = request.State,
            WaitsFor = request.State.WaitsFor(),
            WaitsForPeople = await WaitsForPeopleAsync(request, cancellationToken),
            WaitsSince = request.State.IsFinal() ? null : request.WaitsSince,
            Steps = await StepsAsync(steps, cancellationToken),
            Device = device is null ? null : RefOf(device) with { Location = role.HasFlag(ViewerRole.Stockroom) ? device.Location : null },
            Tracking = request.Tracking,
            LoanDays = request.LoanDays,
            LoanDueOn = request.LoanDueOn,
            PlaceInLine = await PlaceInLineAsync(request, cancellationToken),
            Ticket = row is { TicketConnection: { } connection, TicketNumber: { } number }
                ? new TicketLink(connection, number, row.TicketUrl is { } url ? new Uri(url) : null)
                : null,
            ViewerRole = role,
            May = [.. Enum.GetValues<EquipmentAction>().Where(action => EquipmentRights.May(request, action, actor))],
            Facts = EquipmentRights.May(request, EquipmentAction.Approve, actor) ? await FactsAsync(row, request, cancellationToken) : null,
        };
    }

    public async Task<List<Device>> HoldingsAsync(Guid personId, CancellationToken cancellationToken)
    {
        LifecycleState[] gone = [LifecycleState.Retired, LifecycleState.Disposed, LifecycleState.Lost, LifecycleState.Stolen];
        return await db
            .Devices.AsNoTracking()
            .Where(d => d.AssignedToId == personId && d.GoneSince == null && !d.Shared && !gone.Contains(d.State))
            .OrderByDescending(d => d.PurchasedOn)
            .ThenBy(d => d.Id)
            .ToListAsync(cancellationToken);
    }

    private async Task<ImmutableArray<PersonRef>> WaitsForPeopleAsync(EquipmentRequest request, CancellationToken cancellationToken)
    {
        var people = ImmutableArray.CreateBuilder<PersonRef>();
        foreach (
            var person in request.State.WaitsFor() switch
            {
                WaitingFor.Approver or WaitingFor.SecondApprover => request.Deciders,
                WaitingFor.Recipient or WaitingFor.Borrower => [request.RequesterId],
                _ => [],
            }
        )
        {
            people.Add(await _staff.RefAsync(person, cancellationToken));
        }

        return people.ToImmutable();
    }

    private async Task<ImmutableArray<StepView>> StepsAsync(List<CaseStep> steps, CancellationToken cancellationToken)
    {
        var views = ImmutableArray.CreateBuilder<StepView>(steps.Count);
        foreach (var step in steps)
        {
            var actor = step.ActorId is { } id ? await _staff.RefAsync(id, cancellationToken) : null;
            var to = step.ToPersonId is { } target ? await _staff.RefAsync(target, cancellationToken) : null;
            views.Add(new StepView(step.Number, step.At, actor, Enum.Parse<EquipmentStep>(step.What), step.Comment, to));
        }

        return views.MoveToImmutable();
    }

    private async Task<int?> PlaceInLineAsync(EquipmentRequest request, CancellationToken cancellationToken)
    {
        if (request.State != EquipmentState.Waitlisted)
        {
            return null;
        }

        var rows = await db
            .EquipmentRequests.AsNoTracking()
            .Where(r => r.State == EquipmentState.Waitlisted && r.ItemId == request.Item.Id)
            .ToListAsync(cancellationToken);
        return rows.Select(r => (r.Read().WaitsSince, r.CreatedAt, r.Id)).Order().Select(r => r.Id).ToList().IndexOf(request.Id) + 1;
    }

    private async Task<ApproverFacts> FactsAsync(EquipmentRow row, EquipmentRequest request, CancellationToken cancellationToken)
    {
        var requester = await _staff.PersonAsync(request.RequesterId, cancellationToken);
        var today = LocalDays.Today(requester, now);
        var held = await HoldingsAsync(requester.Id, cancellationToken);
        var (availability, promised) = (await new Stock(db, today).CountAsync([request.Item], cancellationToken)).For(request.Item, requester);
        var budget = await new ApprovalPolicy(db, settings, now).BudgetLeftAsync(row.Department, row.Currency, row.Id, cancellationToken);
        return new ApproverFacts(
            [.. held.Select(d => HoldingOf(d, request.Item, today)).OrderByDescending(h => h.SameKind)],
            held.Where(request.Item.IsLike).Max(d => d.PurchasedOn),
            request.Route.Policy,
            request.Item.Price,
            budget,
            availability,
            promised
        );
    }

    private static Holding HoldingOf(Device device, CatalogueItem item, DateOnly today) =>
        new(
            RefOf(device),
            device.PurchasedOn,
            device.PurchasedOn is { } bought
                ? Math.Max(0, ((today.Year - bought.Year) * 12) + today.Month - bought.Month - (today.Day < bought.Day ? 1 : 0))
                : null,
            device.RefreshDueOn,
            item.IsLike(device)
        );

    private static DeviceRef RefOf(Device device) => new(device.Id, device.Label, device.Model, device.Serial);
}
