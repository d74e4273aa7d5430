using System.CommandLine;
using System.Net.Sockets;
using Itam.Context.Connections;
using Itam.Server.Configuration;
using Itam.Server.Hosting;
using Microsoft.AspNetCore.Connections;

namespace Itam.Server.Commands;

/// <summary><c>itam serve</c>: the service.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var config = CommonOptions.Config();
        var roles = new Option<string>("--roles")
        {
            Description = "What this process does: webhooks, bot, worker, or several with a comma between them",
            DefaultValueFactory = _ => "webhooks,bot,worker",
        };
        var command = new Command("serve", "Run the service") { config, roles };
        command.SetAction(
            (parsed, cancellationToken) =>
                CommandRunner.RunAsync(async () =>
                {
                    var wanted = RolesOf(parsed.GetValue(roles)!);
                    await using var app = ServerHost.Build(ConfigurationFile.Load(parsed.GetValue(config)), wanted);
                    var settings = app.Services.GetRequiredService<ServerSettings>();
                    await using var claim = SingleWriter.Claim(settings.Database);
                    await StartAsync(app, settings, cancellationToken);
                    Greet(app, settings);
                    await app.WaitForShutdownAsync(cancellationToken);
                    return 0;
                })
        );
        return command;
    }

    private static async Task StartAsync(WebApplication app, ServerSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception refused) when (refused is SocketException or IOException { InnerException: AddressInUseException })
        {
            throw new SettingsException([
                new SettingProblem("Urls", $"is '{settings.Urls}', where this process cannot listen: {refused.Message}", "http://127.0.0.1:8081"),
            ]);
        }
    }

    private static Roles RolesOf(string text)
    {
        Roles roles = default;
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            roles |= name switch
            {
                "webhooks" => Roles.Webhooks,
                "worker" => Roles.Worker,
                "bot" => Roles.Bot,
                _ => throw new FormatException($"--roles has '{name}'; use webhooks, bot, worker, or several with a comma between them."),
            };
        }

        return roles == default
            ? throw new FormatException("--roles is empty; use webhooks, bot, worker, or several with a comma between them.")
            : roles;
    }

    private static void Greet(WebApplication app, ServerSettings settings)
    {
        foreach (var url in app.Urls)
        {
            Console.Out.WriteLine($"itam listens on {url}");
            foreach (var desk in settings.Desks)
            {
                Console.Out.WriteLine($"  {desk.Desk.Product}: POST {url}/webhooks/{desk.Name}");
            }

            if (settings.Bot.Bots.Count > 0)
            {
                Console.Out.WriteLine($"  Microsoft Teams: POST {url}/api/messages");
            }
        }

        if (settings.Desks.Count == 0)
        {
            Console.Out.WriteLine("  No desk is connected yet; docs/ has a page for each.");
        }
    }
}
