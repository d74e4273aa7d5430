using Itam.Context.Connections;

namespace Itam.Context.Desks;

/// <summary>The connected desks, by connection name.</summary>
public sealed class DeskDirectory(IEnumerable<IServiceDesk> desks)
{
    private readonly Dictionary<string, IServiceDesk> _desks = desks.ToDictionary(d => d.Connection, StringComparer.Ordinal);

    public IReadOnlyCollection<IServiceDesk> All => _desks.Values;

    public IServiceDesk? Find(string connection) => _desks.GetValueOrDefault(connection);

    /// <exception cref="ConnectionException">The connection is no longer configured: give up.</exception>
    public IServiceDesk Get(string connection) =>
        Find(connection)
        ?? throw new ConnectionException(
            ConnectionFailure.GiveUp,
            $"There is no connection '{connection}' any more. Configure it again and replay this, or discard it."
        );
}
