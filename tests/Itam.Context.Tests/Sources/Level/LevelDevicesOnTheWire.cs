using System.Collections.Immutable;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Context.Sources.Records;
using Itam.Context.Tests.Sources.Warranties;
using Itam.Sandbox.Faults;
using Itam.Sandbox.Sources.Level;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Tests.Sources.Level;

public class LevelDevicesOnTheWire
{
    private readonly LevelEmulator _level = new(TimeProvider.System);

    [Fact]
    public async Task A_device_is_read_in_neutral_words()
    {
        await using var stage = await Connecting.StartAsync(_level);
        var row = _level.Add("dev-1", "LT-0042", "PF3ABCDE");
        row["last_seen"] = "2026-11-19T07:30:00+01:00";

        var device = (await ReadAsync(stage)).Single().Records.Single().Should().BeOfType<DeviceRecord>().Subject;

        device.SourceId.Should().Be("dev-1");
        device.AsOf.Should().Be(new DateTimeOffset(2026, 11, 19, 6, 30, 0, TimeSpan.Zero));
        device.LastSeenAt.Should().Be(device.AsOf);
        device.LastBootAt.Should().Be(new DateTimeOffset(2026, 11, 1, 6, 30, 0, TimeSpan.Zero));
        device.Hostname.Should().Be("LT-0042");
        device.Serial.Should().Be("PF3ABCDE");
        (device.Manufacturer, device.Model, device.Type).Should().Be(("LENOVO", "ThinkPad T14", (DeviceType?)null));
        (device.Platform, device.OsName, device.OsVersion).Should().Be((Platform.Windows, "Windows 11 Pro", "24H2"));
        (device.StorageTotalBytes, device.StorageFreeBytes).Should().Be((256_000_000_000L, 8_000_000_000L));
        device.Encryption.Should().Be(Encryption.Full);
        device.SourceState.Should().Be("online");
        device.Macs.Should().Equal("3C:52:82:11:22:33");
        device.Holder.Should().BeEmpty("who used it last does not hold it");
    }

    [Fact]
    public async Task A_device_that_is_away_since_nobody_knows_when_is_never_fresh_and_reads_the_same_again()
    {
        await using var stage = await Connecting.StartAsync(_level);
        var row = _level.Add("dev-1", "LT-0042", "PF3ABCDE");
        (row["online"], row["last_seen"]) = (false, null);

        var first = (await ReadAsync(stage)).Single().Records.Single();
        stage.Time.Advance(TimeSpan.FromHours(1));
        var second = (await ReadAsync(stage)).Single().Records.Single();

        first.AsOf.Should().BeBefore(stage.Time.GetUtcNow().AddYears(-1));
        RecordJson.Write(second).Should().Be(RecordJson.Write(first));
    }

    [Fact]
    public async Task Every_device_is_read_over_all_pages_and_only_then_is_the_walk_complete()
    {
        await using var stage = await Connecting.StartAsync(_level);
        Fill(250);

        var pages = await ReadAsync(stage);

        pages.Select(p => p.Records.Length).Should().Equal(100, 100, 50);
        pages.Select(p => p.Complete).Should().Equal(false, false, true);
        pages.SelectMany(p => p.Records).Select(r => r.SourceId).Should().OnlyHaveUniqueItems().And.HaveCount(250);
        _level.Cursors.Should().Equal(null, "dev-099", "dev-199");
    }

    [Fact]
    public async Task A_last_page_that_is_full_is_the_last_all_the_same()
    {
        await using var stage = await Connecting.StartAsync(_level);
        Fill(200);

        var pages = await ReadAsync(stage);

        pages.Should().HaveCount(2);
        pages[^1].Complete.Should().BeTrue();
        pages[^1].ResumeFrom.Should().BeNull();
    }

    [Fact]
    public async Task An_empty_account_is_a_complete_walk()
    {
        await using var stage = await Connecting.StartAsync(_level);

        (await ReadAsync(stage)).Should().ContainSingle().Which.Should().Match<SourcePage>(p => p.Complete && p.Records.IsEmpty);
    }

