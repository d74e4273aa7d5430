using System.Collections.Immutable;
using Itam.Context.Register;

namespace Itam.Context.Matching;

/// <summary>Records that are one device.</summary>
public sealed record DeviceCluster(ImmutableArray<DeviceFacts> Records);

public sealed record MatchResult(ImmutableArray<DeviceCluster> Clusters, ImmutableArray<MatchDoubt> Doubts);

/// <summary>
/// Decides which records are one device, as <see cref="Clustering"/> does. Rules, strongest first: equal valid serial with compatible manufacturers; equal directory
/// id, IMEI, UUID or id in another system; equal asset tag. Contradicting valid serials, or two records of one asset register, are never one device.
/// </summary>
public static class DeviceClusters
{
    private static readonly TimeSpan WeakWithin = TimeSpan.FromDays(30);

    public static MatchResult Resolve(IEnumerable<DeviceFacts> records)
    {
        var nodes = records.OrderBy(r => r.Id).Select(r => new Node(r)).ToArray();
        var (groups, doubts) = Clustering.Resolve<Node, DeviceKey>(nodes);
        doubts.AddRange(LookAlikes(nodes, groups));
        var clusters = groups.Members().Select(members => new DeviceCluster([.. members.Select(m => nodes[m].Facts)]));
        return new MatchResult([.. clusters], [.. doubts.Where(d => Clustering.StillOpen<Node, DeviceKey>(d, nodes, groups))]);
    }

    private static IEnumerable<MatchDoubt> LookAlikes(Node[] nodes, Groups groups)
    {
        var named = nodes.SelectMany((n, at) => n.Weak.Select(weak => (weak, at))).GroupBy(p => p.weak, p => p.at);
        var pairs =
            from same in named
            from a in same
            from b in same
            where a < b && groups.Of(a) != groups.Of(b) && !nodes[a].Contradicts(nodes[b])
            where (nodes[a].Facts.Said.AsOf - nodes[b].Facts.Said.AsOf).Duration() <= WeakWithin
            group same.Key by (a, b);
        return pairs.Select(p => new MatchDoubt(
            ReviewReason.LooksAlike,
            [nodes[p.Key.a].Facts.Id, nodes[p.Key.b].Facts.Id],
            $"hostname {p.First().Host} and network address {p.First().Mac} are equal."
        ));
    }

    private sealed class Node(DeviceFacts facts) : IMatchNode<Node, DeviceKey>
    {
        public static string Things => "devices";
        public DeviceFacts Facts { get; } = facts;
        public RecordId Id => Facts.Id;
        public ImmutableArray<DeviceKey> Keys { get; } = DeviceKeys.StrongOf(facts);
        private ImmutableArray<string> Serials { get; } = DeviceKeys.SerialsOf(facts);

        public IEnumerable<(string Host, string Mac)> Weak =>
            Identifiers.Normalise(IdentifierKind.Hostname, Facts.Said.Hostname) is { } host
                ? DeviceKeys.MacsOf(Facts).Distinct(StringComparer.Ordinal).Select(mac => (host, mac))
                : [];

        public bool Contradicts(Node other)
        {
            if (Id.Connection == other.Id.Connection && Facts.Role is Sources.SourceRole.AssetRegister)
            {
                return true;
            }

            if (Serials.IsEmpty || other.Serials.IsEmpty)
            {
                return false;
            }

            return !Serials.Any(other.Serials.Contains) || !Manufacturers.Compatible(Facts.Said.Manufacturer, other.Facts.Said.Manufacturer);
        }

        public static string WhyApart(IReadOnlyList<Node> records)
        {
            var serials = records.SelectMany(n => n.Serials.Take(1)).Distinct(StringComparer.Ordinal).ToArray();
            return serials.Length > 1
                ? $"their serials differ ({string.Join(", ", serials)})"
                : "an asset register lists them apart, or their manufacturers differ";
        }
    }
}
