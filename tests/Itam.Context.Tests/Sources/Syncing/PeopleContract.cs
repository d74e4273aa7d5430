using Itam.Context.Desks;
using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Testing.Databases;
using Microsoft.EntityFrameworkCore;
using static Itam.Context.Tests.Sources.Syncing.SyncBench;

namespace Itam.Context.Tests.Sources.Syncing;

/// <summary>What a sync does to people, the same on every database.</summary>
public abstract class PeopleContract(TestEngine engine) : IAsyncLifetime
{
    private SyncBench _bench = null!;

    public async Task InitializeAsync() => _bench = await SyncBench.CreateAsync(engine);

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task People_who_turn_out_to_be_one_keep_the_elder_id_and_all_that_named_the_younger_follows()
    {
        await _bench.SyncAsync(Directory(Person("d1", Mail("dana@example.com"))));
        var elder = (await _bench.PeopleAsync()).Single().Id;
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        var desk = Desk(Person("7", Number("1001")), Person("8", Mail("ben@example.com")) with { Manager = [Number("1001")] });
        await _bench.SyncAsync(desk);
        var younger = (await PersonOfAsync("1001")).Id;
        var device = await _bench.AddImportedAsync(d => (d.Serial, d.AssignedToId) = ("PF3ABCDE", younger));
        await _bench.AddAsync(
            new TicketRecord
            {
                Connection = "helpdesk",
                TicketId = "1",
                Number = "HELP-1",
                Summary = "It beeps",
                RequesterId = younger,
            },
            License(out var license),
            new Seat
            {
                Id = Guid.CreateVersion7(Now),
                LicenseId = license,
                PersonId = younger,
            }
        );

        desk.Records = [Person("7", Number("1001"), Mail("Dana@example.com")), desk.Records[1]];
        await _bench.SyncAsync(desk);

        (await _bench.PeopleAsync()).Should().HaveCount(2);
        (await PersonOfAsync("1001")).Id.Should().Be(elder);
        (await PersonOfAsync("ben@example.com")).ManagerId.Should().Be(elder);
        (await _bench.DevicesAsync()).Single(d => d.Id == device).AssignedToId.Should().Be(elder);
        await using var db = _bench.Database.Open(Tenant);
        (await db.Tickets.SingleAsync()).RequesterId.Should().Be(elder);
        (await db.Seats.SingleAsync()).PersonId.Should().Be(elder);
        var still = await new RegisterReader(db).FindPersonAsync([new PersonName(IdentityKind.Account, younger.ToString())], default);
        still!.Id.Should().Be(elder);
    }

    [Fact]
    public async Task A_record_that_names_somebody_else_now_parts_and_takes_its_values_along()
    {
        var dana = await _bench.AddPersonAsync("dana@example.com");
        var directory = Directory(Person("d1", Mail("dana@example.com")) with { Department = "Sales" });
        await _bench.SyncAsync(directory);
        (await _bench.PeopleAsync()).Should().ContainSingle().Which.Department.Should().Be("Sales");

        directory.Records = [Person("d1", Mail("ben@example.com")) with { Department = "Sales" }];
        await _bench.SyncAsync(directory);

        var people = await _bench.PeopleAsync();
        people.Single(p => p.Id == dana).Should().BeEquivalentTo(new { Email = "dana@example.com", Department = (string?)null });
        people.Single(p => p.Id != dana).Should().BeEquivalentTo(new { Email = "ben@example.com", Department = "Sales" });
    }

