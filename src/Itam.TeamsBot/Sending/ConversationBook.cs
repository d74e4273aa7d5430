using Itam.Context.Chat;
using Itam.Context.Storage;
using Itam.Context.Work;
using Itam.TeamsBot.Authentication;
using Itam.TeamsBot.Protocol;
using Microsoft.EntityFrameworkCore;

namespace Itam.TeamsBot.Sending;

/// <summary>Keeps the conversation references true to what comes in.</summary>
internal static class ConversationBook
{
    /// <summary>
    /// Every activity refreshes its conversation, and revives it; a removed app ends it. Searches and pasted links do neither: they come from chats of which the
    /// bot is no part. What was sent before the newest that is known, changes nothing.
    /// </summary>
    public static async Task RefreshAsync(
        ItamDb db,
        TeamsConnection connection,
        Activity activity,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (
            activity is not { Conversation.Id: { Length: > 0 } inThread, ServiceUrl: { } serviceUrl }
            || activity.EntraTenant() is not { } entraTenant
            || IsFromElsewhere(activity)
        )
        {
            return;
        }

        var id = ActivityFacts.WithoutThread(inThread);
        await db.LockAsync("conversation", id, cancellationToken);
        var reference = await db.ConversationReferences.FirstOrDefaultAsync(
            r => r.Connection == connection.Name && r.ConversationId == id,
            cancellationToken
        );
        if (reference is null)
        {
            reference = new ConversationReference
            {
                Connection = connection.Name,
                ConversationId = id,
                EntraTenant = entraTenant,
                ServiceUrl = serviceUrl,
            };
            db.ConversationReferences.Add(reference);
        }
        else if (activity.Timestamp is { } sent && (sent < reference.NewestAt || sent < reference.DeadSince))
        {
            // Neither revives a message of before a removed app nor kills a late removal one that was installed again.
            return;
        }

        Apply(reference, activity, entraTenant, serviceUrl, now);
        if (EndOf(activity) is { } end)
        {
            reference.DeadSince = activity.Timestamp ?? now;
            reference.DeadReason = end;
        }
    }

    public static void MarkDead(ConversationReference reference, string reason, DateTimeOffset now)
    {
        reference.DeadSince ??= now;
        reference.DeadReason = reason;
    }

    private static void Apply(ConversationReference reference, Activity activity, string entraTenant, string serviceUrl, DateTimeOffset now)
    {
        reference.Kind =
            activity.IsPersonal() ? ConversationKind.Personal
            : activity.Conversation!.ConversationType == "channel" ? ConversationKind.Channel
            : ConversationKind.GroupChat;
        reference.EntraTenant = entraTenant;
        reference.ServiceUrl = serviceUrl;
        reference.Locale = activity.Locale ?? reference.Locale;
        reference.TimeZone = activity.TimeZone()?.Id ?? reference.TimeZone;
        reference.RefreshedAt = now;
        reference.NewestAt = activity.Timestamp ?? reference.NewestAt;
        reference.DeadSince = null;
        reference.DeadReason = null;
        if (reference.Kind == ConversationKind.Personal && activity.From?.EntraId is { } person)
        {
            reference.EntraUserId = person;
            reference.ChannelUserId = activity.From.Id ?? reference.ChannelUserId;
        }
    }

    private static bool IsFromElsewhere(Activity activity) =>
        activity.Name is InvokeNames.Query or InvokeNames.QueryLink or InvokeNames.SubmitAction or InvokeNames.Search;

    /// <summary>Why nothing can be sent there from now on; null when it can.</summary>
    private static string? EndOf(Activity activity) =>
        activity switch
        {
            { Type: ActivityTypes.InstallationUpdate, Action: "remove" } => "The app was removed there. It is used again when it is installed.",
            { Type: ActivityTypes.ConversationUpdate, MembersRemoved: { } removed, Recipient.Id: { } us }
                when removed.Any(m => string.Equals(m.Id, us, StringComparison.Ordinal)) => "The bot was removed from the conversation.",
            _ => null,
        };
}
