using System.Globalization;

namespace Itam.Context.Sources.SnipeIt;

/// <summary>
/// The newest change of each list before it was walked, as the instance itself dates it: "users=1700000000,hardware=…" in Unix seconds. Neither our clock
/// nor a wrong time zone can make a change fall between two reads.
/// </summary>
internal sealed class SnipeItMarks
{
    private readonly SortedDictionary<string, long> _marks = new(StringComparer.Ordinal);

    public static SnipeItMarks Parse(string? text)
    {
        var marks = new SnipeItMarks();
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            if (
                at > 0
                && long.TryParse(part.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                && seconds < 100_000_000_000
            )
            {
                marks._marks[part[..at]] = seconds;
            }
        }

        return marks;
    }

    public DateTimeOffset? Of(SnipeItList list) => _marks.TryGetValue(list.Key, out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    public void Raise(SnipeItList list, DateTimeOffset? to)
    {
        if (to is { } moment && !(_marks.TryGetValue(list.Key, out var known) && known > moment.ToUnixTimeSeconds()))
        {
            _marks[list.Key] = moment.ToUnixTimeSeconds();
        }
    }

    public override string ToString() => string.Join(',', _marks.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Key}={m.Value}")));
}

/// <summary>Where a full walk stopped, and the marks that it began with: "hardware@1500|users=…".</summary>
internal sealed record SnipeItPlace(string List, int Offset, string Marks)
{
    public static SnipeItPlace? Parse(string? text) =>
        text?.Split(['@', '|'], 3) is [var list, var offset, var marks]
        && int.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && SnipeItList.All.Any(l => l.Key == list)
            ? new SnipeItPlace(list, number, marks)
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{List}@{Offset}|{Marks}");
}