    [Fact]
    public async Task Names_of_two_people_make_a_review_and_no_merge_and_it_goes_when_it_is_settled()
    {
        await _bench.SyncAsync(Directory(Person("d1", Mail("dana@example.com")), Person("d2", Mail("ben@example.com"))));
        var desk = Desk(Person("7", Mail("dana@example.com"), Mail("ben@example.com")));
        await _bench.SyncAsync(desk);

        (await _bench.PeopleAsync()).Should().HaveCount(3);
        (await _bench.ReviewsAsync())
            .Should()
            .Contain(r => r.Reason == ReviewReason.SeveralCandidates && r.SourceId == "person 7" && r.Words.Contains("2 people"));

        desk.Records = [Person("7", Mail("dana@example.com"))];
        await _bench.SyncAsync(desk);

        (await _bench.PeopleAsync()).Should().HaveCount(2);
        (await _bench.ReviewsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_value_that_a_person_locked_wins_over_the_directory()
    {
        var directory = Directory(Person("d1", Mail("dana@example.com")) with { Department = "Sales", JobTitle = "Hand" });
        await _bench.SyncAsync(directory);
        await ChangeAsync(p =>
        {
            p.Department = "Board";
            p.Origins = new(p.Origins) { [nameof(Itam.Context.Register.Person.Department)] = new Origin("Ada", Now, Locked: true) };
        });

        directory.Records = [Person("d1", Mail("other@example.com")) with { Department = "Stock", JobTitle = "Head" }];
        await _bench.SyncAsync(directory);

        var person = (await _bench.PeopleAsync()).Should().ContainSingle().Subject;
        (person.Department, person.JobTitle, person.Email).Should().Be(("Board", "Head", "other@example.com"));
        person.Origins[nameof(Itam.Context.Register.Person.Department)].Locked.Should().BeTrue();
    }

    [Fact]
    public async Task A_value_that_is_no_longer_said_goes()
    {
        var directory = Directory(Person("d1", Mail("dana@example.com"), Number("1001")) with { Department = "Sales", Vip = true });
        await _bench.SyncAsync(directory);
        directory.Records = [Person("d1", Mail("dana@example.com"))];
        await _bench.SyncAsync(directory);

        var person = (await _bench.PeopleAsync()).Single();
        (person.Department, person.Vip).Should().Be((null, false));
        person.Identities.Select(i => i.Value).Should().Equal("dana@example.com");
    }

    [Fact]
    public async Task What_a_ticket_taught_stays_with_the_person_whatever_their_sources_call_them()
    {
        var directory = Directory(Person("d1", Mail("dana@example.com")));
        await _bench.SyncAsync(directory);
        await ChangeAsync(p =>
            p.Identities.Add(
                new PersonIdentity
                {
                    Kind = IdentityKind.Account,
                    Scope = "helpdesk",
                    Value = "557058",
                    PersonId = p.Id,
                }
            )
        );
        directory.Records = [Person("d1", Mail("dana.new@example.com"))];
        await _bench.SyncAsync(directory);
        await _bench.SyncAsync(directory, full: true);

        (await _bench.PeopleAsync())
            .Should()
            .ContainSingle()
            .Which.Identities.Select(i => (i.Value, i.FromSource))
            .Should()
            .BeEquivalentTo([("557058", false), ("dana.new@example.com", true)]);
    }

    [Fact]
    public async Task Whoever_points_at_a_name_follows_it_when_it_moves_within_the_same_run()
    {
        var directory = Directory(Person("d1", Mail("it@example.com")), Person("d2", Number("1002")));
        await _bench.SyncAsync(directory);
        await _bench.SyncAsync(new FakeSource("intune") { Records = [HeldBy(Record("1", "PF3ABCDE"), "it@example.com")] });
        await _bench.SyncAsync(
            Desk(
                Person("9", Number("1009")) with
                {
                    Manager = [Mail("it@example.com")],
                },
                new LicenseRecord("e3", Now) { Product = "Office E3", Seats = [new SeatFact([Mail("it@example.com")], [])] }
            )
        );

        directory.Records = [Person("d1", Number("1001")), Person("d2", Number("1002"), Mail("it@example.com"))];
        await _bench.SyncAsync(directory);

        var second = (await PersonOfAsync("1002")).Id;
        (await _bench.DevicesAsync()).Single().AssignedToId.Should().Be(second);
        (await PersonOfAsync("1009")).ManagerId.Should().Be(second);
        (await _bench.LicensesAsync()).Single().Seats.Single().PersonId.Should().Be(second);

        directory.Records = [Person("d1", Number("1001")), Person("d2", Number("1002"))];
        await _bench.SyncAsync(directory);

        (await _bench.DevicesAsync()).Single().AssignedToId.Should().BeNull();
        (await PersonOfAsync("1009")).ManagerId.Should().BeNull();
        (await _bench.LicensesAsync()).Single().Seats.Should().BeEmpty();
    }

    [Fact]
    public async Task A_seat_finds_its_device_whoever_comes_first_and_loses_it_with_the_name()
    {
        await _bench.SyncAsync(
            Desk(new LicenseRecord("cad", Now) { Product = "CAD", Seats = [new SeatFact([], [new DeviceName(IdentifierKind.Serial, "PF3ABCDE")])] })
        );
        var mdm = new FakeSource("intune") { Records = [Record("1", "PF3ABCDE")] };
        await _bench.SyncAsync(mdm);

        (await _bench.LicensesAsync()).Single().Seats.Single().DeviceId.Should().Be((await _bench.DevicesAsync()).Single().Id);

        mdm.Records = [Record("1", "PF3OTHER")];
        await _bench.SyncAsync(mdm);

        (await _bench.LicensesAsync()).Single().Seats.Should().BeEmpty();
    }

    [Fact]
    public async Task A_person_whom_their_directory_forgot_stays_as_last_known_but_inactive_and_comes_back()
    {
        var directory = Directory(Person("d1", Mail("dana@example.com")) with { Department = "Sales" }, Person("d2", Mail("ben@example.com")));
        await _bench.SyncAsync(directory);
        var dana = await PersonOfAsync("dana@example.com");
        directory.Records = [directory.Records[1]];
        for (var i = 0; i < 2; i++)
        {
            await _bench.SyncAsync(directory, full: true);
        }

        var forgotten = await PersonOfAsync("dana@example.com");
        forgotten.Should().BeEquivalentTo(dana, but => but.Excluding(p => p.Active).Excluding(p => p.Origins));
        forgotten.Active.Should().BeFalse();
        forgotten.Origins[nameof(dana.Active)].Source.Should().Be(directory.Product);

        directory.Records = [directory.Records[0], Person("d1b", Mail("dana@example.com"))];
        await _bench.SyncAsync(directory, full: true);

        (await _bench.PeopleAsync()).Should().HaveCount(2);
        (await PersonOfAsync("dana@example.com"))
            .Should()
            .BeEquivalentTo(
                new
                {
                    dana.Id,
                    Department = (string?)null,
                    Active = true,
                }
            );
    }

    [Fact]
    public async Task A_directory_that_lists_nobody_any_more_was_switched_off_and_nobody_has_left()
    {
        var directory = Directory(Person("d1", Mail("dana@example.com")));
        await _bench.SyncAsync(directory);
        directory.Records = [];
        for (var i = 0; i < 2; i++)
        {
            await _bench.SyncAsync(directory, full: true);
        }

        (await PersonOfAsync("dana@example.com")).Active.Should().BeTrue();
    }

    [Fact]
    public async Task Whom_a_desk_still_lists_after_their_directory_forgot_them_has_left_all_the_same()
    {
        var directory = Directory(Person("d1", Mail("dana@example.com")), Person("d2", Mail("ben@example.com")));
        await _bench.SyncAsync(directory);
        await _bench.SyncAsync(Desk(Person("7", Mail("dana@example.com")) with { Active = true, JobTitle = "Hand" }));
        directory.Records = [directory.Records[1]];
        for (var i = 0; i < 2; i++)
        {
            await _bench.SyncAsync(directory, full: true);
        }

        (await PersonOfAsync("dana@example.com")).Should().BeEquivalentTo(new { JobTitle = "Hand", Active = false });
    }

    [Fact]
    public async Task One_product_is_one_license_and_an_imported_seat_stays()
    {
        var dana = await _bench.AddPersonAsync("dana@example.com");
        await _bench.AddAsync(
            License(out var license),
            new Seat
            {
                Id = Guid.CreateVersion7(Now),
                LicenseId = license,
                PersonId = dana,
            }
        );
        var directory = Directory(
            Person("d2", Mail("ben@example.com")),
            new LicenseRecord("e3", Now)
            {
                Product = "office  e3",
                Publisher = "Microsoft",
                Owned = 5,
                Seats = [new SeatFact([Mail("ben@example.com")], [])],
            }
        );
        await _bench.SyncAsync(directory);
        await _bench.SyncAsync(
            Desk(
                new LicenseRecord("1", Now)
                {
                    Product = "Office E3",
                    Publisher = "MS",
                    CostPerSeat = 20,
                    Currency = "EUR",
                }
            )
        );

        var one = (await _bench.LicensesAsync()).Should().ContainSingle().Subject;
        one.Should()
            .BeEquivalentTo(
                new
                {
                    Id = license,
                    Product = "Office E3",
                    Publisher = "Microsoft",
                    Owned = 5,
                    CostPerSeat = 20m,
                }
            );
        one.Seats.Should().HaveCount(2).And.ContainSingle(s => s.PersonId == dana && !s.FromSource);

        directory.Records = [directory.Records[0], new LicenseRecord("e3", Now) { Product = "Visio" }];
        await _bench.SyncAsync(directory);

        var licenses = await _bench.LicensesAsync();
        licenses.Should().HaveCount(2);
        licenses.Single(l => l.Id == license).Should().BeEquivalentTo(new { Publisher = "MS", Owned = (int?)null });
        licenses.Single(l => l.Id == license).Seats.Should().ContainSingle().Which.PersonId.Should().Be(dana);
    }

    [Fact]
    public async Task Purchases_of_one_product_in_one_system_add_up_and_those_of_another_do_not()
    {
        await _bench.SyncAsync(
            Directory(Person("a", Mail("ada@example.com")), Person("b", Mail("ben@example.com")), Person("c", Mail("cleo@example.com")))
        );
        var desk = Desk(Purchase("2024", 25, 7, "ada@example.com"), Purchase("2025", 10, 1, "ben@example.com"), Purchase("old", null, -3));
        await _bench.SyncAsync(desk);
        await _bench.SyncAsync(new FakeSource("mdm") { Records = [Purchase("x", 100, 2, "cleo@example.com")] });

        var license = (await _bench.LicensesAsync()).Should().ContainSingle().Subject;
        license.Owned.Should().Be(35);
        license.RenewsOn.Should().Be(DateOnly.FromDateTime(Now.UtcDateTime).AddMonths(1), "the next is the first that is not over");
        license.Seats.Should().HaveCount(2);

        desk.Records = [Purchase("2024", 25, 7, "ada@example.com", "cleo@example.com")];
        await _bench.SyncAsync(desk, full: false);

        license = (await _bench.LicensesAsync()).Should().ContainSingle().Subject;
        (license.Owned, license.Seats.Count).Should().Be((35, 3));

        static LicenseRecord Purchase(string id, int? owned, int months, params string[] holders) =>
            new(id, Now)
            {
                Product = "Draw Studio",
                Owned = owned,
                RenewsOn = DateOnly.FromDateTime(Now.UtcDateTime).AddMonths(months),
                Seats = [.. holders.Select(h => new SeatFact([Mail(h)], []))],
            };
    }

    private async Task<Person> PersonOfAsync(string name) => (await _bench.PeopleAsync()).Single(p => p.Identities.Exists(i => i.Value == name));

    private Task ChangeAsync(Action<Person> change) =>
        _bench.Database.WriteAsync(Tenant, async (db, token) => change(await db.People.Include(p => p.Identities).SingleAsync(token)), default);

    private static License License(out Guid id) =>
        new()
        {
            Id = id = Guid.CreateVersion7(Now),
            Product = "Office E3",
            Origins = { [nameof(Itam.Context.Register.License.Product)] = new Origin("licenses.csv", Now) },
        };

    private static PersonRecord Person(string id, params PersonName[] names) => new(id, Now) { Names = [.. names] };

    private static PersonName Mail(string value) => new(IdentityKind.Email, value);

    private static PersonName Number(string value) => new(IdentityKind.EmployeeNumber, value);

    private static FakeSource Directory(params SourceRecord[] records) => new("entra", SourceRole.Directory) { Records = [.. records] };

    private static FakeSource Desk(params SourceRecord[] records) => new("desk", SourceRole.AssetRegister) { Records = [.. records] };
}

public sealed class PeopleOnSqlite() : PeopleContract(TestEngine.Sqlite);

public sealed class PeopleOnPostgres() : PeopleContract(TestEngine.Postgres);
