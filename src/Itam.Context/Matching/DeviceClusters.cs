using System.Collections.Immutable;
using Itam.Context.Register;

namespace Itam.Context.Matching;

/// <summary>Records that are one device.</summary>
public sealed record DeviceCluster(ImmutableArray<DeviceFacts> Records);

public enum ReviewReason
{
    /// <summary>Two devices could be meant.</summary>
    SeveralCandidates,

    /// <summary>A strong key says one device, something stronger says two.</summary>
    Contradiction,

    /// <summary>Only weak signs: network address and hostname agree.</summary>
    LooksAlike,

    /// <summary>More records hang together than one device can have.</summary>
    TooMany,
}

/// <summary>Something a person should decide; nothing was guessed.</summary>
public sealed record MatchDoubt(ReviewReason Reason, ImmutableArray<RecordId> Records, string Words);

public sealed record MatchResult(ImmutableArray<DeviceCluster> Clusters, ImmutableArray<MatchDoubt> Doubts);

/// <summary>
/// Decides which records are one device. A function of the set of records: neither the order in which they came nor how they came matters. Rules, strongest
/// first: equal valid serial with compatible manufacturers; equal directory id, IMEI, UUID or id in another system; equal asset tag. Contradicting valid serials,
/// or two records of one asset register, are never one device. A record that could belong to two devices joins neither.
/// </summary>
public static class DeviceClusters
{
    private static readonly TimeSpan WeakWithin = TimeSpan.FromDays(30);

    public static MatchResult Resolve(IEnumerable<DeviceFacts> records)
    {
        var nodes = records.OrderBy(r => r.Id).Select(r => new Node(r)).ToArray();
        var groups = new Groups(nodes.Length);
        var doubts = new List<MatchDoubt>();
        for (var tier = 0; tier < 3; tier++)
        {
            ResolveTier(nodes, groups, tier, doubts);
        }

        doubts.AddRange(LookAlikes(nodes, groups));
        var clusters = groups.Members().Select(members => new DeviceCluster([.. members.Select(m => nodes[m].Facts)]));
        return new MatchResult([.. clusters], [.. doubts.Where(d => StillOpen(d, nodes, groups))]);
    }

    private static void ResolveTier(Node[] nodes, Groups groups, int tier, List<MatchDoubt> doubts)
    {
        var shared = nodes
            .SelectMany((n, at) => n.Keys.Where(k => k.Tier == tier).Select(key => (key, at)))
            .GroupBy(p => p.key, p => p.at)
            .Select(g => (Key: g.Key, Groups: g.Select(groups.Of).Distinct().Order().ToArray()))
            .Where(s => s.Groups.Length > 1)
            .OrderBy(s => s.Key.Words, StringComparer.Ordinal)
            .ToArray();
        var connected = new Groups(nodes.Length);
        foreach (var (_, members) in shared)
        {
            connected.Join(members);
        }

        var members0 = groups.Members().ToDictionary(m => groups.Of(m[0]), m => m.Select(i => nodes[i]).ToArray());
        foreach (var component in shared.SelectMany(s => s.Groups).Distinct().GroupBy(connected.Of))
        {
            var parts = component.Order().ToArray();
            var anchors = parts.Where(a => parts.Any(b => a != b && Contradict(members0[a], members0[b]))).ToHashSet();
            var keys = shared.Where(s => connected.Of(s.Groups[0]) == component.Key).ToArray();
            if (anchors.Count == 0)
            {
                groups.Join(parts);
                continue;
            }

            JoinWhatIsClear(parts, anchors, keys, groups, members0, doubts);
        }
    }

