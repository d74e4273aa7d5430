using System.CommandLine;
using System.Globalization;
using Itam.Context.Desks;
using Itam.Context.Desks.History;
using Itam.Server.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Spectre.Console;

namespace Itam.Server.Commands;

/// <summary><c>itam history</c>: reads the desks' past tickets into the register now, instead of bit by bit in the background.</summary>
internal static class HistoryCommand
{
    public static Command Create()
    {
        var connection = new Argument<string?>("connection") { Description = "Only this desk (default: all)", Arity = ArgumentArity.ZeroOrOne };
        var config = CommonOptions.Config();
        var command = new Command("history", "Read the desks' past tickets into the register; notes are never written") { connection, config };
        command.SetAction(
            (parsed, cancellationToken) =>
                CommandRunner.RunAsync(async () =>
                {
                    await using var host = await ToolHost.OpenAsync(parsed.GetValue(config), cancellationToken);
                    if (Choose(host, parsed.GetValue(connection)) is not { } desks)
                    {
                        return 2;
                    }

                    var reader = new HistoryReader(host.Database, host.Context, TimeProvider.System, NullLogger<HistoryReader>.Instance);
                    var results = await WithProgressAsync(
                        desks,
                        (desk, progress) => reader.RunAsync(desk, host.Settings.HistoryDays[desk.Connection], progress, cancellationToken)
                    );
                    Report(results);
                    return results.Any(r => r.Failure is not null) ? 1 : 0;
                })
        );
        return command;
    }

    private static IServiceDesk[]? Choose(ToolHost host, string? name)
    {
        if (name is not null && host.Desks.Find(name) is null)
        {
            var known = host.Desks.All.Select(d => d.Connection).Order(StringComparer.Ordinal).ToArray();
            CommandRunner.Complain(
                known.Length == 0 ? $"There is no desk '{name}'." : $"There is no desk '{name}'. Connected: {string.Join(", ", known)}."
            );
            return null;
        }

        IServiceDesk[] wanted =
        [
            .. host.Desks.All.Where(d => name is null || d.Connection == name).OrderBy(d => d.Connection, StringComparer.Ordinal),
        ];
        IServiceDesk[] read = [.. wanted.Where(d => host.Settings.HistoryDays[d.Connection] > 0)];
        if (read.Length > 0)
        {
            return read;
        }

        CommandRunner.Complain(
            wanted.Length == 0
                ? "No desk is connected. Add one below Connections; docs/configuration.md says how."
                : $"HistoryDays is 0 for {string.Join(", ", wanted.Select(d => d.Connection))}: its past is not to be read. Set it to the days you want, e.g. 365."
        );
        return null;
    }

    /// <summary>All desks at once: each has its own limits, and most of the time goes into waiting for them.</summary>
    private static async Task<IReadOnlyList<HistoryResult>> WithProgressAsync(
        IServiceDesk[] desks,
        Func<IServiceDesk, IProgress<HistoryProgress>?, Task<HistoryResult>> run
    )
    {
        if (!AnsiConsole.Profile.Capabilities.Interactive || Console.IsOutputRedirected)
        {
            return await Task.WhenAll(desks.Select(desk => run(desk, null)));
        }

        return await AnsiConsole
            .Progress()
            .HideCompleted(true)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn(),
                new PercentageColumn(),
                new RemainingTimeColumn()
            )
            .StartAsync(async screen =>
                await Task.WhenAll(
                    desks.Select(async desk =>
                    {
                        var bar = screen.AddTask(Markup.Escape(desk.Connection), maxValue: 1);
                        var result = await run(desk, new Bar(bar, desk.Connection));
                        bar.StopTask();
                        return result;
                    })
                )
            );
    }

    private static void Report(IReadOnlyList<HistoryResult> results)
    {
        var table = new Table()
            .Border(TableBorder.Simple)
            .AddColumns("connection", "desk", "since")
            .AddColumns(Right("read"), Right("new"), Right("with device"), Right("failed"), Right("seconds"));
        foreach (var result in results)
        {
            table.AddRow(
                new Text(result.Connection),
                new Text(result.Product),
                new Text(result.Since.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
                Number(result.Counts.Read),
                Number(result.Counts.New),
                Number(result.Counts.WithDevice),
                Number(result.Counts.Failed),
                new Text(result.Duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture))
            );
        }

        AnsiConsole.Write(table);
        foreach (var result in results.Where(r => r.Failure is not null))
        {
            CommandRunner.Complain($"{result.Connection} failed: {result.Failure} What was read is kept; run it again to go on.");
        }
    }

    private static TableColumn Right(string name) => new TableColumn(name).RightAligned();

    private static Text Number(int number) => new(number.ToString(CultureInfo.InvariantCulture));

    private sealed class Bar(ProgressTask task, string connection) : IProgress<HistoryProgress>
    {
        public void Report(HistoryProgress value)
        {
            // A desk with several tables begins each at its oldest ticket; the bar waits there.
            task.Value = Math.Max(task.Value, Math.Clamp(value.Share, 0, 1));
            task.Description = Markup.Escape($"{connection}: {value.Counts.Read} read, {value.Counts.WithDevice} with a device");
        }
    }
}