    [Fact]
    public async Task A_read_that_broke_off_is_resumed_but_never_complete()
    {
        await using var stage = await Connecting.StartAsync(_level);
        Fill(250);
        _level.Faults.Add(FaultKind.ServerError, int.MaxValue, r => r.Query["starting_after"] == "dev-099");
        List<SourcePage> before = [];
        var read = async () =>
        {
            await foreach (var page in stage.Connection.Source!.ReadAsync(SourceRead.Everything, CancellationToken.None))
            {
                before.Add(page);
            }
        };
        await read.Should().ThrowAsync<ConnectionException>();
        before.Should().ContainSingle().Which.Complete.Should().BeFalse();
        _level.Faults.Clear();

        var after = await ReadAsync(stage, new SourceRead(null, before[0].ResumeFrom));

        after.Select(p => p.Records.Length).Should().Equal(100, 50);
        after.Should().OnlyContain(p => !p.Complete);
    }

    [Fact]
    public async Task An_incremental_read_is_a_full_one_since_there_is_no_filter()
    {
        await using var stage = await Connecting.StartAsync(_level);
        Fill(3);

        var page = (await ReadAsync(stage, new SourceRead("2026-11-20", null))).Single();

        page.Records.Should().HaveCount(3);
        page.Complete.Should().BeTrue();
    }

    [Theory]
    [InlineData("""{"data":[],"has_more":true}""")]
    [InlineData("""{"data":[{"hostname":"no id"}],"has_more":true}""")]
    [InlineData("""{"data":[{"id":"dev-1"}],"has_more":true}""", """{"data":[{"id":"dev-1"}],"has_more":true}""")]
    [InlineData(
        """{"data":[{"id":"a"}],"has_more":true}""",
        """{"data":[{"id":"b"}],"has_more":true}""",
        """{"data":[{"id":"a"}],"has_more":true}"""
    )]
    [InlineData("""{"error":"Internal"}""", """{"error":"Internal"}""", """{"error":"Internal"}""")]
    public async Task A_list_that_leads_nowhere_is_broken_off_and_never_complete(params string[] answers)
    {
        await using var stage = await Connecting.StartAsync(_level);
        foreach (var answer in answers)
        {
            _level.Instead.Enqueue((200, answer));
        }

        List<SourcePage> pages = [];
        var read = async () =>
        {
            await foreach (var page in stage.Connection.Source!.ReadAsync(SourceRead.Everything, CancellationToken.None))
            {
                pages.Add(page);
            }
        };

        (await read.Should().ThrowAsync<ConnectionException>()).Which.Failure.Should().Be(ConnectionFailure.Retry);
        pages.Should().NotContain(p => p.Complete);
    }

    [Fact]
    public async Task An_entry_without_id_at_the_end_of_a_page_does_not_end_the_read()
    {
        await using var stage = await Connecting.StartAsync(_level, new() { ["PageSize"] = "2" });
        Fill(1);
        _level.Devices.Add(new JObject { ["hostname"] = "ghost" });
        _level.Add("dev-001", "LT-001", null);

        var pages = await ReadAsync(stage);

        pages.SelectMany(p => p.Records).Select(r => r.SourceId).Should().Equal("dev-000", "dev-001");
        pages.Should().NotContain(p => p.Complete);
    }

    [Fact]
    public async Task Without_has_more_only_an_empty_page_is_the_end()
    {
        await using var stage = await Connecting.StartAsync(_level);
        _level.Instead.Enqueue((200, """{"data":[{"id":"dev-000"}]}"""));
        Fill(2);

        var pages = await ReadAsync(stage);

        pages.SelectMany(p => p.Records).Select(r => r.SourceId).Should().Equal("dev-000", "dev-001");
        pages[^1].Complete.Should().BeTrue();
    }

    [Fact]
    public async Task A_changed_schema_is_read_as_far_as_it_goes()
    {
        await using var stage = await Connecting.StartAsync(_level);
        var row = _level.Add("7", "N/A", "  ");
        row["id"] = 7;
        row["online"] = "false";
        row["platform"] = "Plan9";
        row["role"] = "Domain Controller";
        row["last_seen"] = 1763618400;
        row["last_reboot"] = "0001-01-01T00:00:00Z";
        row["manufacturer"] = "Unknown";
        row["encryption"] = "quantum";
        row["operating_system"] = "Plan 9";
        row["disks"] = new JArray(new JObject { ["size"] = "512", ["free"] = "100" });
        row["network_interfaces"] = "none";
        row["brand_new"] = new JObject { ["a"] = 1 };

        var device = (DeviceRecord)(await ReadAsync(stage)).Single().Records.Single();

        device.SourceId.Should().Be("7");
        (device.Hostname, device.Serial, device.Manufacturer).Should().Be((null, null, null));
        (device.Platform, device.Type, device.Encryption).Should().Be((Platform.Unknown, DeviceType.Server, Encryption.Unknown));
        device.LastSeenAt.Should().Be(DateTimeOffset.FromUnixTimeSeconds(1763618400));
        device.LastBootAt.Should().BeNull();
        device.SourceState.Should().Be("offline");
        device.OsName.Should().Be("Plan 9");
        device.StorageTotalBytes.Should().BeNull("512 of what is not said");
        device.Macs.Should().BeEmpty();
    }

