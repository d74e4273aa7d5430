using Itam.Context.Desks.History;
using Itam.Context.Register;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Desks;

/// <summary>Keys of how far each desk was read.</summary>
internal static class DeskTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Watermark>(watermark => watermark.HasKey(w => new { w.Tenant, w.Connection }));
        model.Entity<TicketHistory>(history => history.HasKey(h => new { h.Tenant, h.Connection }));
    }
}
