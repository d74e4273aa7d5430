using System.Text.Json;
using Itam.Context.Chat;
using Itam.Context.Desks.History;
using Itam.Context.Lifecycle;
using Itam.Context.Lifecycle.Equipment;
using Itam.Context.Register;
using Itam.Context.Sources.Records;
using Itam.Context.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Itam.Context.Storage;

/// <summary>The register and the queue of one tenant. Every query is filtered by that tenant and every insert is stamped with it;
/// a row of another tenant can be neither read nor written through it.</summary>
public sealed class ItamDb(DbContextOptions<ItamDb> options, TenantId tenant) : DbContext(options)
{
    private string CurrentTenant { get; } = tenant.Value;

    public TenantId TenantId { get; } = tenant;

    public DbSet<Device> Devices => Set<Device>();
    public DbSet<DeviceIdentifier> DeviceIdentifiers => Set<DeviceIdentifier>();
    public DbSet<Warranty> Warranties => Set<Warranty>();
    public DbSet<Person> People => Set<Person>();
    public DbSet<PersonIdentity> PersonIdentities => Set<PersonIdentity>();
    public DbSet<License> Licenses => Set<License>();
    public DbSet<Seat> Seats => Set<Seat>();
    public DbSet<TicketRecord> Tickets => Set<TicketRecord>();
    public DbSet<MatchFeedback> MatchFeedback => Set<MatchFeedback>();
    public DbSet<Watermark> Watermarks => Set<Watermark>();
    public DbSet<TicketHistory> TicketHistories => Set<TicketHistory>();
    public DbSet<WorkRow> Work => Set<WorkRow>();
    public DbSet<StoredRecord> SourceRecords => Set<StoredRecord>();
    public DbSet<RecordName> RecordNames => Set<RecordName>();
    public DbSet<SyncState> SyncStates => Set<SyncState>();
    public DbSet<MatchReview> MatchReviews => Set<MatchReview>();
    public DbSet<ConversationReference> ConversationReferences => Set<ConversationReference>();
    public DbSet<SentActivity> SentActivities => Set<SentActivity>();
    public DbSet<InvokeAnswer> InvokeAnswers => Set<InvokeAnswer>();
    public DbSet<EquipmentRow> EquipmentRequests => Set<EquipmentRow>();
    public DbSet<CaseStep> CaseSteps => Set<CaseStep>();
    public DbSet<CustodyEvent> CustodyEvents => Set<CustodyEvent>();

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        foreach (var entry in ChangeTracker.Entries<ITenantOwned>())
        {
            if (entry.State == EntityState.Added && entry.Entity.Tenant.Length == 0)
            {
                entry.Entity.Tenant = CurrentTenant;
            }
            else if (entry.State != EntityState.Unchanged && entry.Entity.Tenant != CurrentTenant)
            {
                throw new InvalidOperationException(
                    $"A {entry.Metadata.ShortName()} of tenant '{entry.Entity.Tenant}' cannot be saved as '{CurrentTenant}'."
                );
            }
            else if (entry is { Entity: IAppendOnly, State: EntityState.Modified or EntityState.Deleted })
            {
                throw new InvalidOperationException($"A {entry.Metadata.ShortName()} is evidence: it is never changed and never deleted.");
            }
        }

        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // One representation on both databases: SQLite cannot compare DateTimeOffset.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
        configurationBuilder.Properties<Dictionary<string, Origin>>().HaveConversion<OriginsJson, OriginsComparer>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Device>(device =>
        {
            Own(device, d => new { d.Tenant, d.Id });
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
        modelBuilder.Entity<DeviceIdentifier>(identifier =>
        {
            Own(
                identifier,
                i => new
                {
                    i.Tenant,
                    i.Value,
                    i.Kind,
                    i.Scope,
                    i.DeviceId,
                }
            );
        });
        modelBuilder.Entity<Warranty>(warranty => Own(warranty, w => new { w.Tenant, w.Id }));
        modelBuilder.Entity<Person>(person =>
        {
            Own(person, p => new { p.Tenant, p.Id });
            person.HasMany(p => p.Identities).WithOne().HasForeignKey(i => new { i.Tenant, i.PersonId });
        });
        modelBuilder.Entity<PersonIdentity>(identity =>
            Own(
                identity,
                i => new
                {
                    i.Tenant,
                    i.Kind,
                    i.Scope,
                    i.Value,
                }
            )
        );
        modelBuilder.Entity<License>(license =>
        {
            Own(license, l => new { l.Tenant, l.Id });
            license.HasMany(l => l.Seats).WithOne(s => s.License).HasForeignKey(s => new { s.Tenant, s.LicenseId });
        });
        modelBuilder.Entity<Seat>(seat =>
        {
            Own(seat, s => new { s.Tenant, s.Id });
            seat.HasIndex(s => new { s.Tenant, s.PersonId });
            seat.HasIndex(s => new { s.Tenant, s.DeviceId });
        });
        modelBuilder.Entity<TicketRecord>(ticket =>
        {
            Own(
                ticket,
                t => new
                {
                    t.Tenant,
                    t.Connection,
                    t.TicketId,
                }
            );
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
        modelBuilder.Entity<MatchFeedback>(feedback =>
            Own(
                feedback,
                f => new
                {
                    f.Tenant,
                    f.Connection,
                    f.TicketId,
                    f.DeviceId,
                }
            )
        );
        modelBuilder.Entity<Watermark>(watermark => Own(watermark, w => new { w.Tenant, w.Connection }));
        modelBuilder.Entity<TicketHistory>(history => Own(history, h => new { h.Tenant, h.Connection }));
        modelBuilder.Entity<WorkRow>(work =>
        {
            Own(work, w => w.Id);
            work.Property(w => w.Id).ValueGeneratedOnAdd();
            work.HasIndex(w => new { w.State, w.DueAt });
            work.HasIndex(w => new
            {
                w.Tenant,
                w.OrderingKey,
                w.Id,
            });
        });
        modelBuilder.Entity<WorkSeen>(seen =>
        {
            Own(seen, s => new { s.Tenant, s.DedupeKey });
            seen.HasIndex(s => s.SeenAt);
        });

        ConfigureSources(modelBuilder);
        ConfigureChat(modelBuilder);
        ConfigureCases(modelBuilder);
        Names.ApplySnakeCase(modelBuilder);
    }

    private void ConfigureSources(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<StoredRecord>(record =>
        {
            Own(
                record,
                r => new
                {
                    r.Tenant,
                    r.Connection,
                    r.Kind,
                    r.SourceId,
                }
            );
            record.HasIndex(r => new { r.Tenant, r.DeviceId });
            record.HasIndex(r => new { r.Tenant, r.PersonId });
            record.HasIndex(r => new { r.Tenant, r.LicenseId });
            record.HasIndex(r => new
            {
                r.Tenant,
                r.Connection,
                r.SeenInRun,
            });
            record.Ignore(r => r.Id);
        });
        modelBuilder.Entity<RecordName>(name =>
        {
            Own(
                name,
                n => new
                {
                    n.Tenant,
                    n.Name,
                    n.Use,
                    n.Kind,
                    n.Connection,
                    n.SourceId,
                }
            );
            name.HasIndex(n => new
            {
                n.Tenant,
                n.Connection,
                n.SourceId,
            });
        });
        modelBuilder.Entity<SyncState>(state => Own(state, s => new { s.Tenant, s.Connection }));
        modelBuilder.Entity<MatchReview>(review =>
        {
            Own(
                review,
                r => new
                {
                    r.Tenant,
                    r.ReviewId,
                    r.Connection,
                    r.SourceId,
                }
            );
            review.HasIndex(r => new
            {
                r.Tenant,
                r.Connection,
                r.SourceId,
            });
        });
    }

    private void ConfigureChat(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<ConversationReference>(reference =>
        {
            Own(
                reference,
                r => new
                {
                    r.Tenant,
                    r.Connection,
                    r.ConversationId,
                }
            );
            reference.HasIndex(r => new
            {
                r.Tenant,
                r.Connection,
                r.EntraUserId,
            });
        });
        modelBuilder.Entity<SentActivity>(sent =>
            Own(
                sent,
                s => new
                {
                    s.Tenant,
                    s.Connection,
                    s.Key,
                }
            )
        );
        modelBuilder.Entity<InvokeAnswer>(answer =>
        {
            Own(answer, a => new { a.Tenant, a.Key });
            answer.HasIndex(a => new { a.Tenant, a.TapKey });
            answer.HasIndex(a => new { a.Tenant, a.ExpiresAt });
        });
    }

    private void ConfigureCases(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<EquipmentRow>(request =>
        {
            Own(request, r => new { r.Tenant, r.Id });
            request.HasIndex(r => new { r.Tenant, r.State });
            // The database's own guard: no two requests hold one device, whatever the replicas do.
            request.HasIndex(r => new { r.Tenant, r.HeldDeviceId }).IsUnique();
            request
                .HasIndex(r => new
                {
                    r.Tenant,
                    r.RequesterId,
                    r.IdempotencyKey,
                })
                .IsUnique();
            request.HasIndex(r => new
            {
                r.Tenant,
                r.Department,
                r.ApprovedAt,
            });
        });
        modelBuilder.Entity<CaseStep>(step =>
            Own(
                step,
                s => new
                {
                    s.Tenant,
                    s.CaseId,
                    s.Number,
                }
            )
        );
        modelBuilder.Entity<CustodyEvent>(custody =>
            Own(
                custody,
                c => new
                {
                    c.Tenant,
                    c.DeviceId,
                    c.Number,
                }
            )
        );
    }

    private void Own<T>(
        Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<T> entity,
        System.Linq.Expressions.Expression<Func<T, object?>> key
    )
        where T : class, ITenantOwned
    {
        entity.HasKey(key);
        entity.Property(e => e.Tenant).HasMaxLength(64);
        entity.HasQueryFilter(e => e.Tenant == CurrentTenant);
    }

    private sealed class UnixMilliseconds()
        : ValueConverter<DateTimeOffset, long>(moment => moment.ToUnixTimeMilliseconds(), stored => DateTimeOffset.FromUnixTimeMilliseconds(stored));

    private sealed class OriginsJson()
        : ValueConverter<Dictionary<string, Origin>, string>(
            origins => JsonSerializer.Serialize(origins, JsonSerializerOptions.Default),
            stored => JsonSerializer.Deserialize<Dictionary<string, Origin>>(stored, JsonSerializerOptions.Default) ?? new()
        );

    private sealed class OriginsComparer()
        : ValueComparer<Dictionary<string, Origin>>(
            (a, b) => a == b || (a != null && b != null && a.Count == b.Count && !a.Except(b).Any()),
            origins => origins.Count,
            origins => new Dictionary<string, Origin>(origins)
        );
}
