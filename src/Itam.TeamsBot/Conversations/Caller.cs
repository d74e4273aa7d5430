using Itam.Context;
using Itam.Context.Register;
using Itam.TeamsBot.Languages;
using Itam.TeamsBot.Protocol;

namespace Itam.TeamsBot.Conversations;

/// <summary>Who is talking to us, proven by the channel and found in the register.</summary>
/// <param name="Key">The same for every delivery of this turn.</param>
public sealed record Caller(AssistantSettings Assistant, BotUser User, Person Person, CardText Text, bool IsPersonal, string Key)
{
    public TenantId Tenant => Assistant.Tenant;
}
