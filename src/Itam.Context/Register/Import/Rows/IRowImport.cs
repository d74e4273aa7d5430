using Itam.Context.Storage;

namespace Itam.Context.Register.Import.Rows;

/// <summary>How one kind of row reaches the register: read and judged one by one, written in batches.</summary>
internal interface IRowImport
{
    int Waiting { get; }

    /// <summary>Reads the row's values; a row with faults is rejected at once.</summary>
    void Add(ImportRow row);

    /// <summary>Writes the waiting rows, in one transaction of the caller.</summary>
    Task WriteAsync(ItamDb db, CancellationToken cancellationToken);

    /// <summary>What needed the whole file; called once, in one transaction, after the last row.</summary>
    Task FinishAsync(ItamDb db, CancellationToken cancellationToken);
}
