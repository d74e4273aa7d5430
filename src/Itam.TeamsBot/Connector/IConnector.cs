using Itam.Context.Connections;
using Itam.TeamsBot.Protocol;

namespace Itam.TeamsBot.Connector;

/// <summary>
/// The channel's REST API (Bot Connector v3) for one connection. Every failure is a <see cref="ConnectionException"/> with the status and the channel's own
/// error code; nothing is repeated here. Ids are encoded; a service URL that is not on the allow-list gets neither a call nor a token.
/// </summary>
public interface IConnector
{
    /// <returns>The activity's id; null where the channel tells none.</returns>
    Task<string?> SendToConversationAsync(string serviceUrl, string conversationId, Activity activity, CancellationToken cancellationToken);

    Task<string?> ReplyToActivityAsync(
        string serviceUrl,
        string conversationId,
        string activityId,
        Activity activity,
        CancellationToken cancellationToken
    );

    Task UpdateActivityAsync(string serviceUrl, string conversationId, string activityId, Activity activity, CancellationToken cancellationToken);

    Task DeleteActivityAsync(string serviceUrl, string conversationId, string activityId, CancellationToken cancellationToken);

    /// <summary>One to one; for an existing pair the channel answers with the same conversation.</summary>
    /// <param name="member">An Entra object id, or the channel's own id.</param>
    /// <returns>The conversation's id.</returns>
    Task<string> CreateConversationAsync(string serviceUrl, string entraTenant, string member, CancellationToken cancellationToken);

    /// <param name="member">The channel's own id, an Entra object id or a user principal name.</param>
    /// <returns>Null: not a member.</returns>
    Task<ChannelAccount?> GetMemberAsync(string serviceUrl, string conversationId, string member, CancellationToken cancellationToken);

    /// <summary>All members, page by page.</summary>
    IAsyncEnumerable<ChannelAccount> GetMembersAsync(string serviceUrl, string conversationId, CancellationToken cancellationToken);

    Task<TeamInfo> GetTeamDetailsAsync(string serviceUrl, string teamId, CancellationToken cancellationToken);

    /// <summary>The General channel has no name; its id is the team's.</summary>
    Task<IReadOnlyList<ChannelInfo>> GetTeamChannelsAsync(string serviceUrl, string teamId, CancellationToken cancellationToken);
}
