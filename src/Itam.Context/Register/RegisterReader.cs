using Itam.Context.Desks;
using Itam.Context.Matching;
using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Register;

/// <summary>The questions that tickets ask of the register. Every answer belongs to the tenant of the database it was given.</summary>
public sealed class RegisterReader(ItamDb db)
{
    /// <summary>The person who carries one of these names; the strongest kind of name wins (directory id, account, e-mail, sign-in name, employee number).</summary>
    public async Task<Person?> FindPersonAsync(IEnumerable<PersonName> names, CancellationToken cancellationToken)
    {
        foreach (var name in names.OrderBy(n => Array.IndexOf(Strength, n.Kind)))
        {
            if (IdentityNames.Normalise(name.Kind, name.Value) is not { } value)
            {
                continue;
            }

            // An e-mail may be registered as a sign-in name and the other way round.
            IdentityKind[] kinds = name.Kind is IdentityKind.Email or IdentityKind.Upn ? [IdentityKind.Email, IdentityKind.Upn] : [name.Kind];
            var id = await db
                .PersonIdentities.Where(i => kinds.Contains(i.Kind) && i.Scope == name.Scope && i.Value == value)
                .OrderBy(i => i.Kind)
                .Select(i => (Guid?)i.PersonId)
                .FirstOrDefaultAsync(cancellationToken);
            if (id is { } found)
            {
                return await db.People.AsNoTracking().Include(p => p.Identities).FirstOrDefaultAsync(p => p.Id == found, cancellationToken);
            }
        }

        return null;
    }

    /// <summary>Whom a setting names, by e-mail or sign-in name. Where two carry it, the one who has not left.</summary>
    public async Task<Person?> FindNamedAsync(string address, CancellationToken cancellationToken) =>
        IdentityNames.Normalise(IdentityKind.Email, address) is { } value
            ? await db
                .People.AsNoTracking()
                .Include(p => p.Identities)
                .Where(p => p.Identities.Any(i => (i.Kind == IdentityKind.Email || i.Kind == IdentityKind.Upn) && i.Value == value))
                .OrderByDescending(p => p.Active)
                .FirstOrDefaultAsync(cancellationToken)
            : null;

    public Task<Person?> GetPersonAsync(Guid id, CancellationToken cancellationToken) =>
        db.People.AsNoTracking().Include(p => p.Identities).FirstOrDefaultAsync(p => p.Id == id, cancellationToken);

    /// <summary>Which devices carry one of these identifiers. One identifier may name several devices: a duplicate is a fact to show.</summary>
    public async Task<IReadOnlyList<IdentifierHit>> FindByIdentifiersAsync(IEnumerable<DeviceName> names, CancellationToken cancellationToken)
    {
        var wanted = names.Select(n => (n.Kind, n.Scope, Value: Identifiers.Normalise(n.Kind, n.Value))).Where(n => n.Value is not null).ToHashSet();
        var values = wanted.Select(w => w.Value!).Distinct(StringComparer.Ordinal).ToArray();
        if (values.Length == 0)
        {
            return [];
        }

        var rows = await db.DeviceIdentifiers.AsNoTracking().Where(i => values.Contains(i.Value)).ToListAsync(cancellationToken);
        return [.. rows.Where(r => wanted.Contains((r.Kind, r.Scope, r.Value))).Select(r => new IdentifierHit(r.DeviceId, r.Kind, r.Value))];
    }

    /// <summary>The devices that people linked on the ticket. A link of our own making is no evidence: it would confirm what we guessed.</summary>
    public async Task<IReadOnlyList<IdentifierHit>> FindLinkedAsync(Ticket ticket, CancellationToken cancellationToken)
    {
        var hits = await FindByIdentifiersAsync(ticket.LinkedDevices.SelectMany(d => d.Names), cancellationToken);
        if (hits.Count == 0)
        {
            return hits;
        }

        var made = await db
            .DeviceLinks.Where(l => l.Connection == ticket.Ref.Connection && l.TicketId == ticket.Ref.Id)
            .Where(l => l.State == DeviceLinkState.Wanted || l.State == DeviceLinkState.Ours || l.State == DeviceLinkState.Wrong)
            .Select(l => l.DeviceId)
            .ToListAsync(cancellationToken);
        var ours = hits.Where(h => made.Contains(h.DeviceId)).Select(h => (h.Kind, h.Value)).ToHashSet();
        return [.. hits.Where(h => !ours.Contains((h.Kind, h.Value)))];
    }

    /// <summary>The ids under which a connection itself knows the device.</summary>
    public async Task<IReadOnlyList<DeviceName>> IdsOnAsync(Guid deviceId, string connection, CancellationToken cancellationToken)
    {
        var ids = await db
            .DeviceIdentifiers.Where(i => i.DeviceId == deviceId && i.Kind == IdentifierKind.SourceId && i.Scope == connection)
            .OrderBy(i => i.Value)
            .Select(i => i.Value)
            .ToListAsync(cancellationToken);
        return [.. ids.Select(id => new DeviceName(IdentifierKind.SourceId, id, connection))];
    }

