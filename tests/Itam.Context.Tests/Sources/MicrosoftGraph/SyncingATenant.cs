using Itam.Context.Desks;
using Itam.Context.Enrichment;
using Itam.Context.Enrichment.EndOfLife;
using Itam.Context.Enrichment.Findings;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Context.Sources.Syncing;
using Itam.Context.Tests.Sources.Syncing;
using Itam.Testing.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Tests.Sources.MicrosoftGraph;

/// <summary>What changes in a tenant, as the register has it afterwards.</summary>
public sealed class SyncingATenant : IAsyncLifetime
{
    private GraphTenant _tenant = null!;
    private TestDatabase _test = null!;

    public async Task InitializeAsync()
    {
        _test = await TestDatabase.CreateAsync(TestEngine.Sqlite);
        _tenant = await GraphTenant.StartAsync();
        _tenant.Emulator.Users.Add(Boss("boss"));
        _tenant.Emulator.Users.Add(Boss("new-boss"));
        await SyncAsync(full: true);
    }

    public async Task DisposeAsync()
    {
        await _tenant.DisposeAsync();
        await _test.DisposeAsync();
    }

    [Fact]
    public async Task A_person_who_was_deleted_keeps_what_is_known_of_them_and_has_left()
    {
        _tenant.Emulator.ChangedUsers.AddRange([Removed("user-2"), Removed("nobody-we-know")]);

        await SyncAsync(full: false);

        var person = await PersonAsync("user-2");
        person
            .Should()
            .BeEquivalentTo(
                new
                {
                    DisplayName = "Person 2",
                    Email = "user2@contoso.com",
                    Department = "Finance",
                    Active = false,
                }
            );
        person.ManagerId.Should().Be((await PersonAsync("boss")).Id);
        person.Identities.Select(i => i.Value).Should().Contain(["user2@contoso.com", "alias2@contoso.com", "102"]);
        var input = new FindingInput(null, person, [], Thresholds.Default, EndOfLifeCalendar.Shipped, _tenant.Time.GetUtcNow());
        FindingRules.Evaluate(input).Should().ContainSingle(f => f.Code == "requester-left" && f.Words.Contains("account is closed"));
        (await PeopleAsync()).Should().HaveCount(7);
    }

    [Fact]
    public async Task A_person_who_was_restored_is_active_again()
    {
        _tenant.Emulator.ChangedUsers.Add(Removed("user-2"));
        await SyncAsync(full: false);
        _tenant.Emulator.ChangedUsers.Add(GraphTenant.User(2));

        await SyncAsync(full: false);

        (await PersonAsync("user-2")).Active.Should().BeTrue();
    }

    [Fact]
    public async Task Who_is_no_longer_listed_after_two_full_reads_has_left()
    {
        _tenant.Emulator.Users.RemoveAt(1);

        await SyncAsync(full: true);
        (await PersonAsync("user-2")).Active.Should().BeTrue();
        await SyncAsync(full: true);

        (await PersonAsync("user-2")).Should().BeEquivalentTo(new { DisplayName = "Person 2", Active = false });
    }

    [Fact]
    public async Task A_change_of_something_else_leaves_the_manager()
    {
        var changed = GraphTenant.User(2);
        changed["jobTitle"] = "Head";
        _tenant.Emulator.ChangedUsers.Add(changed);

        await SyncAsync(full: false);

        (await PersonAsync("user-2")).Should().BeEquivalentTo(new { JobTitle = "Head", ManagerId = (await PersonAsync("boss")).Id });
    }

    [Theory]
    [InlineData("""[{"id":"boss","@removed":{"reason":"deleted"}},{"id":"new-boss"}]""", "new-boss")]
    [InlineData("""[{"id":"boss","@removed":{"reason":"deleted"}}]""", null)]
    public async Task A_manager_who_was_changed_or_taken_away_is(string delta, string? manager)
    {
        var changed = GraphTenant.User(2);
        changed["manager@delta"] = JArray.Parse(delta);
        _tenant.Emulator.ChangedUsers.Add(changed);

        await SyncAsync(full: false);

        (await PersonAsync("user-2")).ManagerId.Should().Be(manager is null ? null : (await PersonAsync(manager)).Id);
    }

