using System.Collections.Immutable;
using System.Globalization;
using Itam.Context.Register;

namespace Itam.Context.Lifecycle.Catalogue;

/// <summary>One thing that people may ask for, as the catalogue file describes it.</summary>
public sealed record CatalogueItem
{
    /// <summary><c>[a-z0-9-]{1,60}</c>, unique in the catalogue.</summary>
    public required string Id { get; init; }
    public required LocalText Name { get; init; }
    public required DeviceType Type { get; init; }

    /// <summary>Models of the register that satisfy the request; empty for things that the register does not know one by one (a mouse, a bag).</summary>
    public ImmutableArray<string> Models { get; init; } = [];

    /// <summary>Empty: everybody.</summary>
    public ImmutableArray<string> Departments { get; init; } = [];

    /// <summary>Job titles; empty: everybody.</summary>
    public ImmutableArray<string> Roles { get; init; } = [];

    /// <summary>ISO 3166-1 alpha-2; empty: everywhere.</summary>
    public ImmutableArray<string> Countries { get; init; } = [];

    /// <summary>Zero for what costs nothing to give, e.g. a loaner.</summary>
    public required Money Price { get; init; }

    /// <summary>How many of it a person may hold or have asked for at once.</summary>
    public int MaxHeld { get; init; } = 1;

    /// <summary>From this age on a held device counts as due for refresh, so that its successor may be asked for; null: never.</summary>
    public int? RefreshMonths { get; init; }

    /// <summary>In the price's currency. Up to this price, in stock and within the budget, nobody has to approve; null: somebody always has to.</summary>
    public decimal? AutoApproveUpTo { get; init; }

    /// <summary>The policy in words, for whoever decides.</summary>
    public LocalText? Policy { get; init; }
    public LeadDays Lead { get; init; } = new();

    /// <summary>A loaner may be kept for so many days; null: the item is given for good.</summary>
    public int? LoanMaxDays { get; init; }

    public bool IsLoan => LoanMaxDays is not null;

    /// <summary>The register knows it device by device, so it can be counted and reserved.</summary>
    public bool IsTracked => Models.Length > 0;

    public bool IsModel(string? model) => model is not null && Models.Contains(model, StringComparer.OrdinalIgnoreCase);

    /// <summary>True for a device that a person would call one of these: of these models or, where the type says enough, of the same type.</summary>
    public bool IsLike(Device device) => IsModel(device.Model) || (Type is not (DeviceType.Peripheral or DeviceType.Other) && device.Type == Type);
}

/// <summary>Weekdays until a thing is there.</summary>
public sealed record LeadDays(int OwnSite = 1, int OtherSite = 4, int Buy = 14);

/// <param name="Currency">ISO 4217.</param>
public sealed record Money(decimal Amount, string Currency)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount:0.00} {Currency}");
}

/// <summary>A text, and what it is in other languages.</summary>
/// <param name="ByLanguage">BCP 47 primary subtag ("de") → text.</param>
public sealed record LocalText(string Default, ImmutableDictionary<string, string> ByLanguage)
{
    public static LocalText Of(string text) => new(text, ImmutableDictionary<string, string>.Empty);

    /// <param name="language">BCP 47, e.g. "de" or "de-AT"; null: the default.</param>
    public string In(string? language) =>
        language is { Length: >= 2 } ? ByLanguage.GetValueOrDefault(language.Split('-')[0].ToLowerInvariant(), Default) : Default;

    public override string ToString() => Default;
}

/// <summary>What a department may spend on requests in a calendar year.</summary>
public sealed record DepartmentBudget(string Department, int Year, Money Amount);
