using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Sources.Records;

/// <summary>Keys and indexes of what each source said last.</summary>
internal static class SourceTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<StoredRecord>(record =>
        {
            record.HasKey(r => new
            {
                r.Tenant,
                r.Connection,
                r.Kind,
                r.SourceId,
            });
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
        model.Entity<RecordName>(name =>
        {
            name.HasKey(n => new
            {
                n.Tenant,
                n.Name,
                n.Use,
                n.Kind,
                n.Connection,
                n.SourceId,
            });
            name.HasIndex(n => new
            {
                n.Tenant,
                n.Connection,
                n.SourceId,
            });
        });
        model.Entity<SyncState>(state => state.HasKey(s => new { s.Tenant, s.Connection }));
        model.Entity<MatchDecision>(decision =>
        {
            decision.HasKey(d => new
            {
                d.Tenant,
                d.Connection,
                d.SourceId,
                d.OtherConnection,
                d.OtherSourceId,
            });
            decision.HasIndex(d => new
            {
                d.Tenant,
                d.OtherConnection,
                d.OtherSourceId,
            });
            decision.Ignore(d => d.One);
            decision.Ignore(d => d.Other);
        });
        model.Entity<MatchReview>(review =>
        {
            review.HasKey(r => new
            {
                r.Tenant,
                r.ReviewId,
                r.Connection,
                r.SourceId,
            });
            review.HasIndex(r => new
            {
                r.Tenant,
                r.Connection,
                r.SourceId,
            });
        });
    }
}
