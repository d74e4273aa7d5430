using System.Globalization;
using Itam.Context.Connections;
using Itam.Context.Sources;
using Itam.Sandbox.Faults;
using Itam.Sandbox.ServiceNow;

namespace Itam.Webhooks.Tests.ServiceNow;

public sealed class ReadingTheAssetStore
{
    private static Task<Instance> InstanceAsync(params (string, string?)[] settings) =>
        Instance.StartAsync([("ReadAssets", "true"), ("ReadLicenses", "false"), .. settings]);

    private static ISource Assets(Instance instance) => instance.Connection.Assets!;

    /// <summary>250 devices more: with the three of the company, three pages.</summary>
    private static void AddStock(Instance instance, int count = 250)
    {
        for (var i = 0; i < count; i++)
        {
            var number = i.ToString("0000", CultureInfo.InvariantCulture);
            instance.Emulator.AddItem(
                "alm_hardware",
                new Dictionary<string, string>
                {
                    ["asset_tag"] = $"ST-{number}",
                    ["serial_number"] = $"STOCK{number}",
                    ["install_status"] = "6",
                    ["substatus"] = "available",
                }
            );
        }
    }

    private static bool IsLaterPage(Microsoft.AspNetCore.Http.HttpRequest request, string table) =>
        request.Path.Value!.EndsWith("/" + table, StringComparison.Ordinal)
        && ((string?)request.Query["sysparm_query"])?.Contains("sys_id>", StringComparison.Ordinal) == true;

    [Fact]
    public async Task Everything_is_read_page_by_page_and_only_the_last_page_is_complete()
    {
        await using var instance = await InstanceAsync();
        AddStock(instance);

        var pages = await Assets(instance).PagesAsync();

        pages.Of<DeviceRecord>().Should().HaveCount(253).And.OnlyHaveUniqueItems(d => d.SourceId);
        pages.Count(p => p.Records.Any(r => r is DeviceRecord)).Should().Be(3);
        pages.Where(p => p.Records.Any(r => r is DeviceRecord)).Should().OnlyContain(p => p.Total == 253);
        pages.Of<PersonRecord>().Should().HaveCount(4);
        pages.SkipLast(1).Should().OnlyContain(p => !p.Complete && p.HighWater == null && p.ResumeFrom != null);
        pages[^1].Complete.Should().BeTrue();
        pages[^1].HighWater.Should().Be("2026-11-21 08:55:00", "five minutes before the newest change, by the instance's clock");
    }

    [Fact]
    public async Task An_incremental_read_brings_what_changed_on_either_side_of_the_join()
    {
        await using var instance = await InstanceAsync();
        AddStock(instance);
        var highWater = (await Assets(instance).PagesAsync())[^1].HighWater;
        instance.Time.Advance(TimeSpan.FromHours(1));
        var later = (await Assets(instance).PagesAsync())[^1].HighWater;
        later.Should().Be(highWater, "nothing changed");
        instance.Time.Advance(TimeSpan.FromHours(1));
        instance.Emulator.Change(instance.Emulator.ItemId("name", "lt-0042"), new Dictionary<string, string> { ["os_version"] = "25H2" });
        instance.Emulator.Change(
            instance.Emulator.RecordId("alm_hardware", "asset_tag", "ST-0007"),
            new Dictionary<string, string> { ["install_status"] = "7" }
        );

        var pages = await Assets(instance).PagesAsync(highWater: "2026-11-21 10:30:00");

        pages.Of<DeviceRecord>().Select(d => d.AssetTag).Should().BeEquivalentTo("LT-0042", "ST-0007");
        pages.Device("LT-0042").OsVersion.Should().Be("25H2");
        pages.Device("LT-0042").AsOf.Should().Be(Instance.Start.AddHours(2));
        pages[^1].HighWater.Should().Be("2026-11-21 10:55:00");
        pages.Should().OnlyContain(p => !p.Complete);
    }

