using System.Collections.Immutable;

namespace Itam.Context.Lifecycle.Catalogue;

/// <summary>What may be asked for. It comes from a file, see <see cref="CatalogueFile"/>.</summary>
public sealed record EquipmentCatalogue(ImmutableArray<CatalogueItem> Items, ImmutableArray<DepartmentBudget> Budgets)
{
    public static readonly EquipmentCatalogue Empty = new([], []);

    public CatalogueItem? Find(string itemId) => Items.FirstOrDefault(i => i.Id == itemId);

    /// <returns>Null: no budget is set, so none limits.</returns>
    public Money? BudgetOf(string? department, int year, string currency) =>
        Budgets
            .FirstOrDefault(b =>
                b.Year == year && b.Amount.Currency == currency && string.Equals(b.Department, department, StringComparison.OrdinalIgnoreCase)
            )
            ?.Amount;
}
