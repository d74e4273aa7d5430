namespace Itam.Sandbox.Faults;

public enum FaultKind
{
    Unauthorized,
    Forbidden,
    NotFound,
    Conflict,
    TooLarge,

    /// <summary>429 without Retry-After.</summary>
    TooManyRequests,

    /// <summary>429 with Retry-After: 1.</summary>
    TooManyRequestsRetryAfter,
    ServerError,

    /// <summary>503 with Retry-After: 1.</summary>
    Unavailable,

    /// <summary>Answers after <see cref="FaultPlan.SlowFor"/>.</summary>
    Slow,

    /// <summary>200 with a web page.</summary>
    LoginPage,

    /// <summary>The operation is carried out, then the connection is cut without an answer.</summary>
    LostAnswer,
}