    [Fact]
    public async Task A_record_that_changes_while_we_read_is_neither_skipped_nor_read_twice()
    {
        await using var instance = await InstanceAsync();
        AddStock(instance);
        List<SourcePage> pages = [];
        await foreach (var page in Assets(instance).ReadAsync(SourceRead.Everything, default))
        {
            pages.Add(page);
            foreach (var device in page.Records.OfType<DeviceRecord>().Take(3))
            {
                instance.Emulator.Change(
                    device.CrossIds is [var own, ..] ? own.Value : device.SourceId,
                    new Dictionary<string, string> { ["location"] = "Paris" }
                );
            }
        }

        pages.Of<DeviceRecord>().Should().HaveCount(253).And.OnlyHaveUniqueItems(d => d.SourceId);
        pages[^1].Complete.Should().BeTrue();
    }

    [Theory]
    [InlineData(FaultKind.ServerError, ConnectionFailure.Retry, false)]
    [InlineData(FaultKind.TooManyRequests, ConnectionFailure.Retry, false)]
    [InlineData(FaultKind.TooManyRequestsRetryAfter, ConnectionFailure.Retry, true)]
    [InlineData(FaultKind.Unavailable, ConnectionFailure.Retry, true)]
    [InlineData(FaultKind.LoginPage, ConnectionFailure.Reconnect, false)]
    [InlineData(FaultKind.Forbidden, ConnectionFailure.Reconnect, false)]
    public async Task A_page_that_breaks_ends_the_read_which_goes_on_there_later_and_is_never_complete(
        FaultKind fault,
        ConnectionFailure expected,
        bool saysWhen
    )
    {
        await using var instance = await InstanceAsync();
        AddStock(instance);
        instance.Emulator.Faults.Add(fault, times: 3, when: r => IsLaterPage(r, "alm_hardware"));

        var (pages, failure) = await Assets(instance).PagesUntilItBreaksAsync();

        failure.Failure.Should().Be(expected);
        (failure.RetryAfter is not null).Should().Be(saysWhen);
        pages.Of<DeviceRecord>().Should().HaveCount(100);
        pages.Should().OnlyContain(p => !p.Complete && p.HighWater == null);
        instance.Emulator.Faults.Clear();

        var rest = await Assets(instance).PagesAsync(resumeFrom: pages[^1].ResumeFrom);

        rest.Of<PersonRecord>().Should().BeEmpty("they were read before");
        pages.Concat(rest).Of<DeviceRecord>().Should().HaveCount(253).And.OnlyHaveUniqueItems(d => d.SourceId);
        rest.Should().OnlyContain(p => !p.Complete);
        rest[^1].HighWater.Should().Be("2026-11-21 08:55:00");
    }

    [Fact]
    public async Task The_instances_own_rate_rule_is_obeyed()
    {
        await using var instance = await InstanceAsync();
        instance.Emulator.HourlyLimit = 3;

        (await Assets(instance).PagesUntilItBreaksAsync()).Failure.RetryAfter.Should().Be(TimeSpan.FromMinutes(20));
    }

    [Fact]
    public async Task Reading_everything_leaves_half_of_the_hour_to_tickets_and_goes_on_in_the_next()
    {
        await using var instance = await InstanceAsync();
        AddStock(instance, 2_500);
        instance.Emulator.HourlyLimit = 40;
        var ticket = await instance.RaiseAsync();

        var (pages, failure) = await Assets(instance).PagesUntilItBreaksAsync();

        failure.Should().Match<ConnectionException>(e => e.Failure == ConnectionFailure.Retry && e.RetryAfter == TimeSpan.FromMinutes(20));
        failure.Message.Should().Contain("40 calls an hour").And.Contain("20 min");
        (await instance.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default)).Should().NotBeNull();
        instance.View(ticket).Notes.Should().ContainSingle();

        instance.Time.Advance(TimeSpan.FromMinutes(20));
        var rest = await Assets(instance).PagesAsync(resumeFrom: pages[^1].ResumeFrom);

