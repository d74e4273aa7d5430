using System.CommandLine;
using Itam.Context.Matching;
using Itam.Context.Sources.Syncing;
using Itam.Server.Hosting;
using Microsoft.EntityFrameworkCore;
using Newtonsoft.Json;
using Newtonsoft.Json.Converters;

namespace Itam.Server.Commands;

/// <summary><c>itam device</c>: why a device is what it is, and what a person should decide.</summary>
internal static class DeviceCommand
{
    public static Command Create() => new("device", "Explain devices, and list doubts about them") { Explain(), Review() };

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
                    var found = await new DeviceExplainer(host.Database, TimeProvider.System).ExplainAsync(owner, wanted, cancellationToken);
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
                    await using var db = host.Database.Open(CommonOptions.TenantOf(parsed, tenant));
                    var rows = await db.MatchReviews.AsNoTracking().ToListAsync(cancellationToken);
                    var doubts = rows.GroupBy(r => r.ReviewId)
                        .OrderBy(d => d.Min(r => r.FoundAt))
                        .ThenBy(d => d.Key, StringComparer.Ordinal)
                        .Select(d => new
                        {
                            d.First().Reason,
                            d.First().Words,
                            Records = d.Select(r => new RecordId(r.Connection, r.SourceId)).Order().Select(r => r.ToString()).ToArray(),
                        })
                        .ToArray();
                    if (parsed.GetValue(json))
                    {
                        Console.Out.WriteLine(JsonConvert.SerializeObject(doubts, Formatting.Indented, new StringEnumConverter()));
                        return 0;
                    }

                    foreach (var doubt in doubts)
                    {
                        Console.Out.WriteLine($"{doubt.Words}");
                        Console.Out.WriteLine($"    records: {string.Join(", ", doubt.Records)}");
                    }

                    Console.Out.WriteLine(
                        doubts.Length == 0
                            ? "Nothing to decide."
                            : $"{doubts.Length} to decide. Correct the identifiers in the source that is wrong; the next sync settles it."
                    );
                    return 0;
                })
        );
        return command;
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
