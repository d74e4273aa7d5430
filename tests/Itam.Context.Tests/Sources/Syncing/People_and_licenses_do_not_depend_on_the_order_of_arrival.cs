using FsCheck;
using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Testing.Databases;
using Random = System.Random;

namespace Itam.Context.Tests.Sources.Syncing;

public class People_and_licenses_do_not_depend_on_the_order_of_arrival
{
    private static readonly (string Connection, SourceRole Role)[] Sources =
    [
        ("snipe", SourceRole.AssetRegister),
        ("intune", SourceRole.DeviceManagement),
        ("desk", SourceRole.AssetRegister),
        ("okta", SourceRole.Directory),
    ];

    [Fact]
    public void Any_order_and_any_split_into_pages_give_the_same_register() => Check(30, SameAsync);

    [Fact]
    public void What_records_said_before_leaves_no_trace() => Check(20, NoTraceAsync);

    [Fact]
    public void A_walk_again_changes_nothing() => Check(10, StableAsync);

    internal static async Task SameAsync(int seed)
    {
        var random = new Random(seed);
        var records = Records(random);
        var first = await ArriveAsync(records, random);
        var again = records.ToArray();
        random.Shuffle(again);
        (await ArriveAsync(again, random)).Should().Equal(first, "seed {0}", seed);
    }

    internal static async Task NoTraceAsync(int seed)
    {
        var random = new Random(seed);
        var before = Records(random);
        var after = before.Select(r => (r.Connection, Record: Say(random, r.Record.GetType(), r.Record.SourceId))).ToArray();
        await using var bench = await CreateAsync();
        await SyncAllAsync(bench, before);
        await SyncAllAsync(bench, after);

        (await bench.ExportAsync()).Should().Equal(await ArriveAsync(after, random), "seed {0}", seed);
    }

    internal static async Task StableAsync(int seed)
    {
        var records = Records(new Random(seed));
        await using var bench = await CreateAsync();
        await SyncAllAsync(bench, records);
        var (values, ids) = (await bench.ExportAsync(), await IdsAsync(bench));
        await SyncAllAsync(bench, records);

        (await bench.ExportAsync()).Should().Equal(values, "seed {0}", seed);
        (await IdsAsync(bench)).Should().Equal(ids, "seed {0}", seed);
    }

    private static async Task<Guid[]> IdsAsync(SyncBench bench) =>
        [
            .. (await bench.PeopleAsync())
                .Select(p => p.Id)
                .Concat((await bench.LicensesAsync()).SelectMany(l => l.Seats.Select(s => s.Id).Append(l.Id)))
                .Order(),
        ];

    /// <summary>Two people and a license are known before any source speaks.</summary>
    private static async Task<SyncBench> CreateAsync()
    {
        var bench = await SyncBench.CreateAsync(TestEngine.Sqlite);
        await bench.AddPersonAsync("ada@example.com");
        await bench.AddPersonAsync("imported@example.com");
        var license = new Guid(7, 7, 7, [.. new byte[8]]);
        await bench.AddAsync(
            new License
            {
                Id = license,
                Product = "Acrobat",
                Owned = 3,
                Origins = { [nameof(License.Product)] = new Origin("licenses.csv", SyncBench.Now) },
            }
        );
        return bench;
    }

    private static async Task SyncAllAsync(SyncBench bench, (string Connection, SourceRecord Record)[] records)
    {
        foreach (var (connection, role) in Sources)
        {
            var source = new FakeSource(connection, role) { Records = [.. records.Where(r => r.Connection == connection).Select(r => r.Record)] };
            (await bench.SyncAsync(source, full: true)).Failure.Should().BeNull();
        }
    }

