using System.CommandLine;
using System.Runtime.InteropServices;
using Spectre.Console;

namespace Itam.Sandbox.Demo;

/// <summary>The command line: <c>demo [--check] [--server itam.dll] [--port N] [--server-port N] [--data DIR]</c>.</summary>
internal static class DemoCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var check = new Option<bool>("--check") { Description = "Verify that every ticket got its one right note, then end." };
        var server = new Option<string>("--server")
        {
            Description = "Path of itam.dll.",
            DefaultValueFactory = _ => Path.Combine("src", "Itam.Server", "bin", "Release", "net10.0", "itam.dll"),
        };
        var port = new Option<int>("--port")
        {
            Description = "Port of the Sandbox page. The next free one is taken when it is in use.",
            DefaultValueFactory = _ => 8090,
        };
        var serverPort = new Option<int>("--server-port")
        {
            Description = "Port of the product. The next free one is taken when it is in use.",
            DefaultValueFactory = _ => 8091,
        };
        var data = new Option<string>("--data")
        {
            Description = "Folder of the demo's data. It is emptied at each start.",
            DefaultValueFactory = _ => Path.Combine("data", "demo"),
        };
        var demo = new Command("demo", "Plays a day of tickets on the emulated desks with the product connected to them.")
        {
            check,
            server,
            port,
            serverPort,
            data,
        };
        demo.SetAction(
            (parsed, _) =>
                PlayAsync(
                    new DemoOptions(
                        parsed.GetValue(check),
                        parsed.GetValue(server)!,
                        parsed.GetValue(port),
                        parsed.GetValue(serverPort),
                        parsed.GetValue(data)!
                    )
                )
        );
        var root = new RootCommand("The emulated service desks, for trying the product and for its tests.") { demo };

        // Stopping is our own business: it ends the product first.
        return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    private static async Task<int> PlayAsync(DemoOptions options)
    {
        using var stop = new CancellationTokenSource();
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var screen = new DemoScreen(Terminal());
        var time = TimeProvider.System;
        try
        {
            return await new DemoRun(options, screen, DemoPlay.Create(time), EmulatedDesks.Create(time), time).PlayAsync(stop.Token);
        }
        catch (DemoException problem)
        {
            screen.Failed(problem.Message);
            return 1;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            screen.Said("Stopped.");
            return options.Check ? 130 : 0;
        }
    }

    /// <summary>Plain when it is not a person who reads along, whatever the environment claims of colours.</summary>
    private static IAnsiConsole Terminal() =>
        Console.IsOutputRedirected
            ? AnsiConsole.Create(
                new AnsiConsoleSettings
                {
                    Ansi = AnsiSupport.No,
                    ColorSystem = ColorSystemSupport.NoColors,
                    Interactive = InteractionSupport.No,
                }
            )
            : AnsiConsole.Console;
}

/// <summary>The demo cannot go on; the message says why and what to do.</summary>
internal sealed class DemoException(string message) : Exception(message);
