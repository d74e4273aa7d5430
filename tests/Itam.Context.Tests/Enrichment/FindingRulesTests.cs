using Itam.Context.Enrichment;
using Itam.Context.Enrichment.EndOfLife;
using Itam.Context.Enrichment.Findings;
using Itam.Context.Register;
using Itam.Context.Sources;
using static Itam.Context.Tests.Enrichment.Builders;

namespace Itam.Context.Tests.Enrichment;

public class FindingRulesTests
{
    private const long Gb = 1_000_000_000;

    [Fact]
    public void A_healthy_device_has_no_findings() => Findings(Laptop()).Should().BeEmpty();

    [Theory]
    [InlineData(512, 52, null)]
    [InlineData(512, 51, "storage-low")]
    [InlineData(100, 14, "storage-low")]
    [InlineData(512, 26, "storage-low")]
    [InlineData(512, 25, "storage-full")]
    [InlineData(64, 4, "storage-full")]
    public void Storage_is_judged_by_share_and_by_what_is_left(long totalGb, long freeGb, string? code)
    {
        var findings = Findings(Laptop(null, d => (d.StorageTotalBytes, d.StorageFreeBytes) = (totalGb * Gb, freeGb * Gb)));

        findings.Select(f => f.Code).Should().Equal(code is null ? [] : [code]);
    }

    [Fact]
    public void A_full_disk_is_said_in_words_with_its_source()
    {
        var finding = Findings(Laptop(null, d => (d.StorageTotalBytes, d.StorageFreeBytes) = (256 * Gb, 6_100_000_000)))[0];

        finding
            .Should()
            .BeEquivalentTo(
                new
                {
                    Severity = Severity.Act,
                    Words = "Disk 97 % full, 6.1 GB free",
                    Short = "Disk 97 %",
                }
            );
        finding.Origin!.Source.Should().Be("Intune");
    }

