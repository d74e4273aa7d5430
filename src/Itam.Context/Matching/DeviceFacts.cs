using Itam.Context.Register;
using Itam.Context.Sources;

namespace Itam.Context.Matching;

/// <summary>Names a source record. An empty connection is the register itself: what was imported or typed there.</summary>
public readonly record struct RecordId(string Connection, string SourceId) : IComparable<RecordId>
{
    public int CompareTo(RecordId other) =>
        string.CompareOrdinal(Connection, other.Connection) is var order and not 0 ? order : string.CompareOrdinal(SourceId, other.SourceId);

    public override string ToString() => Connection.Length == 0 ? "register" : $"{Connection} {SourceId}";
}

/// <summary>What one source says about one device, ready to be matched and merged.</summary>
/// <param name="Product">Named as the origin of its values.</param>
/// <param name="HolderId">The record's holder, found in the register.</param>
/// <param name="Origins">For the register's own record, where each value came from; a locked one wins over everything. Null for a source.</param>
public sealed record DeviceFacts(
    RecordId Id,
    string Product,
    SourceRole Role,
    DeviceRecord Said,
    Guid? HolderId = null,
    IReadOnlyDictionary<string, Origin>? Origins = null
)
{
    public bool IsOwn => Id.Connection.Length == 0;

    /// <summary>Where the value of a property comes from; null where the register itself does not know.</summary>
    public Origin? OriginOf(string property) => IsOwn ? Origins?.GetValueOrDefault(property) : new Origin(Product, Said.AsOf);
}
