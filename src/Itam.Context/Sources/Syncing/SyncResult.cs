namespace Itam.Context.Sources.Syncing;

/// <summary>What one run did. Seen = New + Changed + Unchanged; Rejected entries could not be read; Missing records were not in a complete walk.</summary>
/// <param name="Failure">For an administrator; null when the run ended well.</param>
public sealed record SyncResult(
    string Connection,
    string Product,
    bool Full,
    int Seen,
    int New,
    int Changed,
    int Unchanged,
    int Rejected,
    int Missing,
    TimeSpan Duration,
    string? Failure
);

/// <param name="Total">How many records there are in all, where the source says so.</param>
public sealed record SyncProgress(string Connection, int Seen, int? Total);
