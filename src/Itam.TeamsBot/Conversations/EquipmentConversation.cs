using Itam.Context.Lifecycle.Catalogue;
using Itam.Context.Lifecycle.Equipment;
using Itam.Context.Register;
using Itam.Context.Storage;
using Itam.TeamsBot.Cards;

namespace Itam.TeamsBot.Conversations;

/// <summary>Ask for equipment, decide, hand over, confirm. Who may do what is decided by the service, for the person who acts, each time.</summary>
public sealed class EquipmentConversation(EquipmentService equipment, Database database) : IConversation
{
    public IReadOnlyDictionary<string, CardAction> Actions =>
        new Dictionary<string, CardAction>(StringComparer.Ordinal)
        {
            [CardVerbs.Catalogue] = CatalogueAsync,
            [CardVerbs.Request] = On((caller, id, _, token) => equipment.ViewAsync(caller.Tenant, id, caller.Person.Id, token)),
            [CardVerbs.Approve] = On((caller, id, _, token) => equipment.DecideAsync(caller.Tenant, caller.Person.Id, id, true, null, token)),
            [CardVerbs.Refuse] = On(
                (caller, id, inputs, token) =>
                    equipment.DecideAsync(caller.Tenant, caller.Person.Id, id, false, inputs.Text(EquipmentActions.Comment), token)
            ),
            [CardVerbs.Delegate] = DelegateAsync,
            [CardVerbs.Reserve] = On(
                (caller, id, inputs, token) =>
                    equipment.ReserveAsync(caller.Tenant, caller.Person.Id, id, inputs.Text(EquipmentActions.ArrivedDeviceTag) ?? "", token)
            ),
            [CardVerbs.HandOver] = On(
                (caller, id, inputs, token) =>
                    equipment.HandOverAsync(
                        caller.Tenant,
                        caller.Person.Id,
                        id,
                        new Kit(
                            inputs.Text(EquipmentActions.Condition),
                            inputs.Text(EquipmentActions.Accessories),
                            inputs.Text(EquipmentActions.DeviceTag)
                        ),
                        token
                    )
            ),
            [CardVerbs.Ship] = On(
                (caller, id, inputs, token) =>
                    equipment.ShipAsync(
                        caller.Tenant,
                        caller.Person.Id,
                        id,
                        new Tracking(inputs.Text(EquipmentActions.Carrier), inputs.Text(EquipmentActions.TrackingNumber) ?? ""),
                        new Kit(
                            inputs.Text(EquipmentActions.ShippedCondition),
                            inputs.Text(EquipmentActions.ShippedAccessories),
                            inputs.Text(EquipmentActions.ShippedDeviceTag)
                        ),
                        token
                    )
            ),
            [CardVerbs.Confirm] = On((caller, id, _, token) => equipment.ConfirmAsync(caller.Tenant, caller.Person.Id, id, token)),
            [CardVerbs.Cancel] = On(
                (caller, id, inputs, token) =>
                    equipment.CancelAsync(caller.Tenant, caller.Person.Id, id, inputs.Text(EquipmentActions.CancelComment), token)
            ),
            [CardVerbs.TakeBack] = On(
                (caller, id, inputs, token) =>
                    equipment.ReturnLoanAsync(caller.Tenant, caller.Person.Id, id, inputs.Text(EquipmentActions.ReturnedCondition), token)
            ),
            [CardVerbs.Reclaim] = On(
                (caller, id, inputs, token) =>
                    inputs.Day(EquipmentActions.DueOn) is { } due
                        ? equipment.ReclaimLoanAsync(caller.Tenant, caller.Person.Id, id, due, null, token)
                        : Task.FromResult<EquipmentOutcome>(new EquipmentOutcome.Invalid("dueOn", InvalidReason.Missing, "No day was named."))
            ),
        };

    /// <summary>Under which a person's card of a request is remembered.</summary>
    public static string KeyOf(Guid requestId, string entraId) => $"case/{requestId:N}/{entraId}";

    /// <returns>Null: the key is of something else.</returns>
    public static (Guid Request, string EntraId)? ReadKey(string key) =>
        key.Split('/') is ["case", var request, var entraId] && Guid.TryParse(request, out var id) ? (id, entraId) : null;

    /// <returns>Null: the item is not offered to the caller (any more).</returns>
    public async Task<Offer?> FindOfferAsync(Caller caller, string? itemId, CancellationToken cancellationToken) =>
        (await equipment.OffersAsync(caller.Tenant, caller.Person.Id, cancellationToken)).FirstOrDefault(o => o.Item.Id == itemId);

