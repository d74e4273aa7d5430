using Itam.Context.Connections;
using Itam.Context.Desks.History;
using Itam.Context.Work;
using Itam.Testing.Databases;
using Microsoft.EntityFrameworkCore;
using static Itam.Context.Tests.Enrichment.Builders;

namespace Itam.Context.Tests.Past;

/// <summary>A desk's past is read whole and once, whatever comes in between.</summary>
public abstract class HistoryContract(TestEngine engine) : HistoryStage(engine)
{
    [Fact]
    public async Task It_takes_turns_with_theQueue_a_page_at_aTime()
    {
        AddPast(5);
        await ArmAsync();

        await DoDueAsync();

        Desk.Asked.Should().Equal([null]);
        (await RecordsAsync()).Should().HaveCount(2);
        (await DoDueAsync()).Should().Be(0, "the next page waits for its pause");
        Time.Advance(TimeSpan.FromSeconds(2));
        await DoDueAsync();
        Desk.Asked.Should().Equal(null, "2");
    }

    [Fact]
    public async Task A_restart_in_the_middle_goes_on_where_it_stopped()
    {
        AddPast(7);
        await ArmAsync();
        await DoDueAsync();
        await RestartAsync();

        await RunInBackgroundAsync();

        Desk.Asked.Should().Equal(null, "2", "4", "6");
        (await RecordsAsync()).Should().HaveCount(7);
        var state = await StateAsync();
        (state.Read, state.New, state.WithDevice, state.Failed, state.ResumeFrom).Should().Be((7, 7, 7, 0, null));
        state.FinishedAt.Should().NotBeNull();
    }

    [Fact]
    public async Task A_process_that_dies_between_reading_and_storing_has_lost_nothing_and_doubled_nothing()
    {
        AddPast(3);
        await ArmAsync();
        var claimed = (await Queue.ClaimAsync(1, default)).Single();
        (await Handler().HandleAsync(claimed, default)).Should().BeOfType<WorkOutcome.Done>("it was read, but never settled");
        (await RecordsAsync()).Should().BeEmpty();

        Time.Advance(TimeSpan.FromMinutes(1));
        await RunInBackgroundAsync();

        Desk.Asked.Should().Equal(null, null, "2");
        (await RecordsAsync()).Should().HaveCount(3);
        (await StateAsync()).Read.Should().Be(3);
    }

    [Fact]
    public async Task Once_read_it_is_not_read_again_at_the_next_start()
    {
        AddPast(3);
        await RunInBackgroundAsync();
        Desk.Asked.Clear();

        await RunInBackgroundAsync();

        Desk.Asked.Should().BeEmpty();
        (await WorkAsync()).Should().BeEmpty("the timer ends with it");
    }

