using Itam.Context.Connections;
using Itam.Context.Enrichment;

namespace Itam.Server.Configuration;

/// <summary>Reads <c>Tenants:{tenant}:Thresholds</c>; what is not set keeps the product's default.</summary>
internal static class ThresholdsSection
{
    public static Thresholds Read(SettingsReader reader)
    {
        var defaults = Thresholds.Default;
        var thresholds = new Thresholds
        {
            StorageWatchPercent = reader.Number(nameof(Thresholds.StorageWatchPercent), defaults.StorageWatchPercent, 1, 100),
            StorageWatchFreeGb = reader.Number(nameof(Thresholds.StorageWatchFreeGb), defaults.StorageWatchFreeGb, 0, 10_000),
            StorageActPercent = reader.Number(nameof(Thresholds.StorageActPercent), defaults.StorageActPercent, 1, 100),
            StorageActFreeGb = reader.Number(nameof(Thresholds.StorageActFreeGb), defaults.StorageActFreeGb, 0, 10_000),
            CheckInWatchDays = Days(nameof(Thresholds.CheckInWatchDays), defaults.CheckInWatchDays),
            CheckInActDays = Days(nameof(Thresholds.CheckInActDays), defaults.CheckInActDays),
            WarrantyWatchDays = Days(nameof(Thresholds.WarrantyWatchDays), defaults.WarrantyWatchDays),
            WarrantyClaimDays = Days(nameof(Thresholds.WarrantyClaimDays), defaults.WarrantyClaimDays),
            EndOfLifeWatchDays = Days(nameof(Thresholds.EndOfLifeWatchDays), defaults.EndOfLifeWatchDays),
            RefreshWatchDays = Days(nameof(Thresholds.RefreshWatchDays), defaults.RefreshWatchDays),
            LeaseWatchDays = Days(nameof(Thresholds.LeaseWatchDays), defaults.LeaseWatchDays),
            RestartWatchDays = Days(nameof(Thresholds.RestartWatchDays), defaults.RestartWatchDays),
            RepeatedTickets = (int)reader.Number(nameof(Thresholds.RepeatedTickets), defaults.RepeatedTickets, 1, 1000),
            RepeatWindowDays = Days(nameof(Thresholds.RepeatWindowDays), defaults.RepeatWindowDays),
            LeaverWatchDays = Days(nameof(Thresholds.LeaverWatchDays), defaults.LeaverWatchDays),
            JoinerWatchDays = Days(nameof(Thresholds.JoinerWatchDays), defaults.JoinerWatchDays),
            LicenseRenewalWatchDays = Days(nameof(Thresholds.LicenseRenewalWatchDays), defaults.LicenseRenewalWatchDays),
            SeatUnusedDays = Days(nameof(Thresholds.SeatUnusedDays), defaults.SeatUnusedDays),
            LifeMonths = (int)reader.Number(nameof(Thresholds.LifeMonths), defaults.LifeMonths, 1, 240),
            ReplaceFromMonths = (int)reader.Number(nameof(Thresholds.ReplaceFromMonths), defaults.ReplaceFromMonths, 1, 240),
            FaultClusterDevices = (int)reader.Number(nameof(Thresholds.FaultClusterDevices), defaults.FaultClusterDevices, 1, 1000),
            FaultClusterTimesFleet = reader.Number(nameof(Thresholds.FaultClusterTimesFleet), defaults.FaultClusterTimesFleet, 1, 1000),
            FaultWindowDays = (int)reader.Number(nameof(Thresholds.FaultWindowDays), defaults.FaultWindowDays, 1, 3650),
            FaultClusterChance = reader.Number(nameof(Thresholds.FaultClusterChance), defaults.FaultClusterChance, 1e-9, 0.05),
        };
        reader.ReportUnread();
        return thresholds;

        int Days(string name, int fallback) => (int)reader.Number(name, fallback, 0, 3650);
    }
}