    /// <returns>The dialog again with what is wrong, or null when the request is on its way; its card comes in the chat.</returns>
    public async Task<(AdaptiveCard? Again, EquipmentRequestView? Sent, string? Problem)> AskAsync(
        Caller caller,
        string? itemId,
        CardInputs inputs,
        CancellationToken cancellationToken
    )
    {
        if (await FindOfferAsync(caller, itemId, cancellationToken) is not { } offer)
        {
            return (null, null, caller.Text["catalogue.gone"]);
        }

        var once = inputs.Text(CardVerbs.Once) is { Length: <= 64 } said ? said : caller.Once;
        var ask = new EquipmentAsk(
            offer.Item.Id,
            inputs.Text(CatalogueCards.Reason) ?? "",
            once,
            inputs.Day(CatalogueCards.NeededBy),
            inputs.Number(CatalogueCards.LoanDays)
        );
        return await equipment.AskAsync(caller.Tenant, caller.Person.Id, ask, cancellationToken) switch
        {
            EquipmentOutcome.Accepted accepted => (null, accepted.View, null),
            EquipmentOutcome.Invalid invalid => (
                CatalogueCards.Ask(
                    caller.Text,
                    offer,
                    once,
                    inputs.Text(CatalogueCards.Reason),
                    inputs.Text(CatalogueCards.NeededBy),
                    inputs.Text(CatalogueCards.LoanDays),
                    ProblemOf(caller, invalid)
                ),
                null,
                null
            ),
            EquipmentOutcome.NotAllowed refused => (null, null, caller.Text[$"refused.{refused.Reason}"]),
            _ => (null, null, caller.Text["protocol.failed"]),
        };
    }

    private async Task<BotAnswer> CatalogueAsync(Caller caller, string? id, CardInputs inputs, CancellationToken cancellationToken) =>
        equipment.IsOpenFor(caller.Tenant)
            ? CatalogueCards.Of(
                caller.Text,
                CataloguePage.Of(
                    caller.Text,
                    await equipment.OffersAsync(caller.Tenant, caller.Person.Id, cancellationToken),
                    id,
                    inputs.Text(CatalogueCards.Said)
                ),
                caller.Assistant.Human
            )
            : caller.Text["catalogue.off"];

    private static CardAction On(Func<Caller, Guid, CardInputs, CancellationToken, Task<EquipmentOutcome>> act) =>
        async (caller, id, inputs, token) =>
            Guid.TryParse(id, out var request)
                ? Answer(caller, request, await act(caller, request, inputs, token))
                : caller.Text["refused.UnknownRequest"];

    private async Task<BotAnswer> DelegateAsync(Caller caller, string? id, CardInputs inputs, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var request))
        {
            return caller.Text["refused.UnknownRequest"];
        }

        await using var db = database.Open(caller.Tenant);
        var to = inputs.Text(EquipmentActions.DelegateTo) is { } entra
            ? await new RegisterReader(db).FindPersonAsync([new(IdentityKind.DirectoryId, entra)], cancellationToken)
            : null;
        if (to is null)
        {
            return caller.Text["ask.delegate-unknown"];
        }

        var comment = inputs.Text(EquipmentActions.DelegateComment);
        return Answer(caller, request, await equipment.DelegateAsync(caller.Tenant, caller.Person.Id, request, to.Id, comment, cancellationToken));
    }

    /// <summary>Whoever lost the race gets the card as it is now, and who was faster.</summary>
    private static BotAnswer Answer(Caller caller, Guid request, EquipmentOutcome outcome) =>
        outcome switch
        {
            EquipmentOutcome.Accepted accepted => Card(caller, request, accepted.View, null),
            EquipmentOutcome.TooLate late => Card(
                caller,
                request,
                late.View,
                caller.Text.Of(
                    "late.decided",
                    caller.Text[$"step.{late.What}"],
                    late.By?.Name ?? caller.Text["step.product"],
                    caller.Text.Moment(late.At)
                )
            ),
            EquipmentOutcome.Invalid invalid => ProblemOf(caller, invalid),
            EquipmentOutcome.NotAllowed refused => caller.Text[$"refused.{refused.Reason}"],
            _ => throw new InvalidOperationException($"{outcome.GetType().Name} is no outcome."),
        };

    private static BotAnswer.Card Card(Caller caller, Guid request, EquipmentRequestView view, string? said) =>
        new(EquipmentCard.Of(caller.Text, view, caller.User.ChannelId, said), KeyOf(request, caller.User.EntraId));

    private static string ProblemOf(Caller caller, EquipmentOutcome.Invalid invalid) =>
        invalid is { Field: nameof(EquipmentAsk.Reason), Reason: InvalidReason.Missing }
            ? caller.Text["ask.reason-missing"]
            : caller.Text[$"invalid.{invalid.Reason}"];
}
