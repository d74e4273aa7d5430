using System.Collections.Immutable;
using Itam.Context.Enrichment;
using Itam.Context.Enrichment.FaultClusters;
using Itam.Context.Register;

namespace Itam.Context.Tests.Enrichment.FaultClusters;

/// <summary>A simulated fleet: 2,000 laptops of 30 models, bought over twelve quarters, of which 4 % break; one batch of 60, of which 25 % break.</summary>
public class ABadBatchIsFoundAndNobodyElseAccused
{
    private const double Background = 0.04;
    private static readonly DateOnly BadDay = new(2024, 8, 14);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_planted_batch_is_found_and_no_healthy_model(int seed)
    {
        var fleet = Fleet(seed).Append(Count("Model 07", BadDay, 60, 15)).ToList();

        var found = FaultStatistics.Find(fleet, Thresholds.Default);

        found.Should().ContainSingle().Which.Group.Should().Be(new FaultGroup(DeviceType.Laptop, "Model 07", "Q3 2024"));
        found[0].Should().BeEquivalentTo(new { Affected = 15 + OfBadQuarter(seed).Affected, Devices = 60 + OfBadQuarter(seed).Devices });
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_whole_bad_model_is_found_as_a_model(int seed)
    {
        // The same faults, spread over the quarters: no batch is to blame.
        var spread = Enumerable.Range(0, 12).Select(q => Count("Model 31", Bought(q), 10, 3));

        var found = FaultStatistics.Find([.. Fleet(seed), .. spread], Thresholds.Default);

        found.Should().ContainSingle().Which.Group.Should().Be(new FaultGroup(DeviceType.Laptop, "Model 31", null));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_healthy_fleet_has_no_suspect(int seed) => FaultStatistics.Find(Fleet(seed), Thresholds.Default).Should().BeEmpty();

    [Fact]
    public void A_handful_proves_nothing_however_bad_it_is() =>
        FaultStatistics.Find([.. Fleet(1), Count("Model 31", BadDay, 4, 4)], Thresholds.Default).Should().BeEmpty();

    [Fact]
    public void Twice_the_rate_of_the_fleet_is_not_enough()
    {
        // Significant without doubt, and still not three times the fleet.
        var fleet = new[] { Count("Good", BadDay, 20_000, 800), Count("Bad", BadDay, 10_000, 900) };

        FaultStatistics.Find(fleet, Thresholds.Default).Should().BeEmpty();
    }

    [Fact]
    public void Devices_are_held_against_their_own_type()
    {
        // Half of all phones have battery tickets: that does not make every laptop good or any phone bad.
        var phones = new[] { "A", "B", "C" }.Select(m => Count(m, BadDay, 100, 50) with { Type = DeviceType.Phone });

        FaultStatistics.Find([.. Fleet(2), .. phones], Thresholds.Default).Should().BeEmpty();
    }

    private static (int Affected, int Devices) OfBadQuarter(int seed)
    {
        var same = Fleet(seed).Where(c => c.Model == "Model 07" && FaultGroup.QuarterOf(c.PurchasedOn) == FaultGroup.QuarterOf(BadDay)).ToList();
        return (same.Sum(c => c.Affected.GetValueOrDefault(FaultClass.Battery)), same.Sum(c => c.Devices));
    }

    private static List<FaultCount> Fleet(int seed)
    {
        var random = new Random(seed);
        var devices = Enumerable
            .Range(0, 1940)
            .Select(i => (Model: $"Model {i % 30:00}", Bought: Bought(random.Next(12)), Broken: random.NextDouble() < Background));
        return [.. devices.GroupBy(d => (d.Model, d.Bought)).Select(g => Count(g.Key.Model, g.Key.Bought, g.Count(), g.Count(d => d.Broken)))];
    }

    private static DateOnly Bought(int quarter) => new DateOnly(2023, 11, 20).AddMonths(3 * quarter);

    private static FaultCount Count(string model, DateOnly bought, int devices, int broken) =>
        new(
            DeviceType.Laptop,
            model,
            bought,
            devices,
            broken == 0 ? ImmutableDictionary<FaultClass, int>.Empty : ImmutableDictionary<FaultClass, int>.Empty.Add(FaultClass.Battery, broken)
        );
}
