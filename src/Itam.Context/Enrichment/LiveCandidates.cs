using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Context.Sources.Syncing;
using Itam.Context.Storage;

namespace Itam.Context.Enrichment;

/// <summary>What a source said of a device just now, while the register does not know it, or not in these hands.</summary>
/// <param name="Product">What people call the source.</param>
/// <param name="Holder">First name of the requester who has it; null where it was found by its serial in somebody else's hands.</param>
/// <param name="InRegister">The register has the device, but not what the source says of it.</param>
internal sealed record FoundLive(string Product, string? Holder, bool InRegister)
{
    public string Words =>
        $"{(Holder is null ? "found" : $"assigned to {Holder}")} in {Product}, {(InRegister ? "the register does not know that yet" : "not in the register yet")}";
}

/// <summary>
/// Asks the sources for the requester's devices where the register knows none, so that a laptop which was handed out since the last sync is named all the same.
/// Nothing of it is stored: the next sync brings it.
/// </summary>
internal sealed class LiveCandidates(LiveFacts live, TimeProvider time)
{
    /// <summary>Each may cost a call, and a ticket rarely names more.</summary>
    private const int MaxSerials = 3;
    private const int ShortestSerial = 7;
    private const int LongestSerial = 14;

    /// <summary>Nothing was named or linked, and the requester holds nothing that is in use.</summary>
    public static bool AreWanted(IEnumerable<Evidence> evidence, Person? requester) =>
        !evidence.Any(e =>
            e.IsNamed || e.HolderNamed || (requester is not null && e.Device.AssignedToId == requester.Id && e.Device.State.IsOperational())
        );

    public async Task<IReadOnlyList<Evidence>> FindAsync(
        ItamDb db,
        Ticket ticket,
        Person? requester,
        TicketWords words,
        TimeBudget budget,
        CancellationToken cancellationToken
    )
    {
        var own = (requester?.Identities ?? []).Select(i => new PersonName(i.Kind, i.Value, i.Scope));
        ImmutableArray<PersonName> names = [.. own.Concat(ticket.Requester?.Names ?? []).Distinct()];
        var linked = Serials(ticket.LinkedDevices.SelectMany(d => d.Names)).ToHashSet(StringComparer.Ordinal);
        var written = Serials(words.Names).Where(LooksLikeSerial).Take(MaxSerials).ToHashSet(StringComparer.Ordinal);
        ImmutableArray<DeviceName> serials = [.. linked.Union(written).Select(s => new DeviceName(IdentifierKind.Serial, s))];
        if (names.IsEmpty && serials.IsEmpty)
        {
            return [];
        }

        var facts = await live.FindAsync(db.TenantId, new LiveQuestion(names, serials), budget);
        var people = names.Select(KeyOf).ToHashSet();
        var first = ReportText.Clean(requester?.DisplayName ?? ticket.Requester?.DisplayName).Split(' ')[0];
        var register = new RegisterReader(db);
        var found = new List<Evidence>();
        foreach (var cluster in DeviceClusters.Resolve(facts).Clusters)
        {
            var carried = cluster.Records.SelectMany(r => DeviceKeys.SerialsOf(r)).ToHashSet(StringComparer.Ordinal);
            var (isLinked, isWritten) = (carried.Overlaps(linked), carried.Overlaps(written));
            bool IsHeld(DeviceFacts record) =>
                !record.Said.Unassigned && ((!isLinked && !isWritten) || record.Said.Holder.Any(h => people.Contains(KeyOf(h))));

            var holders = cluster with { Records = [.. cluster.Records.Select(r => IsHeld(r) ? r with { HolderId = requester?.Id } : r)] };
            var known = await KnownAsync(register, cluster, cancellationToken);
            var held = cluster.Records.Any(IsHeld) && known.All(d => d.OriginOf(nameof(Device.AssignedToId)) is not { Locked: true });
            if (known.Count > 1 || !(held || isLinked || isWritten))
            {
                continue;
            }

            var device = known is [var one] ? Update(one, holders, requester, held) : New(db.TenantId, holders, requester);
            var evidence = new Evidence(device)
            {
                Live = new FoundLive(cluster.Records[0].Product, held ? first : null, known.Count == 1),
                Linked = isLinked,
                InSummary = words.Mentions.Any(m => m.InSummary && Serials([m.Name]).Any(carried.Contains)),
            };
            if (isWritten)
            {
                evidence.Named[IdentifierKind.Serial] = 1;
            }

            found.Add(evidence);
        }

        return found;
    }

