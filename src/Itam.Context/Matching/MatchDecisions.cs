namespace Itam.Context.Matching;

/// <summary>What people decided about pairs of records: that they are one device, or never are. It wins over every identifier.</summary>
public sealed class MatchDecisions
{
    public static readonly MatchDecisions None = new([]);

    private readonly Dictionary<(RecordId, RecordId), bool> _pairs;

    public MatchDecisions(IEnumerable<(RecordId One, RecordId Other, bool Same)> decisions) =>
        _pairs = decisions.DistinctBy(d => PairOf(d.One, d.Other)).ToDictionary(d => PairOf(d.One, d.Other), d => d.Same);

    /// <summary>Pairs that are one device.</summary>
    public IEnumerable<(RecordId One, RecordId Other)> Joined => _pairs.Where(p => p.Value).Select(p => p.Key);

    /// <returns>Null where nobody decided.</returns>
    public bool? Of(RecordId one, RecordId other) => _pairs.TryGetValue(PairOf(one, other), out var same) ? same : null;

    /// <summary>One pair has one name, whichever of the two is said first.</summary>
    public static (RecordId First, RecordId Second) PairOf(RecordId one, RecordId other) => one.CompareTo(other) <= 0 ? (one, other) : (other, one);
}