    /// <summary>Devices by the beginning of a name (serial, tag, hostname), then those of people by name or e-mail; at most <paramref name="limit"/>.</summary>
    public async Task<IReadOnlyList<Guid>> SearchDevicesAsync(string text, int limit, CancellationToken cancellationToken)
    {
        var name = text.Trim();
        if (name.Length < 2)
        {
            return [];
        }

        string[] spelt =
        [
            .. new[] { IdentifierKind.Serial, IdentifierKind.AssetTag, IdentifierKind.Hostname }
                .Select(kind => Identifiers.Normalise(kind, name))
                .OfType<string>()
                .Distinct(StringComparer.Ordinal),
        ];
        var found = new List<Guid>();
        foreach (var value in spelt)
        {
            found.AddRange(
                await db
                    .DeviceIdentifiers.Where(i =>
                        (i.Kind == IdentifierKind.Serial || i.Kind == IdentifierKind.AssetTag || i.Kind == IdentifierKind.Hostname)
                        && i.Value.StartsWith(value)
                    )
                    .OrderBy(i => i.Value)
                    .Select(i => i.DeviceId)
                    .Take(limit)
                    .ToListAsync(cancellationToken)
            );
        }

        var lower = name.ToLowerInvariant();
#pragma warning disable MA0011, CA1304, CA1311 // The database lowers, not .NET.
        var holders = await db
            .People.Where(p => p.DisplayName.ToLower().StartsWith(lower) || (p.Email != null && p.Email.ToLower().StartsWith(lower)))
            .OrderBy(p => p.DisplayName)
            .Select(p => p.Id)
            .Take(limit)
            .ToListAsync(cancellationToken);
#pragma warning restore MA0011, CA1304, CA1311
        foreach (var holder in holders)
        {
            found.AddRange(await DevicesOfAsync(holder, cancellationToken));
        }

        return [.. found.Distinct().Take(limit)];
    }

    public async Task<IReadOnlyList<Device>> GetDevicesAsync(IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        var wanted = ids.Distinct().ToArray();
        return wanted.Length == 0
            ? []
            : await db
                .Devices.AsNoTracking()
                .Include(d => d.AssignedTo)
                .Include(d => d.Warranties)
                .Where(d => wanted.Contains(d.Id))
                .AsSplitQuery()
                .ToListAsync(cancellationToken);
    }

    public Task<List<Guid>> DevicesOfAsync(Guid personId, CancellationToken cancellationToken) =>
        db.Devices.Where(d => d.AssignedToId == personId).OrderBy(d => d.Id).Select(d => d.Id).ToListAsync(cancellationToken);

    /// <summary>The people who carry one of these display names exactly.</summary>
    public async Task<IReadOnlyList<Guid>> FindPeopleByDisplayNameAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken) =>
        names.Count == 0
            ? []
            : await db.People.Where(p => names.Contains(p.DisplayName)).OrderBy(p => p.Id).Select(p => p.Id).ToListAsync(cancellationToken);

    /// <summary>Devices that many people use, with the place where each stands.</summary>
    public async Task<IReadOnlyList<(Guid Id, string Location)>> SharedDevicesAsync(CancellationToken cancellationToken)
    {
        var rows = await db
            .Devices.Where(d => d.Shared && d.Location != null)
            .OrderBy(d => d.Id)
            .Select(d => new { d.Id, d.Location })
            .ToListAsync(cancellationToken);
        return [.. rows.Select(r => (r.Id, r.Location!))];
    }

    public Task<List<TicketRecord>> TicketsOfDeviceAsync(Guid deviceId, DateTimeOffset since, int limit, CancellationToken cancellationToken) =>
        db
            .Tickets.AsNoTracking()
            .Where(t => t.DeviceId == deviceId && t.CreatedAt >= since)
            .OrderByDescending(t => t.CreatedAt)
            .Take(limit)
            .ToListAsync(cancellationToken);

    public Task<List<TicketRecord>> TicketsOfPersonAsync(Guid personId, DateTimeOffset since, int limit, CancellationToken cancellationToken) =>
        db
            .Tickets.AsNoTracking()
            .Where(t => t.RequesterId == personId && t.CreatedAt >= since)
            .OrderByDescending(t => t.CreatedAt)
            .Take(limit)
            .ToListAsync(cancellationToken);

    private static readonly IdentityKind[] Strength =
    [
        IdentityKind.DirectoryId,
        IdentityKind.Account,
        IdentityKind.Email,
        IdentityKind.Upn,
        IdentityKind.EmployeeNumber,
    ];
}

/// <summary>An identifier that was found, and the device that carries it.</summary>
public sealed record IdentifierHit(Guid DeviceId, IdentifierKind Kind, string Value);
