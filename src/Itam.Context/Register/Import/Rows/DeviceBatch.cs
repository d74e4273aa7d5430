using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Register.Import.Rows;

/// <summary>The devices that a batch of rows may be about, loaded at once and found by identifier.</summary>
internal sealed class DeviceBatch
{
    private readonly Dictionary<(IdentifierKind, string), List<Device>> _byIdentifier = [];

    public static async Task<DeviceBatch> LoadAsync(ItamDb db, IReadOnlyList<DeviceRow> rows, CancellationToken cancellationToken)
    {
        var batch = new DeviceBatch();
        IdentifierKind[] kinds = [IdentifierKind.AssetTag, IdentifierKind.Serial, IdentifierKind.Hostname];
        var values = rows.SelectMany(r => new[] { r.TagKey, r.SerialKey, r.HostKey }).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        var ids = await db
            .DeviceIdentifiers.Where(i => kinds.Contains(i.Kind) && values.Contains(i.Value))
            .Select(i => i.DeviceId)
            .Distinct()
            .ToArrayAsync(cancellationToken);
        var devices = await db
            .Devices.Where(d => ids.Contains(d.Id))
            .Include(d => d.Identifiers)
            .Include(d => d.Warranties)
            .AsSplitQuery()
            .ToListAsync(cancellationToken);
        foreach (var device in devices)
        {
            batch.Index(device);
        }

        return batch;
    }

    public void Index(Device device)
    {
        foreach (var identifier in device.Identifiers)
        {
            var key = (identifier.Kind, identifier.Value);
            if (!_byIdentifier.TryGetValue(key, out var carriers))
            {
                _byIdentifier[key] = carriers = [];
            }

            if (!carriers.Contains(device))
            {
                carriers.Add(device);
            }
        }
    }

    /// <returns>The device that the row is about, or null for a new one. A row that could be about several gets a fault.</returns>
    public Device? Find(DeviceRow row)
    {
        if (row.TagKey is { } tag)
        {
            // A device that came in by its serial alone takes on the tag that names it now.
            return Carriers(IdentifierKind.AssetTag, tag) switch
            {
                [var device] => device,
                [] => Carriers(IdentifierKind.Serial, row.SerialKey) is [{ AssetTag: null } untagged] ? untagged : null,
                var several => Ambiguous(row, "asset tag", several),
            };
        }

        var (kind, value, what) = row.SerialKey is not null
            ? (IdentifierKind.Serial, row.SerialKey, "serial")
            : (IdentifierKind.Hostname, row.HostKey, "name");
        return Carriers(kind, value) switch
        {
            [] => null,
            [var device] => device,
            var several => Ambiguous(row, what, several),
        };
    }

    public IEnumerable<Device> OthersWithSerial(string serial, Device device) => Carriers(IdentifierKind.Serial, serial).Where(d => d != device);

    private static Device? Ambiguous(DeviceRow row, string what, List<Device> several)
    {
        row.Row.Fault(
            null,
            $"{several.Count} devices carry this {what}: {string.Join(", ", several.Select(d => d.Label).Take(5))}. Add an asset tag that tells which one is meant."
        );
        return null;
    }

    private List<Device> Carriers(IdentifierKind kind, string? value) =>
        value is not null && _byIdentifier.TryGetValue((kind, value), out var carriers) ? carriers : [];
}
