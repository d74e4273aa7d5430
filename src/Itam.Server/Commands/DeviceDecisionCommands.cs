using System.CommandLine;
using System.Globalization;
using Itam.Context;
using Itam.Context.Matching;
using Itam.Context.Sources.Syncing;
using Itam.Server.Hosting;

namespace Itam.Server.Commands;

/// <summary>What people say about devices, above every source: values that are locked, and which records are one device.</summary>
internal static class DeviceDecisionCommands
{
    private static string Actor => $"{Environment.UserName} (command line)";

    public static Command Set()
    {
        var (device, field) = (DeviceArgument(), FieldArgument());
        var value = new Argument<string>("value") { Description = "As in an import; \"nobody\" for a device that nobody holds" };
        return WithHost(
            new Command("set", "Enter a value that no source changes until it is unlocked") { device, field, value },
            async (host, tenant, parsed, cancellationToken) =>
            {
                var entry = new DeviceEntry(host.Database, TimeProvider.System, host.Settings.Precedence);
                var (name, column) = (parsed.GetValue(device)!, parsed.GetValue(field)!);
                var (label, now) = await entry.SetAsync(tenant, name, column, parsed.GetValue(value)!, Actor, cancellationToken);
                Console.Out.WriteLine($"{label}: {column} = {now}, locked. itam device unlock {name} \"{column}\" gives it back to the sources.");
                return 0;
            }
        );
    }

    public static Command Unlock()
    {
        var (device, field) = (DeviceArgument(), FieldArgument());
        return WithHost(
            new Command("unlock", "Give a field that a person entered back to the sources") { device, field },
            async (host, tenant, parsed, cancellationToken) =>
            {
                var entry = new DeviceEntry(host.Database, TimeProvider.System, host.Settings.Precedence);
                var column = parsed.GetValue(field)!;
                var (label, source) = await entry.UnlockAsync(tenant, parsed.GetValue(device)!, column, cancellationToken);
                Console.Out.WriteLine($"{label}: {column} is no longer locked. Its value comes from: {source}.");
                return 0;
            }
        );
    }

    public static Command Decide(string verb, string description, bool same)
    {
        var records = new Argument<string[]>("records")
        {
            Description = "Two records as itam device explain names them (\"intune 7f3a\" \"assets 42\"), or a number of itam device review",
            Arity = ArgumentArity.OneOrMore,
        };
        return WithHost(
            new Command(verb, description) { records },
            async (host, tenant, parsed, cancellationToken) =>
            {
                var meant = await MeantAsync(host, tenant, parsed.GetValue(records)!, cancellationToken);
                await new DeviceDecisions(host.Database, TimeProvider.System, host.Settings.Precedence).DecideAsync(
                    tenant,
                    meant,
                    same,
                    Actor,
                    cancellationToken
                );
                Console.Out.WriteLine(
                    $"Noted: {string.Join(", ", meant)} are {(same ? "one device" : "different devices")}. itam device undecide takes it back."
                );
                return 0;
            }
        );
    }

    public static Command TakeBack()
    {
        var one = new Argument<string>("record") { Description = "A record as itam device explain names it: \"intune 7f3a\"" };
        var other = new Argument<string>("other") { Description = "The other record" };
        return WithHost(
            new Command("undecide", "Take back what was said about two records; their identifiers decide again") { one, other },
            async (host, tenant, parsed, cancellationToken) =>
            {
                var (first, second) = (RecordId.Parse(parsed.GetValue(one)!), RecordId.Parse(parsed.GetValue(other)!));
                var decisions = new DeviceDecisions(host.Database, TimeProvider.System, host.Settings.Precedence);
                if (await decisions.TakeBackAsync(tenant, first, second, cancellationToken))
                {
                    Console.Out.WriteLine($"Taken back: the identifiers of {first} and {second} decide again.");
                    return 0;
                }

                CommandRunner.Complain($"Nobody has decided about {first} and {second}.");
                return 1;
            }
        );
    }

    private static async Task<IReadOnlyList<RecordId>> MeantAsync(ToolHost host, TenantId tenant, string[] words, CancellationToken cancellationToken)
    {
        if (words is not [var number] || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var at))
        {
            return words.Length > 1
                ? [.. words.Select(RecordId.Parse).Distinct()]
                : throw new FormatException("Name two records, or a number of itam device review.");
        }

        var doubts = await DeviceCommand.DoubtsAsync(host, tenant, cancellationToken);
        return at >= 1 && at <= doubts.Count
            ? doubts[at - 1].Records
            : throw new FormatException($"itam device review has no number {at}; it lists {doubts.Count}.");
    }

    private static Argument<string> DeviceArgument() => new("device") { Description = "Serial, asset tag or hostname" };

    private static Argument<string> FieldArgument() => new("field") { Description = $"One of: {DeviceEntry.Fields}" };

    private static Command WithHost(Command command, Func<ToolHost, TenantId, ParseResult, CancellationToken, Task<int>> run)
    {
        var (config, tenant) = (CommonOptions.Config(), CommonOptions.Tenant());
        command.Add(config);
        command.Add(tenant);
        command.SetAction(
            (parsed, cancellationToken) =>
                CommandRunner.RunAsync(async () =>
                {
                    await using var host = await ToolHost.OpenAsync(parsed.GetValue(config), cancellationToken);
                    return await run(host, CommonOptions.TenantOf(parsed, tenant), parsed, cancellationToken);
                })
        );
        return command;
    }
}
