using System.Text.RegularExpressions;

namespace Itam.Sandbox.ServiceNow;

/// <summary>
/// An encoded query as the instance reads it: <c>^NQ</c> separates queries, <c>^</c> conditions, <c>^OR</c> alternatives. A condition on an unknown field is
/// dropped and the rest runs, unless the instance is told otherwise.
/// </summary>
internal sealed partial class Query
{
    private readonly List<List<List<Condition>>> _any = [];
    private readonly List<(string Field, bool Descending)> _order = [];

    /// <summary>Server-side scripts (<c>javascript:</c>) that the query would have run.</summary>
    public int Scripts { get; private set; }

    public bool HasUnknownField { get; private set; }

    public static Query Parse(string text, string table)
    {
        var query = new Query();
        foreach (var part in text.Split("^NQ"))
        {
            List<List<Condition>> all = [];
            foreach (var token in part.Split('^', StringSplitOptions.RemoveEmptyEntries))
            {
                query.Add(token, table, all);
            }

            query._any.Add(all);
        }

        return query;
    }

    public IEnumerable<Row> Run(IEnumerable<Row> rows, Func<Row, string, string> read)
    {
        var found = rows.Where(row => _any.Any(all => all.All(or => or.Any(c => c.Holds(read(row, c.Field))))));
        var ordered = found.OrderBy(static _ => 0);
        foreach (var (field, descending) in _order)
        {
            ordered = descending
                ? ordered.ThenByDescending(r => read(r, field), StringComparer.Ordinal)
                : ordered.ThenBy(r => read(r, field), StringComparer.Ordinal);
        }

        return ordered;
    }

    private void Add(string token, string table, List<List<Condition>> all)
    {
        if (token.StartsWith("ORDERBY", StringComparison.Ordinal))
        {
            var descending = token.StartsWith("ORDERBYDESC", StringComparison.Ordinal);
            _order.Add((token[(descending ? 11 : 7)..], descending));
            return;
        }

        var or = token.StartsWith("OR", StringComparison.Ordinal);
        var match = Shape().Match(or ? token[2..] : token);
        if (!match.Success || Schema.Column(table, match.Groups["field"].Value.Split('.')[0]) is null)
        {
            HasUnknownField = true;
            return;
        }

        var value = match.Groups["value"].Value;
        Scripts += value.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
        var condition = new Condition(match.Groups["field"].Value, match.Groups["operator"].Value, value);
        if (or && all.Count > 0)
        {
            all[^1].Add(condition);
        }
        else
        {
            all.Add([condition]);
        }
    }

    [GeneratedRegex(
        @"\A(?<field>[a-z0-9_.]+)(?<operator>ISEMPTY|ISNOTEMPTY|NOT IN|NOT LIKE|STARTSWITH|ENDSWITH|LIKE|IN|!=|>=|<=|=|>|<)(?<value>.*)\z",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline,
        1000
    )]
    private static partial Regex Shape();

    private sealed record Condition(string Field, string Operator, string Value)
    {
        public bool Holds(string found) =>
            Operator switch
            {
                "ISEMPTY" => found.Length == 0,
                "ISNOTEMPTY" => found.Length > 0,
                "=" => Value == "NULL" ? found.Length == 0 : Same(found, Value),
                "!=" => !Same(found, Value),
                "IN" => Value.Split(',').Any(v => Same(found, v)),
                "NOT IN" => !Value.Split(',').Any(v => Same(found, v)),
                "LIKE" => found.Contains(Value, StringComparison.OrdinalIgnoreCase),
                "NOT LIKE" => !found.Contains(Value, StringComparison.OrdinalIgnoreCase),
                "STARTSWITH" => found.StartsWith(Value, StringComparison.OrdinalIgnoreCase),
                "ENDSWITH" => found.EndsWith(Value, StringComparison.OrdinalIgnoreCase),
                ">=" => string.CompareOrdinal(found, Value) >= 0,
                "<=" => string.CompareOrdinal(found, Value) <= 0,
                ">" => string.CompareOrdinal(found, Value) > 0,
                _ => string.CompareOrdinal(found, Value) < 0,
            };

        private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
    }
}
