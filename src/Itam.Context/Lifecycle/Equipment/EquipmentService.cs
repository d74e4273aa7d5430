using Itam.Context.Lifecycle.Catalogue;
using Itam.Context.Register;
using Itam.Context.Storage;
using Itam.Context.Work;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Lifecycle.Equipment;

/// <summary>
/// Equipment requests, for whoever talks to people. Every method takes who acts, never what they may do: that is found out anew, from the register and the
/// state as they are now. What a card said counts for nothing.
/// </summary>
public sealed partial class EquipmentService(Database database, EquipmentSettings settings, WorkSignal signal, TimeProvider time)
{
    public const int LongestText = 1000;

    /// <summary>False: no catalogue is configured for this tenant, so there is nothing to offer.</summary>
    public bool IsOpenFor(TenantId tenant) => tenant == settings.Tenant && settings.Catalogue.Items.Length > 0;

    /// <summary>The catalogue as this person may use it now, nearest stock first named; held-back items are left out. Empty for an unknown person.</summary>
    public async Task<IReadOnlyList<Offer>> OffersAsync(TenantId tenant, Guid personId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(tenant);
        var now = time.GetUtcNow();
        return await ActiveAsync(db, personId, cancellationToken) is { } person && IsOpenFor(tenant)
            ? await OffersAsync(db, person, settings.Catalogue.Items, now, cancellationToken)
            : [];
    }

    /// <summary>Asks for an item. With a known idempotency key nothing happens and the request that is there is shown.</summary>
    public async Task<EquipmentOutcome> AskAsync(TenantId tenant, Guid personId, EquipmentAsk ask, CancellationToken cancellationToken)
    {
        if (ProblemWith(ask) is { } problem)
        {
            return problem;
        }

        var outcome = await database.WriteAsync(
            tenant,
            async (db, token) =>
            {
                var transaction = await EquipmentTransaction.BeginAsync(db, settings, time.GetUtcNow(), token);
                return await AskAsync(transaction, personId, ask, token);
            },
            cancellationToken
        );
        signal.Notify();
        return outcome;
    }

    /// <summary>One request as this viewer may see it: the requester, everybody who was asked to decide, and the stockroom.</summary>
    public async Task<EquipmentOutcome> ViewAsync(TenantId tenant, Guid requestId, Guid viewerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(tenant);
        if (await ActiveAsync(db, viewerId, cancellationToken) is not { } viewer)
        {
            return new EquipmentOutcome.NotAllowed(NotAllowedReason.UnknownPerson);
        }

        var row = await db.EquipmentRequests.AsNoTracking().FirstOrDefaultAsync(r => r.Id == requestId, cancellationToken);
        var views = new EquipmentViews(db, settings, time.GetUtcNow());
        return row is null || views.RoleOf(row.Read(), viewer) == ViewerRole.None
            ? new EquipmentOutcome.NotAllowed(NotAllowedReason.UnknownRequest)
            : new EquipmentOutcome.Accepted(await views.ViewAsync(row, viewer, cancellationToken));
    }

