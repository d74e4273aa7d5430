using System.Globalization;
using Itam.Context.Sources;
using Itam.Context.Sources.Syncing;
using Itam.Server.Hosting;
using Spectre.Console;

namespace Itam.Server.Commands;

/// <summary>Asks warranty vendors for what is due, and tells what they answered.</summary>
internal static class WarrantyReport
{
    public static async Task<List<WarrantyResult>> RunAsync(
        ToolHost host,
        IReadOnlyList<IWarrantySource> vendors,
        CancellationToken cancellationToken
    )
    {
        var results = new List<WarrantyResult>();
        var runner = new WarrantyRunner(host.Database, TimeProvider.System);
        foreach (var vendor in vendors)
        {
            results.Add(await runner.RunAsync(vendor, cancellationToken));
        }

        if (results.Count == 0)
        {
            return results;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("connection", "warranties");
        foreach (var name in (string[])["asked", "found", "none", "failed"])
        {
            table.AddColumn(new TableColumn(name).RightAligned());
        }

        foreach (var (result, vendor) in results.Zip(vendors))
        {
            int[] counts = [result.Asked, result.Found, result.NoneFound, result.Failed];
            table.AddRow([
                new Text(result.Connection),
                new Text(vendor.Product),
                .. counts.Select(c => new Text(c.ToString(CultureInfo.InvariantCulture))),
            ]);
        }

        AnsiConsole.Write(table);
        foreach (var result in results.Where(r => r.Failure is not null))
        {
            CommandRunner.Complain($"{result.Connection}: {result.Failure} What was known is kept, and what was not answered is asked again.");
        }

        return results;
    }
}
