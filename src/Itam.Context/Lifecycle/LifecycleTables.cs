using Itam.Context.Lifecycle.Equipment;
using Itam.Context.Lifecycle.Reports;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Lifecycle;

/// <summary>Keys and indexes of cases, reports and custody.</summary>
internal static class LifecycleTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<EquipmentRow>(request =>
        {
            request.HasKey(r => new { r.Tenant, r.Id });
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
        model.Entity<CaseStep>(step =>
            step.HasKey(s => new
            {
                s.Tenant,
                s.CaseId,
                s.Number,
            })
        );
        model.Entity<DeviceReport>(report =>
        {
            report.HasKey(r => new { r.Tenant, r.Id });
            report.HasIndex(r => new { r.Tenant, r.Reference }).IsUnique();
            // The database's own guard: one press makes one report, whichever replica it reaches.
            report.HasIndex(r => new { r.Tenant, r.PressKey }).IsUnique();
            report.HasIndex(r => new { r.Tenant, r.DeviceId });
        });
        model.Entity<CustodyEvent>(custody =>
            custody.HasKey(c => new
            {
                c.Tenant,
                c.DeviceId,
                c.Number,
            })
        );
    }
}
