namespace Itam.Webhooks.Receiving;

/// <summary>The configured desks by name.</summary>
public sealed class ConnectionRegistry(IEnumerable<DeskConnection> connections)
{
    private readonly Dictionary<string, DeskConnection> _connections = connections.ToDictionary(c => c.Name, StringComparer.Ordinal);

    public IReadOnlyCollection<DeskConnection> All => _connections.Values;

    public DeskConnection? Find(string name) => _connections.GetValueOrDefault(name);
}
