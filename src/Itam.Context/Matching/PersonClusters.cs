using System.Collections.Immutable;
using Itam.Context.Sources;

namespace Itam.Context.Matching;

/// <summary>
/// Decides which records are one person, as <see cref="Clustering"/> does. Rules, strongest first: equal directory id or account; equal e-mail or sign-in name; equal
/// employee number. Two records of one connection, and records with different directory ids, are never one person: their source lists them apart.
/// </summary>
internal static class PersonClusters
{
    public static (IReadOnlyList<ImmutableArray<RecordFacts<PersonRecord>>> Clusters, IReadOnlyList<MatchDoubt> Doubts) Resolve(
        IEnumerable<RecordFacts<PersonRecord>> records
    )
    {
        var nodes = records.OrderBy(r => r.Id).Select(r => new Node(r)).ToArray();
        var (groups, doubts) = Clustering.Resolve<Node, PersonKey>(nodes);
        return (
            [.. groups.Members().Select(members => members.Select(m => nodes[m].Facts).ToImmutableArray())],
            [.. doubts.Where(d => Clustering.StillOpen<Node, PersonKey>(d, nodes, groups))]
        );
    }

    private sealed class Node(RecordFacts<PersonRecord> facts) : IMatchNode<Node, PersonKey>
    {
        public static string Things => "people";
        public RecordFacts<PersonRecord> Facts { get; } = facts;
        public RecordId Id => Facts.Id;
        public ImmutableArray<PersonKey> Keys { get; } = PersonKeys.Of(facts.Id, facts.Said);
        private IEnumerable<PersonKey> DirectoryIds => Keys.Where(k => k.Kind is PersonKeyKind.DirectoryId);

        public bool Contradicts(Node other) =>
            Id.Connection == other.Id.Connection || (DirectoryIds.Any() && other.DirectoryIds.Any() && !DirectoryIds.Any(other.Keys.Contains));

        public static string WhyApart(IReadOnlyList<Node> records)
        {
            var listed = records
                .GroupBy(r => r.Id.Connection, StringComparer.Ordinal)
                .Where(g => g.Count() > 1)
                .Select(g => g.Key.Length == 0 ? "the register" : g.Key)
                .Order(StringComparer.Ordinal)
                .ToArray();
            return listed.Length > 0 ? $"{string.Join(" and ", listed)} lists them apart" : "their directory ids differ";
        }
    }
}
