using Microsoft.Extensions.Logging;

namespace Itam.TeamsBot.Receiving;

/// <summary>What the receiving edge says: names of connections and invokes, never a body or a token.</summary>
internal static partial class Log
{
    [LoggerMessage(3201, LogLevel.Error, "The invoke {Name} of {Connection} failed; the person was told that it did not work.")]
    public static partial void InvokeFailed(ILogger log, Exception failure, string name, string connection);

    [LoggerMessage(3202, LogLevel.Error, "An invoke came to no end; it is finished when its lease ends.")]
    public static partial void InvokeUnsettled(ILogger log, Exception failure);

    [LoggerMessage(
        3203,
        LogLevel.Information,
        "The invoke {Name} of {Connection} takes longer than a client waits; its result follows in the conversation."
    )]
    public static partial void OverBudget(ILogger log, string name, string connection);

    [LoggerMessage(3205, LogLevel.Warning, "The invoke {Name} of {Connection} takes longer than a client waits; the person was asked to try again.")]
    public static partial void SentAway(ILogger log, string name, string connection);

    [LoggerMessage(3204, LogLevel.Warning, "An activity was turned away ({Status}); Teams sends it again. {Reason}")]
    public static partial void TurnedAway(ILogger log, int status, string reason);
}
