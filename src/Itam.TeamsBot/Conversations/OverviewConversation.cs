using Itam.Context;
using Itam.Context.Lifecycle.Equipment;
using Itam.Context.Register;
using Itam.Context.Storage;
using Itam.TeamsBot.Cards;
using Microsoft.EntityFrameworkCore;

namespace Itam.TeamsBot.Conversations;

/// <summary>What the caller has: devices, licenses, requests and tickets. One only ever sees one's own.</summary>
public sealed class OverviewConversation(Database database, OwnDevices devices, EquipmentService equipment, TimeProvider time) : IConversation
{
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
            .Select(s => new OwnLicense(s.License!.Product, s.AssignedOn, s.LastUsedAt, s.State))
            .ToListAsync(cancellationToken);
        var licenses = seats
            .OrderBy(s => s.State)
            .DistinctBy(s => s.Product, StringComparer.OrdinalIgnoreCase)
            .OrderBy(s => s.Product, StringComparer.OrdinalIgnoreCase);
        return LicensesCard.Of(caller.Text, [.. licenses], caller.Assistant.Human);
    }

    private async Task<BotAnswer> RequestsAsync(Caller caller, string? id, CardInputs inputs, CancellationToken cancellationToken)
    {
        var page = RequestsPage.Read(id);
        return RequestsCard.Of(
            caller.Text,
            page,
            await ListAsync(RequestsSection.Waiting, equipment.WaitingForMeAsync),
            await ListAsync(RequestsSection.Lent, equipment.LentAsync),
            await ListAsync(RequestsSection.Mine, equipment.MineAsync),
            page.Shows(RequestsSection.Tickets) ? await TicketsAsync() : []
        );

        Task<IReadOnlyList<EquipmentRequestView>> ListAsync(
            RequestsSection section,
            Func<TenantId, Guid, int, int, CancellationToken, Task<IReadOnlyList<EquipmentRequestView>>> list
        ) =>
            page.Shows(section) && equipment.IsOpenFor(caller.Tenant)
                ? list(caller.Tenant, caller.Person.Id, page.Skip, page.FetchedOf(section), cancellationToken)
                : Task.FromResult<IReadOnlyList<EquipmentRequestView>>([]);

        async Task<IReadOnlyList<TicketRecord>> TicketsAsync()
        {
            await using var db = database.Open(caller.Tenant);
            var since = time.GetUtcNow() - TicketsOf;
            var upToHere = page.Skip + page.FetchedOf(RequestsSection.Tickets);
            var tickets = await new RegisterReader(db).TicketsOfPersonAsync(caller.Person.Id, since, upToHere, cancellationToken);
            return [.. tickets.Skip(page.Skip)];
        }
    }
}
