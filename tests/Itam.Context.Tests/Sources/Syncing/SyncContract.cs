using Itam.Context.Desks;
using Itam.Context.Enrichment;
using Itam.Context.Lifecycle.Reports;
using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Context.Work;
using Itam.Testing.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using static Itam.Context.Tests.Sources.Syncing.SyncBench;

namespace Itam.Context.Tests.Sources.Syncing;

/// <summary>What a sync does to the register, the same on every database.</summary>
public abstract class SyncContract(TestEngine engine) : IAsyncLifetime
{
    private SyncBench _bench = null!;

    public async Task InitializeAsync() => _bench = await SyncBench.CreateAsync(engine);

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task Two_sources_with_one_serial_make_one_device_with_the_best_of_both()
    {
        var dana = await _bench.AddPersonAsync("dana@example.com");
        await _bench.SyncAsync(Register(HeldBy(Record("7", "PF3ABCDE", "LT-1"), "Dana@Example.com") with { Location = "Berlin" }));
        await _bench.SyncAsync(Mdm(Record("1", "pf3abcde") with { Model = "ThinkPad T14", Encryption = Encryption.Full }));

        var device = (await _bench.DevicesAsync()).Should().ContainSingle().Subject;
        device
            .Should()
            .BeEquivalentTo(
                new
                {
                    AssetTag = "LT-1",
                    Location = "Berlin",
                    Model = "ThinkPad T14",
                    AssignedToId = dana,
                    Encryption = Encryption.Full,
                }
            );
        device.OriginOf(nameof(Device.Location)).Should().Be(new Origin("snipe", Now));
        device.OriginOf(nameof(Device.Model)).Should().Be(new Origin("intune", Now));
    }

    [Fact]
    public async Task A_computer_that_a_full_walk_of_the_protection_did_not_contain_has_none()
    {
        await _bench.SyncAsync(
            Mdm(
                Record("1", "PF3AAAA") with
                {
                    Type = DeviceType.Laptop,
                    LastSeenAt = Now,
                },
                Record("2", "PF3BBBB") with
                {
                    Type = DeviceType.Laptop,
                    LastSeenAt = Now,
                },
                Record("3", "PF3CCCC") with
                {
                    Type = DeviceType.Laptop,
                    LastSeenAt = Now.AddDays(-20),
                }
            )
        );
        var protection = new FakeSource("edr", SourceRole.EndpointProtection, "Falcon");
        protection.Records = [Record("a", "PF3AAAA") with { Protection = Protection.Healthy }];
        (await ProtectionOfAsync("PF3BBBB")).Should().BeNull("nobody has looked");

        _bench.Time.Advance(TimeSpan.FromHours(1));
        await _bench.SyncAsync(protection);

        (await ProtectionOfAsync("PF3AAAA")).Should().BeNull();
        (await ProtectionOfAsync("PF3BBBB"))!
            .Should()
            .BeEquivalentTo(
                new
                {
                    Code = "protection-missing",
                    Severity = Severity.Act,
                    Origin = new Origin("Falcon", Now.AddHours(1)),
                }
            );
        (await ProtectionOfAsync("PF3CCCC"))!.Code.Should().Be("protection-unknown", "it may be switched off");

        protection.Records.Add(Record("b", "PF3BBBB") with { Protection = Protection.Healthy });
        await _bench.SyncAsync(protection);
        (await ProtectionOfAsync("PF3BBBB")).Should().BeNull();
    }

    private async Task<Finding?> ProtectionOfAsync(string serial)
    {
        var context = new ContextService(_bench.Database, ThresholdsByTenant.Defaults, _bench.Time, NullLogger<ContextService>.Instance);
        return (await context.DescribeDeviceAsync(Tenant, serial, default))!.Findings.SingleOrDefault(f => f.Code.StartsWith("protection-"));
    }

