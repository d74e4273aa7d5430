using Microsoft.Extensions.Logging;

namespace Itam.Webhooks.Receiving;

/// <summary>What the receiving edge says. Connection names and our own reasons; never a header or a body.</summary>
internal static partial class Log
{
    [LoggerMessage(
        2001,
        LogLevel.Warning,
        "A webhook for {Connection} was refused (401): {Reason}. Compare the secret at the desk with the one configured here."
    )]
    public static partial void NotProven(ILogger log, string connection, string reason);

    [LoggerMessage(
        2002,
        LogLevel.Warning,
        "A webhook came for '{Connection}', which is no connection (404). Compare the address at the desk with the configured names."
    )]
    public static partial void Unknown(ILogger log, string connection);

    [LoggerMessage(2003, LogLevel.Warning, "A webhook for {Connection} was turned away ({Receipt}); its sender was asked to come back.")]
    public static partial void TurnedAway(ILogger log, string connection, Receipt receipt);

    [LoggerMessage(2004, LogLevel.Information, "A webhook for {Connection} was not a complete request ({Status}).")]
    public static partial void Broken(ILogger log, string connection, int status);

    [LoggerMessage(2005, LogLevel.Debug, "The sender of a webhook for {Connection} left before the answer.")]
    public static partial void SenderLeft(ILogger log, string connection);
}
