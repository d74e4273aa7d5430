using System.Globalization;

namespace Itam.Sandbox.Jira;

/// <summary>The part of JQL that a layer over tickets needs. What is not modelled is refused.</summary>
internal sealed class Jql
{
    private static readonly HashSet<string> Bounding = new(StringComparer.OrdinalIgnoreCase)
    {
        "project",
        "reporter",
        "created",
        "updated",
        "id",
        "key",
        "issue",
        "summary",
        "description",
        "text",
    };

    private readonly QueryReader _reader;
    private readonly DateTimeOffset _now;
    private bool _bounded;

    private Jql(string text, DateTimeOffset now)
    {
        _reader = new QueryReader(text);
        _now = now;
    }

    /// <exception cref="QueryException">Not JQL, or not bounded.</exception>
    public static IEnumerable<JiraIssue> Search(string text, IEnumerable<JiraIssue> issues, DateTimeOffset now)
    {
        var jql = new Jql(text, now);
        var matches = jql.Or();
        var found = issues.Where(matches).ToList();
        if (jql._reader.Try("order"))
        {
            jql._reader.Must("by");
            var ordered = found.OrderBy(static _ => 0);
            do
            {
                ordered = jql.ThenBy(ordered);
            } while (jql._reader.Try(","));
            found = [.. ordered];
        }

        if (!jql._reader.AtEnd)
        {
            throw new QueryException($"Error in the JQL Query: unexpected '{jql._reader.Next()}'.");
        }

        return jql._bounded
            ? found
            : throw new QueryException("Unbounded JQL queries are not allowed here. Please add a search restriction to your query.");
    }

    private IOrderedEnumerable<JiraIssue> ThenBy(IOrderedEnumerable<JiraIssue> found)
    {
        var field = _reader.Next();
        Func<JiraIssue, (string, long)> key = field switch
        {
            "created" => i => ("", i.Created.UtcTicks),
            "updated" => i => ("", i.Updated.UtcTicks),
            "key" => i => (i.Project, long.Parse(i.Key.AsSpan(i.Project.Length + 1), CultureInfo.InvariantCulture)),
            _ => throw new QueryException($"Not able to sort using field '{field}'."),
        };
        if (_reader.Try("desc"))
        {
            return found.ThenByDescending(key);
        }

        _reader.Try("asc");
        return found.ThenBy(key);
    }

    private Func<JiraIssue, bool> Or()
    {
        var left = And();
        while (_reader.Try("or"))
        {
            var (a, b) = (left, And());
            left = i => a(i) || b(i);
        }

        return left;
    }

    private Func<JiraIssue, bool> And()
    {
        var left = Term();
        while (_reader.Try("and"))
        {
            var (a, b) = (left, Term());
            left = i => a(i) && b(i);
        }

        return left;
    }

    private Func<JiraIssue, bool> Term()
    {
        if (_reader.Try("("))
        {
            var inner = Or();
            _reader.Must(")");
            return inner;
        }

        var field = _reader.Next().ToLowerInvariant();
        if (!Bounding.Contains(field))
        {
            throw new QueryException($"Field '{field}' does not exist or you do not have permission to view it.");
        }

        _bounded = true;
        return _reader.Try("in") ? OneOf(field, Values())
            : _reader.Try("=") ? OneOf(field, [_reader.Next()])
            : _reader.Try("!=") ? Not(OneOf(field, [_reader.Next()]))
            : _reader.Try(">=") ? NotBefore(field, _reader.Next())
            : _reader.Try("~") ? Contains(field, _reader.Next())
            : throw new QueryException($"Expecting operator but got '{_reader.Next()}'.");
    }

    private List<string> Values()
    {
        _reader.Must("(");
        var values = new List<string> { _reader.Next() };
        while (_reader.Try(","))
        {
            values.Add(_reader.Next());
        }

        _reader.Must(")");
        return values;
    }

    private static Func<JiraIssue, bool> Not(Func<JiraIssue, bool> matches) => i => !matches(i);

    private static Func<JiraIssue, bool> OneOf(string field, IReadOnlyCollection<string> values) =>
        field switch
        {
            "project" => i => values.Contains(i.Project),
            "reporter" => i => i.Reporter is { } r && (values.Contains(r.AccountId) || values.Contains(JiraShapes.NameOf(r))),
            "id" or "key" or "issue" => i => values.Contains(i.Id) || values.Contains(i.Key),
            _ => throw new QueryException($"The operator '=' is not supported by the '{field}' field."),
        };

    private Func<JiraIssue, bool> NotBefore(string field, string value)
    {
        // Relative times are whole minutes; an absolute one would be read in the account's own time zone.
        if (
            !value.StartsWith('-')
            || !value.EndsWith('m')
            || !long.TryParse(value.AsSpan(1, value.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
        )
        {
            throw new QueryException($"Date value '{value}' for field '{field}' is invalid.");
        }

        var since = _now.AddMinutes(-minutes);
        since = since.AddTicks(-(since.Ticks % TimeSpan.TicksPerMinute));
        return field switch
        {
            "created" => i => i.Created >= since,
            "updated" => i => i.Updated >= since,
            _ => throw new QueryException($"The operator '>=' is not supported by the '{field}' field."),
        };
    }

    private static Func<JiraIssue, bool> Contains(string field, string value)
    {
        if (!value.StartsWith('"') && value.Any(c => "+-&|!(){}[]^~*?\\:".Contains(c, StringComparison.Ordinal)))
        {
            throw new QueryException($"The text query '{value}' for field '{field}' is not allowed to contain this operator.");
        }

        var wanted = Words(value);
        return field switch
        {
            "summary" => i => Has(i.Summary, wanted),
            "description" => i => Has(i.Description, wanted),
            "text" => i => Has(i.Summary, wanted) || Has(i.Description, wanted) || i.Comments.Any(c => Has(AdfText.Of(c.Body), wanted)),
            _ => throw new QueryException($"The operator '~' is not supported by the '{field}' field."),
        };
    }

    private static bool Has(string text, string[] wanted)
    {
        var words = Words(text);
        return wanted.Length > 0
            && Enumerable.Range(0, Math.Max(0, words.Length - wanted.Length + 1)).Any(at => words.AsSpan(at, wanted.Length).SequenceEqual(wanted));
    }

    private static string[] Words(string text) =>
        new string([.. text.Select(c => char.IsLetterOrDigit(c) ? char.ToLowerInvariant(c) : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
