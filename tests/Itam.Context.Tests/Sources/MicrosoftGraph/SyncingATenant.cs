using Itam.Context.Enrichment;
using Itam.Context.Enrichment.EndOfLife;
using Itam.Context.Enrichment.Findings;
using Itam.Context.Register;
using Itam.Context.Sources.Syncing;
using Itam.Testing.Databases;
using Microsoft.EntityFrameworkCore;
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
