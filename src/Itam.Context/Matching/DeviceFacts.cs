using Itam.Context.Register;
using Itam.Context.Sources;

namespace Itam.Context.Matching;

/// <summary>Names a source record. An empty connection is the register itself: what was imported or typed there.</summary>
public readonly record struct RecordId(string Connection, string SourceId) : IComparable<RecordId>
{
    public int CompareTo(RecordId other) =>
        string.CompareOrdinal(Connection, other.Connection) is var order and not 0 ? order : string.CompareOrdinal(SourceId, other.SourceId);

    /// <summary>As <see cref="Parse"/> reads it: "intune 7f3a", and "register" with the device's id for the register's own.</summary>
    public override string ToString() => $"{(Connection.Length == 0 ? Own : Connection)} {SourceId}";

    /// <param name="text">Connection and the source's id, with a blank or a colon between them.</param>
    /// <exception cref="FormatException">It is not that.</exception>
    public static RecordId Parse(string text)
    {
        var at = text.AsSpan().IndexOfAny(' ', ':');
        return at > 0 && text[(at + 1)..].Trim() is { Length: > 0 } id
            ? new RecordId(text[..at] == Own ? "" : text[..at], id)
            : throw new FormatException(
                $"'{text}' names no record. Write connection and id as itam device explain shows them, in quotes: \"intune 7f3a\"."
            );
    }

    private const string Own = "register";
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
