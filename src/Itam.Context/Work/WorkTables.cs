using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Work;

/// <summary>Keys and indexes of the queue.</summary>
internal static class WorkTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<WorkRow>(work =>
        {
            work.HasKey(w => w.Id);
            work.Property(w => w.Id).ValueGeneratedOnAdd();
            work.HasIndex(w => new { w.State, w.DueAt });
            work.HasIndex(w => new
            {
                w.Tenant,
                w.OrderingKey,
                w.Id,
            });
        });
        model.Entity<WorkSeen>(seen =>
        {
            seen.HasKey(s => new { s.Tenant, s.DedupeKey });
            seen.HasIndex(s => s.SeenAt);
        });
    }
}
