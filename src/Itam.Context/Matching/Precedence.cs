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

    /// <summary>The shipped table with what an administrator's file says otherwise: the fields and roles that it names, each as a whole.</summary>
    /// <exception cref="FormatException">What is wrong with the file, for whoever wrote it.</exception>
    public static Precedence Changed(Stream json)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json);
        }
        catch (JsonException broken)
        {
            throw new FormatException($"is not JSON: {broken.Message}", broken);
        }

        using (document)
        {
            var (ranks, freshFor) = Read(document.RootElement);
            if (ranks.Keys.FirstOrDefault(f => !Shipped._ranks.ContainsKey(f)) is { } unknown)
            {
                throw new FormatException($"names the field '{unknown}', which devices do not have; they have {string.Join(", ", Changeable)}");
            }

            if (ranks.ContainsKey(nameof(Register.Device.Warranties)))
            {
                throw new FormatException("names Warranties; whose warranty counts is fixed");
            }

            return new Precedence(Over(Shipped._ranks, ranks), Over(Shipped._freshFor, freshFor));
        }
    }

    private static IEnumerable<string> Changeable =>
        Shipped._ranks.Keys.Where(f => f != nameof(Register.Device.Warranties)).Order(StringComparer.Ordinal);

    private static Dictionary<TKey, TValue> Over<TKey, TValue>(FrozenDictionary<TKey, TValue> shipped, Dictionary<TKey, TValue> changed)
        where TKey : notnull => shipped.Where(p => !changed.ContainsKey(p.Key)).Concat(changed).ToDictionary(p => p.Key, p => p.Value);

    private static (Dictionary<string, FrozenDictionary<SourceRole, int>> Ranks, Dictionary<SourceRole, TimeSpan> FreshFor) Read(JsonElement table)
    {
        var ranks = new Dictionary<string, FrozenDictionary<SourceRole, int>>(StringComparer.Ordinal);
        foreach (var field in Members(table, "fields"))
        {
            if (field.Value.ValueKind != JsonValueKind.Array)
            {
                throw new FormatException($"says no list of roles for the field {field.Name}");
            }

            var order = field.Value.EnumerateArray().Select(RolesOf).ToArray();
            ranks[field.Name] = order
                .Index()
                .SelectMany(o => o.Item.Select(role => (role, o.Index)))
                .DistinctBy(p => p.role)
                .ToFrozenDictionary(p => p.role, p => p.Index);
        }

        var fresh = new Dictionary<SourceRole, TimeSpan>();
        foreach (var role in Members(table, "freshForDays"))
        {
            fresh[RoleOf(role.Name)] =
                role.Value.ValueKind == JsonValueKind.Number && role.Value.TryGetDouble(out var days) && days is > 0 and < 100_000
                    ? TimeSpan.FromDays(days)
                    : throw new FormatException($"says no number of days for {role.Name}");
        }

        return (ranks, fresh);
    }

    private static IEnumerable<JsonProperty> Members(JsonElement table, string name) =>
        table.ValueKind != JsonValueKind.Object ? throw new FormatException("is no object with \"fields\" or \"freshForDays\"")
        : !table.TryGetProperty(name, out var part) ? []
        : part.ValueKind == JsonValueKind.Object ? part.EnumerateObject()
        : throw new FormatException($"has no object under \"{name}\"");

    private static SourceRole[] RolesOf(JsonElement rank) =>
        rank.ValueKind is JsonValueKind.Array ? [.. rank.EnumerateArray().Select(RoleOf)] : [RoleOf(rank)];

    private static SourceRole RoleOf(JsonElement role) => RoleOf(role.ValueKind == JsonValueKind.String ? role.GetString()! : role.GetRawText());

    private static SourceRole RoleOf(string role) =>
        Enum.TryParse<SourceRole>(role, out var known) && Enum.IsDefined(known)
            ? known
            : throw new FormatException($"names the role '{role}'; roles are {string.Join(", ", Enum.GetNames<SourceRole>())}");

    private static Precedence Load()
    {
        using var data = typeof(Precedence).Assembly.GetManifestResourceStream("precedence.json")!;
        using var document = JsonDocument.Parse(data);
        var (ranks, freshFor) = Read(document.RootElement);
        return new Precedence(ranks, freshFor);
    }
}
