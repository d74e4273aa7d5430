using System.Collections.Immutable;
using Itam.Context.Lifecycle.Catalogue;
using Itam.Context.Register;
using Itam.Context.Storage;
using Itam.Context.Work;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Lifecycle.Equipment;

/// <summary>
/// One write to the equipment requests of a tenant. Writes of a tenant take turns, also across replicas: so a request is decided once, a device is reserved
/// once, and the line is served in order. State, log, devices and follow-up work are one commit.
/// </summary>
internal sealed class EquipmentTransaction
{
    private EquipmentTransaction(ItamDb db, EquipmentSettings settings, DateTimeOffset now)
    {
        Db = db;
        Settings = settings;
        Now = now;
        Staff = new EquipmentStaff(db, settings);
        Policy = new ApprovalPolicy(db, settings, now);
    }

    /// <summary>Whose card of which case a notice brings up to date after this transaction.</summary>
    private readonly HashSet<(Guid Case, Guid Person)> _updated = [];

    public ItamDb Db { get; }
    public EquipmentSettings Settings { get; }
    public DateTimeOffset Now { get; }
    public EquipmentStaff Staff { get; }
    public ApprovalPolicy Policy { get; }

    /// <summary>Waits for its turn.</summary>
    public static async Task<EquipmentTransaction> BeginAsync(
        ItamDb db,
        EquipmentSettings settings,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await db.TakeRegisterTurnAsync(cancellationToken);
        return new EquipmentTransaction(db, settings, now);
    }

    public Task<EquipmentRow?> FindAsync(Guid requestId, CancellationToken cancellationToken) =>
        Db.EquipmentRequests.FirstOrDefaultAsync(r => r.Id == requestId, cancellationToken);

    /// <summary>Stores a new request and carries it as far as it goes by itself.</summary>
    public async Task<EquipmentRow> AskAsync(EquipmentRequest draft, Person requester, string idempotencyKey, CancellationToken cancellationToken)
    {
        var row = new EquipmentRow
        {
            Id = draft.Id,
            RequesterId = requester.Id,
            IdempotencyKey = idempotencyKey,
            ItemId = draft.Item.Id,
            Department = requester.Department,
            Price = draft.Item.Price.Amount,
            Currency = draft.Item.Price.Currency,
            CreatedAt = Now,
        };
        Db.EquipmentRequests.Add(row);
        await StoreAsync(row, EquipmentRules.Ask(draft, Settings.Pace), new Actor(requester.Id), cancellationToken);
        if (draft.Route.Policy.Auto)
        {
            await ApplyAsync(row, new EquipmentCommand.ApproveByPolicy(), Actor.Product, cancellationToken);
        }

        return row;
    }

    /// <summary>Asks the rules and, where they grant it, stores what follows.</summary>
    public async Task<EquipmentVerdict> ApplyAsync(EquipmentRow row, EquipmentCommand command, Actor actor, CancellationToken cancellationToken)
    {
        var verdict = EquipmentRules.Apply(row.Read(), command, actor, Now, Settings.Pace);
        if (verdict is not EquipmentVerdict.Granted granted)
        {
            return verdict;
        }

        await StoreAsync(row, granted, actor, cancellationToken);
        if (granted.Next.State == EquipmentState.Approved)
        {
            await SupplyAsync(row, cancellationToken);
        }
        else if (granted.Effects.Any(e => e is EquipmentEffect.Free or EquipmentEffect.TakeBack))
        {
            await ServeLineAsync(granted.Next.Item, cancellationToken);
        }

        return verdict;
    }

    /// <summary>Gives what is free to those who wait for it, longest first.</summary>
    public async Task ServeLineAsync(CatalogueItem item, CancellationToken cancellationToken)
    {
        await Db.SaveChangesAsync(cancellationToken);
        if (!item.IsTracked)
        {
            return;
        }

        var waiting = await Db
            .EquipmentRequests.Where(r =>
                r.State == EquipmentState.Approved || r.State == EquipmentState.AwaitingPurchase || r.State == EquipmentState.Waitlisted
            )
            .ToListAsync(cancellationToken);
        var line = waiting
            .Select(row => (Row: row, Request: row.Read()))
            .Where(w => w.Request.Item.Models.Any(item.IsModel))
            .OrderBy(w => w.Request.WaitsSince)
            .ThenBy(w => w.Row.CreatedAt)
            .ThenBy(w => w.Row.Id);
        foreach (var (row, request) in line)
        {
            var requester = await Staff.PersonAsync(request.RequesterId, cancellationToken);
            var stock = new Stock(Db, LocalDays.Today(requester, Now));
            if (await stock.PickAsync(request.Item, requester, cancellationToken) is { } device)
            {
                var reserve = new EquipmentCommand.Reserve(device.Id, Stock.IsAt(device.Location, requester.Site));
                await ApplyAsync(row, reserve, Actor.Product, cancellationToken);
                // The next one in line must not see the same device as free.
                await Db.SaveChangesAsync(cancellationToken);
            }
        }
    }

