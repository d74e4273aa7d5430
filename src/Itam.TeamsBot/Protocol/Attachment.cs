using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.TeamsBot.Protocol;

public sealed record Attachment
{
    public const string AdaptiveCardType = "application/vnd.microsoft.card.adaptive";
    public const string ThumbnailCardType = "application/vnd.microsoft.card.thumbnail";

    public string? ContentType { get; init; }
    public JToken? Content { get; init; }
    public string? ContentUrl { get; init; }
    public string? Name { get; init; }

    /// <summary>Of a search result; without one Teams shows no line in the list.</summary>
    public Attachment? Preview { get; init; }

    [JsonExtensionData]
    public IDictionary<string, JToken> Properties { get; init; } = new Dictionary<string, JToken>(StringComparer.Ordinal);

    /// <param name="card">The card's own JSON.</param>
    public static Attachment AdaptiveCard(JObject card) => new() { ContentType = AdaptiveCardType, Content = card };

    public static Attachment Thumbnail(string title, string text) =>
        new()
        {
            ContentType = ThumbnailCardType,
            Content = new JObject { ["title"] = title, ["text"] = text },
        };
}

/// <summary>Messages to send. The SDK's names.</summary>
public static class MessageFactory
{
    public static Activity Text(string text) =>
        new()
        {
            Type = ActivityTypes.Message,
            Text = text,
            TextFormat = "plain",
        };

    /// <param name="summary">What a notification shows.</param>
    public static Activity Attachment(Attachment attachment, string? summary = null) =>
        new()
        {
            Type = ActivityTypes.Message,
            Summary = summary,
            Attachments = [attachment],
        };

    /// <param name="card">The card's own JSON.</param>
    public static Activity AdaptiveCard(JObject card, string? summary = null) => Attachment(Protocol.Attachment.AdaptiveCard(card), summary);
}