    /// <summary>Some of these groups cannot be one device (the anchors). What hangs on exactly one of them joins it; what hangs on several joins none.</summary>
    private static void JoinWhatIsClear(
        int[] parts,
        HashSet<int> anchors,
        (DeviceKey Key, int[] Groups)[] keys,
        Groups groups,
        Dictionary<int, Node[]> members,
        List<MatchDoubt> doubts
    )
    {
        var free = new Groups(members.Keys.Max() + 1);
        foreach (var (_, holders) in keys)
        {
            free.Join(holders.Where(h => !anchors.Contains(h)));
        }

        foreach (var part in parts.Where(p => !anchors.Contains(p)).GroupBy(free.Of))
        {
            var own = part.ToHashSet();
            var touching = keys.Where(k => k.Groups.Any(own.Contains)).ToArray();
            var candidates = touching.SelectMany(k => k.Groups).Where(anchors.Contains).Distinct().Order().ToArray();
            if (candidates.Length == 1)
            {
                groups.Join([.. part, candidates[0]]);
                continue;
            }

            groups.Join(part);
            var names = string.Join(", ", touching.Where(k => k.Groups.Any(anchors.Contains)).Select(k => k.Key.Words));
            doubts.Add(
                new MatchDoubt(
                    ReviewReason.SeveralCandidates,
                    IdsOf([.. part.Order(), .. candidates], members),
                    $"{names}: {candidates.Length} devices could be meant."
                )
            );
        }

        foreach (var (key, holders) in keys)
        {
            var held = holders.Where(anchors.Contains).ToArray();
            if (held.Length > 1)
            {
                doubts.Add(
                    new MatchDoubt(
                        ReviewReason.Contradiction,
                        IdsOf(held, members),
                        $"{key.Words} is on {held.Length} devices: {Why(held, members)}."
                    )
                );
            }
        }
    }

    private static string Why(int[] held, Dictionary<int, Node[]> members)
    {
        var serials = held.SelectMany(h => members[h]).SelectMany(n => n.Serials.Take(1)).Distinct(StringComparer.Ordinal).ToArray();
        return serials.Length > 1
            ? $"their serials differ ({string.Join(", ", serials)})"
            : "an asset register lists them apart, or their manufacturers differ";
    }

    private static bool Contradict(Node[] left, Node[] right) => left.Any(a => right.Any(b => Contradict(a, b)));

    private static bool Contradict(Node a, Node b)
    {
        if (a.Facts.Id.Connection == b.Facts.Id.Connection && a.Facts.Role is Sources.SourceRole.AssetRegister)
        {
            return true;
        }

        if (a.Serials.IsEmpty || b.Serials.IsEmpty)
        {
            return false;
        }

        return !a.Serials.Any(b.Serials.Contains) || !Manufacturers.Compatible(a.Facts.Said.Manufacturer, b.Facts.Said.Manufacturer);
    }

    private static IEnumerable<MatchDoubt> LookAlikes(Node[] nodes, Groups groups)
    {
        var named = nodes.SelectMany((n, at) => n.Weak.Select(weak => (weak, at))).GroupBy(p => p.weak, p => p.at);
        var pairs =
            from same in named
            from a in same
            from b in same
            where a < b && groups.Of(a) != groups.Of(b) && !Contradict(nodes[a], nodes[b])
            where (nodes[a].Facts.Said.AsOf - nodes[b].Facts.Said.AsOf).Duration() <= WeakWithin
            group same.Key by (a, b);
        return pairs.Select(p => new MatchDoubt(
            ReviewReason.LooksAlike,
            [nodes[p.Key.a].Facts.Id, nodes[p.Key.b].Facts.Id],
            $"hostname {p.First().Host} and network address {p.First().Mac} are equal."
        ));
    }

    /// <summary>A later rule may have settled it; of the others, only records that are still apart are worth a look.</summary>
    private static bool StillOpen(MatchDoubt doubt, Node[] nodes, Groups groups)
    {
        var at = doubt.Records.Select(r => groups.Of(Array.FindIndex(nodes, n => n.Facts.Id == r))).ToArray();
        return doubt.Reason is ReviewReason.SeveralCandidates ? at.Skip(1).All(g => g != at[0]) : at.Distinct().Count() > 1;
    }

    private static ImmutableArray<RecordId> IdsOf(int[] held, Dictionary<int, Node[]> members) =>
        [.. held.Select(h => members[h].Min(n => n.Facts.Id)).Distinct()];

    private sealed class Node(DeviceFacts facts)
    {
        public DeviceFacts Facts { get; } = facts;
        public ImmutableArray<DeviceKey> Keys { get; } = DeviceKeys.StrongOf(facts);
        public ImmutableArray<string> Serials { get; } = DeviceKeys.SerialsOf(facts);

        public IEnumerable<(string Host, string Mac)> Weak =>
            Identifiers.Normalise(IdentifierKind.Hostname, Facts.Said.Hostname) is { } host
                ? DeviceKeys.MacsOf(Facts).Distinct(StringComparer.Ordinal).Select(mac => (host, mac))
                : [];
    }
}
