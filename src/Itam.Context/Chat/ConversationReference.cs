using Itam.Context.Storage;

namespace Itam.Context.Chat;

public enum ConversationKind
{
    Personal,
    GroupChat,
    Channel,
}

/// <summary>Where a person or a group can be reached in chat. Refreshed by everything that comes from there.</summary>
public sealed class ConversationReference : ITenantOwned
{
    public string Tenant { get; set; } = "";
    public required string Connection { get; init; }

    /// <summary>Without a thread.</summary>
    public required string ConversationId { get; init; }
    public ConversationKind Kind { get; set; }

    /// <summary>The directory tenant of the people in it.</summary>
    public required string EntraTenant { get; set; }

    /// <summary>Of a personal conversation.</summary>
    public string? EntraUserId { get; set; }

    /// <summary>The channel's own id of that person.</summary>
    public string? ChannelUserId { get; set; }

    /// <summary>Exactly as the channel said it last.</summary>
    public required string ServiceUrl { get; set; }
    public string? Locale { get; set; }

    /// <summary>An IANA name.</summary>
    public string? TimeZone { get; set; }
    public DateTimeOffset RefreshedAt { get; set; }

    /// <summary>When the newest of what came from there was sent, by the channel's clock; null where it never said.</summary>
    public DateTimeOffset? NewestAt { get; set; }

    /// <summary>Set while nothing can be sent there; anything that comes from there clears it.</summary>
    public DateTimeOffset? DeadSince { get; set; }

    /// <summary>Why, in words for an administrator.</summary>
    public string? DeadReason { get; set; }
}
