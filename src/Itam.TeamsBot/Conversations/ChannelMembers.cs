using Itam.Context.Connections;
using Itam.TeamsBot.Connector;
using Itam.TeamsBot.Protocol;

namespace Itam.TeamsBot.Conversations;

/// <summary>What the channel knows of the person who is talking: e-mail and sign-in name.</summary>
public sealed class ChannelMembers(BotConnectors connectors)
{
    /// <returns>Null: the channel does not say, or says of somebody else.</returns>
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

        try
        {
            var member = await bot.Connector.GetMemberAsync(serviceUrl, conversation, id, cancellationToken);
            return member?.EntraId == user.EntraId ? member : null;
        }
        catch (ConnectionException failure) when (failure.Failure != ConnectionFailure.Retry)
        {
            // The person is told that we do not know them; the failure itself shows in the doctor's checks.
            return null;
        }
    }
}
