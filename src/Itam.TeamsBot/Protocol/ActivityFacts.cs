using System.Globalization;

namespace Itam.TeamsBot.Protocol;

/// <summary>What follows from an activity.</summary>
public static class ActivityFacts
{
    private const string ThreadMark = ";messageid=";

    /// <summary>An invoke by which somebody does something: neither a search nor the opening of a dialog, nor a card that the client refreshes by itself.</summary>
    public static bool IsPress(this Activity activity) =>
        activity.Name is InvokeNames.TaskSubmit or InvokeNames.SubmitAction
        || (activity.Name == InvokeNames.AdaptiveCardAction && AdaptiveCardInvokeValue.Read(activity.Value, out _) is { IsManual: true });

    /// <summary>The text without mentions of the recipient. The entity's id decides; anybody may be called like the bot.</summary>
    public static string? RemoveRecipientMention(this Activity activity)
    {
        var text = activity.Text;
        foreach (var mention in activity.Entities ?? [])
        {
            if (
                text is not null
                && mention is { Type: "mention", Text.Length: > 0, Mentioned.Id: { } id }
                && string.Equals(id, activity.Recipient?.Id, StringComparison.Ordinal)
            )
            {
                text = text.Replace(mention.Text, "", StringComparison.Ordinal);
            }
        }

        return text?.Trim();
    }

    /// <summary>The Entra tenant the activity says it comes from; null when its two places disagree or neither names one.</summary>
    public static string? EntraTenant(this Activity activity)
    {
        var inConversation = activity.Conversation?.TenantId;
        var inChannelData = activity.ChannelData?.Tenant?.Id;
        var tenant = ChannelAccount.Normal(inConversation ?? inChannelData);
        return inChannelData is null || ChannelAccount.Normal(inChannelData) == tenant ? tenant : null;
    }

    /// <summary>
    /// In the one-to-one conversation with the bot. A search or a pasted link comes from anybody's chat, and then nothing says what kind it is
    /// (learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/search-commands/respond-to-search).
    /// </summary>
    public static bool IsPersonal(this Activity activity) =>
        activity.Conversation is { ConversationType: "personal", Id: { } id } && !id.StartsWith("19:", StringComparison.Ordinal);

    /// <summary>The conversation without its thread: a channel's messages share one reference.</summary>
    public static string WithoutThread(string conversationId) =>
        conversationId.IndexOf(ThreadMark, StringComparison.Ordinal) is > 0 and var end ? conversationId[..end] : conversationId;

    /// <summary>The person's language, or the invariant culture where it is unknown.</summary>
    public static CultureInfo Culture(this Activity activity)
    {
        var name = activity.Locale ?? ClientInfo(activity)?.Locale;
        try
        {
            return name is { Length: > 0 and <= 35 } ? CultureInfo.GetCultureInfo(name, predefinedOnly: true) : CultureInfo.InvariantCulture;
        }
        catch (CultureNotFoundException)
        {
            return CultureInfo.InvariantCulture;
        }
    }

    public static TimeZoneInfo? TimeZone(this Activity activity) =>
        (activity.LocalTimezone ?? ClientInfo(activity)?.Timezone) is { Length: > 0 and <= 64 } name
        && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? zone
            : null;

    private static Entity? ClientInfo(Activity activity) => activity.Entities?.FirstOrDefault(e => e.Type == "clientInfo");
}