    [Fact]
    public async Task A_longer_setting_reads_further_back_and_a_shorter_one_nothing()
    {
        Days = 30;
        Desk.Add("1", "Old", Now.AddDays(-100));
        Desk.Add("2", "Young", Now.AddDays(-10));
        await RunInBackgroundAsync();
        (await RecordsAsync()).Select(t => t.TicketId).Should().Equal("2");

        Days = 200;
        await RunInBackgroundAsync();
        (await RecordsAsync()).Select(t => t.TicketId).Should().BeEquivalentTo("1", "2");
        (await StateAsync()).New.Should().Be(1);

        Desk.Asked.Clear();
        Days = 10;
        await RunInBackgroundAsync();
        Desk.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task Switched_off_it_reads_nothing_and_itsTimer_ends()
    {
        AddPast(3);
        Days = 0;

        await RunInBackgroundAsync();

        Desk.Asked.Should().BeEmpty();
        (await WorkAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task It_waits_until_there_are_devices_to_match_with()
    {
        await Database.WriteAsync(Tenant, (db, token) => db.DeviceIdentifiers.ExecuteDeleteAsync(token), default);
        await Database.WriteAsync(Tenant, (db, token) => db.Warranties.ExecuteDeleteAsync(token), default);
        await Database.WriteAsync(Tenant, (db, token) => db.Devices.ExecuteDeleteAsync(token), default);
        AddPast(1);
        await ArmAsync();
        await DoDueAsync();
        Desk.Asked.Should().BeEmpty();

        await SaveAsync(Registered("LT-0042", "PF3ABCDE", Dana));
        await RunInBackgroundAsync();

        (await RecordsAsync()).Should().ContainSingle().Which.DeviceId.Should().NotBeNull();
    }

    [Fact]
    public async Task In_the_foreground_it_is_the_same_and_a_secondTime_changes_nothing()
    {
        AddPast(5);
        Desk.Unreadable = 1;
        var told = new List<HistoryProgress>();

        var first = await Reader().RunAsync(Desk, 365, new Listener(told), default);
        var before = await RecordsAsync();
        var again = await Reader().RunAsync(Desk, 365, null, default);

        (first.Counts, first.Failure).Should().Be((new HistoryCounts(6, 5, 5, 1), null));
        told.Should().HaveCount(3).And.BeInAscendingOrder(p => p.Share);
        told[^1].Share.Should().BeInRange(0.9, 1);
        again.Counts.Should().Be(new HistoryCounts(6, 0, 5, 1));
        (await RecordsAsync()).Should().BeEquivalentTo(before);
    }

    [Fact]
    public async Task The_command_finishes_what_the_product_began()
    {
        AddPast(5);
        await ArmAsync();
        await DoDueAsync();

        var result = await Reader().RunAsync(Desk, 365, null, default);

        result.Counts.Read.Should().Be(3);
        Desk.Asked.Should().Equal(null, "2", "4");
        (await StateAsync()).Read.Should().Be(5);
    }

    [Fact]
    public async Task Two_readers_of_one_page_count_it_once()
    {
        AddPast(2);
        var one = await Reader().NextAsync(Desk, 365, default);
        var other = await Reader().NextAsync(Desk, 365, default);

        await Database.WriteAsync(Tenant, one.Commit, default);
        await Database.WriteAsync(Tenant, other.Commit, default);

        (await RecordsAsync()).Should().HaveCount(2);
        (await StateAsync()).Read.Should().Be(2);
    }

    [Theory]
    [InlineData(ConnectionFailure.Retry)]
    [InlineData(ConnectionFailure.Reconnect)]
    [InlineData(ConnectionFailure.GiveUp)]
    public async Task ADesk_that_fails_is_told_of_and_asked_again_later_from_the_same_page(ConnectionFailure kind)
    {
        AddPast(3);
        await ArmAsync();
        await DoDueAsync();
        Desk.Failure = new ConnectionException(kind, "Paper connection 'helpdesk' is on fire.");

        Time.Advance(TimeSpan.FromSeconds(2));
        await DoDueAsync();

        Logged.Should().Contain(e => e.Text.Contains("helpdesk") && e.Text.Contains("on fire") && e.Text.Contains("10 min"));
        Time.Advance(TimeSpan.FromMinutes(9));
        (await DoDueAsync()).Should().Be(0);
        Desk.Failure = null;
        await RunInBackgroundAsync();
        Desk.Asked.Should().Equal(null, "2", "2");
        (await RecordsAsync()).Should().HaveCount(3);
    }

    [Fact]
    public async Task A_pause_that_theDesk_asks_for_is_kept()
    {
        AddPast(1);
        Desk.Failure = new ConnectionException(ConnectionFailure.Retry, "Too many calls.", TimeSpan.FromMinutes(40));
        await ArmAsync();
        await DoDueAsync();

        Time.Advance(TimeSpan.FromMinutes(39));
        (await DoDueAsync()).Should().Be(0);
        Time.Advance(TimeSpan.FromMinutes(2));
        (await DoDueAsync()).Should().Be(1);
    }
}

public sealed class HistoryOnSqlite() : HistoryContract(TestEngine.Sqlite);

public sealed class HistoryOnPostgres() : HistoryContract(TestEngine.Postgres);
