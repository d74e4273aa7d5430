using System.Net;
using Itam.Sandbox.Page;
using Itam.Sandbox.Teams.Page;

namespace Itam.Sandbox.Demo;

/// <summary>The whole demo: company, desks, product, tickets, notes.</summary>
internal sealed class DemoRun(DemoOptions options, DemoScreen screen, DemoPlay play, IReadOnlyList<IEmulatedDesk> desks, TimeProvider time)
{
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);

    /// <returns>The exit code.</returns>
    /// <exception cref="DemoException">It could not be played.</exception>
    public async Task<int> PlayAsync(CancellationToken stop)
    {
        var server = Path.GetFullPath(options.Server);
        if (!File.Exists(server))
        {
            throw new DemoException($"The product is not built: {server} is missing. Run ./build first.");
        }

        if (desks.Count == 0 || play.Cases.Count == 0)
        {
            throw new DemoException("There is nothing to play: no desk is emulated, or there are no tickets.");
        }

        var folder = DemoFolder.Prepare(options.Data);
        var board = new Board(play.Company, desks, time);
        using var teams = new DemoTeams(play.Company, time);
        var stage = teams.On(board);
        await using var sandbox = await SandboxHost.StartAsync(
            play.Company,
            desks,
            time,
            Ports.WantedOrNext(options.Port),
            app =>
            {
                SandboxPage.Map(app, board);
                TeamsPage.Map(app, stage);
            },
            [teams.Teams],
            pastInTurn: true
        );
        var product = new Uri($"http://127.0.0.1:{Ports.WantedOrNext(options.ServerPort)}");
        var configuration = ProductConfiguration.Write(
            folder,
            product,
            sandbox.Address,
            desks,
            EquipmentConfiguration.Write(folder, play.Company, ProductConfiguration.Tenant, desks[0].Name, time.GetUtcNow().Year),
            teams.Connection(sandbox.Address, ProductConfiguration.Tenant, desks[0].Name)
        );

        screen.Step($"Importing {play.Company.People.Count} people and {play.Company.Devices.Count} devices of an invented company");
        await ImportAsync(server, folder, configuration, stop);

        screen.Step($"Reading {play.Company.PastTickets.Count} past tickets of the desks");
        await RunAsync("reading of the past", server, ["history", "--config", configuration], stop);

        screen.Step("Starting the product");
        var log = Path.Combine(folder, "itam.log");
        DemoOutcome outcome;
        await using (var running = ProductProcess.Start(server, ["serve", "--config", configuration], log, time))
        {
            await WaitForHealthAsync(running, product, log, stop);
            foreach (var desk in desks)
            {
                desk.Webhooks.Target = new Uri(product, $"/webhooks/{desk.Name}");
            }

            teams.Teams.Channel.Target = new Uri(product, "/api/messages");
            outcome = await TicketsAsync(new DemoTicketsRun(board, () => sandbox.Calls.Total, time), running, log, stop);
            if (!options.Check)
            {
                screen.Show(outcome);
                screen.Addresses(sandbox.Address, product, folder, log);
                await running.WaitForEndAsync(stop);
                throw Died(running, log);
            }
        }

        screen.Show(outcome);
        return outcome.Faults.Count == 0 ? 0 : 1;
    }

    private async Task ImportAsync(string server, string folder, string configuration, CancellationToken stop)
    {
        var files = play.WriteCsv(folder);
        await RunAsync(
            "import",
            server,
            ["import", .. files, "--tenant", ProductConfiguration.Tenant, "--source", "Inventory", "--config", configuration],
            stop
        );
    }

    private static async Task RunAsync(string what, string server, string[] arguments, CancellationToken stop)
    {
        var code = await ProductProcess.RunAsync(server, arguments, stop);
        if (code != 0)
        {
            throw new DemoException($"The {what} ended with exit code {code}; what it said is above.");
        }
    }

    private async Task<DemoOutcome> TicketsAsync(DemoTicketsRun tickets, ProductProcess running, string log, CancellationToken stop)
    {
        // When the product dies there is nothing to wait for.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var death = running
            .WaitForEndAsync(either.Token)
            .ContinueWith(_ => either.Cancel(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            screen.Step($"Raising {play.Cases.Count} tickets on {string.Join(", ", desks.Select(d => d.Product))}");
            var raised = await tickets.RaiseAsync(play.Cases, either.Token);
            await screen.WatchAsync(raised.Count, arrived => tickets.WatchAsync(raised, arrived, either.Token), brief: options.Check);
            if (options.Check)
            {
                screen.Step("Waiting until all is quiet, then looking again");
                await tickets.SettleAsync(either.Token);
            }

            var tags = play.Company.Devices.Select(d => d.AssetTag).ToHashSet(StringComparer.Ordinal);
            return new DemoOutcome(raised, [.. from r in raised let fault = NoteJudge.Fault(r, tags) where fault is not null select $"{r}: {fault}"]);
        }
        catch (OperationCanceledException) when (running.Ended && !stop.IsCancellationRequested)
        {
            throw Died(running, log);
        }
        finally
        {
            await either.CancelAsync();
            await death;
        }
    }

    private async Task WaitForHealthAsync(ProductProcess running, Uri product, string log, CancellationToken stop)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        var start = time.GetTimestamp();
        while (!await IsHealthyAsync(http, product, stop))
        {
            if (running.Ended)
            {
                throw Died(running, log);
            }

            if (time.GetElapsedTime(start) > StartWithin)
            {
                throw new DemoException(
                    $"The product did not get healthy within {StartWithin.TotalSeconds:0} s. Its last words:{Environment.NewLine}{running.Tail()}{Environment.NewLine}All of them: {log}"
                );
            }

            await Task.Delay(Glance, time, stop);
        }
    }

    private static async Task<bool> IsHealthyAsync(HttpClient http, Uri product, CancellationToken stop)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(product, "/health"), stop);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            // Not listening yet.
            return false;
        }
        catch (TaskCanceledException) when (!stop.IsCancellationRequested)
        {
            return false;
        }
    }

    private static DemoException Died(ProductProcess running, string log) =>
        new($"The product stopped by itself. Its last words:{Environment.NewLine}{running.Tail()}{Environment.NewLine}All of them: {log}");
}

/// <param name="Faults">A line per ticket whose notes are not as they should be.</param>
internal sealed record DemoOutcome(IReadOnlyList<RaisedCase> Raised, IReadOnlyList<string> Faults);
