namespace Itam.Context.Sources;

/// <summary>The connected sources and warranty vendors, by connection name.</summary>
public sealed class SourceDirectory(IEnumerable<SourceConnection> connections)
{
    private readonly SourceConnection[] _all = [.. connections.OrderBy(c => c.Name, StringComparer.Ordinal)];

    public IReadOnlyList<SourceConnection> All => _all;

    public IEnumerable<ISource> Sources => _all.Select(c => c.Source).OfType<ISource>();

    public IEnumerable<IWarrantySource> WarrantySources => _all.Select(c => c.Warranty).OfType<IWarrantySource>();

    public ISource? FindSource(string connection) => Sources.FirstOrDefault(s => s.Connection == connection);

    public IWarrantySource? FindWarrantySource(string connection) => WarrantySources.FirstOrDefault(s => s.Connection == connection);
}
