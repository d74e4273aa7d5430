using System.CommandLine;
using Itam.Context;
using Itam.Context.Matching;
using Itam.Context.Sources.Syncing;
using Itam.Server.Hosting;
using Microsoft.EntityFrameworkCore;
using Newtonsoft.Json;
using Newtonsoft.Json.Converters;

namespace Itam.Server.Commands;

/// <summary><c>itam device</c>: why a device is what it is, what a person should decide, and the decisions.</summary>
internal static class DeviceCommand
{
    public static Command Create() =>
        new("device", "Explain devices, correct them, and decide which records are one device")
        {
            Explain(),
            Review(),
            DeviceDecisionCommands.Set(),
            DeviceDecisionCommands.Unlock(),
            DeviceDecisionCommands.Decide("same", "Say that records are one device, whatever their identifiers say", same: true),
            DeviceDecisionCommands.Decide("different", "Say that records are never one device, whatever their identifiers say", same: false),
            DeviceDecisionCommands.TakeBack(),
        };

    private static Command Explain()
    {
        var name = new Argument<string>("device") { Description = "Serial, asset tag or hostname" };
        var json = new Option<bool>("--json") { Description = "Print the explanation as JSON" };
        var config = CommonOptions.Config();
        var tenant = CommonOptions.Tenant();
        var command = new Command("explain", "Show every source's record of a device, what matched, and which value won and why")
        {
            name,
            json,
            config,
            tenant,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                CommandRunner.RunAsync(async () =>
                {
                    await using var host = await ToolHost.OpenAsync(parsed.GetValue(config), cancellationToken);
                    var owner = CommonOptions.TenantOf(parsed, tenant);
                    var wanted = parsed.GetValue(name)!;
                    var found = await new DeviceExplainer(host.Database, TimeProvider.System, host.Settings.Precedence).ExplainAsync(
                        owner,
                        wanted,
                        cancellationToken
                    );
                    if (found.Count == 0)
                    {
                        CommandRunner.Complain($"No device in the register of '{owner}' has the serial, asset tag or hostname '{wanted}'.");
                        return 1;
                    }

                    if (parsed.GetValue(json))
                    {
                        Console.Out.WriteLine(JsonConvert.SerializeObject(found, Formatting.Indented, new StringEnumConverter()));
                        return 0;
                    }

                    foreach (var device in found)
                    {
                        Print(device);
                    }

                    return 0;
                })
        );
        return command;
    }

    private static Command Review()
    {
        var config = CommonOptions.Config();
        var tenant = CommonOptions.Tenant();
        var json = new Option<bool>("--json") { Description = "Print the list as JSON" };
        var command = new Command("review", "List records that could be one device but were not joined by guessing") { json, config, tenant };
        command.SetAction(
            (parsed, cancellationToken) =>
                CommandRunner.RunAsync(async () =>
                {
                    await using var host = await ToolHost.OpenAsync(parsed.GetValue(config), cancellationToken);
                    var doubts = await DoubtsAsync(host, CommonOptions.TenantOf(parsed, tenant), cancellationToken);
                    if (parsed.GetValue(json))
                    {
                        Console.Out.WriteLine(
                            JsonConvert.SerializeObject(
                                doubts.Select(d => new
                                {
                                    d.Reason,
                                    d.Words,
                                    Records = d.Records.Select(r => r.ToString()),
                                }),
                                Formatting.Indented,
                                new StringEnumConverter()
                            )
                        );
                        return 0;
                    }

                    foreach (var (at, doubt) in doubts.Index())
                    {
                        Console.Out.WriteLine($"{at + 1}. {doubt.Words}");
                        Console.Out.WriteLine($"    records: {string.Join(", ", doubt.Records)}");
                    }

                    Console.Out.WriteLine(
                        doubts.Count == 0
                            ? "Nothing to decide."
                            : $"{doubts.Count} to decide. Correct the identifiers in the source that is wrong; the next sync settles it. Or say it: itam device same 1, itam device different 1."
                    );
                    return 0;
                })
        );
        return command;
    }

    /// <returns>In the order in which they are numbered.</returns>
    internal static async Task<IReadOnlyList<MatchDoubt>> DoubtsAsync(ToolHost host, TenantId tenant, CancellationToken cancellationToken)
    {
        await using var db = host.Database.Open(tenant);
        var rows = await db.MatchReviews.AsNoTracking().ToListAsync(cancellationToken);
        return
        [
            .. rows.GroupBy(r => r.ReviewId)
                .OrderBy(d => d.Min(r => r.FoundAt))
                .ThenBy(d => d.Key, StringComparer.Ordinal)
                .Select(d => new MatchDoubt(d.First().Reason, [.. d.Select(r => new RecordId(r.Connection, r.SourceId)).Order()], d.First().Words)),
        ];
    }

    private static void Print(DeviceExplanation device)
    {
        Console.Out.WriteLine(device.Label);
        foreach (var record in device.Records)
        {
            Console.Out.WriteLine($"  {record.Product} ({record.Id}), {record.Role}, as of {record.AsOf.UtcDateTime:yyyy-MM-dd HH:mm}Z");
            foreach (var match in record.Matched)
            {
                Console.Out.WriteLine($"      {match}");
            }
        }

        if (device.Records.IsEmpty)
        {
            Console.Out.WriteLine("  Only imported or typed; no source has it.");
        }

        foreach (var field in device.Fields)
        {
            Console.Out.WriteLine($"  {field.Property} = {field.Value}   {field.Origin?.Source ?? "register"}: {field.Why}");
            foreach (var lost in field.Lost)
            {
                Console.Out.WriteLine($"      not {lost.Value}   {lost.Origin?.Source ?? "register"}: {lost.Why}");
            }
        }

        foreach (var warranty in device.Warranties)
        {
            Console.Out.WriteLine($"  {(warranty.Counts ? "Warranty =" : "    not")} {warranty.Value}   {warranty.Source}: {warranty.Why}");
        }

        foreach (var doubt in device.Doubts)
        {
            Console.Out.WriteLine($"  ? {doubt}");
        }
    }
}
