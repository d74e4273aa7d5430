using System.Collections.Frozen;
using System.Text.Json;
using Itam.Context.Sources;

namespace Itam.Context.Matching;

/// <summary>
/// Whose value wins, per field. Data: precedence.json lists, per property of a device, the roles that may fill it, best first; roles in one inner list are
/// equal and the freshest of them wins. A role that is not listed never fills the field.
/// </summary>
public sealed class Precedence
{
    private readonly FrozenDictionary<string, FrozenDictionary<SourceRole, int>> _ranks;
    private readonly FrozenDictionary<SourceRole, TimeSpan> _freshFor;

    private Precedence(Dictionary<string, FrozenDictionary<SourceRole, int>> ranks, Dictionary<SourceRole, TimeSpan> freshFor)
    {
        _ranks = ranks.ToFrozenDictionary(StringComparer.Ordinal);
        _freshFor = freshFor.ToFrozenDictionary();
    }

    public static Precedence Shipped { get; } = Load();

    /// <summary>0 is best; null where the role does not fill the field.</summary>
    public int? RankOf(string property, SourceRole role) =>
        _ranks.TryGetValue(property, out var roles) && roles.TryGetValue(role, out var rank) ? rank : null;

    /// <summary>What people keep by hand does not go stale, nor does a purchase, which each walk confirms.</summary>
    public bool IsStale(SourceRole role, DateTimeOffset asOf, DateTimeOffset now) => _freshFor.TryGetValue(role, out var days) && now - asOf > days;

    /// <exception cref="JsonException">Not a precedence table.</exception>
    public static Precedence Parse(Stream json)
    {
        using var document = JsonDocument.Parse(json);
        var ranks = new Dictionary<string, FrozenDictionary<SourceRole, int>>(StringComparer.Ordinal);
        foreach (var field in document.RootElement.GetProperty("fields").EnumerateObject())
        {
            var order = field.Value.EnumerateArray().Select(RolesOf).ToArray();
            ranks[field.Name] = order.Index().SelectMany(o => o.Item.Select(role => (role, o.Index))).ToFrozenDictionary(p => p.role, p => p.Index);
        }

        var fresh = document
            .RootElement.GetProperty("freshForDays")
            .EnumerateObject()
            .ToDictionary(p => Enum.Parse<SourceRole>(p.Name), p => TimeSpan.FromDays(p.Value.GetDouble()));
        return new Precedence(ranks, fresh);
    }

    private static SourceRole[] RolesOf(JsonElement rank) =>
        rank.ValueKind is JsonValueKind.Array
            ? [.. rank.EnumerateArray().Select(r => Enum.Parse<SourceRole>(r.GetString()!))]
            : [Enum.Parse<SourceRole>(rank.GetString()!)];

    private static Precedence Load()
    {
        using var data = typeof(Precedence).Assembly.GetManifestResourceStream("precedence.json")!;
        return Parse(data);
    }
}
