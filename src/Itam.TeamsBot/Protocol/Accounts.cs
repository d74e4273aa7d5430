using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.TeamsBot.Protocol;

/// <summary>A person or bot in a conversation.</summary>
public sealed record ChannelAccount
{
    /// <summary>"29:…" for a person, "28:…" for a bot; the same person has another one for every bot.</summary>
    public string? Id { get; init; }
    public string? Name { get; init; }

    /// <summary>Entra object id; the member calls spell it <c>objectId</c>.</summary>
    public string? AadObjectId { get; init; }

    /// <summary>Home tenant, where the channel tells it.</summary>
    public string? TenantId { get; init; }
    public string? Email { get; init; }
    public string? UserPrincipalName { get; init; }

    /// <summary>user, anonymous.</summary>
    public string? UserRole { get; init; }

    [JsonExtensionData]
    public IDictionary<string, JToken> Properties { get; init; } = new Dictionary<string, JToken>(StringComparer.Ordinal);

    /// <summary>The Entra object id in one spelling, or null where there is none (anonymous people, some guests).</summary>
    [JsonIgnore]
    public string? EntraId =>
        Normal(AadObjectId ?? (Properties.TryGetValue("objectId", out var id) && id.Type == JTokenType.String ? (string?)id : null));

    internal static string? Normal(string? id) => Guid.TryParse(id, out var guid) && guid != Guid.Empty ? guid.ToString("D") : null;
}

public sealed record ConversationAccount
{
    /// <summary>In a channel's thread it ends with ";messageid=…".</summary>
    public string? Id { get; init; }

    /// <summary>personal, groupChat, channel.</summary>
    public string? ConversationType { get; init; }
    public bool? IsGroup { get; init; }
    public string? TenantId { get; init; }
    public string? Name { get; init; }

    [JsonExtensionData]
    public IDictionary<string, JToken> Properties { get; init; } = new Dictionary<string, JToken>(StringComparer.Ordinal);
}

/// <summary>What Teams adds to an activity.</summary>
public sealed record TeamsChannelData
{
    public TenantInfo? Tenant { get; init; }
    public TeamInfo? Team { get; init; }
    public ChannelInfo? Channel { get; init; }

    /// <summary>teamMemberAdded, channelCreated, editMessage, …</summary>
    public string? EventType { get; init; }
    public NotificationInfo? Notification { get; init; }

    [JsonExtensionData]
    public IDictionary<string, JToken> Properties { get; init; } = new Dictionary<string, JToken>(StringComparer.Ordinal);
}

public sealed record TenantInfo(string? Id);

public sealed record ChannelInfo(string? Id, string? Name = null);

public sealed record NotificationInfo(bool? Alert);

public sealed record TeamInfo
{
    public string? Id { get; init; }
    public string? Name { get; init; }
    public string? AadGroupId { get; init; }
}

/// <summary>Something the channel knows about an activity: a mention, the client.</summary>
public sealed record Entity
{
    public string? Type { get; init; }

    /// <summary>Of a mention: as it stands in the text, "&lt;at&gt;Assets&lt;/at&gt;".</summary>
    public string? Text { get; init; }
    public ChannelAccount? Mentioned { get; init; }

    /// <summary>Of clientInfo.</summary>
    public string? Locale { get; init; }

    /// <summary>Of clientInfo.</summary>
    public string? Timezone { get; init; }

    [JsonExtensionData]
    public IDictionary<string, JToken> Properties { get; init; } = new Dictionary<string, JToken>(StringComparer.Ordinal);
}
