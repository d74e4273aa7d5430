using System.Collections.Immutable;

namespace Itam.Context.Matching;

public enum ReviewReason
{
    /// <summary>Two things could be meant.</summary>
    SeveralCandidates,

    /// <summary>A strong key says one thing, something stronger says two.</summary>
    Contradiction,

    /// <summary>Only weak signs: network address and hostname agree.</summary>
    LooksAlike,

    /// <summary>More records hang together than one thing can have.</summary>
    TooMany,
}

/// <summary>Something a person should decide; nothing was guessed.</summary>
public sealed record MatchDoubt(ReviewReason Reason, ImmutableArray<RecordId> Records, string Words);

/// <summary>A value that names a thing so strongly that records which share it are one thing, unless something speaks against it.</summary>
internal interface IMatchKey
{
    /// <summary>0 is strongest; a weaker key never overrules what a stronger one decided.</summary>
    int Tier { get; }

    /// <summary>For people: "serial PF3ABCDE".</summary>
    string Words { get; }
}

/// <summary>One record, as far as matching looks at it.</summary>
internal interface IMatchNode<TSelf, TKey>
    where TSelf : IMatchNode<TSelf, TKey>
    where TKey : struct, IMatchKey
{
    RecordId Id { get; }
    ImmutableArray<TKey> Keys { get; }

    /// <summary>The two records are never one thing, whatever they share. Symmetric.</summary>
    bool Contradicts(TSelf other);

    /// <summary>What the records are about, for people: "devices".</summary>
    static abstract string Things { get; }

    /// <summary>For people: why these, which share a key, are not one thing.</summary>
    static abstract string WhyApart(IReadOnlyList<TSelf> records);
}

/// <summary>
/// Decides which records are one thing. A function of the set of records: neither the order in which they came nor how they came matters. Keys count tier by tier,
/// strongest first; records that contradict each other are never one, and a record that could belong to two things joins neither.
/// </summary>
internal static class Clustering
{
    private const int Tiers = 3;

    /// <param name="nodes">Ordered by their ids.</param>
    /// <param name="joined">Nodes that are one thing whatever their keys say.</param>
    public static (Groups Groups, List<MatchDoubt> Doubts) Resolve<TNode, TKey>(TNode[] nodes, IEnumerable<int[]>? joined = null)
        where TNode : IMatchNode<TNode, TKey>
        where TKey : struct, IMatchKey
    {
        var groups = new Groups(nodes.Length);
        foreach (var one in joined ?? [])
        {
            groups.Join(one);
        }

        var doubts = new List<MatchDoubt>();
        for (var tier = 0; tier < Tiers; tier++)
        {
            ResolveTier<TNode, TKey>(nodes, groups, tier, doubts);
        }

        return (groups, doubts);
    }

    /// <summary>Records that hang together by any key, however indirectly.</summary>
    public static IEnumerable<T[]> Components<T, TKey>(IReadOnlyList<T> records, Func<T, ImmutableArray<TKey>> keysOf)
    {
        var groups = new Groups(records.Count);
        foreach (var sharing in records.Index().SelectMany(r => keysOf(r.Item).Select(key => (key, r.Index))).GroupBy(p => p.key, p => p.Index))
        {
            groups.Join(sharing);
        }

        return groups.Members().Select(m => m.Select(i => records[i]).ToArray());
    }

    /// <summary>A later rule may have settled it; of the others, only records that are still apart are worth a look.</summary>
    public static bool StillOpen<TNode, TKey>(MatchDoubt doubt, TNode[] nodes, Groups groups)
        where TNode : IMatchNode<TNode, TKey>
        where TKey : struct, IMatchKey
    {
        var at = doubt.Records.Select(r => groups.Of(Array.FindIndex(nodes, n => n.Id == r))).ToArray();
        return doubt.Reason is ReviewReason.SeveralCandidates ? at.Skip(1).All(g => g != at[0]) : at.Distinct().Count() > 1;
    }

    private static void ResolveTier<TNode, TKey>(TNode[] nodes, Groups groups, int tier, List<MatchDoubt> doubts)
        where TNode : IMatchNode<TNode, TKey>
        where TKey : struct, IMatchKey
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
            var anchors = parts.Where(a => parts.Any(b => a != b && Contradict<TNode, TKey>(members0[a], members0[b]))).ToHashSet();
            var keys = shared.Where(s => connected.Of(s.Groups[0]) == component.Key).ToArray();
            if (anchors.Count == 0)
            {
                groups.Join(parts);
                continue;
            }

            JoinWhatIsClear(parts, anchors, keys, groups, members0, doubts);
        }
    }

    /// <summary>Some of these groups cannot be one thing (the anchors). What hangs on exactly one of them joins it; what hangs on several joins none.</summary>
    private static void JoinWhatIsClear<TNode, TKey>(
        int[] parts,
        HashSet<int> anchors,
        (TKey Key, int[] Groups)[] keys,
        Groups groups,
        Dictionary<int, TNode[]> members,
        List<MatchDoubt> doubts
    )
        where TNode : IMatchNode<TNode, TKey>
        where TKey : struct, IMatchKey
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
                    IdsOf<TNode, TKey>([.. part.Order(), .. candidates], members),
                    $"{names}: {candidates.Length} {TNode.Things} could be meant."
                )
            );
        }

        foreach (var (key, holders) in keys)
        {
            var held = holders.Where(anchors.Contains).ToArray();
            if (held.Length > 1)
            {
                var why = TNode.WhyApart([.. held.SelectMany(h => members[h])]);
                doubts.Add(
                    new MatchDoubt(
                        ReviewReason.Contradiction,
                        IdsOf<TNode, TKey>(held, members),
                        $"{key.Words} is on {held.Length} {TNode.Things}: {why}."
                    )
                );
            }
        }
    }

    private static bool Contradict<TNode, TKey>(TNode[] left, TNode[] right)
        where TNode : IMatchNode<TNode, TKey>
        where TKey : struct, IMatchKey => left.Any(a => right.Any(b => a.Contradicts(b)));

    private static ImmutableArray<RecordId> IdsOf<TNode, TKey>(int[] held, Dictionary<int, TNode[]> members)
        where TNode : IMatchNode<TNode, TKey>
        where TKey : struct, IMatchKey => [.. held.Select(h => members[h].Min(n => n.Id)).Distinct()];
}
