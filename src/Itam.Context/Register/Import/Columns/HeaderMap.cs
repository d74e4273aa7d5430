using System.Collections.Immutable;
using Itam.Context.Register.Import.Values;

namespace Itam.Context.Register.Import.Columns;

/// <summary>Which cell of a row holds which column.</summary>
internal sealed class HeaderMap
{
    private readonly Dictionary<Column, int> _positions = [];
    private readonly Dictionary<Column, SizeUnit> _units = [];

    private HeaderMap(ColumnSet set, IReadOnlyList<string> headers)
    {
        Set = set;
        Headers = [.. headers];
        var keys = headers.Select(Column.KeyOf).ToArray();

        // Canonical headers first, so that no column takes another's own header for one of its aliases.
        foreach (var column in set.All)
        {
            Place(column, column.Keys.Take(1), keys);
        }

        foreach (var column in set.All.Where(c => !_positions.ContainsKey(c)))
        {
            Place(column, column.Keys.Skip(1), keys);
        }

        var used = _positions.Values.ToHashSet();
        Unknown = [.. headers.Where((h, i) => !used.Contains(i) && i != ReasonAt(keys) && h.Length > 0)];
    }

    public ColumnSet Set { get; }
    public ImmutableArray<string> Headers { get; }
    public ImmutableArray<string> Unknown { get; }

    public int? PositionOf(Column column) => _positions.TryGetValue(column, out var at) ? at : null;

    /// <summary>The unit that the header states ("Storage (GB)"), for values without one.</summary>
    public SizeUnit? UnitOf(Column column) => _units.TryGetValue(column, out var unit) ? unit : null;

    /// <exception cref="ImportRefusedException">The headers fit no kind, or several equally.</exception>
    public static HeaderMap Of(string file, IReadOnlyList<string> headers, ImportKind? kind)
    {
        if (kind is { } known)
        {
            var map = new HeaderMap(ColumnSet.Of(known), headers);
            return map.Fits
                ? map
                : throw new ImportRefusedException(
                    $"{file} cannot be imported as {known.ToString().ToLowerInvariant()}: it needs {map.Missing}. Its headers are: {string.Join(", ", headers)}."
                );
        }

        var fitting = ColumnSet.Known.Select(s => new HeaderMap(s, headers)).Where(m => m.Fits).OrderByDescending(m => m._positions.Count).ToArray();
        return fitting switch
        {
            [var only] => only,
            [var best, var next, ..] when best._positions.Count > next._positions.Count => best,
            [_, ..] when fitting.FirstOrDefault(m => IsNamedAfter(file, m.Set.Kind)) is { } named => named,
            [] => throw new ImportRefusedException(
                $"{file}: the headers fit neither devices, people, licenses nor seats. Its headers are: {string.Join(", ", headers)}. Name the kind of file (--kind), or rename the headers."
            ),
            _ => throw new ImportRefusedException(
                $"{file} could hold {string.Join(" or ", fitting.Select(m => m.Set.Kind.ToString().ToLowerInvariant()))}. Name the kind of file: --kind {fitting[0].Set.Kind.ToString().ToLowerInvariant()}."
            ),
        };
    }

    /// <summary>A short list (name, e-mail) could be people or devices; what people call the file tells.</summary>
    private static bool IsNamedAfter(string file, ImportKind kind) =>
        (
            kind switch
            {
                ImportKind.People => (string[])["people", "person", "user", "employee", "staff", "mitarbeiter"],
                ImportKind.Devices => ["device", "asset", "computer", "hardware", "inventory", "inventar"],
                ImportKind.Licenses => ["license", "licence", "software", "lizenz"],
                _ => ["seat"],
            }
        ).Any(word => file.Contains(word, StringComparison.OrdinalIgnoreCase));

    private bool Fits => Set.Required.All(group => group.Any(_positions.ContainsKey));

    private string Missing =>
        string.Join(
            " and ",
            Set.Required.Where(group => !group.Any(_positions.ContainsKey)).Select(g => "a column " + string.Join(" or ", g.Select(c => $"\"{c}\"")))
        );

    private void Place(Column column, IEnumerable<string> names, string[] keys)
    {
        foreach (var key in names)
        {
            for (var i = 0; i < keys.Length; i++)
            {
                if (_positions.ContainsValue(i))
                {
                    continue;
                }

                if (keys[i] == key)
                {
                    _positions[column] = i;
                    return;
                }

                if (
                    keys[i].StartsWith(key, StringComparison.Ordinal)
                    && Sizes.UnitOfHeader(keys[i][key.Length..]) is { } unit
                    && column.Header.StartsWith("storage", StringComparison.Ordinal)
                )
                {
                    _positions[column] = i;
                    _units[column] = unit;
                    return;
                }
            }
        }
    }

    // The reject file's own column is ours, not an unknown one.
    private static int ReasonAt(string[] keys) => Array.LastIndexOf(keys, "reason");
}
