using System.CommandLine;
using Itam.Context.Register.Import;
using Itam.Server.Hosting;

namespace Itam.Server.Commands;

/// <summary><c>itam export</c>: writes the register as CSV files that can be imported again.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "Where people.csv, devices.csv, licenses.csv and seats.csv are written" };
        var tenant = CommonOptions.Tenant();
        var config = CommonOptions.Config();
        var command = new Command("export", "Write the register as CSV files") { folder, tenant, config };
        command.SetAction(
            (parsed, cancellationToken) =>
                CommandRunner.RunAsync(async () =>
                {
                    var target = parsed.GetValue(folder)!;
                    target.Create();
                    await using var host = await ToolHost.OpenAsync(parsed.GetValue(config), cancellationToken);
                    var export = new RegisterExport(host.Database);
                    foreach (var kind in new[] { ImportKind.People, ImportKind.Devices, ImportKind.Licenses, ImportKind.Seats })
                    {
                        var path = Path.Combine(target.FullName, $"{kind.ToString().ToLowerInvariant()}.csv");
                        var rows = await export.ExportAsync(CommonOptions.TenantOf(parsed, tenant), kind, path, cancellationToken);
                        Console.Out.WriteLine($"{rows, 8} rows in {path}");
                    }

                    return 0;
                })
        );
        return command;
    }
}
