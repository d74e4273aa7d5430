using System.Collections.Immutable;
using Itam.Context.Register;

namespace Itam.Context.Matching;

/// <summary>Records that are one device.</summary>
public sealed record DeviceCluster(ImmutableArray<DeviceFacts> Records);

public sealed record MatchResult(ImmutableArray<DeviceCluster> Clusters, ImmutableArray<MatchDoubt> Doubts);

/// <summary>
/// Decides which records are one device, as <see cref="Clustering"/> does. Rules, strongest first: equal valid serial with compatible manufacturers; equal directory
/// id, IMEI, UUID or id in another system; equal asset tag. Contradicting valid serials, or two records of one asset register, are never one device. What a person
/// decided stands above all of them.
/// </summary>
public static class DeviceClusters
{
    private static readonly TimeSpan WeakWithin = TimeSpan.FromDays(30);

    public static MatchResult Resolve(IEnumerable<DeviceFacts> records, MatchDecisions? decided = null)
    {
        decided ??= MatchDecisions.None;
        var nodes = records.OrderBy(r => r.Id).Select(r => new Node(r, decided)).ToArray();
        var places = nodes.Index().ToDictionary(n => n.Item.Id, n => n.Index);
        var joined = decided.Joined.Where(p => places.ContainsKey(p.One) && places.ContainsKey(p.Other));
        var (groups, doubts) = Clustering.Resolve<Node, DeviceKey>(nodes, joined.Select(p => new[] { places[p.One], places[p.Other] }));
        doubts.AddRange(LookAlikes(nodes, groups));
        var members = groups.Members().Select(all => all.Select(m => nodes[m]).ToArray()).ToDictionary(all => groups.Of(places[all[0].Id]));
        var clusters = members.Values.Select(all => new DeviceCluster([.. all.Select(n => n.Facts)]));
        var open = doubts.Where(d => Clustering.StillOpen<Node, DeviceKey>(d, nodes, groups)).Where(d => !IsDecided(d));
        return new MatchResult([.. clusters], [.. open]);

        // A person has already said of each two of these devices that they are not one.
        bool IsDecided(MatchDoubt doubt)
        {
            var devices = doubt.Records.Select(r => groups.Of(places[r])).Distinct().Select(at => members[at]).ToArray();
            return devices
                .SelectMany((one, at) => devices.Skip(at + 1).Select(other => (one, other)))
                .All(pair => pair.one.Any(a => pair.other.Any(b => decided.Of(a.Id, b.Id) == false)));
        }
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

    private sealed class Node(DeviceFacts facts, MatchDecisions decided) : IMatchNode<Node, DeviceKey>
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
            if (decided.Of(Id, other.Id) is { } same)
            {
                return !same;
            }

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
                : "an asset register lists them apart, their manufacturers differ, or a person keeps them apart";
        }
    }
}