    [Fact]
    public async Task An_imported_device_and_a_managed_one_with_its_serial_are_one_and_part_again()
    {
        var id = await _bench.AddImportedAsync(d => (d.Serial, d.AssetTag, d.Location, d.Model) = ("PF3ABCDE", "LT-1", "Berlin", "typed"));
        var mdm = Mdm(Record("1", "PF3ABCDE") with { Model = "ThinkPad T14" });
        await _bench.SyncAsync(mdm);

        var device = (await _bench.DevicesAsync()).Should().ContainSingle().Subject;
        device
            .Should()
            .BeEquivalentTo(
                new
                {
                    Id = id,
                    AssetTag = "LT-1",
                    Location = "Berlin",
                    Model = "ThinkPad T14",
                }
            );

        mdm.Records = [Record("1", "PF3OTHER") with { Model = "ThinkPad T14" }];
        await _bench.SyncAsync(mdm);

        var devices = await _bench.DevicesAsync();
        devices.Should().HaveCount(2);
        devices
            .Single(d => d.Id == id)
            .Should()
            .BeEquivalentTo(
                new
                {
                    Serial = "PF3ABCDE",
                    Location = "Berlin",
                    Model = "typed",
                }
            );
        devices
            .Single(d => d.Id != id)
            .Should()
            .BeEquivalentTo(
                new
                {
                    Serial = "PF3OTHER",
                    Location = (string?)null,
                    Model = "ThinkPad T14",
                }
            );
    }