    [Fact]
    public async Task Entries_that_cannot_be_read_are_named_and_the_walk_is_not_complete()
    {
        await using var stage = await Connecting.StartAsync(_level);
        _level.Devices.Add(new JObject { ["hostname"] = "ghost" });
        _level.Devices.Add("text");
        Fill(1);

        var page = (await ReadAsync(stage)).Single();

        page.Records.Should().ContainSingle();
        page.Rejected.Should().HaveCount(2);
        page.Complete.Should().BeFalse();
    }

    [Fact]
    public async Task A_429_without_a_time_is_a_minute_of_rest()
    {
        await using var stage = await Connecting.StartAsync(_level);
        _level.Faults.Add(FaultKind.TooManyRequests);
        var read = () => ReadAsync(stage);

        (await read.Should().ThrowAsync<ConnectionException>()).Which.RetryAfter.Should().Be(TimeSpan.FromMinutes(1));
        await read.Should().ThrowAsync<ConnectionException>();
        _level.Cursors.Should().BeEmpty();
    }

    [Fact]
    public async Task A_device_whose_id_is_known_can_be_asked_for_while_a_ticket_waits()
    {
        await using var stage = await Connecting.StartAsync(_level);
        Fill(2);
        var live = (ILiveSource)stage.Connection.Source!;

        var found = await live.LookUpAsync(
            new LiveQuestion(
                [new PersonName(IdentityKind.Email, "dana@example.com")],
                [
                    new DeviceName(IdentifierKind.SourceId, "dev-001", "vendor"),
                    new DeviceName(IdentifierKind.SourceId, "gone", "vendor"),
                    new DeviceName(IdentifierKind.SourceId, "dev-000", "another"),
                    new DeviceName(IdentifierKind.Serial, "PF000000"),
                ]
            ),
            CancellationToken.None
        );

        found.Should().ContainSingle().Which.SourceId.Should().Be("dev-001");
    }

    [Fact]
    public async Task Checks_tell_what_works()
    {
        await using var good = await Connecting.StartAsync(_level);
        Fill(1);
        (await good.CheckAsync()).Should().HaveCount(2).And.OnlyContain(c => c.Ok);

        await using var bad = await Connecting.StartAsync(_level, new() { ["ApiKey"] = "Bearer wrong-key", ["CredentialExpiresOn"] = "2026-12-15" });
        var checks = await bad.CheckAsync();
        checks.Select(c => c.Ok).Should().Equal(false, false);
        checks[0].Remedy.Should().Contain("ApiKey").And.NotContain("wrong-key");
    }

    [Fact]
    public void Settings_are_all_checked_at_once() =>
        Connecting
            .Problems(
                new()
                {
                    ["Kind"] = "level",
                    ["BaseUrl"] = "http://api.level.io/v2",
                    ["PageSize"] = "500",
                }
            )
            .Select(p => p.Setting)
            .Should()
            .BeEquivalentTo(["Connections:vendor:BaseUrl", "Connections:vendor:ApiKey", "Connections:vendor:PageSize"]);

    private void Fill(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _level.Add($"dev-{i:000}", $"LT-{i:000}", $"PF{i:000000}");
        }
    }

    private static async Task<ImmutableArray<SourcePage>> ReadAsync(Connecting stage, SourceRead? read = null)
    {
        var pages = ImmutableArray.CreateBuilder<SourcePage>();
        await foreach (var page in stage.Connection.Source!.ReadAsync(read ?? SourceRead.Everything, CancellationToken.None))
        {
            pages.Add(page);
        }

        return pages.ToImmutable();
    }
}
