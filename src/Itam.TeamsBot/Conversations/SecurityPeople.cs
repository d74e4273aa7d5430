using Itam.Context.Register;
using Itam.Context.Storage;

namespace Itam.TeamsBot.Conversations;

/// <summary>Those who are told of a loss at once. Nobody is told that security knows when there is nobody to tell.</summary>
public sealed class SecurityPeople(Database database)
{
    /// <summary>At least one of them can be told.</summary>
    public async Task<bool> CanBeToldAsync(AssistantSettings assistant, CancellationToken cancellationToken)
    {
        await using var db = database.Open(assistant.Tenant);
        var register = new RegisterReader(db);
        foreach (var address in assistant.Security)
        {
            if (Recipients.ProblemWith(address, await register.FindNamedAsync(address, cancellationToken)) is null)
            {
                return true;
            }
        }

        return false;
    }
}
