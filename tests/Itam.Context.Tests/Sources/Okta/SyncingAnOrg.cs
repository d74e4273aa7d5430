using Itam.Context.Register;
using Itam.Context.Sources.Syncing;
using Itam.Testing.Databases;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Tests.Sources.Okta;

/// <summary>What changes in an org, as the register has it afterwards.</summary>
public sealed class SyncingAnOrg : IAsyncLifetime
{
    private OktaOrg _org = null!;
    private TestDatabase _test = null!;

    public async Task InitializeAsync()
    {
        _test = await TestDatabase.CreateAsync(TestEngine.Sqlite);
        _org = await OktaOrg.StartAsync();
        _org.Emulator.Users.Add(OktaOrg.User(6));
        _org.Emulator.Users[5]["status"] = "DEPROVISIONED";
        await SyncAsync(full: true);
    }

    public async Task DisposeAsync()
    {
        await _org.DisposeAsync();
        await _test.DisposeAsync();
    }

    [Fact]
    public async Task Who_was_deprovisioned_has_left_although_a_full_read_came_before_the_next_incremental_one()
    {
        Change(0, "2025-12-20T08:00:00.000Z")["status"] = "DEPROVISIONED";
        Change(1, "2025-12-21T08:00:00.000Z");

        await SyncAsync(full: true);
        await SyncAsync(full: false);

        (await PersonAsync("person1@acme.com"))
            .Should()
            .BeEquivalentTo(
                new
                {
                    DisplayName = "Person 1",
                    Department = "Sales",
                    Active = false,
                }
            );
        (await PersonAsync("person2@acme.com"))!.Active.Should().BeTrue();
    }

    [Fact]
    public async Task Who_was_deleted_has_left_after_two_full_reads()
    {
        _org.Emulator.Users.RemoveAt(0);

        await SyncAsync(full: true);
        await SyncAsync(full: true);

        (await PersonAsync("person1@acme.com"))!.Active.Should().BeFalse();
    }

    [Fact]
    public async Task Who_was_deprovisioned_before_we_came_is_nobody() => (await PersonAsync("person6@acme.com")).Should().BeNull();

    private Newtonsoft.Json.Linq.JObject Change(int user, string at)
    {
        _org.Emulator.Users[user]["lastUpdated"] = at;
        return _org.Emulator.Users[user];
    }

    private async Task SyncAsync(bool full)
    {
        _org.Time.Advance(TimeSpan.FromHours(1));
        var result = await new SyncRunner(_test.Database, _org.Time).RunAsync(_org.Source, full, null, CancellationToken.None);
        (result.Failure, result.Full).Should().Be((null, full));
    }

    private async Task<Person?> PersonAsync(string email)
    {
        await using var db = _test.Database.Open(_org.Source.Tenant);
        return await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Email == email);
    }
}
