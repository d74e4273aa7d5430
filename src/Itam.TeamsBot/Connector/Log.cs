using Microsoft.Extensions.Logging;

namespace Itam.TeamsBot.Connector;

internal static partial class Log
{
    [LoggerMessage(3101, LogLevel.Warning, "Redis does not answer ({Failure}); this process keeps to Teams' rate limits by itself until it does.")]
    public static partial void RedisAway(ILogger log, string failure);
}
