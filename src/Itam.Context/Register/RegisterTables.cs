using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Register;

/// <summary>Keys and indexes of devices, people, licenses and what is known of tickets.</summary>
internal static class RegisterTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Device>(device =>
        {
            device.HasKey(d => new { d.Tenant, d.Id });
            device.HasIndex(d => new
            {
                d.Tenant,
                d.State,
                d.Type,
            });
            device.HasOne(d => d.AssignedTo).WithMany().HasForeignKey(d => new { d.Tenant, d.AssignedToId });
            device.HasMany(d => d.Identifiers).WithOne().HasForeignKey(i => new { i.Tenant, i.DeviceId });
            device.HasMany(d => d.Warranties).WithOne().HasForeignKey(w => new { w.Tenant, w.DeviceId });
        });
        model.Entity<DeviceIdentifier>(identifier =>
        {
            identifier.HasKey(i => new
            {
                i.Tenant,
                i.Value,
                i.Kind,
                i.Scope,
                i.DeviceId,
            });
        });
        model.Entity<Warranty>(warranty => warranty.HasKey(w => new { w.Tenant, w.Id }));
        model.Entity<Person>(person =>
        {
            person.HasKey(p => new { p.Tenant, p.Id });
            person.HasMany(p => p.Identities).WithOne().HasForeignKey(i => new { i.Tenant, i.PersonId });
        });
        model.Entity<PersonIdentity>(identity =>
            identity.HasKey(i => new
            {
                i.Tenant,
                i.Kind,
                i.Scope,
                i.Value,
            })
        );
        model.Entity<License>(license =>
        {
            license.HasKey(l => new { l.Tenant, l.Id });
            license.HasMany(l => l.Seats).WithOne(s => s.License).HasForeignKey(s => new { s.Tenant, s.LicenseId });
        });
        model.Entity<Seat>(seat =>
        {
            seat.HasKey(s => new { s.Tenant, s.Id });
            seat.HasIndex(s => new { s.Tenant, s.PersonId });
            seat.HasIndex(s => new { s.Tenant, s.DeviceId });
        });
        model.Entity<TicketRecord>(ticket =>
        {
            ticket.HasKey(t => new
            {
                t.Tenant,
                t.Connection,
                t.TicketId,
            });
            ticket.HasIndex(t => new
            {
                t.Tenant,
                t.DeviceId,
                t.CreatedAt,
            });
            ticket.HasIndex(t => new
            {
                t.Tenant,
                t.RequesterId,
                t.CreatedAt,
            });
        });
        model.Entity<DeviceLink>(link =>
            link.HasKey(l => new
            {
                l.Tenant,
                l.Connection,
                l.TicketId,
                l.DeviceId,
            })
        );
        model.Entity<MatchFeedback>(feedback =>
            feedback.HasKey(f => new
            {
                f.Tenant,
                f.Connection,
                f.TicketId,
                f.DeviceId,
            })
        );
    }
}