    public async Task NotifyAsync(Guid caseId, int version, CaseNoticeKind kind, Guid? personId, CancellationToken cancellationToken)
    {
        if (!Settings.Notices)
        {
            return;
        }

        foreach (var person in personId is { } one ? [one] : await Staff.StockroomAsync(cancellationToken))
        {
            _updated.Add((caseId, person));
            Db.Enqueue(new CaseNotice(caseId, person, kind, version).For(Db.TenantId), Now);
        }
    }

    private async Task SupplyAsync(EquipmentRow row, CancellationToken cancellationToken)
    {
        var item = row.Read().Item;
        await ServeLineAsync(item, cancellationToken);
        if (row.State == EquipmentState.Approved)
        {
            EquipmentCommand wait = item.IsLoan ? new EquipmentCommand.JoinLine() : new EquipmentCommand.Buy();
            await ApplyAsync(row, wait, Actor.Product, cancellationToken);
        }
    }

    private async Task StoreAsync(EquipmentRow row, EquipmentVerdict.Granted granted, Actor actor, CancellationToken cancellationToken)
    {
        var next = granted.Next;
        row.Write(next);
        Db.CaseSteps.Add(
            new CaseStep
            {
                CaseId = row.Id,
                Number = next.Version,
                At = Now,
                ActorId = actor.PersonId,
                ToPersonId = granted.To,
                What = granted.Step.ToString(),
                Comment = granted.Comment,
            }
        );
        var requester = await Staff.PersonAsync(next.RequesterId, cancellationToken);
        await EffectsAsync(next, requester, granted.Effects, actor, cancellationToken);
        await UpdateCardsAsync(next, cancellationToken);
        if (Settings.Desk is { } desk)
        {
            Db.Enqueue(MirrorWork.For(Db.TenantId, desk, row.Id, next.Version), Now);
        }
    }

    /// <summary>No card that was sent before may go on offering what cannot be done any more, whoever did it.</summary>
    private async Task UpdateCardsAsync(EquipmentRequest request, CancellationToken cancellationToken)
    {
        if (request.Version == 1)
        {
            return;
        }

        // The stockroom gets its first card when there is something to prepare.
        var stockroom =
            request.State.IsAwaitingDecision() || request.State == EquipmentState.Approved ? [] : await Staff.StockroomAsync(cancellationToken);
        foreach (var person in request.Asked.Add(request.RequesterId).Concat(stockroom).Where(p => !_updated.Contains((request.Id, p))).ToList())
        {
            await NotifyAsync(request.Id, request.Version, CaseNoticeKind.Changed, person, cancellationToken);
        }
    }

    private async Task EffectsAsync(
        EquipmentRequest request,
        Person requester,
        ImmutableArray<EquipmentEffect> effects,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        var custody = new Custody(Db, Settings, Now);
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case EquipmentEffect.Notify notify:
                    await NotifyAsync(request.Id, request.Version, notify.Kind, notify.PersonId, cancellationToken);
                    break;
                case EquipmentEffect.StartTimer timer:
                    Db.Enqueue(EquipmentTimerWork.For(Db.TenantId, request, timer.Timer, Now + timer.After), Now);
                    break;
                case EquipmentEffect.StartTimerOn timer:
                    var morning = LocalDays.MorningOf(timer.Day, requester);
                    // "Due back tomorrow" said late would be wrong; who asks for it back today or tomorrow has said so already.
                    if (timer.Timer != EquipmentTimer.LoanDueSoon || morning > Now)
                    {
                        Db.Enqueue(EquipmentTimerWork.For(Db.TenantId, request, timer.Timer, morning), Now);
                    }

                    break;
                case EquipmentEffect.Hold hold:
                    await custody.HoldAsync(hold.DeviceId, cancellationToken);
                    break;
                case EquipmentEffect.Free free:
                    await custody.FreeAsync(free.DeviceId, cancellationToken);
                    break;
                case EquipmentEffect.TakeOver take:
                    await custody.TakeOverAsync(take.DeviceId, request, cancellationToken);
                    break;
                case EquipmentEffect.TakeBack back:
                    await custody.TakeBackAsync(back.DeviceId, request, back.Condition, actor, cancellationToken);
                    break;
                case EquipmentEffect.MoveLoan move:
                    await custody.MoveLoanAsync(move.DeviceId, request.LoanDueOn, cancellationToken);
                    break;
            }
        }
    }
}