    private async Task<EquipmentOutcome> AskAsync(
        EquipmentTransaction transaction,
        Guid personId,
        EquipmentAsk ask,
        CancellationToken cancellationToken
    )
    {
        var (db, now) = (transaction.Db, transaction.Now);
        if (await ActiveAsync(db, personId, cancellationToken) is not { } person)
        {
            return new EquipmentOutcome.NotAllowed(NotAllowedReason.UnknownPerson);
        }

        var views = new EquipmentViews(db, settings, now);
        var before = await db.EquipmentRequests.FirstOrDefaultAsync(
            r => r.RequesterId == personId && r.IdempotencyKey == ask.IdempotencyKey,
            cancellationToken
        );
        if (before is not null)
        {
            return new EquipmentOutcome.Accepted(await views.ViewAsync(before, person, cancellationToken));
        }

        if (!IsOpenFor(db.TenantId) || settings.Catalogue.Find(ask.ItemId) is not { } item)
        {
            return new EquipmentOutcome.Invalid(nameof(ask.ItemId), InvalidReason.UnknownItem, "It is not in the catalogue any more. Choose again.");
        }

        if (ProblemWith(ask, item, LocalDays.Today(person, now)) is { } problem)
        {
            return problem;
        }

        if (await OffersAsync(db, person, [item], now, cancellationToken) is not [var offer])
        {
            return new EquipmentOutcome.Invalid(nameof(ask.ItemId), InvalidReason.NotOffered, "It is not for you, or you have enough of it.");
        }

        var budget = await transaction.Policy.BudgetLeftAsync(person.Department, item.Price.Currency, null, cancellationToken);
        var policy = ApprovalPolicy.Judge(item, offer.Availability, budget, settings.SecondApprovalAbove);
        if (await transaction.Policy.RouteAsync(person, policy, cancellationToken) is not { } route)
        {
            if (policy.Reasons.Contains(PolicyReason.OverSecondLimit))
            {
                return new EquipmentOutcome.Invalid(
                    "approver",
                    InvalidReason.NoSecondApprover,
                    "At this price a second person decides too, and nobody but you is left for that. Tell your administrator to set another SecondApprover or FallbackApprover."
                );
            }

            return new EquipmentOutcome.Invalid(
                "approver",
                InvalidReason.NobodyToApprove,
                "Nobody could approve this: you have no manager in the register, and no other approver is set. Tell your administrator."
            );
        }

        var draft = new EquipmentRequest
        {
            Id = Guid.CreateVersion7(now),
            RequesterId = person.Id,
            Item = item,
            Reason = ask.Reason.Trim(),
            NeededBy = ask.NeededBy,
            PromisedOn = offer.PromisedOn,
            LoanDays = item.IsLoan ? ask.LoanDays ?? item.LoanMaxDays : null,
            Route = route,
            WaitsSince = now,
            Last = new Happening(EquipmentStep.Asked, person.Id, now),
        };
        var row = await transaction.AskAsync(draft, person, ask.IdempotencyKey, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return new EquipmentOutcome.Accepted(await views.ViewAsync(row, person, cancellationToken));
    }

    private async Task<IReadOnlyList<Offer>> OffersAsync(
        ItamDb db,
        Person person,
        IReadOnlyCollection<CatalogueItem> items,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var today = LocalDays.Today(person, now);
        var holdings = await new EquipmentViews(db, settings, now).HoldingsAsync(person.Id, cancellationToken);
        EquipmentState[] ended = [EquipmentState.Completed, EquipmentState.Returned, EquipmentState.Refused, EquipmentState.Cancelled];
        var open = (
            await db
                .EquipmentRequests.AsNoTracking()
                .Where(r => r.RequesterId == person.Id && !ended.Contains(r.State))
                .ToListAsync(cancellationToken)
        )
            .Select(r => r.Read().Item)
            .ToList();
        var shown = items
            .Select(item => (Item: item, Verdict: OfferRules.Judge(item, person, holdings, open, today) as OfferVerdict.Shown))
            .Where(i => i.Verdict is not null)
            .ToList();
        var stock = await new Stock(db, today).CountAsync(shown.Select(s => s.Item), cancellationToken);
        return
        [
            .. shown.Select(s =>
            {
                var (availability, promised) = stock.For(s.Item, person);
                return new Offer(s.Item, availability, promised, s.Verdict!.Why, s.Verdict.Held);
            }),
        ];
    }

    private static EquipmentOutcome.Invalid? ProblemWith(EquipmentAsk ask) =>
        string.IsNullOrWhiteSpace(ask.Reason) ? new EquipmentOutcome.Invalid(nameof(ask.Reason), InvalidReason.Missing, "Say what you need it for.")
        : ask.Reason.Length > LongestText
            ? new EquipmentOutcome.Invalid(nameof(ask.Reason), InvalidReason.TooLong, $"Use at most {LongestText} characters.")
        : ask.IdempotencyKey.Length is 0 or > 200
            ? new EquipmentOutcome.Invalid(nameof(ask.IdempotencyKey), InvalidReason.OutOfRange, "The key of this submit has 1 to 200 characters.")
        : null;

    private static EquipmentOutcome.Invalid? ProblemWith(EquipmentAsk ask, CatalogueItem item, DateOnly today) =>
        ask.NeededBy < today ? new EquipmentOutcome.Invalid(nameof(ask.NeededBy), InvalidReason.OutOfRange, "Name today or a later day.")
        : item.IsLoan && ask.LoanDays is { } days && (days < 1 || days > item.LoanMaxDays)
            ? new EquipmentOutcome.Invalid(nameof(ask.LoanDays), InvalidReason.OutOfRange, $"It can be borrowed for 1 to {item.LoanMaxDays} days.")
        : null;

    private static Task<Person?> ActiveAsync(ItamDb db, Guid id, CancellationToken cancellationToken) =>
        db.People.AsNoTracking().Include(p => p.Identities).FirstOrDefaultAsync(p => p.Id == id && p.Active, cancellationToken);
}
