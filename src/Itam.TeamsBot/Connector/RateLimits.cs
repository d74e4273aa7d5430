namespace Itam.TeamsBot.Connector;

public enum RateKind
{
    /// <summary>Sends, updates, deletes, creates.</summary>
    Write,

    /// <summary>Members, teams, channels.</summary>
    Read,
}

/// <summary>At most so many calls in any such span.</summary>
public sealed record RateWindow(int Calls, TimeSpan Span);

/// <summary>What Microsoft publishes (learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit) and, per app and tenant, half of what is reported.</summary>
internal static class RateLimits
{
    private static readonly RateWindow[] Write = [Of(7, 1), Of(8, 2), Of(60, 30), Of(1800, 3600)];
    private static readonly RateWindow[] Read = [Of(14, 1), Of(16, 2), Of(120, 30), Of(3600, 3600)];

    public static readonly IReadOnlyList<RateWindow> App = [Of(25, 1)];

    public static IReadOnlyList<RateWindow> Conversation(RateKind kind) => kind == RateKind.Write ? Write : Read;

    private static RateWindow Of(int calls, double seconds) => new(calls, TimeSpan.FromSeconds(seconds));
}

/// <summary>Shares the published limits, between the calls of this process or of all replicas.</summary>
public interface IRateBudget
{
    /// <summary>Takes one call from both budgets, or from none.</summary>
    /// <param name="app">App and tenant.</param>
    /// <returns>Zero: taken. Otherwise how long to wait before asking again.</returns>
    ValueTask<TimeSpan> TakeAsync(string app, string conversation, RateKind kind, CancellationToken cancellationToken);
}
