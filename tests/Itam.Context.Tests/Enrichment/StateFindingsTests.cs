using Itam.Context.Enrichment;
using Itam.Context.Enrichment.EndOfLife;
using Itam.Context.Enrichment.Findings;
using Itam.Context.Register;
using static Itam.Context.Tests.Enrichment.Builders;

namespace Itam.Context.Tests.Enrichment;

/// <summary>What management and protection say of a device, and what a loan says.</summary>
public class StateFindingsTests
{
    [Theory]
    [InlineData(Compliance.NonCompliant, "not-compliant", Severity.Act)]
    [InlineData(Compliance.Grace, "compliance-grace", Severity.Watch)]
    [InlineData(Compliance.Compliant, null, null)]
    [InlineData(Compliance.NotEvaluated, null, null)]
    public void Compliance_is_judged(Compliance compliance, string? code, Severity? severity) =>
        ShouldBe(Findings(Laptop(null, d => d.Compliance = compliance)), code, severity);

    [Theory]
    [InlineData(Protection.Contained, "protection-contained", Severity.Act)]
    [InlineData(Protection.NotInstalled, "protection-missing", Severity.Act)]
    [InlineData(Protection.Degraded, "protection-degraded", Severity.Watch)]
    [InlineData(Protection.Stale, "protection-silent", Severity.Watch)]
    [InlineData(Protection.Healthy, null, null)]
    [InlineData(Protection.Unknown, null, null)]
    public void Protection_is_judged(Protection protection, string? code, Severity? severity) =>
        ShouldBe(Findings(Laptop(null, d => d.Protection = protection)), code, severity);

    [Theory]
    [InlineData(DeviceType.Laptop, false, Ownership.Company, true)]
    [InlineData(DeviceType.Phone, false, Ownership.Unknown, true)]
    [InlineData(DeviceType.Phone, false, Ownership.Personal, false)]
    [InlineData(DeviceType.Laptop, true, Ownership.Company, false)]
    [InlineData(DeviceType.Laptop, null, Ownership.Company, false)]
    [InlineData(DeviceType.Monitor, false, Ownership.Company, false)]
    public void A_company_device_that_nobody_manages_is_said(DeviceType type, bool? managed, Ownership ownership, bool said) =>
        Findings(Laptop(null, d => (d.Type, d.Managed, d.Ownership) = (type, managed, ownership)))
            .Any(f => f.Code == "not-managed")
            .Should()
            .Be(said);

    [Fact]
    public void A_device_out_of_service_is_not_asked_to_comply() =>
        Findings(
                Laptop(
                    null,
                    d =>
                        (d.State, d.Compliance, d.Protection, d.Managed) = (
                            LifecycleState.InStock,
                            Compliance.NonCompliant,
                            Protection.NotInstalled,
                            false
                        )
                )
            )
            .Select(f => f.Code)
            .Should()
            .Equal("retired-but-alive");

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    public void A_loaner_is_overdue_the_day_after(int days, bool overdue)
    {
        var findings = Findings(Laptop(null, d => d.LoanDueOn = Today.AddDays(days)));

        findings.Any(f => f.Code == "loan-overdue").Should().Be(overdue);
    }

    [Theory]
    [InlineData(30, false)]
    [InlineData(31, true)]
    public void A_value_older_than_the_silence_limit_is_unknown_for_every_state(int days, bool stale)
    {
        var findings = Findings(Reported(new Origin("Intune", Now.AddDays(-days))));

        var codes = findings.Select(f => f.Code);
        if (stale)
        {
            findings.Should().OnlyContain(f => f.Severity == Severity.Unknown && f.Action == null);
            codes.Should().BeEquivalentTo("protection-stale", "encryption-stale", "compliance-stale", "managed-stale", "os-stale", "storage-stale");
        }
        else
        {
            codes
                .Should()
                .BeEquivalentTo("protection-missing", "not-encrypted", "not-compliant", "not-managed", "os-ended", "storage-full", "restart-overdue");
        }
    }

    [Fact]
    public void What_a_person_locked_does_not_age() =>
        Findings(Reported(new Origin("by hand", Now.AddDays(-400), Locked: true))).Should().OnlyContain(f => f.Severity >= Severity.Watch);

