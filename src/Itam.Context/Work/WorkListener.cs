using System.Data.Common;
using Itam.Context.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Itam.Context.Work;

/// <summary>On PostgreSQL another replica may have taken the work in: its commit wakes this one. Without it work only waits for the next poll.</summary>
internal sealed class WorkListener(Database database, WorkSignal signal, WorkOptions options, TimeProvider time, ILogger<WorkListener> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!database.IsSqlite && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (DbException lost)
            {
                Log.ListenFailed(log, lost);
            }

            await Task.Delay(options.Poll * 5, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var listen = connection.Command(null, $"LISTEN {InboxStatements.NotifyChannel}");
        await listen.ExecuteNonQueryAsync(cancellationToken);
        while (true)
        {
            await ((NpgsqlConnection)connection).WaitAsync(cancellationToken);
            signal.Notify();
        }
    }
}
