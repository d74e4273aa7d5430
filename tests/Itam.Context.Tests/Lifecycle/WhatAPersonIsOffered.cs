using Itam.Context.Lifecycle;
using Itam.Context.Lifecycle.Catalogue;
using Itam.Context.Register;

namespace Itam.Context.Tests.Lifecycle;

public class WhatAPersonIsOffered
{
    private static readonly DateOnly Today = new(2026, 11, 20);
    private static readonly CatalogueItem Laptop = new()
    {
        Id = "laptop",
        Name = LocalText.Of("Laptop"),
        Type = DeviceType.Laptop,
        Models = ["ThinkPad T14 Gen 5"],
        Price = new Money(1490, "EUR"),
        RefreshMonths = 36,
    };
    private static readonly Person Dana = new()
    {
        Id = new Guid(1, 1, 1, new byte[8]),
        DisplayName = "Dana",
        Department = "Sales",
        JobTitle = "Consultant",
        Country = "DE",
        TimeZone = "America/Chicago",
    };

    [Fact]
    public void Role_department_and_country_decide_ignoring_case()
    {
        Judge(Laptop with { Departments = ["sales"] }).Should().Be(new OfferVerdict.Shown(OfferReason.ForYourDepartment, 0));
        Judge(Laptop with { Roles = ["CONSULTANT"] }).Should().Be(new OfferVerdict.Shown(OfferReason.ForYourRole, 0));
        Judge(Laptop with { Departments = ["Legal"] }).Should().Be(new OfferVerdict.HeldBack(HeldBackReason.NotForTheirDepartment));
        Judge(Laptop with { Roles = ["Engineer"] }).Should().Be(new OfferVerdict.HeldBack(HeldBackReason.NotForTheirRole));
        Judge(Laptop with { Countries = ["US"] }).Should().Be(new OfferVerdict.HeldBack(HeldBackReason.NotInTheirCountry));
    }

    [Theory]
    [InlineData("2025-01-01", false)]
    [InlineData("2023-11-21", false)]
    [InlineData("2023-11-20", true)]
    public void Who_holds_one_gets_no_other_until_it_is_due_for_refresh(string bought, bool offered)
    {
        var verdict = Judge(Laptop, Held(DateOnly.Parse(bought)));

        verdict.Should().Be(offered ? new OfferVerdict.Shown(OfferReason.RefreshDue, 1) : new OfferVerdict.HeldBack(HeldBackReason.AlreadyHeld));
    }

    [Fact]
    public void What_is_asked_for_counts_as_held_and_a_borrowed_one_does_not()
    {
        OfferRules.Judge(Laptop, Dana, [], [Laptop], Today).Should().BeOfType<OfferVerdict.HeldBack>();
        var borrowed = Held(new DateOnly(2026, 1, 1));
        borrowed.LoanDueOn = Today.AddDays(5);
        Judge(Laptop, borrowed).Should().BeOfType<OfferVerdict.Shown>();

        var loaner = Laptop with { Id = "loaner", LoanMaxDays = 14 };
        Judge(loaner, Held(new DateOnly(2026, 1, 1))).Should().BeOfType<OfferVerdict.Shown>("one's own laptop may be in repair");
        OfferRules.Judge(loaner, Dana, [], [loaner], Today).Should().BeOfType<OfferVerdict.HeldBack>();
    }

    [Theory]
    [InlineData("2026-11-20", 0, "2026-11-20")]
    [InlineData("2026-11-20", 1, "2026-11-23")]
    [InlineData("2026-11-21", 0, "2026-11-23")]
    [InlineData("2026-11-21", 1, "2026-11-23")]
    [InlineData("2026-11-18", 4, "2026-11-24")]
    public void Weekends_are_skipped(string from, int weekdays, string day) =>
        LocalDays.AddWeekdays(DateOnly.Parse(from), weekdays).Should().Be(DateOnly.Parse(day));

    [Fact]
    public void Days_are_those_where_the_person_is()
    {
        LocalDays.Today(Dana, new DateTimeOffset(2026, 11, 20, 5, 59, 0, TimeSpan.Zero)).Should().Be(new DateOnly(2026, 11, 19));
        LocalDays.MorningOf(new DateOnly(2026, 7, 1), Dana).ToUniversalTime().Should().Be(new DateTimeOffset(2026, 7, 1, 14, 0, 0, TimeSpan.Zero));
        LocalDays.MorningOf(new DateOnly(2026, 12, 1), Dana).ToUniversalTime().Should().Be(new DateTimeOffset(2026, 12, 1, 15, 0, 0, TimeSpan.Zero));
    }

    private static OfferVerdict Judge(CatalogueItem item, params Device[] holdings) => OfferRules.Judge(item, Dana, holdings, [], Today);

    private static Device Held(DateOnly bought) =>
        new()
        {
            Id = new Guid(2, 1, 1, new byte[8]),
            Type = DeviceType.Laptop,
            Model = "Latitude 7490",
            PurchasedOn = bought,
        };
}
