using System.Collections.Immutable;

namespace Itam.Context.Sources;

/// <summary>The connected sources and warranty vendors, by connection name.</summary>
public sealed class SourceDirectory(IEnumerable<SourceConnection> connections)
{
    private readonly SourceConnection[] _all = [.. connections.OrderBy(c => c.Name, StringComparer.Ordinal)];

    public IReadOnlyList<SourceConnection> All => _all;

    public IEnumerable<ISource> Sources => _all.Select(c => c.Source).OfType<ISource>();

    public IEnumerable<IWarrantySource> WarrantySources => _all.Select(c => c.Warranty).OfType<IWarrantySource>();

    public ISource? FindSource(string connection) => Sources.FirstOrDefault(s => s.Connection == connection);

    /// <summary>The connections of a tenant in which it may be written who has a device.</summary>
    public ImmutableArray<string> WritersOf(TenantId tenant) =>
        [.. Sources.Where(s => s.Tenant == tenant && s.Writer is not null).Select(s => s.Connection)];

    public IWarrantySource? FindWarrantySource(string connection) => WarrantySources.FirstOrDefault(s => s.Connection == connection);
}
