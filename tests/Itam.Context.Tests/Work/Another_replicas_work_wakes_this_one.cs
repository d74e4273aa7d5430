using Itam.Context.Work;
using Itam.Testing.Databases;
using Itam.Testing.Logs;
using Itam.Testing.Time;

namespace Itam.Context.Tests.Work;

public sealed class Another_replicas_work_wakes_this_one() : WorkQueueContract(TestEngine.Postgres)
{
    [Fact]
    public async Task Without_waiting_for_the_next_poll()
    {
        var here = new WorkSignal();
        using var listener = new WorkListener(Test.Database, here, Options, Time, new RecordingLog<WorkListener>());
        await listener.StartAsync(default);
        await Eventually.IsTrueAsync(
            async () => await CountAsync("pg_stat_activity WHERE query = 'LISTEN itam_work' AND datname = current_database()") > 0,
            "the other replica listens"
        );

        await IngestAsync(NewWork());

        await here.WaitAsync(TimeSpan.FromDays(1), Time, new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);
        await listener.StopAsync(default);
    }
}
