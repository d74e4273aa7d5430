using Itam.Context.Connections;
using Itam.Context.Connections.Watching;
using Itam.Context.Desks;
using Itam.Context.Tests.Enrichment;
using Itam.Context.Work;
using Itam.Testing.Databases;
using Itam.Testing.Logs;
using Itam.Testing.Time;

namespace Itam.Context.Tests.Connections;

public sealed class Connections_are_watched : IAsyncLifetime
{
    private static readonly TenantId Acme = TenantId.Parse("acme");
    private readonly ManualTime _time = new();
    private readonly PaperDesk _desk = new();
    private readonly RecordingLog<ConnectionWatch> _log = new();
    private TestDatabase _test = null!;
    private WorkQueue _queue = null!;
    private WorkItem _looked = null!;

    public async Task InitializeAsync()
    {
        _test = await TestDatabase.CreateAsync(TestEngine.Sqlite);
        _queue = new WorkQueue(_test.Database, new WorkOptions(), new Backoff(() => 0.5), _time);
    }

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Theory]
    [InlineData(31, null)]
    [InlineData(30, "longer than 30 days")]
    [InlineData(7, "longer than 7 days")]
    [InlineData(1, "longer than a day")]
    [InlineData(-1, "still valid")]
    public async Task The_end_of_a_credential_is_told_unasked_and_as_one_ticket(int daysLeft, string? told)
    {
        var end = new CredentialEnd(DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime).AddDays(daysLeft));
        var watch = Watch(_ => Task.FromResult<IReadOnlyList<ConnectionCheck>>([end.Check(_time.GetUtcNow(), "Make a new secret.")!]));

        await RunAsync(watch);

        if (told is null)
        {
            _desk.Raised.Should().BeEmpty();
            _log.Entries.Should().BeEmpty();
            return;
        }

        _log.Entries.Should().ContainSingle().Which.Text.Should().Contain("'directory'").And.Contain(told);
        var ticket = _desk.Raised.Should().ContainSingle().Subject;
        ticket.Summary.Should().Contain("'directory'");
        ticket.Description.Should().Contain(told).And.Contain("Make a new secret.");

        await watch.HandleAsync(_looked, default);
        _desk.Raised.Select(t => t.Reference).Distinct().Should().ContainSingle("the desk finds the ticket that is there");
    }

    [Fact]
    public async Task A_connection_that_does_not_answer_is_a_problem_and_the_next_look_comes_tomorrow()
    {
        var watch = Watch(_ => throw new ConnectionException(ConnectionFailure.Reconnect, "The key was refused. Make a new one."));

        await RunAsync(watch);

        _desk.Raised.Should().ContainSingle().Which.Description.Should().Contain("The key was refused.");
        (await _queue.ClaimAsync(1, default)).Should().BeEmpty();
        _time.Advance(TimeSpan.FromDays(1));
        (await _queue.ClaimAsync(1, default)).Should().ContainSingle().Which.Kind.Should().Be(ConnectionWatch.TimerKind);
    }

    [Fact]
    public async Task A_desk_that_takes_no_ticket_does_not_end_the_watch()
    {
        _desk.Refuses = true;

        await RunAsync(
            Watch(_ => Task.FromResult<IReadOnlyList<ConnectionCheck>>([new ConnectionCheck(false, "The token is accepted", "Renew it.")]))
        );

        _log.Entries.Should().HaveCount(2).And.Contain(l => l.Text.Contains("could not be told"));
        _time.Advance(TimeSpan.FromDays(1));
        (await _queue.ClaimAsync(1, default)).Should().ContainSingle();
    }

    private ConnectionWatch Watch(Func<CancellationToken, Task<IReadOnlyList<ConnectionCheck>>> look) =>
        new(
            [new WatchedConnection("directory", Acme, "Directory, source", look)],
            new Administrators(_desk.Connection, "it@example.com"),
            new DeskDirectory([_desk]),
            _time,
            _log
        );

    private async Task RunAsync(ConnectionWatch watch)
    {
        foreach (var (tenant, key) in watch.Timers)
        {
            await _queue.EnsureTimerAsync(tenant, ConnectionWatch.TimerKind, key, _time.GetUtcNow(), default);
        }

        _looked = (await _queue.ClaimAsync(1, default)).Should().ContainSingle().Subject;
        await _queue.SettleAsync(_looked, await watch.HandleAsync(_looked, default), default);
    }
}
