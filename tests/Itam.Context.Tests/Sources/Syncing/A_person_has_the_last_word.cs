using Itam.Context.Lifecycle.Equipment;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Context.Sources.Syncing;
using Microsoft.EntityFrameworkCore;
using static Itam.Context.Tests.Sources.Syncing.SyncBench;

namespace Itam.Context.Tests.Sources.Syncing;

public sealed class A_person_has_the_last_word : IAsyncLifetime
{
    private readonly FakeSource _register = new("snipe", SourceRole.AssetRegister);
    private readonly FakeSource _mdm = new("intune");
    private SyncBench _bench = null!;

    private DeviceEntry Entry => new(_bench.Database, _bench.Time);
    private DeviceDecisions Decisions => new(_bench.Database, _bench.Time);

    public async Task InitializeAsync() => _bench = await SyncBench.CreateAsync();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Theory]
    [InlineData("location", "Paris")]
    [InlineData("Standort", "Paris")]
    [InlineData("os name", "Debian 12")]
    [InlineData("state", "In repair")]
    [InlineData("cost", "900 EUR")]
    [InlineData("shared", "no")]
    [InlineData("assigned to", "ada@example.com")]
    [InlineData("assigned to", "nobody")]
    public async Task An_entered_value_outlives_every_sync_until_it_is_unlocked(string field, string value)
    {
        await _bench.AddPersonAsync("ada@example.com");
        await _bench.AddPersonAsync("bob.b@example.com");
        _register.Records =
        [
            HeldBy(Record("7", "PF3ABCDE", "LT-1"), "bob.b@example.com") with
            {
                Location = "Berlin",
                OsName = "Windows 11",
                State = LifecycleState.InUse,
                Cost = 1200,
                Currency = "USD",
                Shared = true,
            },
        ];
        await _bench.SyncAsync(_register);
        var before = await _bench.ExportAsync();

        await Entry.SetAsync(Tenant, "LT-1", field, value, "Ada", default);
        var entered = await _bench.ExportAsync();
        await _bench.SyncAsync(_register, full: true);
        (await _bench.ExportAsync()).Should().Equal(entered).And.NotEqual(before);
        await Entry.UnlockAsync(Tenant, "LT-1", field, default);

        (await _bench.ExportAsync()).Should().Equal(before);
        await _bench.SyncAsync(_register, full: true);
        (await _bench.ExportAsync()).Should().Equal(before);
    }

    [Fact]
    public async Task A_device_that_no_source_knows_can_be_corrected_and_is_found_by_what_was_entered()
    {
        await _bench.AddImportedAsync(d => (d.Serial, d.AssetTag) = ("PF3ABCDE", "LT-1"));

        var (label, value) = await Entry.SetAsync(Tenant, "LT-1", "asset tag", "LT-0001", "Ada", default);

        (label, value).Should().Be(("LT-0001", "LT-0001"));
        await Entry.SetAsync(Tenant, "LT-0001", "location", "Paris", "Ada", default);
        var device = (await _bench.DevicesAsync()).Should().ContainSingle().Subject;
        device
            .Should()
            .BeEquivalentTo(
                new
                {
                    Serial = "PF3ABCDE",
                    AssetTag = "LT-0001",
                    Location = "Paris",
                }
            );
        (await Entry.UnlockAsync(Tenant, "LT-0001", "location", default)).Source.Should().Be("Ada");
        (await _bench.DevicesAsync()).Single().OriginOf("Location").Should().Be(new Origin("Ada", Now));
    }

    [Theory]
    [InlineData("LT-9", "location", "Paris", "*LT-9*")]
    [InlineData("LT-1", "colour", "red", "*'colour'*location*")]
    [InlineData("LT-1", "purchase date", "soon", "*'soon'*purchase date*")]
    [InlineData("LT-1", "state", "purple", "*'purple'*state*")]
    [InlineData("LT-1", "assigned to", "nowhere@example.com", "*'nowhere@example.com'*")]
    public async Task What_cannot_be_entered_is_told_and_changes_nothing(string device, string field, string value, string words)
    {
        await _bench.AddImportedAsync(d => (d.Serial, d.AssetTag) = ("PF3ABCDE", "LT-1"));
        var before = await _bench.ExportAsync();

        var set = () => Entry.SetAsync(Tenant, device, field, value, "Ada", default);

        await set.Should().ThrowAsync<FormatException>().WithMessage(words);
        (await _bench.ExportAsync()).Should().Equal(before);
    }

    [Fact]
    public async Task Records_that_a_person_keeps_apart_stay_apart_and_are_no_doubt_any_more()
    {
        _register.Records = [Record("7", "PF3ABCDE", "LT-7"), Record("8", "PF3ABCDE", "LT-8")];
        await _bench.SyncAsync(_register);
        (await _bench.ReviewsAsync()).Should().NotBeEmpty();

        await Decisions.DecideAsync(Tenant, [new("snipe", "7"), new("snipe", "8")], same: false, "Ada", default);

        (await _bench.ReviewsAsync()).Should().BeEmpty();
        await _bench.SyncAsync(_register, full: true);
        (await _bench.ReviewsAsync()).Should().BeEmpty();
        (await _bench.DevicesAsync()).Should().HaveCount(2);
    }

    [Fact]
    public async Task Equal_serials_part_when_a_person_says_so_and_join_again_when_it_is_taken_back()
    {
        (_register.Records, _mdm.Records) = ([Record("7", "PF3ABCDE", "LT-1")], [Record("1", "PF3ABCDE")]);
        await _bench.SyncAsync(_register);
        await _bench.SyncAsync(_mdm);
        (await _bench.DevicesAsync()).Should().ContainSingle();

        await Decisions.DecideAsync(Tenant, [new("intune", "1"), new("snipe", "7")], same: false, "Ada", default);
        (await _bench.DevicesAsync()).Should().HaveCount(2);
        await _bench.SyncAsync(_mdm, full: true);
        (await _bench.DevicesAsync()).Should().HaveCount(2);
        var explained = await new DeviceExplainer(_bench.Database, _bench.Time).ExplainAsync(Tenant, "LT-1", default);
        explained[0].Records[0].Matched.Should().Contain(m => m.Contains("another device than intune 1, decided by Ada"));

        (await Decisions.TakeBackAsync(Tenant, new("snipe", "7"), new("intune", "1"), default)).Should().BeTrue();
        (await _bench.DevicesAsync()).Should().ContainSingle();
        (await Decisions.TakeBackAsync(Tenant, new("snipe", "7"), new("intune", "1"), default)).Should().BeFalse();
    }

    [Fact]
    public async Task Records_that_share_nothing_are_one_device_when_a_person_says_so()
    {
        (_register.Records, _mdm.Records) = ([Record("7", "TYPO1234", "LT-1")], [Record("1", "PF3ABCDE") with { Model = "T14" }]);
        await _bench.SyncAsync(_register);
        await _bench.SyncAsync(_mdm);

        await Decisions.DecideAsync(Tenant, [new("snipe", "7"), new("intune", "1")], same: true, "Ada", default);
        await _bench.SyncAsync(_register, full: true);
        await _bench.SyncAsync(_mdm, full: true);

        (await _bench.DevicesAsync()).Should().ContainSingle().Which.Should().BeEquivalentTo(new { AssetTag = "LT-1", Model = "T14" });
        (await _bench.ReviewsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_record_that_nobody_knows_and_a_decision_against_another_one_are_refused()
    {
        (_register.Records, _mdm.Records) = ([Record("7", "PF3AAAA"), Record("8", "PF3BBBB")], [Record("1", "PF3CCCC")]);
        await _bench.SyncAsync(_register);
        await _bench.SyncAsync(_mdm);
        await Decisions.DecideAsync(Tenant, [new("snipe", "7"), new("intune", "1")], same: true, "Ada", default);
        await Decisions.DecideAsync(Tenant, [new("intune", "1"), new("snipe", "8")], same: true, "Ada", default);

        var unknown = () => Decisions.DecideAsync(Tenant, [new("snipe", "7"), new("intune", "x")], same: true, "Ada", default);
        var against = () => Decisions.DecideAsync(Tenant, [new("snipe", "7"), new("snipe", "8")], same: false, "Ada", default);

        await unknown.Should().ThrowAsync<FormatException>().WithMessage("*'intune x'*");
        await against.Should().ThrowAsync<FormatException>().WithMessage("*undecide*");
        (await _bench.DevicesAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task A_hand_over_holds_until_the_sources_have_caught_up_and_then_they_decide_again()
    {
        var (ada, bob) = (await _bench.AddPersonAsync("ada@example.com"), await _bench.AddPersonAsync("bob.b@example.com"));
        _register.Records = [Record("7", "PF3ABCDE", "LT-1") with { Unassigned = true }];
        await _bench.SyncAsync(_register);
        await HandOverAsync(ada);

        await SaysAsync(r => r with { Unassigned = true, Location = "Berlin" });
        (await HolderAsync()).Should().Be(ada, "the source has not heard of it");
        await SaysAsync(r => HeldBy(r, "ada@example.com"));
        (await HolderAsync()).Should().Be(ada);
        await SaysAsync(r => HeldBy(r, "bob.b@example.com"));
        (await HolderAsync()).Should().Be(bob);

        await HandOverAsync(null);
        await SaysAsync(r => HeldBy(r, "bob.b@example.com"));
        (await HolderAsync()).Should().BeNull("it was given back here");
        await SaysAsync(r => r with { Unassigned = true });
        await SaysAsync(r => HeldBy(r, "ada@example.com"));
        (await HolderAsync()).Should().Be(ada);
    }

    private Task HandOverAsync(Guid? holder) =>
        _bench.Database.WriteAsync(
            Tenant,
            async (db, token) =>
            {
                var device = await db.Devices.SingleAsync(token);
                device.AssignedToId = holder;
                device.Origins["AssignedToId"] = new Origin(Custody.Source, _bench.Time.GetUtcNow(), Locked: true, UntilConfirmed: true);
            },
            default
        );

    private async Task SaysAsync(Func<DeviceRecord, DeviceRecord> say)
    {
        _bench.Time.Advance(TimeSpan.FromHours(1));
        _register.Records = [say(Record("7", "PF3ABCDE", "LT-1") with { AsOf = _bench.Time.GetUtcNow() })];
        (await _bench.SyncAsync(_register, full: true)).Failure.Should().BeNull();
    }

    private async Task<Guid?> HolderAsync() => (await _bench.DevicesAsync()).Single().AssignedToId;
}
