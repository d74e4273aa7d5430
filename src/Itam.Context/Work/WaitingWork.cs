namespace Itam.Context.Work;

/// <summary>Work whose last attempt failed and that will be tried again. Timers that wait for their time are none.</summary>
/// <param name="Cause">Why the last attempt failed; one line.</param>
/// <param name="NextAt">When it is tried again.</param>
/// <param name="HeldSince">Set while it waits for a person to mend the connection.</param>
public sealed record WaitingWork(
    long Id,
    TenantId Tenant,
    string Kind,
    string OrderingKey,
    string? Connection,
    int Attempts,
    string Cause,
    DateTimeOffset CreatedAt,
    DateTimeOffset FailedAt,
    DateTimeOffset NextAt,
    DateTimeOffset? HeldSince
);

/// <param name="Payload">As text, with everything unprintable replaced.</param>
public sealed record WaitingWorkDetail(WaitingWork Work, string? Meta, string Payload);
