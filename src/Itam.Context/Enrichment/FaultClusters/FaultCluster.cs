using System.Collections.Immutable;
using System.Globalization;
using Itam.Context.Register;

namespace Itam.Context.Enrichment.FaultClusters;

/// <summary>Devices of one model bought on one day: how many there are, and how many had a ticket of each class of fault.</summary>
internal sealed record FaultCount(DeviceType Type, string Model, DateOnly? PurchasedOn, int Devices, ImmutableDictionary<FaultClass, int> Affected);

/// <summary>A model, or of a model what was bought in one quarter.</summary>
/// <param name="Quarter">"Q3 2024", or null for the whole model.</param>
internal sealed record FaultGroup(DeviceType Type, string Model, string? Quarter)
{
    public static string? QuarterOf(DateOnly? day) =>
        day is { } bought ? string.Create(CultureInfo.InvariantCulture, $"Q{(bought.Month + 2) / 3} {bought.Year}") : null;
}

/// <summary>A group that fails far more often than the rest of the fleet, and not by chance.</summary>
/// <param name="FleetRate">Share of affected devices outside the group, of the same type of device.</param>
/// <param name="Chance">One-sided p of Fisher's exact test, before the correction.</param>
internal sealed record FaultCluster(FaultGroup Group, FaultClass Fault, int Affected, int Devices, double FleetRate, double Chance)
{
    public double Rate => (double)Affected / Devices;
}
