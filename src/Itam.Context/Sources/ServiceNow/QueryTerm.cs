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

    public static QueryTerm Is(string field, QueryValue value) => new(field, "=", [value], found => Same(found, value));

    public static QueryTerm IsTrue(string field) => Is(field, QueryValue.Constant("true"));

    public static QueryTerm AtLeast(string field, QueryValue value) =>
        new(field, ">=", [value], found => string.CompareOrdinal(found, value.Text) >= 0);

    public static QueryTerm Above(string field, QueryValue value) => new(field, ">", [value], found => string.CompareOrdinal(found, value.Text) > 0);

    public static QueryTerm Contains(string field, QueryValue value) =>
        new(field, "LIKE", [value], found => found.Contains(value.Text, StringComparison.OrdinalIgnoreCase));

    /// <param name="values">Values with a comma would read as two and are left out.</param>
    public static QueryTerm OneOf(string field, IEnumerable<QueryValue> values)
    {
        var whole = values.Where(v => !v.Text.Contains(',', StringComparison.Ordinal)).ToImmutableArray();
        return new(field, "IN", whole, found => whole.Any(v => Same(found, v)));
    }

    /// <summary>A record without the field does not match: a query on a field that the instance does not know would return every record.</summary>
    public bool Holds(ServiceNowRecord record) => record.Value(Field) is { } found && _holds(found);

    public override string ToString() => $"{Field}{_operator}{string.Join(',', _values)}";

    /// <summary>The instance compares text without regard to case.</summary>
    private static bool Same(string found, QueryValue value) => string.Equals(found.Trim(), value.Text, StringComparison.OrdinalIgnoreCase);
}
