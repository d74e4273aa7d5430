using System.Collections.Immutable;
using System.Globalization;
using Itam.Context.Register;

namespace Itam.Context.Matching;

/// <summary>How one field got its value.</summary>
/// <param name="Value">For people.</param>
/// <param name="From">The record that won.</param>
/// <param name="Why">For people: "first for this field", "locked by Ada".</param>
public sealed record FieldChoice(string Property, string Value, RecordId From, Origin? Origin, string Why, ImmutableArray<LostValue> Lost)
{
    internal object? Raw { get; init; }
}

/// <summary>A value that did not win.</summary>
public sealed record LostValue(string Value, RecordId From, Origin? Origin, string Why);

/// <summary>Chooses the values of one device from all that is said about it. Nothing is chosen by the order of arrival, and an empty value never beats a filled one.</summary>
public static class DeviceMerge
{
    /// <returns>One choice per field that somebody fills, in a fixed order.</returns>
    public static ImmutableArray<FieldChoice> Merge(DeviceCluster cluster, Precedence precedence, DateTimeOffset now)
    {
        var choices = ImmutableArray.CreateBuilder<FieldChoice>();
        foreach (var field in DeviceField.All)
        {
            var offers = cluster.Records.Select(r => Offer.Of(r, field, precedence, now)).OfType<Offer>().Order(Offer.BestFirst).ToArray();
            if (offers.Length > 0)
            {
                choices.Add(Choose(field, offers, now));
            }
        }

        return choices.ToImmutable();
    }

    private static FieldChoice Choose(DeviceField field, Offer[] offers, DateTimeOffset now)
    {
        var winner = offers.FirstOrDefault(o => o.Locked) ?? offers.First(o => !YieldsToFresher(o, offers));
        var why =
            winner.Locked ? $"a person entered it and locked it ({winner.Origin!.Source})"
            : offers.Length == 1 ? "nobody else says it"
            : winner != offers[0] ? "the sources before it have not heard of the device for too long"
            : offers[1].Rank == winner.Rank ? "the freshest"
            : "its source comes first for this field";
        var lost = offers
            .Where(o => o != winner)
            .Select(o => new LostValue(DeviceField.Print(o.Value), o.Facts.Id, o.Origin, WhyLost(o, winner, now)));
        return new FieldChoice(field.Property, DeviceField.Print(winner.Value), winner.Facts.Id, winner.Origin, why, [.. lost])
        {
            Raw = winner.Value,
        };
    }

    /// <summary>A source that has been silent for too long gives way to a lower one that knows newer things.</summary>
    private static bool YieldsToFresher(Offer offer, Offer[] offers) => offer.Stale && offers.Any(other => !other.Stale && other.AsOf > offer.AsOf);

    private static string WhyLost(Offer offer, Offer winner, DateTimeOffset now) =>
        Equals(offer.Value, winner.Value) ? "says the same"
        : winner.Locked ? "the field is locked"
        : offer.Stale && !winner.Stale ? string.Create(CultureInfo.InvariantCulture, $"stale: {(now - offer.AsOf).Days} days old")
        : offer.Rank == winner.Rank ? "older"
        : "its source comes later for this field";

    private sealed record Offer(DeviceFacts Facts, object Value, Origin? Origin, int Rank, bool Stale)
    {
        public bool Locked => Origin is { Locked: true };

        /// <summary>When this value was said. The register's own record grows value by value, so that one new value makes none of the others new.</summary>
        public DateTimeOffset AsOf { get; } = AsOfOf(Facts, Origin);

        public static readonly IComparer<Offer> BestFirst = Comparer<Offer>.Create(
            (a, b) =>
                a.Rank.CompareTo(b.Rank) is var rank and not 0 ? rank
                : b.AsOf.CompareTo(a.AsOf) is var age and not 0 ? age
                : a.Facts.Id.CompareTo(b.Facts.Id)
        );

        public static Offer? Of(DeviceFacts facts, DeviceField field, Precedence precedence, DateTimeOffset now)
        {
            if (field.Said(facts) is not { } value)
            {
                return null;
            }

            var origin = facts.OriginOf(field.Property);
            return precedence.RankOf(field.Property, facts.Role) is { } rank
                    ? new Offer(facts, value, origin, rank, precedence.IsStale(facts.Role, AsOfOf(facts, origin), now))
                // What a person locked counts for every field.
                : origin is { Locked: true } || facts.IsOwn ? new Offer(facts, value, origin, int.MaxValue, false)
                : null;
        }

        private static DateTimeOffset AsOfOf(DeviceFacts facts, Origin? origin) => origin?.AsOf ?? facts.Said.AsOf;
    }
}
