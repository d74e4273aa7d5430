using System.CommandLine;
using System.Globalization;
using Itam.Server.Commands;
using Spectre.Console;

// Machines and logs get the same numbers and dates wherever the process runs; people get their own culture where a surface asks for it.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

// A pipe or a file gets plain text.
if (Console.IsOutputRedirected)
{
    AnsiConsole.Profile.Capabilities.Ansi = false;
    AnsiConsole.Profile.Width = 160;
}

var root = new RootCommand("itam: asset context inside the tickets of your service desk")
{
    ServeCommand.Create(),
    ImportCommand.Create(),
    ExportCommand.Create(),
    SyncCommand.Create(),
    HistoryCommand.Create(),
    ContextCommand.Create(),
    MetricsCommand.Create(),
    DeviceCommand.Create(),
    WorkCommand.Create(),
    DoctorCommand.Create(),
    DataCommand.Create(),
    EvaluateCommand.Create(),
    TeamsCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
