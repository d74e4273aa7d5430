using Itam.Sandbox.Faults;

namespace Itam.Sandbox;

/// <summary>One emulated system: its REST API as its contract says. Stateful; refuses with 501 what it does not model.</summary>
public interface IEmulatedSystem
{
    /// <summary>First part of every path, "jira": the API answers below /jira.</summary>
    string Name { get; }

    /// <summary>"Jira Service Management".</summary>
    string Product { get; }

    FaultPlan Faults { get; }

    /// <summary>The settings (below <c>Connections:{name}</c>) with which the product connects to it at that address.</summary>
    IReadOnlyDictionary<string, string> ConnectionSettings(Uri sandbox);

    /// <summary>Maps the REST API. Paths are relative to the system's prefix.</summary>
    void Map(IEndpointRouteBuilder routes);

    /// <summary>The vendor's body for an error status (used by the faults); null for an empty body.</summary>
    string? ErrorBody(int status);
}
