using Itam.TeamsBot.Protocol;

namespace Itam.TeamsBot.Sending;

/// <summary>Something to be said in chat. Put it on the queue with <see cref="TeamsOutbox.EnqueueSendAsync"/>, in the transaction of the state it tells.</summary>
public sealed record TeamsSend
{
    /// <summary>The name of a connection of kind <c>teams</c>.</summary>
    public required string Connection { get; init; }
    public required SendTarget Target { get; init; }
    public required Activity Activity { get; init; }

    /// <summary>What was sent under this key before is replaced in place; without such, it is sent and remembered. Example: <c>case/7/approver-entra-id</c>.</summary>
    public string? Key { get; init; }

    /// <summary>Replaces this activity of the target conversation.</summary>
    public string? UpdateActivityId { get; init; }

    /// <summary>Only replaces what was sent under the key before; where nothing was, nothing is said.</summary>
    public bool OnlyReplaces { get; init; }

    /// <summary>Makes the client pop up: only for what nobody just asked for.</summary>
    public bool Alert { get; init; }
}

public abstract record SendTarget
{
    private SendTarget() { }

    /// <param name="ServiceUrl">Null: as the stored reference says.</param>
    public sealed record Conversation(string Id, string? ServiceUrl = null) : SendTarget;

    /// <summary>One to one; the conversation is created where there is none.</summary>
    /// <param name="EntraId">Object id.</param>
    /// <param name="EntraTenant">Null: whichever of the connection's tenants knows the person.</param>
    public sealed record Person(string EntraId, string? EntraTenant = null) : SendTarget;
}