    [Fact]
    public async Task A_value_that_a_person_locked_wins_over_every_source()
    {
        await _bench.SyncAsync(Register(Record("7", "PF3ABCDE") with { Location = "Berlin" }));
        await _bench.Database.WriteAsync(
            Tenant,
            async (db, token) =>
            {
                var device = await db.Devices.SingleAsync(token);
                device.Location = "Paris";
                device.Origins = new(device.Origins) { [nameof(Device.Location)] = new Origin("Ada", Now, Locked: true) };
            },
            default
        );

        await _bench.SyncAsync(Register(Record("7", "PF3ABCDE") with { Location = "Rome", Model = "T14" }));

        var locked = (await _bench.DevicesAsync()).Single();
        (locked.Location, locked.Model).Should().Be(("Paris", "T14"));
        locked.OriginOf(nameof(Device.Location))!.Locked.Should().BeTrue();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_device_that_was_lost_and_found_is_the_sources_again(bool syncedMeanwhile)
    {
        var dana = await _bench.AddPersonAsync("dana@example.com");
        var source = Register(HeldBy(Record("7", "PF3ABCDE") with { State = LifecycleState.InUse }, "dana@example.com"));
        await _bench.SyncAsync(source);
        var device = (await _bench.DevicesAsync()).Single().Id;
        var settings = new ReportSettings(new Dictionary<TenantId, string> { [Tenant] = "desk" }, Notices: true);
        await new DeviceReports(_bench.Database, settings, new WorkSignal(), _bench.Time).ReportLossAsync(
            Tenant,
            dana,
            device,
            stolen: true,
            null,
            "press",
            default
        );
        if (syncedMeanwhile)
        {
            source.Records = [HeldBy(Record("7", "PF3ABCDE") with { State = LifecycleState.InUse, Model = "T14" }, "dana@example.com")];
            await _bench.SyncAsync(source);
        }

        (await _bench.DevicesAsync()).Single().State.Should().Be(LifecycleState.Stolen);
        var found = new FoundDevices(_bench.Database, settings, new WorkSignal(), _bench.Time);
        (await found.FoundAsync(Tenant, dana, device, anybodys: false, default)).Should().BeOfType<FoundOutcome.Found>();

        var back = (await _bench.DevicesAsync()).Single();
        (back.State, back.OriginOf(nameof(Device.State))).Should().Be((LifecycleState.InUse, new Origin("snipe", Now)));
        source.Records = [HeldBy(Record("7", "PF3ABCDE") with { State = LifecycleState.InRepair, Model = "T14s" }, "dana@example.com")];
        await _bench.SyncAsync(source);
        (await _bench.DevicesAsync()).Single().State.Should().Be(LifecycleState.InRepair, "nothing is locked any more");
    }

    [Fact]
    public async Task Two_candidates_make_a_review_and_no_merge_and_it_goes_when_it_is_settled()
    {
        var register = Register(Record("7", "PF3ABCDE", "LT-7"), Record("8", "PF3ABCDE", "LT-8"));
        await _bench.SyncAsync(register);
        await _bench.SyncAsync(Mdm(Record("1", "PF3ABCDE")));

        (await _bench.DevicesAsync()).Should().HaveCount(3);
        (await _bench.ReviewsAsync()).Should().Contain(r => r.Reason == ReviewReason.SeveralCandidates && r.Connection == "intune");

        register.Records = [Record("7", "PF3ABCDE", "LT-7"), Record("8", "PF3CORRECT", "LT-8")];
        await _bench.SyncAsync(register);

        (await _bench.DevicesAsync()).Should().HaveCount(2);
        (await _bench.ReviewsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Devices_that_turn_out_to_be_one_keep_the_elder_id_and_their_tickets()
    {
        var mdm = Mdm(Record("1", "PF3ABCDE"));
        await _bench.SyncAsync(mdm);
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        var register = Register(Record("7", null, "LT-7"));
        await _bench.SyncAsync(register);
        var (elder, younger) = ((await _bench.DevicesAsync()).Min(d => d.Id), (await _bench.DevicesAsync()).Max(d => d.Id));
        await _bench.AddAsync(
            new TicketRecord
            {
                Connection = "helpdesk",
                TicketId = "1",
                Number = "HELP-1",
                Summary = "It beeps",
                DeviceId = younger,
            }
        );

        register.Records = [Record("7", "PF3ABCDE", "LT-7")];
        await _bench.SyncAsync(register);

        (await _bench.DevicesAsync()).Single().Id.Should().Be(elder);
        await using var db = _bench.Database.Open(Tenant);
        (await db.Tickets.SingleAsync()).DeviceId.Should().Be(elder);
    }

    [Fact]
    public async Task The_next_read_starts_at_the_high_water_and_once_a_day_at_the_beginning()
    {
        var mdm = Mdm(Record("1", "PF3AAAA"));
        mdm.HighWater = "w1";
        var first = await _bench.SyncAsync(mdm);
        (mdm.HighWater, mdm.Complete) = ("w2", false);
        var second = await _bench.SyncAsync(mdm);
        await _bench.SyncAsync(mdm);
        _bench.Time.Advance(TimeSpan.FromDays(1));
        await _bench.SyncAsync(mdm);

        mdm.Reads.Select(r => r.HighWater).Should().Equal(null, "w1", "w2", null);
        first
            .Should()
            .BeEquivalentTo(
                new
                {
                    Full = true,
                    Seen = 1,
                    New = 1,
                }
            );
        second
            .Should()
            .BeEquivalentTo(
                new
                {
                    Full = false,
                    Seen = 1,
                    Unchanged = 1,
                    Changed = 0,
                    New = 0,
                }
            );
    }

    [Fact]
    public async Task People_and_licenses_arrive_and_devices_find_their_holders_whoever_comes_first()
    {
        await _bench.SyncAsync(Mdm(HeldBy(Record("1", "PF3ABCDE"), "dana@example.com")));
        (await _bench.DevicesAsync()).Single().AssignedToId.Should().BeNull();
        var directory = new FakeSource("entra", SourceRole.Directory)
        {
            Records =
            [
                new LicenseRecord("e3", Now)
                {
                    Product = "Office E3",
                    Owned = 5,
                    Seats = [new SeatFact([new PersonName(IdentityKind.Email, "dana@example.com")], [])],
                },
                new PersonRecord("p1", Now)
                {
                    DisplayName = "Dana Demo",
                    Names = [new PersonName(IdentityKind.DirectoryId, "p1"), new PersonName(IdentityKind.Email, "Dana@example.com")],
                    Department = "Sales",
                },
            ],
        };
        await _bench.SyncAsync(directory);
        await _bench.SyncAsync(directory, full: true);

        await using var db = _bench.Database.Open(Tenant);
        var dana = await db.People.SingleAsync();
        (dana.DisplayName, dana.Department, dana.Email).Should().Be(("Dana Demo", "Sales", "Dana@example.com"));
        (await db.Devices.SingleAsync()).AssignedToId.Should().Be(dana.Id);
        (await db.Licenses.Include(l => l.Seats).SingleAsync()).Should().BeEquivalentTo(new { Product = "Office E3", Owned = 5 });
        (await db.Seats.SingleAsync()).PersonId.Should().Be(dana.Id);
    }

    private static FakeSource Mdm(params SourceRecord[] records) => new("intune") { Records = [.. records] };

    private static FakeSource Register(params SourceRecord[] records) => new("snipe", SourceRole.AssetRegister) { Records = [.. records] };
}

public sealed class SyncOnSqlite() : SyncContract(TestEngine.Sqlite);

public sealed class SyncOnPostgres() : SyncContract(TestEngine.Postgres);