    [Fact]
    public void A_stale_disk_value_is_unknown_and_not_a_verdict()
    {
        var findings = Findings(
            Laptop(
                null,
                d =>
                {
                    d.StorageFreeBytes = Gb;
                    d.Origins[nameof(Device.StorageFreeBytes)] = new Origin("Intune", Now.AddDays(-41));
                }
            )
        );

        findings.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Code = "storage-stale", Severity = Severity.Unknown });
    }

    [Theory]
    [InlineData(nameof(Device.StorageFreeBytes), "storage-stale")]
    [InlineData(nameof(Device.Encryption), "encryption-stale")]
    [InlineData(nameof(Device.Compliance), "compliance-stale")]
    [InlineData(nameof(Device.Protection), "protection-stale")]
    public void A_good_value_that_nobody_has_confirmed_for_a_month_is_unknown_and_not_ok(string property, string code)
    {
        Findings(Good(30)).Should().BeEmpty();

        var device = Good(31);
        Findings(device).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Code = code, Severity = Severity.Unknown });
        Report(device).Headline.Should().NotBe("All OK");

        Device Good(int days) =>
            Laptop(
                null,
                d =>
                {
                    (d.Compliance, d.Protection) = (Compliance.Compliant, Protection.Healthy);
                    d.Origins[property] = new Origin("Intune", Now.AddDays(-days));
                }
            );
    }

    [Fact]
    public void A_missing_value_is_a_gap_only_where_systems_report_it_of_others()
    {
        var device = Laptop(null, d => d.Encryption = Encryption.Unknown);
        Findings(device).Should().BeEmpty("nobody measures it here");

        var input = new FindingInput(device, null, [], Thresholds.Default, EndOfLifeCalendar.Shipped, Now)
        {
            ReportedOfOthers = new HashSet<string> { nameof(Device.Encryption), nameof(Device.Compliance), nameof(Device.Protection) },
        };

        FindingRules.Evaluate(input).Select(f => f.Code).Should().BeEquivalentTo("encryption-unknown", "compliance-unknown", "protection-unknown");
        FindingRules.Evaluate(input).Should().OnlyContain(f => f.Severity == Severity.Unknown);
        (device.State, device.LastSeenAt) = (LifecycleState.InStock, Now.AddDays(-10));
        FindingRules.Evaluate(input).Should().BeEmpty("what lies on the shelf reports nothing");
    }

    [Fact]
    public void Policies_that_could_not_be_checked_are_unknown() =>
        Findings(Laptop(null, d => d.Compliance = Compliance.Error))
            .Should()
            .ContainSingle()
            .Which.Should()
            .BeEquivalentTo(new { Code = "compliance-unknown", Severity = Severity.Unknown });

    [Theory]
    [InlineData(33, null)]
    [InlineData(34, "Refresh is due in 61 days, 34 of 36 months old")]
    [InlineData(40, "Refresh was due 123 days ago, 40 of 36 months old")]
    public void Without_a_planned_day_the_age_says_when_a_refresh_is_due(int months, string? words)
    {
        var finding = Findings(Laptop(null, d => d.PurchasedOn = Today.AddMonths(-months))).SingleOrDefault();

        finding?.Words.Should().Be(words);
        (finding?.Code, finding?.Severity).Should().Be(words is null ? (null, null) : ("refresh-due", Severity.Watch));
    }

    [Fact]
    public void A_planned_day_counts_more_than_the_age_and_a_monitor_has_no_planned_life()
    {
        Findings(Laptop(null, d => (d.PurchasedOn, d.RefreshDueOn) = (Today.AddMonths(-40), Today.AddDays(200)))).Should().BeEmpty();
        Findings(Laptop(null, d => (d.PurchasedOn, d.Type) = (Today.AddMonths(-40), DeviceType.Monitor))).Should().BeEmpty();
    }

    [Theory]
    [InlineData(SourceRole.WarrantyVendor, "warranty-ended")]
    [InlineData(SourceRole.Reseller, "warranty-ended")]
    [InlineData(SourceRole.DeviceManagement, null)]
    public void The_vendors_answer_counts_before_what_somebody_typed_however_long_that_is(SourceRole role, string? code)
    {
        var device = Laptop();
        (device.Warranties[0].Role, device.Warranties[0].EndsOn) = (role, new DateOnly(2025, 6, 1));
        var typed = Warranty(device, new DateOnly(2028, 6, 1));
        (typed.Source, typed.Role) = ("Snipe-IT", SourceRole.AssetRegister);
        device.Warranties.Add(typed);

        Findings(device).Select(f => f.Code).Should().Equal(code is null ? [] : [code]);
    }

    [Fact]
    public void What_a_vendor_does_not_know_leaves_the_typed_day_its_say()
    {
        var device = Laptop();
        (device.Warranties[0].Role, device.Warranties[0].Lookup) = (SourceRole.WarrantyVendor, WarrantyLookup.NoneFound);
        device.Warranties.Add(Warranty(device, Today.AddDays(200)));

        Findings(device).Should().BeEmpty();
    }

    private static ContextReport Report(Device device) =>
        ReportBuilder.Build(
            new AssetContext
            {
                AsOf = Now,
                Candidates = [new Candidate(device, 0.9, [])],
                Findings = [.. Findings(device)],
                History = ContextHistory.None,
                Licenses = [],
            }
        );

    [Theory]
    [InlineData(7, null, null)]
    [InlineData(8, "check-in-late", Severity.Watch)]
    [InlineData(30, "check-in-late", Severity.Watch)]
    [InlineData(31, "check-in-lost", Severity.Act)]
    public void Silence_is_watched_after_a_week_and_acted_on_after_a_month(int days, string? code, Severity? severity)
    {
        var finding = Findings(Laptop(null, d => d.LastSeenAt = Now.AddDays(-days))).SingleOrDefault();

        finding?.Code.Should().Be(code);
        finding?.Severity.Should().Be(severity);
        (finding is null).Should().Be(code is null);
    }

    [Theory]
    [InlineData(91, null)]
    [InlineData(90, "warranty-soon")]
    [InlineData(31, "warranty-soon")]
    [InlineData(30, "warranty-ending")]
    [InlineData(0, "warranty-ending")]
    [InlineData(-1, "warranty-ended")]
    public void Warranty_is_amber_at_90_orange_at_30_days_and_over_after_its_last_day(int days, string? code)
    {
        var device = Laptop();
        device.Warranties.Clear();
        device.Warranties.Add(Warranty(device, Today.AddDays(days)));

        Findings(device).Select(f => f.Code).Should().Equal(code is null ? [] : [code]);
    }

    [Fact]
    public void The_longest_cover_counts_and_set_up_services_do_not()
    {
        var device = Laptop();
        device.Warranties.Clear();
        device.Warranties.Add(Warranty(device, Today.AddDays(-100)));
        device.Warranties.Add(Warranty(device, Today.AddDays(200)));
        var setup = Warranty(device, Today.AddDays(900));
        setup.Kind = WarrantyKind.SetupService;
        device.Warranties.Add(setup);

        Findings(device).Should().BeEmpty();
    }

    [Theory]
    [InlineData(WarrantyLookup.NoneFound, "warranty-none")]
    [InlineData(WarrantyLookup.Failed, "warranty-failed")]
    [InlineData(WarrantyLookup.NotChecked, "warranty-unchecked")]
    public void None_found_failed_and_not_checked_are_three_answers_and_none_is_ok(WarrantyLookup lookup, string code)
    {
        var device = Laptop();
        device.Warranties[0].Lookup = lookup;

        Findings(device).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Code = code, Severity = Severity.Unknown });
    }

    [Theory]
    [InlineData("Windows 10 Enterprise", "22H2", "os-ended", Severity.Act)]
    [InlineData("Windows 11 Enterprise", "10.0.22631.4317", "os-ended", Severity.Act)]
    [InlineData("macOS", "13.7.8", "os-ended", Severity.Act)]
    [InlineData("Ubuntu", "20.04.6", "os-ended", Severity.Act)]
    public void An_operating_system_without_updates_is_to_act_on(string name, string version, string code, Severity severity) =>
        Findings(Laptop(null, d => (d.OsName, d.OsVersion) = (name, version)))
            .Should()
            .ContainSingle()
            .Which.Should()
            .BeEquivalentTo(new { Code = code, Severity = severity });

    [Fact]
    public void Enterprise_and_pro_editions_end_on_their_own_days()
    {
        var pro = Findings(Laptop(null, d => (d.OsName, d.OsVersion) = ("Windows 11 Pro", "24H2")));
        var enterprise = Findings(Laptop(null, d => (d.OsName, d.OsVersion) = ("Windows 11 Enterprise", "24H2")));

        pro.Should().ContainSingle().Which.Words.Should().Be("Windows 11 24H2 has no security updates since 13 Oct 2026");
        enterprise.Should().BeEmpty();
    }

    [Fact]
    public void An_unknown_operating_system_is_not_accused() =>
        Findings(Laptop(null, d => (d.OsName, d.OsVersion) = ("TempleOS", "5"))).Should().BeEmpty();

    [Fact]
    public void Hardware_end_of_life_comes_from_the_device_or_the_calendar()
    {
        Findings(Laptop(null, d => d.EndOfLifeOn = Today.AddDays(-1))).Should().ContainSingle(f => f.Code == "model-ended");
        Findings(Laptop(null, d => d.EndOfLifeOn = Today.AddDays(100))).Should().ContainSingle(f => f.Code == "model-ending");
        Findings(Laptop(null, d => d.Model = "Surface Laptop 2")).Should().ContainSingle(f => f.Code == "model-ended");
    }

    [Fact]
    public void Refresh_and_lease_have_clocks_of_their_own()
    {
        var findings = Findings(Laptop(null, d => (d.RefreshDueOn, d.LeaseEndsOn) = (Today.AddDays(60), Today.AddDays(60))));

        findings.Select(f => f.Words).Should().Equal("Refresh is due in 60 days", "Lease ends in 60 days");
        Findings(Laptop(null, d => (d.RefreshDueOn, d.LeaseEndsOn) = (Today.AddDays(61), Today.AddDays(61)))).Should().BeEmpty();
    }

    [Fact]
    public void An_unencrypted_laptop_is_to_act_on_and_an_unknown_state_is_not()
    {
        Findings(Laptop(null, d => d.Encryption = Encryption.None))
            .Should()
            .ContainSingle(f => f.Code == "not-encrypted" && f.Severity == Severity.Act);
        Findings(Laptop(null, d => d.Encryption = Encryption.Unknown)).Should().BeEmpty();
    }

    [Theory]
    [InlineData(LifecycleState.Lost, "device-lost")]
    [InlineData(LifecycleState.Stolen, "device-stolen")]
    public void Lost_and_stolen_come_first(LifecycleState state, string code) =>
        Findings(Laptop(null, d => (d.State, d.StorageFreeBytes) = (state, Gb)))[0].Code.Should().Be(code);

    [Fact]
    public void A_retired_device_that_was_seen_this_week_is_said() =>
        Findings(Laptop(null, d => d.State = LifecycleState.Retired)).Should().Contain(f => f.Code == "retired-but-alive");

    [Fact]
    public void Three_tickets_in_a_year_are_a_repeated_fault()
    {
        var twice = new[] { Now.AddDays(-10), Now.AddDays(-364) };

        Findings(Laptop(), twice).Should().BeEmpty();
        Findings(Laptop(), [.. twice, Now.AddDays(-366)]).Should().BeEmpty();
        Findings(Laptop(), [.. twice, Now.AddDays(-200)]).Should().ContainSingle(f => f.Code == "repeated-fault");
    }

    [Fact]
    public void Worst_comes_first()
    {
        var findings = Findings(Laptop(null, d => (d.StorageFreeBytes, d.OsVersion, d.OsName, d.RefreshDueOn) = (null, "22H2", "Windows 10", Today)));

        findings.Select(f => f.Severity).Should().BeInDescendingOrder();
    }

    [Fact]
    public void A_monitor_is_not_expected_to_check_in() =>
        Findings(Laptop(null, d => (d.Type, d.LastSeenAt, d.StorageTotalBytes, d.OsName) = (DeviceType.Monitor, null, null, null)))
            .Should()
            .BeEmpty();
}
