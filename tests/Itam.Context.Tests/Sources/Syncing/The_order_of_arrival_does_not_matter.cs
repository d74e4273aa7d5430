using FsCheck;
using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Testing.Databases;
using Random = System.Random;

namespace Itam.Context.Tests.Sources.Syncing;

public class The_order_of_arrival_does_not_matter
{
    private static readonly (string Connection, SourceRole Role)[] Sources =
    [
        ("snipe", SourceRole.AssetRegister),
        ("intune", SourceRole.DeviceManagement),
        ("edr", SourceRole.EndpointProtection),
        ("entra", SourceRole.Directory),
    ];

    [Fact]
    public void Any_order_and_any_split_into_pages_give_the_same_register() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue - 1)), seed => SameAsync(seed).GetAwaiter().GetResult()).Check(Many(20));

    [Fact]
    public void What_records_said_before_leaves_no_trace() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue - 1)), seed => NoTraceAsync(seed).GetAwaiter().GetResult()).Check(Many(12));

    [Theory]
    [InlineData(138)]
    [InlineData(199)]
    [InlineData(300)]
    public async Task A_record_that_changed_no_longer_keeps_others_apart(int seed) => await NoTraceAsync(seed);

    [Fact]
    public void A_walk_again_changes_nothing() =>
        Prop.ForAll(
                Arb.From(Gen.Choose(0, int.MaxValue - 1)),
                seed =>
                {
                    var random = new Random(seed);
                    return StableAsync(Records(random)).GetAwaiter().GetResult();
                }
            )
            .Check(Many(6));

    [Fact]
    public void An_import_and_a_lock_count_the_same_before_and_after_the_sources() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue - 1)), seed => OwnAsync(seed).GetAwaiter().GetResult()).Check(Many(12));

    [Fact]
    public void Records_that_are_buried_leave_no_trace() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue - 1)), seed => BuriedAsync(seed).GetAwaiter().GetResult()).Check(Many(12));

    /// <summary>Imported devices, some of whose values are locked: either they lie there when the sources come, or they come last.</summary>
    internal static async Task<bool> OwnAsync(int seed)
    {
        var random = new Random(seed);
        var records = Records(random);
        var own = Enumerable.Range(0, random.Next(1, 4)).Select(i => Imported(random, i)).ToArray();
        await using var first = await SyncBench.CreateAsync(TestEngine.Sqlite);
        await first.AddPersonAsync("dana@example.com");
        foreach (var (at, fill) in own.Index())
        {
            await first.AddImportedAsync(fill, IdOf(at));
        }

        await SyncAllAsync(first, records);
        await using var last = await SyncBench.CreateAsync(TestEngine.Sqlite);
        await last.AddPersonAsync("dana@example.com");
        await SyncAllAsync(last, records);
        foreach (var (at, fill) in own.Index())
        {
            await last.AddImportedAsync(fill, IdOf(at));
        }

        await SyncAllAsync(last, records);
        await SyncAllAsync(first, records);
        (await last.ExportAsync()).Should().Equal(await first.ExportAsync(), "seed {0}", seed);
        return true;
    }

    internal static async Task<bool> BuriedAsync(int seed)
    {
        var random = new Random(seed);
        var all = Records(random);
        var living = all.Where(_ => random.Next(3) > 0).ToArray();
        var own = Imported(random, 0);
        await using var bench = await SyncBench.CreateAsync(TestEngine.Sqlite);
        await bench.AddPersonAsync("dana@example.com");
        await bench.AddImportedAsync(own, IdOf(0));
        await SyncAllAsync(bench, all);
        await SyncAllAsync(bench, living);
        await SyncAllAsync(bench, living);
        await using var fresh = await SyncBench.CreateAsync(TestEngine.Sqlite);
        await fresh.AddPersonAsync("dana@example.com");
        await fresh.AddImportedAsync(own, IdOf(0));
        await SyncAllAsync(fresh, living);
        await SyncAllAsync(fresh, living);

        (await bench.ExportAsync())
            .Where(l => !l.StartsWith("Device|", StringComparison.Ordinal) || l.Contains("|GoneSince=|", StringComparison.Ordinal))
            .Should()
            .Equal(await fresh.ExportAsync(), "seed {0}", seed);
        return true;
    }

    private static Guid IdOf(int imported) => new(imported + 1, 1, 1, new byte[8]);

    private static Action<Device> Imported(Random random, int i)
    {
        var (tag, serial) = ($"OWN-{i}", (string?[])["PF3AAAA", "PF3BBBB", $"PF3OWN{i}"]);
        var chosen = serial[random.Next(serial.Length)];
        var (location, free, ages) = (
            (string?[])["Rome", null],
            (long)random.Next(100),
            Enumerable.Range(0, 5).Select(_ => random.Next(300)).ToArray()
        );
        var (place, locked) = (location[random.Next(2)], random.Next(3));
        return device =>
        {
            (device.AssetTag, device.Serial, device.Model, device.Location, device.StorageFreeBytes) = (tag, chosen, $"typed {i}", place, free);
            string[] properties =
            [
                nameof(Device.AssetTag),
                nameof(Device.Serial),
                nameof(Device.Model),
                nameof(Device.Location),
                nameof(Device.StorageFreeBytes),
            ];
            foreach (var (at, property) in properties.Index().Where(p => place is not null || p.Item != nameof(Device.Location)))
            {
                device.Origins[property] =
                    at == locked + 2 ? new Origin("Ada", SyncBench.Now, Locked: true) : new Origin("Old list", SyncBench.Now.AddDays(-ages[at]));
            }
        };
    }

    internal static async Task<bool> SameAsync(int seed)
    {
        var random = new Random(seed);
        var records = Records(random);
        var first = await ArriveAsync(records, random);
        var again = records.ToArray();
        random.Shuffle(again);
        var second = await ArriveAsync(again, random);
        second.Should().Equal(first, "seed {0}", seed);
        return true;
    }

    internal static async Task<bool> NoTraceAsync(int seed)
    {
        var random = new Random(seed);
        var before = Records(random);
        var after = before.Select(r => (r.Connection, Say(random, int.Parse(r.Record.SourceId), before.Length))).ToArray();
        await using var bench = await SyncBench.CreateAsync(TestEngine.Sqlite);
        await bench.AddPersonAsync("dana@example.com");
        await SyncAllAsync(bench, before);
        await SyncAllAsync(bench, after);

        (await bench.ExportAsync()).Should().Equal(await ArriveAsync(after, random), "seed {0}", seed);
        return true;
    }

    private static async Task<bool> StableAsync((string Connection, DeviceRecord Record)[] records)
    {
        await using var bench = await SyncBench.CreateAsync(TestEngine.Sqlite);
        await bench.AddPersonAsync("dana@example.com");
        await SyncAllAsync(bench, records);
        var (values, ids) = (await bench.ExportAsync(), Ids(await bench.DevicesAsync()));
        await SyncAllAsync(bench, records);

        (await bench.ExportAsync()).Should().Equal(values);
        Ids(await bench.DevicesAsync()).Should().BeEquivalentTo(ids);
        return true;

        static IEnumerable<Guid> Ids(List<Device> devices) => devices.Select(d => d.Id);
    }

    private static async Task SyncAllAsync(SyncBench bench, (string Connection, DeviceRecord Record)[] records)
    {
        foreach (var (connection, role) in Sources)
        {
            var source = new FakeSource(connection, role) { Records = [.. records.Where(r => r.Connection == connection).Select(r => r.Record)] };
            (await bench.SyncAsync(source, full: true)).Failure.Should().BeNull();
        }
    }

    /// <summary>Brings the records in portions of chance size, in pages of chance size, one source after another as they come.</summary>
    private static async Task<string[]> ArriveAsync((string Connection, DeviceRecord Record)[] records, Random random)
    {
        await using var bench = await SyncBench.CreateAsync(TestEngine.Sqlite);
        await bench.AddPersonAsync("dana@example.com");
        for (var at = 0; at < records.Length; )
        {
            var portion = records.Skip(at).Take(random.Next(1, records.Length + 1)).ToArray();
            at += portion.Length;
            foreach (var group in portion.GroupBy(r => r.Connection))
            {
                var source = new FakeSource(group.Key, Sources.Single(s => s.Connection == group.Key).Role)
                {
                    Records = [.. group.Select(g => g.Record)],
                    PageSize = random.Next(1, 5),
                    Complete = false,
                };
                (await bench.SyncAsync(source, full: random.Next(2) == 0)).Failure.Should().BeNull();
            }
        }

        return await bench.ExportAsync();
    }

    /// <summary>Few values for many records, so that they meet, contradict and mislead each other.</summary>
    private static (string Connection, DeviceRecord Record)[] Records(Random random)
    {
        var count = random.Next(2, 12);
        return [.. Enumerable.Range(0, count).Select(i => (Sources[random.Next(Sources.Length)].Connection, Say(random, i, count)))];
    }

    private static DeviceRecord Say(Random random, int i, int count)
    {
        return new DeviceRecord($"{i}", SyncBench.Now.AddDays(-random.Next(12)))
        {
            Serial = Maybe("PF3AAAA", "PF3BBBB", "Default string"),
            AssetTag = Maybe("LT-1", "LT-2"),
            Uuid = Maybe("6f9619ff-8b86-d011-b42d-00c04fc964f1", "6f9619ff-8b86-d011-b42d-00c04fc964f2"),
            DirectoryDeviceId = Maybe("d1", "d2", "d3"),
            Hostname = Maybe("host-1", "host-2"),
            Macs = random.Next(3) == 0 ? ["3C22FB000001"] : [],
            Manufacturer = Maybe("Lenovo", "LENOVO", "Dell Inc."),
            Model = $"model {i}",
            Location = Maybe("Berlin", "Paris"),
            StorageFreeBytes = random.Next(2) == 0 ? i : null,
            Encryption = random.Next(2) == 0 ? Encryption.Full : null,
            State = random.Next(2) == 0 ? LifecycleState.InUse : null,
            SourceState = Maybe("out", "in"),
            Holder = random.Next(2) == 0 ? [new PersonName(IdentityKind.Email, "Dana@example.com")] : [],
            CrossIds = random.Next(4) == 0 ? [new DeviceName(IdentifierKind.SourceId, $"{random.Next(count)}", "intune")] : [],
            Warranties = random.Next(3) == 0 ? [new WarrantyFact(WarrantyKind.Base, null, null, new DateOnly(2027, 1, i + 1))] : [],
        };

        string? Maybe(params string[] values) => random.Next(2) == 0 ? null : values[random.Next(values.Length)];
    }

    private static Configuration Many(int tests)
    {
        var configuration = Configuration.QuickThrowOnFailure;
        configuration.MaxNbOfTest = tests;
        return configuration;
    }
}
