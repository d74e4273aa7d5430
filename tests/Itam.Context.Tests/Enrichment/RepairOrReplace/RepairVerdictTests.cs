using Itam.Context.Enrichment;
using Itam.Context.Enrichment.RepairOrReplace;
using Itam.Context.Register;
using Itam.Context.Sources;
using static Itam.Context.Tests.Enrichment.Builders;

namespace Itam.Context.Tests.Enrichment.RepairOrReplace;

public class RepairVerdictTests
{
    private static readonly FaultClass[] TwoBatteries = [FaultClass.Battery, FaultClass.Battery];

    [Fact]
    public void An_old_device_without_warranty_that_fails_again_is_replaced_and_says_why() =>
        Verdict(Old(34), FaultClass.Battery, TwoBatteries)
            .Should()
            .BeEquivalentTo(new { Code = "replace", Action = "Replace rather than repair: third battery ticket, 34 of 36 months old, no warranty" });

    [Fact]
    public void A_warranty_that_pays_decides_for_repair() =>
        Verdict(Old(34, d => d.Warranties[0].EndsOn = Today.AddDays(18)), FaultClass.Battery, TwoBatteries)!
            .Action.Should()
            .Be("Repair: the warranty pays until 9 Dec 2026, claim at support.lenovo.com");

    [Fact]
    public void A_typed_day_does_not_outlive_the_vendors_answer() =>
        Verdict(
            Old(
                34,
                d =>
                {
                    (d.Warranties[0].Role, d.Warranties[0].EndsOn) = (SourceRole.WarrantyVendor, Today.AddDays(-500));
                    d.Warranties.Add(Warranty(d, Today.AddDays(500)));
                }
            ),
            FaultClass.Battery
        )!
            .Code.Should()
            .Be("replace");

    [Fact]
    public void A_warranty_does_not_save_what_was_due_to_be_replaced() =>
        Verdict(
            Old(
                34,
                d =>
                {
                    d.Warranties[0].EndsOn = Today.AddDays(18);
                    d.RefreshDueOn = Today.AddDays(-12);
                }
            ),
            FaultClass.Battery
        )!
            .Action.Should()
            .StartWith("Replace rather than repair: refresh was due 12 days ago, 34 of 36 months old");

    [Theory]
    [InlineData(33, null)]
    [InlineData(34, "replace")]
    [InlineData(18, "repair")]
    [InlineData(19, null)]
    public void Age_alone_decides_at_its_ends_and_not_between_them(int months, string? code) =>
        Verdict(Old(months), FaultClass.Screen)?.Code.Should().Be(code);

    [Fact]
    public void A_young_device_is_repaired_for_what_it_is_still_worth() =>
        Verdict(Old(9, d => (d.Cost, d.Currency) = (1200m, "EUR")), FaultClass.Screen)!
            .Action.Should()
            .Be("Repair: 9 of 36 months old, book value 900 EUR, no warranty");

    [Theory]
    [InlineData(true, "replace")]
    [InlineData(false, null)]
    public void A_second_fault_is_enough_where_a_spare_lies_ready(bool inStock, string? code) =>
        Verdict(Old(25), FaultClass.Battery, [FaultClass.Battery], inStock)?.Code.Should().Be(code);

    [Fact]
    public void Faults_of_different_kinds_are_counted_as_hardware() =>
        Verdict(Old(25), FaultClass.Battery, [FaultClass.Screen, FaultClass.Disk])!.Action.Should().Contain("third hardware ticket");

    [Fact]
    public void A_warranty_nobody_looked_up_is_not_called_none()
    {
        var device = Old(34);
        device.Warranties.Clear();

        Verdict(device, FaultClass.Battery)!.Action.Should().EndWith("warranty not known");
    }

    [Fact]
    public void A_planned_refresh_is_reason_enough_even_under_warranty_where_nothing_is_broken() =>
        Verdict(Laptop(null, d => d.RefreshDueOn = Today.AddDays(30)), null)!
            .Action.Should()
            .Be("Replace rather than repair: refresh is due in 30 days");

    [Fact]
    public void A_stolen_device_is_neither_repaired_nor_replaced_here() =>
        Verdict(Old(60, d => d.State = LifecycleState.Stolen), FaultClass.Battery, TwoBatteries).Should().BeNull();

    [Fact]
    public void Where_nothing_is_broken_there_is_no_verdict()
    {
        Verdict(Old(60), null).Should().BeNull();
        Verdict(Old(60), FaultClass.Network).Should().BeNull("the network is not in the device");
    }

    [Theory]
    [InlineData(0, 1200)]
    [InlineData(18, 600)]
    [InlineData(36, 0)]
    [InlineData(50, 0)]
    public void The_book_value_falls_in_a_straight_line_over_three_years(int months, int value) =>
        RepairVerdict.BookValue(Case(Old(months, d => d.Cost = 1200m), null, [], false)).Should().Be(value);

    private static Device Old(int months, Action<Device>? change = null) =>
        Laptop(
            null,
            d =>
            {
                d.PurchasedOn = Today.AddMonths(-months);
                d.Warranties[0].EndsOn = Today.AddDays(-1);
                change?.Invoke(d);
            }
        );

    private static Finding? Verdict(Device device, FaultClass? fault, FaultClass[]? earlier = null, bool inStock = false) =>
        RepairVerdict.Of(Case(device, fault, earlier ?? [], inStock));

    private static RepairCase Case(Device device, FaultClass? fault, FaultClass[] earlier, bool inStock) =>
        new(device, fault, earlier, inStock, Thresholds.Default, Today);
}