    private static IEnumerable<string> Serials(IEnumerable<DeviceName> names) =>
        names.Where(n => n.Kind == IdentifierKind.Serial).Select(n => Identifiers.Normalise(n.Kind, n.Value)).OfType<string>();

    /// <summary>Letters and digits together: numbers of tickets and telephones are not worth a question to every source.</summary>
    private static bool LooksLikeSerial(string serial) =>
        serial.Length is >= ShortestSerial and <= LongestSerial
        && serial.All(char.IsAsciiLetterOrDigit)
        && serial.Any(char.IsAsciiLetter)
        && serial.Any(char.IsAsciiDigit);

    /// <summary>An e-mail may be given as a sign-in name and the other way round.</summary>
    private static (IdentityKind, string, string?) KeyOf(PersonName name) =>
        (name.Kind is IdentityKind.Upn ? IdentityKind.Email : name.Kind, name.Scope, IdentityNames.Normalise(name.Kind, name.Value));

    private static async Task<IReadOnlyList<Device>> KnownAsync(RegisterReader register, DeviceCluster cluster, CancellationToken cancellationToken)
    {
        var keys = cluster.Records.SelectMany(r => DeviceKeys.StrongOf(r)).Where(k => k.Kind is not IdentifierKind.AssetTag).ToArray();
        var hits = await register.FindByIdentifiersAsync(keys.Select(k => new DeviceName(k.Kind, k.Value, k.Scope)), cancellationToken);
        return await register.GetDevicesAsync(hits.Select(h => h.DeviceId), cancellationToken);
    }

    /// <summary>Who has it and what has become of it is what the register does not know yet; the rest it knows better.</summary>
    private Device Update(Device device, DeviceCluster cluster, Person? requester, bool held)
    {
        foreach (var (field, choice) in Choices(cluster))
        {
            if (
                field.Property is nameof(Device.AssignedToId) or nameof(Device.State)
                && (held || field.Property is nameof(Device.State))
                && device.OriginOf(field.Property) is not { Locked: true }
            )
            {
                Set(device, field, choice);
            }
        }

        live.Apply(device, cluster.Records);
        device.AssignedTo = device.AssignedToId == requester?.Id ? requester : device.AssignedTo;
        return device;
    }

    /// <summary>Its id is the same at every look, until the register gives it one.</summary>
    private Device New(TenantId tenant, DeviceCluster cluster, Person? requester)
    {
        var lowest = cluster.Records.Min(r => r.Id);
        var id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant}/{lowest.Connection}/{lowest.SourceId}")).AsSpan(0, 16));
        var device = new Device { Id = id, Tenant = tenant.Value };
        foreach (var (field, choice) in Choices(cluster))
        {
            Set(device, field, choice);
        }

        device.AssignedTo = requester is not null && device.AssignedToId == requester.Id ? requester : null;
        device.Identifiers.AddRange(
            cluster
                .Records.SelectMany(DeviceKeys.NamesOf)
                .Distinct()
                .Select(n => new DeviceIdentifier
                {
                    Kind = n.Kind,
                    Scope = n.Scope,
                    Value = n.Value,
                    DeviceId = id,
                })
        );
        device.Warranties.AddRange(
            cluster.Records.SelectMany(r =>
                r.Said.Warranties.Select(w => DeviceWriter.WarrantyOf(device, r.Product, r.Role, w, r.Said.AsOf, Guid.CreateVersion7(r.Said.AsOf)))
            )
        );
        return device;
    }

    private IEnumerable<(DeviceField Field, FieldChoice Choice)> Choices(DeviceCluster cluster) =>
        DeviceMerge.Merge(cluster, live.Precedence, time.GetUtcNow()).Join(DeviceField.All, c => c.Property, f => f.Property, (c, f) => (f, c));

    private static void Set(Device device, DeviceField field, FieldChoice choice)
    {
        field.Set(device, choice.Raw);
        device.Origins[field.Property] = choice.Origin!;
    }
}
