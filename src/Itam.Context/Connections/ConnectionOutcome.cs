using Itam.Context.Work;

namespace Itam.Context.Connections;

public static class ConnectionOutcome
{
    /// <summary>What a connection's failure means for the work that met it.</summary>
    public static WorkOutcome ToOutcome(this ConnectionException failure) =>
        failure.Failure switch
        {
            ConnectionFailure.Retry => new WorkOutcome.Retry(failure.Message, failure.RetryAfter),
            ConnectionFailure.Reconnect => new WorkOutcome.Hold(failure.Message),
            _ => new WorkOutcome.Dead(failure.Message),
        };
}