    [Theory]
    [InlineData(-1, "requester-left", Severity.Act)]
    [InlineData(0, "requester-leaving", Severity.Watch)]
    [InlineData(30, "requester-leaving", Severity.Watch)]
    [InlineData(31, null, null)]
    public void A_leaver_is_said_a_month_ahead_and_afterwards(int days, string? code, Severity? severity)
    {
        var dana = Dana();
        dana.LeavesOn = Today.AddDays(days);

        ShouldBe(Of(dana), code, severity);
    }

    [Theory]
    [InlineData(null, null, "Dana's account is closed")]
    [InlineData(null, 5, "Dana's account is closed")]
    [InlineData(null, -5, "Dana left the company on")]
    [InlineData(5, null, null)]
    public void A_closed_account_is_said_unless_it_is_not_open_yet_or_the_last_day_says_more(int? starts, int? leaves, string? words)
    {
        var dana = Dana();
        dana.Active = false;
        dana.StartsOn = starts is { } first ? Today.AddDays(first) : null;
        dana.LeavesOn = leaves is { } last ? Today.AddDays(last) : null;

        Of(dana)
            .Where(f => f.Severity == Severity.Act)
            .Select(f => f.Words[..Math.Min(f.Words.Length, words?.Length ?? 0)])
            .Should()
            .Equal(words is null ? [] : [words]);
    }

    [Theory]
    [InlineData(-1, null, null)]
    [InlineData(0, "requester-joining", Severity.Watch)]
    [InlineData(14, "requester-joining", Severity.Watch)]
    [InlineData(15, null, null)]
    public void A_joiner_is_said_two_weeks_ahead(int days, string? code, Severity? severity)
    {
        var dana = Dana();
        dana.StartsOn = Today.AddDays(days);

        ShouldBe(Of(dana), code, severity);
    }

    [Theory]
    [InlineData("Lenovo", "If the hardware is at fault, claim at support.lenovo.com before 1 Dec 2026")]
    [InlineData("Dell Inc.", "If the hardware is at fault, claim at www.dell.com/support before 1 Dec 2026")]
    [InlineData("Dellmeier", "If the hardware is at fault, claim before 1 Dec 2026")]
    [InlineData(null, "If the hardware is at fault, claim before 1 Dec 2026")]
    public void An_ending_warranty_names_the_place_to_claim_where_we_know_it(string? manufacturer, string action)
    {
        var device = Laptop(null, d => d.Manufacturer = manufacturer);
        device.Warranties[0].EndsOn = new DateOnly(2026, 12, 1);

        Findings(device).Should().ContainSingle().Which.Action.Should().Be(action);
    }

    private static Device Reported(Origin origin) =>
        Laptop(
            null,
            d =>
            {
                (d.Compliance, d.Protection, d.Encryption, d.Managed) = (Compliance.NonCompliant, Protection.NotInstalled, Encryption.None, false);
                (d.OsName, d.OsVersion, d.StorageFreeBytes, d.LastBootAt) = ("Windows 10", "22H2", 1, Now.AddDays(-50));
                foreach (
                    var name in new[]
                    {
                        nameof(d.Compliance),
                        nameof(d.Protection),
                        nameof(d.Encryption),
                        nameof(d.Managed),
                        nameof(d.OsVersion),
                        nameof(d.StorageFreeBytes),
                        nameof(d.LastBootAt),
                    }
                )
                {
                    d.Origins[name] = origin;
                }
            }
        );

    private static IReadOnlyList<Finding> Of(Person person) =>
        FindingRules.Evaluate(new FindingInput(null, person, [], Thresholds.Default, EndOfLifeCalendar.Shipped, Now));

    private static void ShouldBe(IReadOnlyList<Finding> findings, string? code, Severity? severity)
    {
        findings.Select(f => f.Code).Should().Equal(code is null ? [] : [code]);
        findings.Select(f => (Severity?)f.Severity).Should().Equal(severity is null ? [] : [severity]);
        findings.Should().NotContain(f => f.Action == null);
    }
}
