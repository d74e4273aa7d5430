using Itam.Context;
using Itam.Context.Connections;
using Itam.TeamsBot.Authentication;

namespace Itam.TeamsBot.Connector;

/// <param name="Connector">Calls Teams as this bot.</param>
public sealed record Bot(TeamsConnection Connection, IConnector Connector);

/// <summary>The configured bots by the name of their connection.</summary>
public sealed class BotConnectors : IDisposable
{
    private readonly Dictionary<string, Bot> _bots;

    public BotConnectors(IEnumerable<TeamsConnection> connections, IRateBudget budget, VendorServices services) =>
        _bots = connections.ToDictionary(c => c.Name, c => new Bot(c, new ConnectorClient(c, budget, services)), StringComparer.Ordinal);

    public IReadOnlyCollection<Bot> All => _bots.Values;

    /// <summary>Null: not configured, or of another tenant.</summary>
    public Bot? Find(string? connection, TenantId tenant) =>
        connection is not null && _bots.TryGetValue(connection, out var bot) && bot.Connection.Tenant == tenant ? bot : null;

    public void Dispose()
    {
        foreach (var bot in _bots.Values)
        {
            (bot.Connector as IDisposable)?.Dispose();
        }
    }
}
