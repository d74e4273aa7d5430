using System.Collections.Concurrent;
using Itam.Context;
using Itam.Context.Connections;
using Itam.Context.Register;
using Itam.Context.Sources;

namespace Itam.TeamsBot.Conversations;

/// <summary>Who is an agent: whoever is on the configured list, or in the configured group of the company's directory. Asked anew after ten minutes.</summary>
public sealed class AgentDirectory(SourceDirectory sources, TimeProvider time)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<(TenantId, string Group, string Person), (bool Member, DateTimeOffset At)> _kept = new();

    public async Task<bool> IsAgentAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (IsNamed(caller, caller.Assistant.Agents))
        {
            return true;
        }

        return caller.Assistant.AgentsGroup is { } group && await IsMemberAsync(caller.Tenant, group, caller.User.EntraId, cancellationToken);
    }

    /// <summary>Is one of those who are told of losses.</summary>
    public static bool IsSecurity(Caller caller) => IsNamed(caller, caller.Assistant.Security);

    private static bool IsNamed(Caller caller, IEnumerable<string> emails) =>
        caller
            .Person.Identities.Where(i => i.Kind is IdentityKind.Email or IdentityKind.Upn)
            .Select(i => i.Value)
            .Intersect(emails, StringComparer.OrdinalIgnoreCase)
            .Any();

    /// <summary>A directory that does not answer makes nobody an agent.</summary>
    private async Task<bool> IsMemberAsync(TenantId tenant, string group, string person, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_kept.TryGetValue((tenant, group, person), out var known) && now - known.At < KeptFor)
        {
            return known.Member;
        }

        foreach (var directory in sources.All.Where(s => s.Tenant == tenant).Select(s => s.Source).OfType<IGroupDirectory>())
        {
            try
            {
                var member = await directory.IsMemberAsync(person, group, cancellationToken);
                _kept[(tenant, group, person)] = (member, now);
                return member;
            }
            catch (ConnectionException)
            {
                return known.Member && now - known.At < TimeSpan.FromHours(1);
            }
        }

        return false;
    }
}
