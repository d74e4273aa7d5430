namespace Itam.Context.Register.Import;

/// <summary>What one CSV file holds.</summary>
public enum ImportKind
{
    Devices,
    People,
    Licenses,
    Seats,
}

/// <summary>How to read dates such as 3/4/2026, where day and month could be either.</summary>
public enum DateOrder
{
    DayFirst,
    MonthFirst,
}

/// <param name="Kind">Null: recognised from the headers.</param>
/// <param name="Source">Named as the origin of every value; null is "CSV" and the file name.</param>
/// <param name="AsOf">How old the values are where the file has no "as of" column; null is the time of the file's last write.</param>
/// <param name="DateOrder">Null: rows with such a date are rejected, never guessed.</param>
/// <param name="RejectFolder">Where the reject file goes; null is the folder of the file itself.</param>
public sealed record ImportOptions(
    ImportKind? Kind = null,
    string? Source = null,
    DateTimeOffset? AsOf = null,
    DateOrder? DateOrder = null,
    string? RejectFolder = null,
    int BatchSize = 500
);
