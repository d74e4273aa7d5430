using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.TeamsBot.Protocol;

/// <summary>
/// One message or event of the Activity protocol (github.com/microsoft/Agents, specs/activity). Member names are those of the SDK; ids are opaque.
/// What this version does not know stays in <see cref="Properties"/>.
/// </summary>
public sealed record Activity
{
    public string? Type { get; init; }
    public string? Id { get; init; }
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>With the person's own offset.</summary>
    public DateTimeOffset? LocalTimestamp { get; init; }

    /// <summary>An IANA name, "Europe/Berlin".</summary>
    public string? LocalTimezone { get; init; }
    public string? ChannelId { get; init; }

    /// <summary>Where answers go; exactly as it was sent, since the channel's token repeats it.</summary>
    public string? ServiceUrl { get; init; }
    public string? Locale { get; init; }
    public ChannelAccount? From { get; init; }
    public ChannelAccount? Recipient { get; init; }
    public ConversationAccount? Conversation { get; init; }
    public TeamsChannelData? ChannelData { get; init; }
    public IReadOnlyList<Entity>? Entities { get; init; }
    public string? Text { get; init; }
    public string? TextFormat { get; init; }

    /// <summary>What a notification shows of a card.</summary>
    public string? Summary { get; init; }
    public string? AttachmentLayout { get; init; }
    public IReadOnlyList<Attachment>? Attachments { get; init; }

    /// <summary>The activity this one answers, or the card whose button was pressed.</summary>
    public string? ReplyToId { get; init; }

    /// <summary>What a card submitted, or the argument of an invoke. Anybody in the conversation can make it up.</summary>
    public JToken? Value { get; init; }

    /// <summary>Of an invoke or event: "adaptiveCard/action".</summary>
    public string? Name { get; init; }

    /// <summary>Of an installationUpdate: add, remove, add-upgrade, remove-upgrade.</summary>
    public string? Action { get; init; }
    public IReadOnlyList<ChannelAccount>? MembersAdded { get; init; }
    public IReadOnlyList<ChannelAccount>? MembersRemoved { get; init; }
    public IReadOnlyList<MessageReaction>? ReactionsAdded { get; init; }
    public IReadOnlyList<MessageReaction>? ReactionsRemoved { get; init; }

    [JsonExtensionData]
    public IDictionary<string, JToken> Properties { get; init; } = new Dictionary<string, JToken>(StringComparer.Ordinal);
}

/// <summary>Values of <see cref="Activity.Type"/>. New ones can arrive at any time.</summary>
public static class ActivityTypes
{
    public const string Message = "message";
    public const string MessageUpdate = "messageUpdate";
    public const string MessageDelete = "messageDelete";
    public const string MessageReaction = "messageReaction";
    public const string ConversationUpdate = "conversationUpdate";
    public const string InstallationUpdate = "installationUpdate";
    public const string Invoke = "invoke";
    public const string Typing = "typing";
    public const string Event = "event";
}

public sealed record MessageReaction
{
    public string? Type { get; init; }
}
