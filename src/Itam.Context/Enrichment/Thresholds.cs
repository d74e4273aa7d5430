namespace Itam.Context.Enrichment;

/// <summary>When a fact becomes a finding. Defaults are those of the product; an administrator changes them per tenant under <c>Tenants:{tenant}:Thresholds</c>.</summary>
public sealed record Thresholds
{
    public static readonly Thresholds Default = new();

    public double StorageWatchPercent { get; init; } = 90;
    public double StorageWatchFreeGb { get; init; } = 15;
    public double StorageActPercent { get; init; } = 95;
    public double StorageActFreeGb { get; init; } = 5;

    /// <summary>Days without a sign of life.</summary>
    public int CheckInWatchDays { get; init; } = 7;
    public int CheckInActDays { get; init; } = 30;

    public int WarrantyWatchDays { get; init; } = 90;

    /// <summary>From here on the report says to claim now.</summary>
    public int WarrantyClaimDays { get; init; } = 30;
    public int EndOfLifeWatchDays { get; init; } = 180;
    public int RefreshWatchDays { get; init; } = 60;
    public int LeaseWatchDays { get; init; } = 60;
    public int RestartWatchDays { get; init; } = 14;

    /// <summary>Tickets of one device within <see cref="RepeatWindowDays"/> that make it a repeated fault.</summary>
    public int RepeatedTickets { get; init; } = 3;
    public int RepeatWindowDays { get; init; } = 365;

    /// <summary>A person who leaves, or joins, within so many days.</summary>
    public int LeaverWatchDays { get; init; } = 30;
    public int JoinerWatchDays { get; init; } = 14;

    public int LicenseRenewalWatchDays { get; init; } = 60;

    /// <summary>Days without use after which a seat is better given to somebody else.</summary>
    public int SeatUnusedDays { get; init; } = 90;

    /// <summary>Planned life of a device, and the age from which a repair no longer pays.</summary>
    public int LifeMonths { get; init; } = 36;
    public int ReplaceFromMonths { get; init; } = 34;

    /// <summary>A model or batch is suspected from so many affected devices and so many times the rate of the rest of the fleet on.</summary>
    public int FaultClusterDevices { get; init; } = 5;
    public double FaultClusterTimesFleet { get; init; } = 3;
    public int FaultWindowDays { get; init; } = 90;

    /// <summary>Probability of so many faults by chance, corrected for the number of models looked at.</summary>
    public double FaultClusterChance { get; init; } = 0.001;
}
