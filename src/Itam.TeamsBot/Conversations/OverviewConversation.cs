using Itam.Context.Lifecycle.Equipment;
using Itam.Context.Register;
using Itam.Context.Storage;
using Itam.TeamsBot.Cards;
using Microsoft.EntityFrameworkCore;

namespace Itam.TeamsBot.Conversations;

/// <summary>What the caller has: devices, licenses, requests and tickets. One only ever sees one's own.</summary>
public sealed class OverviewConversation(Database database, OwnDevices devices, EquipmentService equipment, TimeProvider time) : IConversation
{
    private const int MaxRequests = 20;
    private static readonly TimeSpan TicketsOf = TimeSpan.FromDays(90);

    public IReadOnlyDictionary<string, CardAction> Actions =>
        new Dictionary<string, CardAction>(StringComparer.Ordinal)
        {
            [CardVerbs.Menu] = (caller, _, _, _) => Task.FromResult<BotAnswer>(Menu(caller, caller.Text["menu.welcome"])),
            [CardVerbs.Devices] = DevicesAsync,
            [CardVerbs.Device] = DeviceAsync,
            [CardVerbs.Licenses] = LicensesAsync,
            [CardVerbs.Requests] = RequestsAsync,
        };

    public AdaptiveCard Menu(Caller caller, string said) =>
        MenuCard.Of(caller.Text, said, caller.Assistant.Human, equipment.IsOpenFor(caller.Tenant));

    private async Task<BotAnswer> DevicesAsync(Caller caller, string? id, CardInputs inputs, CancellationToken cancellationToken) =>
        DeviceCards.All(caller.Text, await devices.AllAsync(caller, cancellationToken), caller.Assistant.Human);

    private async Task<BotAnswer> DeviceAsync(Caller caller, string? id, CardInputs inputs, CancellationToken cancellationToken) =>
        await devices.FindAsync(caller, id, cancellationToken) is { } device
            ? DeviceCards.One(caller.Text, device)
            : await devices.GoneAsync(caller, cancellationToken);

    private async Task<BotAnswer> LicensesAsync(Caller caller, string? id, CardInputs inputs, CancellationToken cancellationToken)
    {
        await using var db = database.Open(caller.Tenant);
        var seats = await db
            .Seats.AsNoTracking()
            .Where(s => s.PersonId == caller.Person.Id)
            .Select(s => new OwnLicense(s.License!.Product, s.AssignedOn, s.LastUsedAt))
            .ToListAsync(cancellationToken);
        var licenses = seats.DistinctBy(s => s.Product, StringComparer.OrdinalIgnoreCase).OrderBy(s => s.Product, StringComparer.OrdinalIgnoreCase);
        return LicensesCard.Of(caller.Text, [.. licenses], caller.Assistant.Human);
    }

    private async Task<BotAnswer> RequestsAsync(Caller caller, string? id, CardInputs inputs, CancellationToken cancellationToken)
    {
        await using var db = database.Open(caller.Tenant);
        var tickets = await new RegisterReader(db).TicketsOfPersonAsync(
            caller.Person.Id,
            time.GetUtcNow() - TicketsOf,
            MaxRequests,
            cancellationToken
        );
        if (!equipment.IsOpenFor(caller.Tenant))
        {
            return RequestsCard.Of(caller.Text, [], [], tickets);
        }

        return RequestsCard.Of(
            caller.Text,
            await equipment.WaitingForMeAsync(caller.Tenant, caller.Person.Id, MaxRequests, cancellationToken),
            await equipment.MineAsync(caller.Tenant, caller.Person.Id, MaxRequests, cancellationToken),
            tickets
        );
    }
}
