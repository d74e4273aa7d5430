using System.Collections.Immutable;

namespace Itam.Context.Sources.ServiceNow;

/// <summary>One condition, which can be written for the instance and checked again on what came back.</summary>
public sealed record QueryTerm
{
    private readonly string _operator;
    private readonly ImmutableArray<QueryValue> _values;
    private readonly Func<string, bool> _holds;

    private QueryTerm(string field, string @operator, ImmutableArray<QueryValue> values, Func<string, bool> holds)
    {
        Field = field;
        _operator = @operator;
        _values = values;
        _holds = holds;
    }

    public string Field { get; }

    private bool HoldsUnseen { get; init; }

    public static QueryTerm Is(string field, QueryValue value) => new(field, "=", [value], found => Same(found, value));

    public static QueryTerm IsNot(string field, QueryValue value) => new(field, "!=", [value], found => !Same(found, value));

    public static QueryTerm IsTrue(string field) => Is(field, QueryValue.Constant("true"));

    public static QueryTerm AtLeast(string field, QueryValue value) =>
        new(field, ">=", [value], found => string.CompareOrdinal(found, value.Text) >= 0);

    public static QueryTerm Above(string field, QueryValue value) => new(field, ">", [value], found => string.CompareOrdinal(found, value.Text) > 0);

    public static QueryTerm Contains(string field, QueryValue value) =>
        new(field, "LIKE", [value], found => found.Contains(value.Text, StringComparison.OrdinalIgnoreCase));

    /// <summary>Contains it as a word of its own: LT-0042 does not stand in LT-00421, nor 10042 in INC0010042 or in a telephone number.</summary>
    public static QueryTerm Names(string field, QueryValue value) => new(field, "LIKE", [value], found => Words.Name(found, value.Text));

    /// <param name="values">Values with a comma would read as two and are left out.</param>
    public static QueryTerm OneOf(string field, IEnumerable<QueryValue> values)
    {
        var whole = values.Where(v => !v.Text.Contains(',', StringComparison.Ordinal)).ToImmutableArray();
        return new(field, "IN", whole, found => whole.Any(v => Same(found, v)));
    }

    /// <summary>Believes the instance where it does not show the field; only for what does no harm if it is wrong.</summary>
    public QueryTerm OrNotShown() => this with { HoldsUnseen = true };

    /// <summary>A record without the field does not match: a query on a field that the instance does not know would return every record.</summary>
    public bool Holds(ServiceNowRecord record) => record.Value(Field) is { } found ? _holds(found) : HoldsUnseen;

    public override string ToString() => $"{Field}{_operator}{string.Join(',', _values)}";

    /// <summary>The instance compares text without regard to case.</summary>
    private static bool Same(string found, QueryValue value) => string.Equals(found.Trim(), value.Text, StringComparison.OrdinalIgnoreCase);
}
