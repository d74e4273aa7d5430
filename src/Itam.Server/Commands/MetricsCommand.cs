using System.CommandLine;
using System.Globalization;
using Itam.Context.Enrichment;
using Itam.Server.Hosting;
using Newtonsoft.Json;
using Spectre.Console;

namespace Itam.Server.Commands;

/// <summary><c>itam metrics</c>: how well matches, speed and data of one tenant are.</summary>
internal static class MetricsCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print the figures as JSON" };
        var config = CommonOptions.Config();
        var tenant = CommonOptions.Tenant();
        var command = new Command("metrics", "Show match precision, enrichment lag, coverage and age of the data") { json, config, tenant };
        command.SetAction(
            (parsed, cancellationToken) =>
                CommandRunner.RunAsync(async () =>
                {
                    await using var host = await ToolHost.OpenAsync(parsed.GetValue(config), cancellationToken);
                    var reader = new MetricsReader(host.Database, TimeProvider.System);
                    var metrics = await reader.ReadAsync(CommonOptions.TenantOf(parsed, tenant), cancellationToken);
                    if (parsed.GetValue(json))
                    {
                        Console.Out.WriteLine(JsonConvert.SerializeObject(metrics, Formatting.Indented));
                        return 0;
                    }

                    Write(metrics);
                    return 0;
                })
        );
        return command;
    }

    private static void Write(Metrics metrics)
    {
        var (match, lag) = (metrics.Match, metrics.Lag);
        AnsiConsole.Write(
            Table("Last 90 days", "")
                .AddRow(
                    "Match precision",
                    match.Precision is { } p ? $"{Percent(p)} ({match.Corrected} of {match.Named} corrected)" : "no tickets yet"
                )
                .AddRow("Enrichment lag p50", lag.P50 is { } half ? Seconds(half) : "no notes yet")
                .AddRow("Enrichment lag p95", lag.P95 is { } most ? $"{Seconds(most)} ({lag.Notes} notes)" : "no notes yet")
        );

        var coverage = Table("Known of devices in service", "Share", "Devices");
        foreach (var line in metrics.Coverage)
        {
            coverage.AddRow(line.Value, line.Share is { } share ? Percent(share) : "–", $"{line.Known} of {line.Devices}");
        }

        AnsiConsole.Write(coverage);
        var sources = Table("Age of values per source", "Median", "Oldest", "Values");
        foreach (var source in metrics.Sources)
        {
            sources.AddRow(
                Markup.Escape(ReportText.Clean(source.Source)),
                Age(source.MedianHours),
                Age(source.OldestHours),
                source.Values.ToString(CultureInfo.InvariantCulture)
            );
        }

        if (metrics.Sources.Count > 0)
        {
            AnsiConsole.Write(sources);
        }
    }

    private static Table Table(params string[] columns)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(column));
        }

        return table;
    }

    private static string Percent(double share) => (100 * share).ToString("0.#", CultureInfo.InvariantCulture) + " %";

    private static string Seconds(long milliseconds) => (milliseconds / 1000.0).ToString("0.0", CultureInfo.InvariantCulture) + " s";

    private static string Age(double hours) =>
        hours >= 48 ? (hours / 24).ToString("0", CultureInfo.InvariantCulture) + " days" : hours.ToString("0.#", CultureInfo.InvariantCulture) + " h";
}
