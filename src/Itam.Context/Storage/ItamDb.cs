using System.Linq.Expressions;
using Itam.Context.Chat;
using Itam.Context.Desks;
using Itam.Context.Desks.History;
using Itam.Context.Lifecycle;
using Itam.Context.Lifecycle.Equipment;
using Itam.Context.Lifecycle.Reports;
using Itam.Context.Register;
using Itam.Context.Sources.Records;
using Itam.Context.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

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
    public DbSet<DeviceLink> DeviceLinks => Set<DeviceLink>();
    public DbSet<MatchFeedback> MatchFeedback => Set<MatchFeedback>();
    public DbSet<Watermark> Watermarks => Set<Watermark>();
    public DbSet<TicketHistory> TicketHistories => Set<TicketHistory>();
    public DbSet<WorkRow> Work => Set<WorkRow>();
    public DbSet<StoredRecord> SourceRecords => Set<StoredRecord>();
    public DbSet<RecordName> RecordNames => Set<RecordName>();
    public DbSet<SyncState> SyncStates => Set<SyncState>();
    public DbSet<MatchReview> MatchReviews => Set<MatchReview>();
    public DbSet<MatchDecision> MatchDecisions => Set<MatchDecision>();
    public DbSet<ConversationReference> ConversationReferences => Set<ConversationReference>();
    public DbSet<SentActivity> SentActivities => Set<SentActivity>();
    public DbSet<InvokeAnswer> InvokeAnswers => Set<InvokeAnswer>();
    public DbSet<EquipmentRow> EquipmentRequests => Set<EquipmentRow>();
    public DbSet<CaseStep> CaseSteps => Set<CaseStep>();
    public DbSet<DeviceReport> DeviceReports => Set<DeviceReport>();
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
        RegisterTables.Map(modelBuilder);
        WorkTables.Map(modelBuilder);
        DeskTables.Map(modelBuilder);
        SourceTables.Map(modelBuilder);
        ChatTables.Map(modelBuilder);
        LifecycleTables.Map(modelBuilder);
        foreach (var table in modelBuilder.Model.GetEntityTypes().ToList())
        {
            KeepToTenant(modelBuilder.Entity(table.ClrType));
        }

        Names.ApplySnakeCase(modelBuilder);
    }

    /// <summary>No table is without a tenant, and no query without this one.</summary>
    private void KeepToTenant(EntityTypeBuilder table)
    {
        table.Property(nameof(ITenantOwned.Tenant)).HasMaxLength(64);
        var row = Expression.Parameter(table.Metadata.ClrType, "row");
        var isOurs = Expression.Equal(
            Expression.Property(row, nameof(ITenantOwned.Tenant)),
            Expression.Property(Expression.Constant(this), nameof(CurrentTenant))
        );
        table.HasQueryFilter(Expression.Lambda(isOurs, row));
    }
}
