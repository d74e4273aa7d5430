using System.CommandLine;
using System.Globalization;
using Itam.Context.Sources;
using Itam.Context.Sources.Syncing;
using Itam.Server.Hosting;
using Spectre.Console;

namespace Itam.Server.Commands;

/// <summary><c>itam sync</c>: reads the connected sources into the register now.</summary>
internal static class SyncCommand
{
    public static Command Create()
    {
        var connection = new Argument<string?>("connection") { Description = "Only this connection (default: all)", Arity = ArgumentArity.ZeroOrOne };
        var full = new Option<bool>("--full") { Description = "Read everything, not only what changed; finds what vanished" };
        var warranties = new Option<bool>("--warranties")
        {
            Description = "Also ask for warranties where a source tells them device by device, which takes long",
        };
        var config = CommonOptions.Config();
        var command = new Command("sync", "Read the connected sources into the register, and ask warranty vendors for what is due")
        {
            connection,
            full,
            warranties,
            config,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                CommandRunner.RunAsync(async () =>
                {
                    await using var host = await ToolHost.OpenAsync(parsed.GetValue(config), cancellationToken);
                    if (Choose(host, parsed.GetValue(connection), parsed.GetValue(warranties)) is not { } chosen)
                    {
                        return 2;
                    }

                    var runner = new SyncRunner(host.Database, TimeProvider.System, host.Settings.Precedence);
                    bool? everything = parsed.GetValue(full) ? true : null;
                    ISource[] sources = [.. chosen.Select(c => c.Source).OfType<ISource>()];
                    var results = await WithProgressAsync(sources, (s, progress) => runner.RunAsync(s, everything, progress, cancellationToken));
                    if (sources.Length > 0)
                    {
                        Report(results);
                    }

                    var vendors = chosen
                        .Where(c => c.Source is null || parsed.GetValue(warranties))
                        .Select(c => c.Warranty)
                        .OfType<IWarrantySource>();
                    var answers = await WarrantyReport.RunAsync(host, [.. vendors], cancellationToken);
                    return results.Exists(r => r.Failure is not null) || answers.Exists(a => a.Failure is not null) ? 1 : 0;
                })
        );
        return command;
    }

    private static SourceConnection[]? Choose(ToolHost host, string? name, bool warranties)
    {
        SourceConnection[] all = [.. host.Sources.All.Where(c => c.Source is not null || c.Warranty is not null)];
        if (all.Length == 0)
        {
            CommandRunner.Complain("No source is connected. Add one below Connections; docs/configuration.md says how.");
            return null;
        }

        if (name is null)
        {
            return all;
        }

        if (Array.Find(all, c => c.Name == name) is { } one)
        {
            if (!warranties || one.Warranty is not null)
            {
                return [one];
            }

            CommandRunner.Complain($"'{name}' tells no warranties. Leave out --warranties.");
            return null;
        }

        CommandRunner.Complain($"There is no source '{name}'. Connected: {string.Join(", ", all.Select(s => s.Name))}.");
        return null;
    }

    private static async Task<List<SyncResult>> WithProgressAsync(ISource[] sources, Func<ISource, IProgress<SyncProgress>?, Task<SyncResult>> run)
    {
        var results = new List<SyncResult>();
        if (!AnsiConsole.Profile.Capabilities.Interactive || Console.IsOutputRedirected)
        {
            foreach (var source in sources)
            {
                results.Add(await run(source, null));
            }

            return results;
        }

        await AnsiConsole
            .Progress()
            .HideCompleted(true)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn(),
                new PercentageColumn(),
                new RemainingTimeColumn()
            )
            .StartAsync(async screen =>
            {
                foreach (var source in sources)
                {
                    var bar = screen.AddTask(Markup.Escape(source.Connection));
                    bar.IsIndeterminate = true;
                    results.Add(await run(source, new Bar(bar)));
                    bar.StopTask();
                }
            });
        return results;
    }

    private static void Report(List<SyncResult> results)
    {
        var table = new Table()
            .Border(TableBorder.Simple)
            .AddColumns("connection", "source", "read")
            .AddColumns(Right("seen"), Right("new"), Right("changed"), Right("unchanged"), Right("rejected"), Right("missing"), Right("seconds"));
        foreach (var result in results)
        {
            table.AddRow(
                new Text(result.Connection),
                new Text(result.Product),
                new Text(result.Full ? "everything" : "changes"),
                Number(result.Seen),
                Number(result.New),
                Number(result.Changed),
                Number(result.Unchanged),
                Number(result.Rejected),
                Number(result.Missing),
                new Text(result.Duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture))
            );
        }

        AnsiConsole.Write(table);
        foreach (var result in results.Where(r => r.Failure is not null))
        {
            CommandRunner.Complain(
                $"{result.Connection} failed: {result.Failure} What was read is kept, nothing was removed; run it again to go on."
            );
        }
    }

    private static TableColumn Right(string name) => new TableColumn(name).RightAligned();

    private static Text Number(int number) => new(number.ToString(CultureInfo.InvariantCulture));

    private sealed class Bar(ProgressTask task) : IProgress<SyncProgress>
    {
        public void Report(SyncProgress value)
        {
            task.IsIndeterminate = value.Total is null;
            task.MaxValue = Math.Max(1, value.Total ?? value.Seen);
            task.Value = value.Seen;
        }
    }
}
