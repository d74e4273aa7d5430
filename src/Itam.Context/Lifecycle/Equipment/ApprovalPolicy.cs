using System.Collections.Immutable;
using Itam.Context.Lifecycle.Catalogue;
using Itam.Context.Register;
using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Lifecycle.Equipment;

/// <summary>Whether a person must decide on a request, and who.</summary>
internal sealed class ApprovalPolicy(ItamDb db, EquipmentSettings settings, DateTimeOffset now)
{
    private const int AllLevels = 10;

    public static PolicyResult Judge(CatalogueItem item, Availability availability, Money? budgetLeft, decimal? secondAbove)
    {
        var reasons = ImmutableArray.CreateBuilder<PolicyReason>();
        if (item.AutoApproveUpTo is not { } limit)
        {
            reasons.Add(PolicyReason.AlwaysAsk);
        }
        else if (item.Price.Amount > limit)
        {
            reasons.Add(PolicyReason.OverItemLimit);
        }

        // A loaner costs nothing to wait for.
        if (item.IsTracked && availability.Place == StockPlace.Buy)
        {
            reasons.Add(PolicyReason.NotInStock);
        }

        if (budgetLeft is { } left && left.Amount < item.Price.Amount)
        {
            reasons.Add(PolicyReason.OverBudget);
        }

        if (item.Price.Amount > secondAbove)
        {
            reasons.Add(PolicyReason.OverSecondLimit);
        }

        return new PolicyResult(reasons.Count == 0, reasons.ToImmutable());
    }

    /// <returns>Null: nobody can decide, an administrator must name somebody.</returns>
    public async Task<ApprovalRoute?> RouteAsync(Person requester, PolicyResult policy, CancellationToken cancellationToken)
    {
        if (policy.Auto)
        {
            return new ApprovalRoute(policy, null, null);
        }

        var chain = await ChainAboveAsync(requester, AllLevels, cancellationToken);
        Guid[] candidates = [.. chain.Where(p => p != requester.Id)];
        if (!policy.Reasons.Contains(PolicyReason.OverSecondLimit))
        {
            return candidates is [var first, ..] ? new ApprovalRoute(policy, first, null) : null;
        }

        var named = new[]
        {
            await FindAsync(settings.SecondApprover, cancellationToken),
            await FindAsync(settings.FallbackApprover, cancellationToken),
        };
        if (named.OfType<Guid>().Where(p => p != requester.Id).ToArray() is not [var second, ..])
        {
            return null;
        }

        // Two people decide. Where the manager is also the second approver, somebody else goes first, and with nobody else one word has to do.
        return Array.Find(candidates, p => p != second) is var other && other != default
            ? new ApprovalRoute(policy, other, second)
            : new ApprovalRoute(policy, second, null);
    }

    /// <summary>Who is asked next when nobody has answered: the manager of who was asked, else the fallback.</summary>
    public async Task<Guid?> NextAsync(EquipmentRequest request, CancellationToken cancellationToken)
    {
        var candidates = new List<Guid>();
        if (
            request.Deciders is [var asked, ..]
            && await db.People.AsNoTracking().FirstOrDefaultAsync(p => p.Id == asked, cancellationToken) is { } approver
        )
        {
            candidates.AddRange(await ChainAboveAsync(approver, 1, cancellationToken));
        }

        return candidates.Where(c => EquipmentRules.Unfit(request, c) is null).Select(c => (Guid?)c).FirstOrDefault();
    }

    /// <summary>What the department may still spend this year; null: no budget is set.</summary>
    public async Task<Money?> BudgetLeftAsync(string? department, string currency, Guid? except, CancellationToken cancellationToken)
    {
        if (settings.Catalogue.BudgetOf(department, now.Year, currency) is not { } budget)
        {
            return null;
        }

        var start = new DateTimeOffset(now.Year, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var spent = await db
            .EquipmentRequests.Where(r => r.Department == department && r.ApprovedAt >= start && r.Currency == currency && r.Id != except)
            .Select(r => r.Price)
            .ToListAsync(cancellationToken);
        return budget with { Amount = budget.Amount - spent.Sum() };
    }

    /// <summary>Active managers upwards, nearest first, then the fallback.</summary>
    private async Task<List<Guid>> ChainAboveAsync(Person person, int levels, CancellationToken cancellationToken)
    {
        var chain = new List<Guid>();
        var next = person.ManagerId;
        for (var level = 0; next is { } id && level < AllLevels && chain.Count < levels && !chain.Contains(id) && id != person.Id; level++)
        {
            var manager = await db.People.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancellationToken);
            if (manager is { Active: true })
            {
                chain.Add(id);
            }

            next = manager?.ManagerId;
        }

        if (await FindAsync(settings.FallbackApprover, cancellationToken) is { } fallback && !chain.Contains(fallback))
        {
            chain.Add(fallback);
        }

        return chain;
    }

    private async Task<Guid?> FindAsync(string? email, CancellationToken cancellationToken) =>
        email is not null && await new RegisterReader(db).FindNamedAsync(email, cancellationToken) is { Active: true } named ? named.Id : null;
}
