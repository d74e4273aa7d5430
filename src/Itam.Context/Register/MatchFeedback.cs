using Itam.Context.Storage;

namespace Itam.Context.Register;

public enum MatchVerdict
{
    /// <summary>The ticket is not about this device.</summary>
    NotThis,

    /// <summary>The ticket is about this device.</summary>
    ThisOne,
}

/// <summary>What a person said about the match of one ticket and one device; the latest word counts.</summary>
public sealed class MatchFeedback : ITenantOwned
{
    public string Tenant { get; set; } = "";
    public required string Connection { get; init; }
    public required string TicketId { get; init; }
    public required Guid DeviceId { get; init; }
    public MatchVerdict Verdict { get; set; }

    /// <summary>The verdict contradicted the device that we had named as meant; it stays true when the agent changes their mind.</summary>
    public bool Corrects { get; set; }

    /// <summary>The verdict named the device that we had named as meant.</summary>
    public bool Confirms { get; set; }

    /// <summary>Who said so, in the words of the surface it was said on.</summary>
    public required string Actor { get; set; }
    public DateTimeOffset At { get; set; }
}
