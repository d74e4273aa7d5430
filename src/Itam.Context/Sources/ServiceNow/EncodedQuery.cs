using System.Collections.Immutable;

namespace Itam.Context.Sources.ServiceNow;

/// <summary>
/// A <c>sysparm_query</c>: groups of alternatives that must all hold, and an order. The instance ignores conditions on fields it does not know and then returns
/// everything (REST API documentation, "invalid query"), so <see cref="Matches"/> checks every returned record again.
/// </summary>
public sealed record EncodedQuery
{
    private readonly ImmutableArray<ImmutableArray<QueryTerm>> _groups;
    private readonly ImmutableArray<string> _order;

    private EncodedQuery(ImmutableArray<ImmutableArray<QueryTerm>> groups, ImmutableArray<string> order)
    {
        _groups = groups;
        _order = order;
    }

    public static EncodedQuery All { get; } = new([], []);

    /// <summary>At least one of the terms holds.</summary>
    public static EncodedQuery Where(params ImmutableArray<QueryTerm> anyOf) => All.And(anyOf);

    /// <summary>And at least one of these holds too.</summary>
    public EncodedQuery And(params ImmutableArray<QueryTerm> anyOf) => new(_groups.Add(anyOf), _order);

    public EncodedQuery OrderBy(string field) => new(_groups, _order.Add($"ORDERBY{field}"));

    public EncodedQuery NewestFirst(string field) => new(_groups, _order.Add($"ORDERBYDESC{field}"));

    /// <summary>Fields that an answer must carry to be checked.</summary>
    public IEnumerable<string> Fields => _groups.SelectMany(g => g).Select(t => t.Field).Distinct(StringComparer.Ordinal);

    public bool Matches(ServiceNowRecord record) => _groups.All(group => group.Any(term => term.Holds(record)));

    public override string ToString() => string.Join('^', _groups.Select(g => string.Join("^OR", g)).Concat(_order));
}
