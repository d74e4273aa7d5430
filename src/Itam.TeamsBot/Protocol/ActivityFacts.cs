using System.Globalization;

namespace Itam.TeamsBot.Protocol;

/// <summary>What follows from an activity.</summary>
public static class ActivityFacts
{
    private const string ThreadMark = ";messageid=";

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