    [Theory]
    [InlineData("Success", "named in the text, entitled ✓", null)]
    [InlineData("Disabled", "named in the text, assigned, but switched off", "license-off")]
    [InlineData("PendingProvisioning", "named in the text, assigned, still being set up", "license-pending")]
    public async Task A_ticket_about_a_license_tells_whether_it_works_now(string plan, string words, string? code)
    {
        _tenant.Emulator.LicenseDetails["user-2"] = [GraphTenant.Details(plan)];
        var live = new LiveFacts(
            new SourceDirectory([new SourceConnection("entra", _tenant.Source.Tenant, _tenant.Source)]),
            new LiveOptions(TimeSpan.FromSeconds(20)),
            _tenant.Time,
            NullLogger<LiveFacts>.Instance
        );
        var service = new ContextService(_test.Database, ThresholdsByTenant.Defaults, _tenant.Time, NullLogger<ContextService>.Instance, live);

        var context = await service.DescribeAsync(Ticket("Microsoft 365 E3 does not open"), null, CancellationToken.None);

        ReportBuilder.Build(context).Licenses.Should().Equal($"Microsoft 365 E3: {words}");
        context.Findings.Select(f => f.Code).Where(c => c.StartsWith("license-")).Should().Equal(code is null ? [] : [code]);
    }

    [Fact]
    public async Task What_is_known_is_said_to_come_from_the_part_that_knows_it()
    {
        await using var db = _test.Database.Open(_tenant.Source.Tenant);
        var device = await db.Devices.AsNoTracking().FirstAsync();
        var license = await db.Licenses.AsNoTracking().SingleAsync();

        device.Origins.Values.Select(o => o.Source).Should().OnlyContain(s => s == "Intune").And.NotBeEmpty();
        (await PersonAsync("user-2")).Origins.Values.Select(o => o.Source).Should().OnlyContain(s => s == "Entra ID").And.NotBeEmpty();
        license.Origins.Values.Select(o => o.Source).Should().OnlyContain(s => s == "Microsoft 365").And.NotBeEmpty();
    }

    [Fact]
    public async Task A_value_of_the_directory_that_goes_is_not_taken_for_the_registers_own()
    {
        var desk = new FakeSource("desk")
        {
            Tenant = _tenant.Source.Tenant,
            Records =
            [
                new PersonRecord("7", _tenant.Time.GetUtcNow()) { Names = [new PersonName(IdentityKind.Email, "user2@contoso.com")] },
                new LicenseRecord("e3", _tenant.Time.GetUtcNow()) { Product = "Microsoft 365 E3" },
            ],
        };
        await new SyncRunner(_test.Database, _tenant.Time).RunAsync(desk, true, null, CancellationToken.None);
        _tenant.Emulator.Users[1]["department"] = null;
        _tenant.Emulator.Subscriptions[0]["capabilityStatus"] = "Unheard";

        await SyncAsync(full: true);

        (await PersonAsync("user-2")).Department.Should().BeNull();
        await using var db = _test.Database.Open(_tenant.Source.Tenant);
        (await db.Licenses.AsNoTracking().SingleAsync()).Owned.Should().BeNull();
    }

    private Ticket Ticket(string summary) =>
        new()
        {
            Ref = new TicketRef(_tenant.Source.Tenant, "helpdesk", "1"),
            Number = "HELP-1",
            Summary = summary,
            Requester = new TicketPerson("Person 2", [new PersonName(IdentityKind.Email, "user2@contoso.com")]),
            CreatedAt = _tenant.Time.GetUtcNow(),
            UpdatedAt = _tenant.Time.GetUtcNow(),
        };

    private async Task SyncAsync(bool full)
    {
        _tenant.Time.Advance(TimeSpan.FromHours(1));
        var result = await new SyncRunner(_test.Database, _tenant.Time).RunAsync(_tenant.Source, full, null, CancellationToken.None);
        (result.Failure, result.Full).Should().Be((null, full));
    }

    private async Task<List<Person>> PeopleAsync()
    {
        await using var db = _test.Database.Open(_tenant.Source.Tenant);
        return await db.People.AsNoTracking().Include(p => p.Identities).ToListAsync();
    }

    private async Task<Person> PersonAsync(string directoryId) =>
        (await PeopleAsync()).Single(p => p.Identities.Exists(i => i is { Kind: IdentityKind.DirectoryId } && i.Value == directoryId));

    private static JObject Boss(string id) => new() { ["id"] = id, ["displayName"] = id };

    private static JObject Removed(string id) =>
        new()
        {
            ["id"] = id,
            ["@removed"] = new JObject { ["reason"] = "changed" },
        };
}
