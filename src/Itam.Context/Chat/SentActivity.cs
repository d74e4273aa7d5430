using Itam.Context.Storage;

namespace Itam.Context.Chat;

/// <summary>What was sent to chat under a key ("case/7/approver/…"), so that it can be replaced in place, and what became of it.</summary>
public sealed class SentActivity : ITenantOwned
{
    public string Tenant { get; set; } = "";
    public required string Connection { get; init; }
    public required string Key { get; init; }
    public string? ConversationId { get; set; }

    /// <summary>Null: it never arrived, or not known to.</summary>
    public string? ActivityId { get; set; }

    /// <summary>When it was sent or replaced last, or when that was tried last.</summary>
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>An attempt ended without an answer: it may be visible already.</summary>
    public DateTimeOffset? UnsureSince { get; set; }

    /// <summary>Why it could not be delivered, in words for the sender and an administrator.</summary>
    public string? Failure { get; set; }
}
