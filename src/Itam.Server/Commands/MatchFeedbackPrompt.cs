using Itam.Context;
using Itam.Context.Desks;
using Itam.Context.Enrichment;
using Itam.Context.Register;
using Itam.Server.Hosting;

namespace Itam.Server.Commands;

/// <summary><c>itam context CONNECTION TICKET --not DEVICE / --is DEVICE</c>: an agent's word on the match, from the command line.</summary>
internal static class MatchFeedbackPrompt
{
    /// <exception cref="FormatException">Not a ticket, or the same device in both options.</exception>
    public static async Task<int> RecordAsync(ToolHost host, string[] subject, string? not, string? @is, CancellationToken cancellationToken)
    {
        if (subject is not [var connection, var number])
        {
            throw new FormatException("--not and --is say something about a ticket: itam context <connection> <ticket> --is <serial or tag>");
        }

        if (ContextCommand.DeskOf(host, connection) is not { } desk)
        {
            return 1;
        }

        var ticket = await desk.FindTicketAsync(number, cancellationToken);
        var (wrong, right) = (
            await FindAsync(host, ticket.Tenant, not, cancellationToken),
            await FindAsync(host, ticket.Tenant, @is, cancellationToken)
        );
        if ((not is not null && wrong is null) || (@is is not null && right is null))
        {
            return 1;
        }

        if (wrong?.Id == right?.Id)
        {
            throw new FormatException($"--not and --is both name {Name(right!)}. Say one of them.");
        }

        var feedback = new Feedback(host.Database, TimeProvider.System);
        var actor = $"{Environment.UserName} (command line)";
        if (wrong is not null)
        {
            await feedback.RecordAsync(ticket, wrong.Id, MatchVerdict.NotThis, actor, cancellationToken);
            Console.Out.WriteLine($"Noted: {number} is not about {Name(wrong)}.");
        }

        if (right is not null)
        {
            await feedback.RecordAsync(ticket, right.Id, MatchVerdict.ThisOne, actor, cancellationToken);
            Console.Out.WriteLine($"Noted: {number} is about {Name(right)}.");
        }

        Console.Out.WriteLine("The ticket is queued to be looked at again; the service rewrites its note within seconds while it runs.");
        return 0;
    }

    /// <returns>Null after having said why no single device is meant.</returns>
    private static async Task<Device?> FindAsync(ToolHost host, TenantId tenant, string? name, CancellationToken cancellationToken)
    {
        if (name is null)
        {
            return null;
        }

        await using var db = host.Database.Open(tenant);
        var register = new RegisterReader(db);
        DeviceName[] names = [new(IdentifierKind.Serial, name), new(IdentifierKind.AssetTag, name), new(IdentifierKind.Hostname, name)];
        var hits = await register.FindByIdentifiersAsync(names, cancellationToken);
        var devices = await register.GetDevicesAsync(hits.Select(h => h.DeviceId), cancellationToken);
        if (devices is [var device])
        {
            return device;
        }

        CommandRunner.Complain(
            devices.Count == 0
                ? $"No device in the register of '{tenant}' has the serial, asset tag or hostname '{name}'. Nothing was noted."
                : $"{devices.Count} devices carry '{name}': {string.Join(", ", devices.Select(Name))}. Name one by its serial. Nothing was noted."
        );
        return null;
    }

    private static string Name(Device device)
    {
        var identifiers = new[] { device.AssetTag, device.Serial }.Where(i => i is not null && i != device.Label);
        return ReportText.Clean($"{device.Label} ({string.Join(", ", identifiers.Append(device.Model).Where(i => i is not null))})");
    }
}
