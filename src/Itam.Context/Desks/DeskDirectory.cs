namespace Itam.Context.Desks;

/// <summary>The connected desks, by connection name.</summary>
public sealed class DeskDirectory(IEnumerable<IServiceDesk> desks)
{
    private readonly Dictionary<string, IServiceDesk> _desks = desks.ToDictionary(d => d.Connection, StringComparer.Ordinal);

    public IReadOnlyCollection<IServiceDesk> All => _desks.Values;

    public IServiceDesk? Find(string connection) => _desks.GetValueOrDefault(connection);
}
