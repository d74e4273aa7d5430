using System.CommandLine;
using Itam.Context.Desks;
using Itam.Context.Enrichment;
using Itam.Server.Hosting;
using Newtonsoft.Json;
using Newtonsoft.Json.Converters;

namespace Itam.Server.Commands;

/// <summary><c>itam context</c>: the report of a ticket, a person or a device, as the agent would read it.</summary>
internal static class ContextCommand
{
    public static Command Create()
    {
        var subject = new Argument<string[]>("subject")
        {
            Description = "<connection> <ticket>, or an e-mail, or a serial, asset tag or hostname",
            Arity = new ArgumentArity(1, 2),
        };
        var json = new Option<bool>("--json") { Description = "Print the report as JSON" };
        var card = new Option<bool>("--card") { Description = "Print the report as an Adaptive Card" };
        var not = new Option<string?>("--not") { Description = "Say that the ticket is not about this device (serial, asset tag or hostname)" };
        var @is = new Option<string?>("--is") { Description = "Say that the ticket is about this device (serial, asset tag or hostname)" };
        var config = CommonOptions.Config();
        var tenant = CommonOptions.Tenant();
        var command = new Command("context", "Show what we know about a ticket, a person or a device")
        {
            subject,
            json,
            card,
            not,
            @is,
            config,
            tenant,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                CommandRunner.RunAsync(async () =>
                {
                    await using var host = await ToolHost.OpenAsync(parsed.GetValue(config), cancellationToken);
                    if (parsed.GetValue(not) is not null || parsed.GetValue(@is) is not null)
                    {
                        return await MatchFeedbackPrompt.RecordAsync(
                            host,
                            parsed.GetValue(subject)!,
                            parsed.GetValue(not),
                            parsed.GetValue(@is),
                            cancellationToken
                        );
                    }

                    var report = await FindAsync(host, parsed.GetValue(subject)!, CommonOptions.TenantOf(parsed, tenant), cancellationToken);
                    if (report is null)
                    {
                        return 1;
                    }

                    Console.Out.WriteLine(
                        parsed.GetValue(json) ? JsonConvert.SerializeObject(report, Formatting.Indented, new StringEnumConverter())
                        : parsed.GetValue(card) ? TeamsBot.Cards.ContextCard.Of(report).ToJson()
                        : PlainText.Render(report).TrimEnd()
                    );
                    return 0;
                })
        );
        return command;
    }

    /// <returns>Null after having said that there is no such connection.</returns>
    internal static IServiceDesk? DeskOf(ToolHost host, string connection)
    {
        var desk = host.Desks.Find(connection);
        if (desk is null)
        {
            var known = string.Join(", ", host.Desks.All.Select(d => d.Connection).Order(StringComparer.Ordinal));
            CommandRunner.Complain($"There is no connection '{connection}'. Configured: {(known.Length > 0 ? known : "none")}.");
        }

        return desk;
    }

    private static async Task<ContextReport?> FindAsync(ToolHost host, string[] subject, Context.TenantId tenant, CancellationToken cancellationToken)
    {
        if (subject is [var connection, var number])
        {
            if (DeskOf(host, connection) is not { } desk)
            {
                return null;
            }

            var ticket = await desk.ReadTicketAsync(await desk.FindTicketAsync(number, cancellationToken), cancellationToken);
            return ReportBuilder.Build(await host.Context.DescribeAsync(ticket, desk, cancellationToken));
        }

        var name = subject[0];
        var answer = name.Contains('@', StringComparison.Ordinal)
            ? await host.Context.DescribePersonAsync(tenant, name, cancellationToken)
            : await host.Context.DescribeDeviceAsync(tenant, name, cancellationToken)
                ?? await host.Context.DescribePersonAsync(tenant, name, cancellationToken);
        if (answer is null)
        {
            CommandRunner.Complain(
                $"Nobody and nothing in the register of '{tenant}' is called '{name}'. Import it (itam import), or name the tenant with --tenant. For a ticket: itam context <connection> <ticket>."
            );
            return null;
        }

        return ReportBuilder.Build(answer);
    }
}
