namespace Itam.TeamsBot.Conversations;

/// <summary>Something one can do in chat, step by step. Every step finds its own rights and state anew.</summary>
/// <param name="id">As the button said; proves nothing.</param>
public delegate Task<BotAnswer> CardAction(Caller caller, string? id, CardInputs inputs, CancellationToken cancellationToken);

public interface IConversation
{
    /// <summary>The verbs it understands, see <see cref="Cards.CardVerbs"/>.</summary>
    IReadOnlyDictionary<string, CardAction> Actions { get; }
}
