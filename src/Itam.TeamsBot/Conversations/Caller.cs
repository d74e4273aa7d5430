using Itam.Context;
using Itam.Context.Register;
using Itam.TeamsBot.Languages;
using Itam.TeamsBot.Protocol;

namespace Itam.TeamsBot.Conversations;

/// <summary>Who is talking to us, proven by the channel and found in the register.</summary>
/// <param name="Press">The same for every delivery of this press, whatever id it comes under.</param>
/// <param name="Once">For the form that this turn shows: tells it from the same form shown another time.</param>
public sealed record Caller(AssistantSettings Assistant, BotUser User, Person Person, CardText Text, bool IsPersonal, string Press, string Once)
{
    public TenantId Tenant => Assistant.Tenant;
}