        pages.Concat(rest).Of<DeviceRecord>().Should().HaveCount(2_503).And.OnlyHaveUniqueItems(d => d.SourceId);
    }

    [Fact]
    public async Task People_come_by_the_thousand_since_a_limit_counts_calls()
    {
        await using var instance = await InstanceAsync();
        for (var i = 0; i < 300; i++)
        {
            instance.Emulator.AddItem("sys_user", new Dictionary<string, string> { ["name"] = $"Person {i}", ["active"] = "true" });
        }

        var pages = await Assets(instance).PagesAsync();

        pages.Count(p => p.Records.Any(r => r is PersonRecord)).Should().Be(1);
        pages.Of<PersonRecord>().Should().HaveCount(304);
    }

    [Fact]
    public async Task Without_configuration_items_changes_of_assets_are_read_all_the_same()
    {
        await using var instance = await InstanceAsync();
        instance.Emulator.ForbiddenTables.Add("cmdb_ci");
        instance.Time.Advance(TimeSpan.FromHours(2));
        instance.Emulator.Change(instance.Emulator.ItemId("name", "lt-0099"), new Dictionary<string, string> { ["os_version"] = "25H2" });

        // What changed in the item is not shown, but that something did must not end the read.
        (await Assets(instance).PagesAsync(highWater: "2026-11-21 10:30:00"))[^1]
            .HighWater.Should()
            .NotBeNull();

        instance.Emulator.Change(
            instance.Emulator.RecordId("alm_hardware", "asset_tag", "LT-0042"),
            new Dictionary<string, string> { ["location"] = "Paris" }
        );
        (await Assets(instance).PagesAsync(highWater: "2026-11-21 10:30:00")).Device("LT-0042").Location.Should().Be("Paris");
        var remedies = (await Assets(instance).CheckAsync(default)).Where(c => !c.Ok).Select(c => c.Remedy);
        remedies.Should().Contain(r => r!.Contains("cmdb_ci", StringComparison.Ordinal) && r.Contains("cmdb_read", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_seat_that_was_given_alone_is_read_with_its_entitlement()
    {
        await using var instance = await InstanceAsync(("ReadLicenses", "true"));
        var (first, second) = (AddLicense(instance, 25), AddLicense(instance, 10));
        AddSeat(instance, first, "dana");
        AddSeat(instance, second, "hugo");
        instance.Time.Advance(TimeSpan.FromHours(2));
        AddSeat(instance, first, "beth");

        var pages = await Assets(instance).PagesAsync(highWater: "2026-11-21 10:30:00");

        var read = pages.Of<LicenseRecord>().Should().ContainSingle().Subject;
        (read.SourceId, read.Owned, read.Seats!.Value.Length).Should().Be((first, 25, 2));
        pages.Should().OnlyContain(p => !p.Complete);
    }

    [Fact]
    public async Task A_retired_entitlement_counts_no_more()
    {
        await using var instance = await InstanceAsync(("ReadLicenses", "true"));
        var license = AddLicense(instance, 25);
        AddSeat(instance, license, "dana");
        instance.Time.Advance(TimeSpan.FromHours(2));
        instance.Emulator.Change(license, new Dictionary<string, string> { ["install_status"] = "7" });

        var changed = (await Assets(instance).PagesAsync(highWater: "2026-11-21 10:30:00")).Of<LicenseRecord>().Single();
        var all = (await Assets(instance).PagesAsync()).Of<LicenseRecord>();

        (changed.Owned, changed.Seats!.Value.Length).Should().Be((0, 0));
        all.Should().BeEmpty("what retired long ago is no license of today");
    }

    private static string AddLicense(Instance instance, int rights) =>
        instance.Emulator.AddItem(
            "alm_license",
            new Dictionary<string, string> { ["display_name"] = "Draw Studio", ["rights"] = rights.ToString(CultureInfo.InvariantCulture) }
        );

    private static void AddSeat(Instance instance, string license, string user) =>
        instance.Emulator.AddItem(
            "alm_entitlement_user",
            new Dictionary<string, string> { ["licensed_by"] = license, ["assigned_to"] = instance.Emulator.RecordId("sys_user", "user_name", user) }
        );

    [Fact]
    public async Task A_token_that_ends_in_the_middle_is_replaced_once()
    {
        await using var instance = await InstanceAsync();
        AddStock(instance);
        List<SourcePage> pages = [];
        await foreach (var page in Assets(instance).ReadAsync(SourceRead.Everything, default))
        {
            pages.Add(page);
            if (pages.Count == 2)
            {
                instance.Emulator.RevokeTokens();
            }
        }

        pages[^1].Complete.Should().BeTrue();
        instance.Emulator.TokensIssued.Should().Be(2);
    }

    [Fact]
    public async Task Hidden_rows_keep_the_walk_from_being_complete()
    {
        await using var instance = await InstanceAsync();
        AddStock(instance);
        instance.Emulator.Hide(instance.Emulator.RecordId("alm_hardware", "asset_tag", "ST-0100"));

        var pages = await Assets(instance).PagesAsync();

        pages.Of<DeviceRecord>().Should().HaveCount(252);
        pages.Should().OnlyContain(p => !p.Complete, "a hidden device is not a missing one");
    }

    [Fact]
    public async Task An_instance_that_does_not_count_is_read_to_the_end_but_never_called_complete()
    {
        await using var instance = await InstanceAsync();
        AddStock(instance);
        instance.Emulator.CountsRows = false;

        var pages = await Assets(instance).PagesAsync();

        pages.Of<DeviceRecord>().Should().HaveCount(253);
        pages.Should().OnlyContain(p => !p.Complete);
    }

    [Fact]
    public async Task Without_computers_devices_are_read_all_the_same()
    {
        await using var instance = await InstanceAsync();
        instance.Emulator.ForbiddenTables.Add("cmdb_ci_computer");

        var device = (await Assets(instance).PagesAsync()).Device("LT-0042");

        (device.Serial, device.OsName).Should().Be(("PF3ABCDE", null));
        (await Assets(instance).CheckAsync(default)).Single(c => !c.Ok).Remedy.Should().Contain("cmdb_read");
    }

    [Fact]
    public async Task Forbidden_entitlements_leave_the_devices_readable_and_the_walk_incomplete()
    {
        await using var instance = await InstanceAsync(("ReadLicenses", "true"));
        instance.Emulator.ForbiddenTables.Add("alm_license");

        var pages = await Assets(instance).PagesAsync();

        pages.Of<DeviceRecord>().Should().HaveCount(3);
        pages[^1].HighWater.Should().NotBeNull();
        pages[^1].Complete.Should().BeFalse();
        (await Assets(instance).CheckAsync(default)).Single(c => !c.Ok).Remedy.Should().Contain("ReadLicenses");
    }

    [Fact]
    public async Task The_doctor_sees_that_all_is_well()
    {
        await using var instance = await InstanceAsync(("ReadLicenses", "true"));

        (await Assets(instance).CheckAsync(default)).Should().HaveCount(5).And.OnlyContain(c => c.Ok);
    }

    [Fact]
    public async Task Nothing_is_read_unless_it_is_switched_on()
    {
        await using var instance = await Instance.StartAsync();

        instance.Connection.Assets.Should().BeNull();
    }

    [Fact]
    public void Wrong_settings_are_named()
    {
        var settings = new ServiceNowEmulator(TimeProvider.System)
            .ConnectionSettings(new Uri("http://127.0.0.1:1/"))
            .ToDictionary(s => s.Key, s => (string?)s.Value);
        settings["ReadAssets"] = "perhaps";
        settings["ReadLicenses"] = "some";

        Instance.Connect(settings, TimeProvider.System).Problems.Select(p => p.Setting).Should().BeEquivalentTo("ReadAssets", "ReadLicenses");
    }
}