    private static async Task<string[]> ArriveAsync((string Connection, SourceRecord Record)[] records, Random random)
    {
        await using var bench = await CreateAsync();
        for (var at = 0; at < records.Length; )
        {
            var portion = records.Skip(at).Take(random.Next(1, records.Length + 1)).ToArray();
            at += portion.Length;
            foreach (var group in portion.GroupBy(r => r.Connection))
            {
                bench.Time.Advance(TimeSpan.FromMilliseconds(5));
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

    private static (string Connection, SourceRecord Record)[] Records(Random random) =>
        [
            .. Enumerable
                .Range(0, random.Next(2, 9))
                .Select(i => (Sources[random.Next(Sources.Length)].Connection, Say(random, typeof(PersonRecord), $"p{i}"))),
            .. Enumerable
                .Range(0, random.Next(0, 4))
                .Select(i => (Sources[random.Next(Sources.Length)].Connection, Say(random, typeof(DeviceRecord), $"d{i}"))),
            .. Enumerable
                .Range(0, random.Next(0, 4))
                .Select(i => (Sources[random.Next(Sources.Length)].Connection, Say(random, typeof(LicenseRecord), $"l{i}"))),
        ];

    /// <summary>Few values for many records, so that they meet, contradict and mislead each other.</summary>
    private static SourceRecord Say(Random random, Type kind, string id)
    {
        // Never at the very moment when a record grows stale: the clock of a test moves by milliseconds.
        var asOf = SyncBench.Now.AddDays(-random.Next(12)).AddHours(-1);
        if (kind == typeof(PersonRecord))
        {
            return new PersonRecord(id, asOf)
            {
                Names = Names(),
                DisplayName = Maybe("Ada", "Ben"),
                JobTitle = Maybe("Head", "Hand"),
                Department = Maybe("Sales"),
                Vip = random.Next(4) == 0 ? random.Next(2) == 0 : null,
                Active = random.Next(3) == 0 ? random.Next(2) == 0 : null,
                Manager = random.Next(2) == 0 ? Names() : [],
                StartsOn = random.Next(3) == 0 ? new DateOnly(2026, 1, 1 + random.Next(3)) : null,
            };
        }

        if (kind == typeof(DeviceRecord))
        {
            return new DeviceRecord(id, asOf)
            {
                Serial = Maybe("PF3AAAA", "PF3BBBB"),
                Hostname = Maybe("host-1"),
                Holder = Names(),
            };
        }

        return new LicenseRecord(id, asOf)
        {
            Product = Maybe("Office E3", " office  e3") ?? "acrobat",
            Publisher = Maybe("Microsoft", "Adobe"),
            Owned = random.Next(2) == 0 ? random.Next(9) : null,
            CostPerSeat = random.Next(2) == 0 ? random.Next(9) : null,
            Currency = Maybe("EUR", "USD"),
            Seats =
                random.Next(3) == 0
                    ? null
                    :
                    [
                        .. Enumerable
                            .Range(0, random.Next(3))
                            .Select(i => new SeatFact(
                                Names(),
                                random.Next(2) == 0 ? [] : [new DeviceName(IdentifierKind.Serial, Maybe("PF3AAAA") ?? "PF3BBBB")],
                                new DateOnly(2026, 2, 1 + i)
                            )),
                    ],
        };

        PersonName[] All() =>
            [
                new(IdentityKind.DirectoryId, $"dir-{random.Next(3)}"),
                new(IdentityKind.Account, $"account-{random.Next(2)}", random.Next(2) == 0 ? "okta" : "desk"),
                new(IdentityKind.Email, random.Next(2) == 0 ? "Ada@example.com" : "ben@example.com"),
                new(IdentityKind.Upn, random.Next(3) == 0 ? "imported@example.com" : "ben@example.com"),
                new(IdentityKind.EmployeeNumber, $"{random.Next(3) + 1000}"),
            ];

        System.Collections.Immutable.ImmutableArray<PersonName> Names() => [.. All().Where(_ => random.Next(3) == 0)];

        string? Maybe(params string[] values) => random.Next(2) == 0 ? null : values[random.Next(values.Length)];
    }

    private static void Check(int tests, Func<int, Task> holds)
    {
        var configuration = Configuration.QuickThrowOnFailure;
        configuration.MaxNbOfTest = tests;
        Prop.ForAll(
                Arb.From(Gen.Choose(0, int.MaxValue - 1)),
                seed =>
                {
                    holds(seed).GetAwaiter().GetResult();
                    return true;
                }
            )
            .Check(configuration);
    }
}
