using System.CommandLine;
using Itam.Context.Enrichment.EndOfLife;
using Itam.Server.Hosting;

namespace Itam.Server.Commands;

/// <summary><c>itam data</c>: facts of the world that rules need.</summary>
internal static class DataCommand
{
    public static Command Create() => new("data", "Refresh the facts of the world that rules need") { Update() };

    private static Command Update()
    {
        var config = CommonOptions.Config();
        var from = new Option<string>("--from") { Description = "Address of the service", DefaultValueFactory = _ => EndOfLifeUpdate.PublicAddress };
        var command = new Command("update", "Read when systems and models lose support from endoflife.date's public API") { from, config };
        command.SetAction(
            (parsed, cancellationToken) =>
                CommandRunner.RunAsync(async () =>
                {
                    if (!Uri.TryCreate(parsed.GetValue(from), UriKind.Absolute, out var address))
                    {
                        throw new FormatException($"--from is not an address. Example: {EndOfLifeUpdate.PublicAddress}");
                    }

                    await using var host = await ToolHost.OpenAsync(parsed.GetValue(config), cancellationToken);
                    var path = Path.GetFullPath(host.Settings.EndOfLifeFile);
                    var refresh = await new EndOfLifeUpdate(address, TimeProvider.System).RunAsync(path, cancellationToken);
                    Console.Out.WriteLine($"{refresh.Cycles} cycles of {refresh.Products} products, {refresh.Changed} new or changed, in {path}");
                    Console.Out.WriteLine("Restart the service to use them.");
                    return 0;
                })
        );
        return command;
    }
}
