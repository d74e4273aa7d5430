using System.Collections.Immutable;
using Itam.Context.Register;

namespace Itam.Context.Matching;

/// <summary>A value that names a device so strongly that records which share it are one device, unless something speaks against it.
/// Stored as a <see cref="DeviceIdentifier"/>, so that the records which share it can be found.</summary>
public readonly record struct DeviceKey(IdentifierKind Kind, string Scope, string Value) : IMatchKey
{
    /// <summary>The scope of device ids of the company's directory, which management and directory share.</summary>
    public const string Directory = "directory";

    internal int Tier =>
        Kind switch
        {
            IdentifierKind.Serial => 0,
            IdentifierKind.AssetTag => 2,
            _ => 1,
        };

    int IMatchKey.Tier => Tier;

    public string Words =>
        Kind switch
        {
            IdentifierKind.Serial => $"serial {Value}",
            IdentifierKind.AssetTag => $"asset tag {Value}",
            IdentifierKind.Imei => $"IMEI {Value}",
            IdentifierKind.Uuid => $"UUID {Value}",
            IdentifierKind.SourceId when Scope == Directory => $"directory device id {Value}",
            _ => $"id {Value} in {Scope}",
        };
}

/// <summary>The keys of one record; junk names nothing and yields none.</summary>
public static class DeviceKeys
{
    public static ImmutableArray<DeviceKey> StrongOf(DeviceFacts facts)
    {
        var said = facts.Said;
        var keys = ImmutableArray.CreateBuilder<DeviceKey>();
        foreach (var serial in SerialsOf(facts))
        {
            keys.Add(new DeviceKey(IdentifierKind.Serial, "", serial));
        }

        Add(IdentifierKind.Imei, "", said.Imei);
        Add(IdentifierKind.Uuid, "", said.Uuid);
        Add(IdentifierKind.AssetTag, "", said.AssetTag);
        if (Guid.TryParse(said.DirectoryDeviceId, out var directory) ? directory != Guid.Empty : !string.IsNullOrWhiteSpace(said.DirectoryDeviceId))
        {
            Add(IdentifierKind.SourceId, DeviceKey.Directory, said.DirectoryDeviceId!.ToLowerInvariant());
        }

        if (!facts.IsOwn)
        {
            Add(IdentifierKind.SourceId, facts.Id.Connection, said.SourceId);
        }

        foreach (var cross in said.CrossIds)
        {
            Add(cross.Kind, cross.Scope, cross.Value);
        }

        return [.. keys.Distinct()];

        void Add(IdentifierKind kind, string scope, string? value)
        {
            if (Identifiers.Normalise(kind, value) is { } normal && kind is not (IdentifierKind.Hostname or IdentifierKind.Mac))
            {
                keys.Add(new DeviceKey(kind, scope, normal));
            }
        }
    }

    /// <summary>The forms of a serial that can be trusted; empty for junk and for virtual machines.</summary>
    public static ImmutableArray<string> SerialsOf(DeviceFacts facts) =>
        Identifiers.Normalise(IdentifierKind.Serial, facts.Said.Serial) is { } serial
        && !Manufacturers.IsVirtual(facts.Said.Manufacturer, facts.Said.Model)
            ? [.. Manufacturers.SerialForms(serial, facts.Said.Manufacturer)]
            : [];

    /// <summary>Every name by which the device is found later: the strong keys, hostname and network addresses.</summary>
    public static IEnumerable<DeviceKey> NamesOf(DeviceFacts facts)
    {
        foreach (var key in StrongOf(facts))
        {
            yield return key;
        }

        // A virtual machine's serial proves nothing, but people may search for it.
        if (Identifiers.Normalise(IdentifierKind.Serial, facts.Said.Serial) is { } serial)
        {
            yield return new DeviceKey(IdentifierKind.Serial, "", serial);
        }

        if (Identifiers.Normalise(IdentifierKind.Hostname, facts.Said.Hostname) is { } host)
        {
            yield return new DeviceKey(IdentifierKind.Hostname, "", host);
        }

        foreach (var mac in MacsOf(facts))
        {
            yield return new DeviceKey(IdentifierKind.Mac, "", mac);
        }
    }

    internal static IEnumerable<string> MacsOf(DeviceFacts facts) =>
        facts.Said.Macs.Select(m => Identifiers.Normalise(IdentifierKind.Mac, m)).OfType<string>();
}
