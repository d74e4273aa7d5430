using Itam.Context.Storage;

namespace Itam.Context.Lifecycle;

/// <summary>One entry in the log of a case: never changed, never deleted.</summary>
public sealed class CaseStep : ITenantOwned, IAppendOnly
{
    public string Tenant { get; set; } = "";
    public required Guid CaseId { get; init; }

    /// <summary>1, 2, 3 …: the version of the case after this step.</summary>
    public required int Number { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Who did it, or who could not be reached. Null: the product itself, by policy or by a timer.</summary>
    public Guid? ActorId { get; init; }

    /// <summary>Whom it concerned beside the actor, e.g. who is asked to decide from now on.</summary>
    public Guid? ToPersonId { get; init; }

    /// <summary>What happened, as the kind of case names it.</summary>
    public required string What { get; init; }
    public string? Comment { get; init; }
}
