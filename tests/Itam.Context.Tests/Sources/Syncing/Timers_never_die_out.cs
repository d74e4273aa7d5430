using Itam.Context.Sources;
using Itam.Context.Sources.Syncing;
using Itam.Context.Work;
using Itam.Testing.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Itam.Context.Tests.Sources.Syncing;

public sealed class Timers_never_die_out : IAsyncLifetime
{
    private SyncBench _bench = null!;

    public async Task InitializeAsync() => _bench = await SyncBench.CreateAsync(TestEngine.Sqlite);

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    public async Task A_sync_is_due_again_an_hour_later_whatever_came_of_it(int? breakAfter)
    {
        var source = new FakeSource("intune") { Records = [SyncBench.Record("1", "PF3AAAA")], BreakAfter = breakAfter };

        var outcome = await RunAsync(source, "intune");
        await _bench.Database.WriteAsync(SyncBench.Tenant, ((WorkOutcome.Done)outcome).Commit!, default);

        await using var db = _bench.Database.Open(SyncBench.Tenant);
        var timer = await db.Work.SingleAsync();
        (timer.Kind, timer.OrderingKey).Should().Be((SyncHandler.TimerKind, "sync/intune"));
        timer.DueAt.Should().Be(SyncBench.Now.AddHours(1).ToUnixTimeMilliseconds());
        (await db.Devices.CountAsync()).Should().Be(breakAfter is null ? 1 : 0);
        (await _bench.StateAsync("intune")).LastError.Should().Be(breakAfter is null ? null : "intune broke off.");
    }

    [Fact]
    public async Task A_connection_that_is_gone_ends_its_timer() =>
        (await RunAsync(new FakeSource("other"), "intune")).Should().Be(WorkOutcome.Finished);

    private Task<WorkOutcome> RunAsync(ISource source, string connection)
    {
        var directory = new SourceDirectory([new SourceConnection(source.Connection, source.Tenant, source)]);
        var handler = new SyncHandler(directory, _bench.Runner, SyncOptions.Default, _bench.Time, NullLogger<SyncHandler>.Instance);
        return handler.HandleAsync(
            new WorkItem(1, SyncBench.Tenant, SyncHandler.TimerKind, SyncHandler.KeyOf(connection), [], null, 1, SyncBench.Now, Guid.AllBitsSet),
            CancellationToken.None
        );
    }
}
