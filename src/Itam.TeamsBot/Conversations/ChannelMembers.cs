using Itam.Context.Connections;
using Itam.Context.Storage;
using Itam.TeamsBot.Connector;
using Itam.TeamsBot.Protocol;
using Itam.TeamsBot.Sending;

namespace Itam.TeamsBot.Conversations;

/// <summary>What the channel knows of the person who is talking: e-mail and sign-in name.</summary>
public sealed class ChannelMembers(BotConnectors connectors, Database database)
{
    /// <returns>Null: the channel does not say, says of somebody else, or of somebody whose own directory is not served.</returns>
    public async Task<ChannelAccount?> FindAsync(TurnContext turn, BotUser user, CancellationToken cancellationToken)
    {
        if (
            turn.Activity is not { ServiceUrl: { } serviceUrl, Conversation.Id: { } conversation }
            || user.ChannelId is not { } id
            || connectors.Find(turn.Connection, turn.Tenant) is not { } bot
        )
        {
            return null;
        }

        var member =
            await MemberAsync(bot, serviceUrl, conversation, id, cancellationToken)
            ?? (turn.IsPersonal ? null : await InOurChatAsync(turn, user, bot, id, cancellationToken));
        return
            member is { TenantId: { } home, UserRole: not "anonymous" }
            && member.EntraId == user.EntraId
            && ChannelAccount.Normal(home) is { } directory
            && bot.Connection.EntraTenants.Contains(directory)
            ? member
            : null;
    }

    /// <summary>True when we can ask about this person in a chat of their own.</summary>
    public async Task<bool> HaveChatAsync(TurnContext turn, BotUser user, CancellationToken cancellationToken)
    {
        await using var db = database.Open(turn.Tenant);
        return await db.FindPersonalAsync(turn.Connection, user.EntraId, cancellationToken) is not null;
    }

    /// <summary>Searches come from chats of which the bot is no part, and the channel tells nothing about those.</summary>
    private async Task<ChannelAccount?> InOurChatAsync(TurnContext turn, BotUser user, Bot bot, string id, CancellationToken cancellationToken)
    {
        await using var db = database.Open(turn.Tenant);
        return await db.FindPersonalAsync(turn.Connection, user.EntraId, cancellationToken) is { } ours
            ? await MemberAsync(bot, ours.ServiceUrl, ours.ConversationId, id, cancellationToken)
            : null;
    }

    private static async Task<ChannelAccount?> MemberAsync(
        Bot bot,
        string serviceUrl,
        string conversation,
        string id,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await bot.Connector.GetMemberAsync(serviceUrl, conversation, id, cancellationToken);
        }
        catch (ConnectionException failure) when (failure.Failure != ConnectionFailure.Retry)
        {
            // The person is told that we do not know them; the failure itself shows in the doctor's checks.
            return null;
        }
    }
}
