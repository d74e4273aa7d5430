using System.Collections.Immutable;
using Itam.Context.Connections;
using Itam.Context.Desks;

namespace Itam.Context.Sources;

/// <summary>A register of record in which we may write who has a device. What is so already is left as it is, so repeating a write is safe.</summary>
public interface IAssetWriter
{
    /// <exception cref="ConnectionException">GiveUp: the asset or the person is not there, or somebody else has it. Nothing was changed then.</exception>
    Task CheckOutAsync(AssetHandOver to, CancellationToken cancellationToken);

    /// <summary>Takes it from this person and from nobody else.</summary>
    /// <inheritdoc cref="CheckOutAsync"/>
    Task CheckInAsync(AssetHandOver from, CancellationToken cancellationToken);
}

/// <param name="AssetId">The source's own key of the device, as in <see cref="SourceRecord.SourceId"/>.</param>
/// <param name="Person">All names of whoever gets it or gave it back.</param>
/// <param name="Note">Kept in the register's log.</param>
/// <param name="DueBack">Null: given for good.</param>
public sealed record AssetHandOver(string AssetId, ImmutableArray<PersonName> Person, string Note, DateOnly? DueBack = null);
