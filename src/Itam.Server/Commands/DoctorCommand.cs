using System.CommandLine;
using Itam.Context.Connections;
using Itam.Context.Storage;
using Itam.Server.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Spectre.Console;

namespace Itam.Server.Commands;

/// <summary><c>itam doctor</c>: checks configuration, database and every connection; one line per check, and below each failure what to do.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var config = CommonOptions.Config();
        var command = new Command("doctor", "Check the configuration and every connection") { config };
        command.SetAction((parsed, cancellationToken) => CommandRunner.RunAsync(() => RunAsync(parsed.GetValue(config), cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string? config, CancellationToken cancellationToken)
    {
        ToolHost host;
        try
        {
            host = ToolHost.Open(config);
        }
        catch (SettingsException wrong)
        {
            foreach (var problem in wrong.Problems)
            {
                Line(new ConnectionCheck(false, $"{problem.Setting} {problem.Problem}", $"Example: {problem.Example}"));
            }

            return 2;
        }

        await using (host)
        {
            var failed = 0;
            var connections =
                host.Desks.All.Select(d => d.Connection).Union(host.Sources.All.Select(s => s.Name)).Count() + host.Settings.Bot.Bots.Count;
            Heading("Configuration");
            Line(new ConnectionCheck(true, $"{connections} connection(s) configured"));
            failed +=
                host.Desks.All.Count > 0
                    ? 0
                    : Line(new ConnectionCheck(false, "No desk is connected", "Add one below Connections; docs/ has a page per desk"));

            Heading("Database");
            failed += Line(await DatabaseAsync(host, cancellationToken));
            foreach (
                var connection in WatchedConnections.Of(
                    host.Settings,
                    host.Database,
                    new VendorServices(TimeProvider.System, NullLoggerFactory.Instance)
                )
            )
            {
                Heading($"{connection.Title} '{connection.Name}' (tenant {connection.Tenant})");
                failed += (await connection.CheckAsync(cancellationToken)).Sum(Line);
            }

            AnsiConsole.WriteLine();
            AnsiConsole.WriteLine(failed == 0 ? "All is well." : $"{failed} check(s) failed.");
            return failed == 0 ? 0 : 1;
        }
    }

    private static async Task<ConnectionCheck> DatabaseAsync(ToolHost host, CancellationToken cancellationToken)
    {
        var engine = host.Database.IsSqlite ? "SQLite" : "PostgreSQL";
        try
        {
            return await host.Database.LookAsync(cancellationToken) switch
            {
                SchemaState.Empty => new ConnectionCheck(true, $"{engine}: still empty; the first start makes its tables"),
                SchemaState.Current => new ConnectionCheck(true, $"{engine} answers and its schema is up to date"),
                _ => new ConnectionCheck(false, $"{engine} answers; its schema is of an older version", "Start the service once: itam serve"),
            };
        }
        catch (Exception failure) when (DatabaseProblems.Of(failure) is { } problem)
        {
            return new ConnectionCheck(false, $"{problem.Setting} {problem.Problem}", $"Example: {problem.Example}");
        }
    }

    private static void Heading(string text)
    {
        AnsiConsole.WriteLine();
        AnsiConsole.Write(new Text(text, new Style(decoration: Decoration.Bold)));
        AnsiConsole.WriteLine();
    }

    /// <returns>1 for a failure.</returns>
    private static int Line(ConnectionCheck check)
    {
        AnsiConsole.Write(new Text(check.Ok ? "  ✓ " : "  ✕ ", new Style(check.Ok ? Color.Green : Color.Red)));
        AnsiConsole.WriteLine(check.What);
        if (!check.Ok && check.Remedy is { } remedy)
        {
            AnsiConsole.WriteLine($"    → {remedy}");
        }

        return check.Ok ? 0 : 1;
    }
}
