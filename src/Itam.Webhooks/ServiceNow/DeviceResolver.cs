using System.Collections.Immutable;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Sources.ServiceNow;

namespace Itam.Webhooks.ServiceNow;

/// <summary>Finds the configuration items that our neutral names of a device mean, compared again on our side.</summary>
internal sealed class DeviceResolver(ServiceNowClient client)
{
    /// <summary>More rows than this on one serial are no match but a data problem.</summary>
    private const int MaxRows = 10;

    private static readonly ImmutableArray<string> Fields = ["sys_id", "name", "serial_number", "asset_tag", "duplicate_of"];

    /// <summary>Surest first; the first kind of name that finds something decides.</summary>
    private static readonly ImmutableArray<(IdentifierKind Kind, string Field)> Ways =
    [
        (IdentifierKind.Serial, "serial_number"),
        (IdentifierKind.AssetTag, "asset_tag"),
        (IdentifierKind.Hostname, "name"),
    ];

    /// <summary>The one item to link, or why there is none in plain words. The instance's own id of it decides; without one that is in use, its names do.</summary>
    public async Task<(SysId? Item, string? Reason)> OneAsync(ImmutableArray<DeviceName> names, CancellationToken cancellationToken)
    {
        var current = Current(await ByIdAsync(names, cancellationToken));
        if (current.Count == 0)
        {
            current = Current(await ByNameAsync(names, cancellationToken));
        }

        return current switch
        {
            [] => (null, "ServiceNow knows no configuration item with this serial, asset tag or name."),
            [var only] => (only.Id(), null),
            _ => (null, $"{current.Count} configuration items fit this device; a person has to choose (or mark the duplicates in the CMDB)."),
        };
    }

    /// <summary>Every item of the device, duplicates included: old tickets may hang on them.</summary>
    public async Task<ImmutableArray<SysId>> AllAsync(ImmutableArray<DeviceName> names, CancellationToken cancellationToken) =>
        [
            .. (await ByIdAsync(names, cancellationToken))
                .Concat(await ByNameAsync(names, cancellationToken))
                .Select(r => r.Id())
                .OfType<SysId>()
                .Distinct(),
        ];

    private static List<ServiceNowRecord> Current(List<ServiceNowRecord> rows) => [.. rows.Where(r => r.Value("duplicate_of") is null)];

    /// <summary>A device has the ids of its configuration item and of its asset here; only the first is found.</summary>
    private async Task<List<ServiceNowRecord>> ByIdAsync(ImmutableArray<DeviceName> names, CancellationToken cancellationToken)
    {
        var rows = new List<ServiceNowRecord>();
        foreach (var name in names.Where(n => n.Kind == IdentifierKind.SourceId && n.Scope == client.Connection))
        {
            if (SysId.Of(name.Value) is { } id && await FindAsync(id, cancellationToken) is { } row && !Contradicts(row, names))
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    private async Task<List<ServiceNowRecord>> ByNameAsync(ImmutableArray<DeviceName> names, CancellationToken cancellationToken)
    {
        foreach (var (kind, field) in Ways)
        {
            var wanted = names.Where(n => n.Kind == kind).ToList();
            var normal = wanted.Select(n => Identifiers.Normalise(kind, n.Value)).OfType<string>().ToHashSet(StringComparer.Ordinal);
            var values = wanted
                .Where(n => Identifiers.Normalise(kind, n.Value) is not null)
                .Select(n => n.Value)
                .Concat(normal)
                .Select(QueryValue.Of)
                .OfType<QueryValue>();
            ImmutableArray<QueryTerm> terms = [.. values.DistinctBy(v => v.Text.ToUpperInvariant()).Select(v => QueryTerm.Is(field, v))];
            if (terms.IsEmpty)
            {
                continue;
            }

            var found = await client.QueryAsync("cmdb_ci", EncodedQuery.Where(terms).OrderBy("sys_id"), Fields, MaxRows, cancellationToken);
            var same = found
                .Records.Where(r => Identifiers.Normalise(kind, r.Value(field)) is { } value && normal.Contains(value) && !Contradicts(r, names))
                .ToList();
            if (same.Count > 0)
            {
                return same;
            }
        }

        return [];
    }

    private async Task<ServiceNowRecord?> FindAsync(SysId id, CancellationToken cancellationToken)
    {
        try
        {
            return await client.ReadAsync("cmdb_ci", id, Fields, cancellationToken);
        }
        catch (ConnectionException gone) when (gone.Status == 404)
        {
            return null;
        }
    }

    /// <summary>A reused name or tag: the item carries another serial than the device.</summary>
    private static bool Contradicts(ServiceNowRecord row, ImmutableArray<DeviceName> names)
    {
        var serials = names.Where(n => n.Kind == IdentifierKind.Serial).Select(n => Identifiers.Normalise(n.Kind, n.Value)).OfType<string>().ToList();
        return serials.Count > 0
            && Identifiers.Normalise(IdentifierKind.Serial, row.Value("serial_number")) is { } serial
            && !serials.Contains(serial);
    }
}
