using Itam.Sandbox.Freshservice;
using Itam.Sandbox.Jira;
using Itam.Sandbox.ServiceNow;

namespace Itam.Sandbox;

/// <summary>The one list of desks that are emulated.</summary>
public static class EmulatedDesks
{
    public static IReadOnlyList<IEmulatedDesk> Create(TimeProvider time) =>
        [new JiraEmulator(time), new ServiceNowEmulator(time), new EmulatedFreshservice(time)];
}
