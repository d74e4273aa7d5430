using Itam.Context.Storage;

namespace Itam.Context.Desks.History;

/// <summary>A page that has been read and understood, but not stored yet.</summary>
/// <param name="Counts">Of this page.</param>
/// <param name="ReadUntil">When the page's last ticket was created; null where it has none.</param>
/// <param name="IsLast">Nothing follows.</param>
/// <param name="Commit">Stores the tickets and the progress; belongs into one transaction.</param>
public sealed record HistoryStep(HistoryCounts Counts, DateTimeOffset? ReadUntil, bool IsLast, Func<ItamDb, CancellationToken, Task> Commit)
{
    /// <summary>All of it was read before.</summary>
    public static readonly HistoryStep Nothing = new(HistoryCounts.None, null, IsLast: true, static (_, _) => Task.CompletedTask);
}

/// <param name="Read">Tickets that the desk listed.</param>
/// <param name="New">Stored for the first time.</param>
/// <param name="WithDevice">Given a device, now or again.</param>
/// <param name="Failed">Could not be read or described.</param>
public sealed record HistoryCounts(int Read, int New, int WithDevice, int Failed)
{
    public static readonly HistoryCounts None = new(0, 0, 0, 0);

    public static HistoryCounts operator +(HistoryCounts a, HistoryCounts b) =>
        new(a.Read + b.Read, a.New + b.New, a.WithDevice + b.WithDevice, a.Failed + b.Failed);
}

/// <param name="Share">Of the time span that is to be read, 0 to 1.</param>
public sealed record HistoryProgress(HistoryCounts Counts, double Share);

/// <param name="Since">How far back it reached.</param>
/// <param name="Failure">For an administrator; null when the run came to its end.</param>
public sealed record HistoryResult(
    string Connection,
    string Product,
    DateTimeOffset Since,
    HistoryCounts Counts,
    TimeSpan Duration,
    string? Failure = null
);
