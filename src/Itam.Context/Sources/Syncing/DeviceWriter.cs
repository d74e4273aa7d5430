using System.Collections.Immutable;
using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Storage;

namespace Itam.Context.Sources.Syncing;

/// <summary>Puts the outcome of a merge into a device: values with their origins, identifiers, warranties.</summary>
internal static class DeviceWriter
{
    /// <summary>Won together with the field they belong to.</summary>
    private static readonly (string Field, string Property)[] Companions =
    [
        (nameof(Device.State), nameof(Device.SourceState)),
        (nameof(Device.Cost), nameof(Device.Currency)),
    ];

    /// <summary>The properties that a field fills.</summary>
    public static IEnumerable<string> PropertiesOf(string field) => Companions.Where(c => c.Field == field).Select(c => c.Property).Prepend(field);

    /// <param name="products">Names of all sources.</param>
    public static void Apply(
        Device device,
        DeviceCluster cluster,
        ImmutableArray<FieldChoice> choices,
        IReadOnlySet<string> products,
        ItamDb db,
        DateTimeOffset now
    )
    {
        var serial = Identifiers.Normalise(IdentifierKind.Serial, device.Serial);
        var chosen = choices.ToDictionary(c => c.Property, StringComparer.Ordinal);
        var origins = new Dictionary<string, Origin>(StringComparer.Ordinal);
        foreach (var field in DeviceField.All)
        {
            var choice = chosen.GetValueOrDefault(field.Property);
            field.Set(device, choice?.Raw);
            if (choice?.Origin is { } origin)
            {
                origins[field.Property] = origin;
            }
        }

        foreach (var (field, property) in Companions)
        {
            if (origins.TryGetValue(field, out var origin))
            {
                origins[property] = origin;
            }
        }

        device.Origins = origins;
        if (serial is not null && serial != Identifiers.Normalise(IdentifierKind.Serial, device.Serial))
        {
            // A vendor answered for the serial, not for the device.
            device.Warranties.RemoveAll(w => w.Source.EndsWith(WarrantyRunner.SourceSuffix, StringComparison.Ordinal));
        }

        Identify(device, cluster);
        Cover(device, cluster, products, db, now);
    }

    public static Warranty Copy(Warranty warranty, Device to, Guid id) =>
        new()
        {
            Tenant = to.Tenant,
            Id = id,
            DeviceId = to.Id,
            Provider = warranty.Provider,
            Kind = warranty.Kind,
            Level = warranty.Level,
            StartsOn = warranty.StartsOn,
            EndsOn = warranty.EndsOn,
            Lookup = warranty.Lookup,
            Source = warranty.Source,
            Role = warranty.Role,
            CheckedAt = warranty.CheckedAt,
        };

    private static void Identify(Device device, DeviceCluster cluster)
    {
        var names = cluster.Records.SelectMany(DeviceKeys.NamesOf).ToHashSet();
        device.Identifiers.RemoveAll(i => !names.Contains(new DeviceKey(i.Kind, i.Scope, i.Value)));
        names.ExceptWith(device.Identifiers.Select(i => new DeviceKey(i.Kind, i.Scope, i.Value)));
        device.Identifiers.AddRange(
            names.Select(n => new DeviceIdentifier
            {
                Tenant = device.Tenant,
                Kind = n.Kind,
                Scope = n.Scope,
                Value = n.Value,
                DeviceId = device.Id,
            })
        );
    }

    /// <summary>Replaces what sources said of warranties; what an import or a look-up found stays.</summary>
    private static void Cover(Device device, DeviceCluster cluster, IReadOnlySet<string> products, ItamDb db, DateTimeOffset now)
    {
        var said = cluster
            .Records.Where(r => !r.IsOwn)
            .SelectMany(r => r.Said.Warranties.Select(fact => (Source: r.Product, r.Role, Fact: fact, r.Said.AsOf)))
            .GroupBy(w => (w.Source, w.Fact))
            .ToDictionary(g => g.Key, g => g.MaxBy(w => w.AsOf));
        foreach (var warranty in device.Warranties.Where(w => products.Contains(w.Source)).ToArray())
        {
            var key = (warranty.Source, new WarrantyFact(warranty.Kind, warranty.Level, warranty.StartsOn, warranty.EndsOn));
            if (said.Remove(key, out var latest))
            {
                (warranty.Role, warranty.CheckedAt) = (latest.Role, latest.AsOf);
            }
            else
            {
                device.Warranties.Remove(warranty);
            }
        }

        foreach (var (source, role, fact, asOf) in said.Values)
        {
            var warranty = WarrantyOf(device, source, role, fact, asOf, Guid.CreateVersion7(now));
            device.Warranties.Add(warranty);
            db.Add(warranty);
        }
    }

    public static Warranty WarrantyOf(Device device, string product, SourceRole role, WarrantyFact fact, DateTimeOffset asOf, Guid id) =>
        new()
        {
            Tenant = device.Tenant,
            Id = id,
            DeviceId = device.Id,
            Provider = product,
            Kind = fact.Kind,
            Level = fact.Level,
            StartsOn = fact.StartsOn,
            EndsOn = fact.EndsOn,
            Lookup = WarrantyLookup.Found,
            Source = product,
            Role = role,
            CheckedAt = asOf,
        };
}
