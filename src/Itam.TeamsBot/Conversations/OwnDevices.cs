using System.Collections.Immutable;
using Itam.Context.Enrichment;
using Itam.TeamsBot.Cards;

namespace Itam.TeamsBot.Conversations;

/// <summary>The caller's own devices, and no others: every question about a device goes through here.</summary>
public sealed class OwnDevices(ContextService context)
{
    public Task<ImmutableArray<DeviceHealth>> AllAsync(Caller caller, CancellationToken cancellationToken) =>
        context.CheckDevicesOfAsync(caller.Tenant, caller.Person.Id, cancellationToken);

    /// <returns>Null: there is no such device, or it is not the caller's. Which of the two is nobody's business.</returns>
    public async Task<DeviceHealth?> FindAsync(Caller caller, string? id, CancellationToken cancellationToken) =>
        Guid.TryParse(id, out var device) ? (await AllAsync(caller, cancellationToken)).FirstOrDefault(d => d.Device.Id == device) : null;

    /// <summary>In place of a card about a device that is not theirs any more.</summary>
    public async Task<BotAnswer> GoneAsync(Caller caller, CancellationToken cancellationToken)
    {
        var card = DeviceCards.All(caller.Text, await AllAsync(caller, cancellationToken), caller.Assistant.Human);
        card.Body.Insert(1, CardParts.Words(caller.Text["device.gone"]));
        return card;
    }
}
