using Microsoft.Extensions.Logging;

namespace Itam.TeamsBot.Authentication;

internal static partial class Log
{
    [LoggerMessage(
        3001,
        LogLevel.Warning,
        "The channel's signing keys could not be read from {Host}: {Reason}. Earlier keys are still used: {HasKeys}. Check that this machine may call it."
    )]
    public static partial void KeysUnreadable(ILogger log, string host, string reason, bool hasKeys);

    [LoggerMessage(3002, LogLevel.Warning, "An activity was refused (401): {Reason} Token: key {Kid}, issuer {Issuer}, audience {Audience}.")]
    public static partial void Refused(ILogger log, string reason, string kid, string issuer, string audience);
}
