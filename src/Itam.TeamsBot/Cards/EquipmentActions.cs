using System.Globalization;
using Itam.Context.Lifecycle.Equipment;
using Itam.TeamsBot.Languages;
using static Itam.TeamsBot.Cards.CardParts;

namespace Itam.TeamsBot.Cards;

/// <summary>The buttons of a request, by what its viewer may do now. What needs a word with it is folded away until it is wanted.</summary>
public static class EquipmentActions
{
    public const string Comment = "comment";
    public const string DelegateTo = "delegateTo";
    public const string DelegateComment = "delegateComment";
    public const string DeviceTag = "deviceTag";
    public const string ArrivedDeviceTag = "arrivedDeviceTag";
    public const string ShippedDeviceTag = "shippedDeviceTag";
    public const string CancelComment = "cancelComment";
    public const string Condition = "condition";
    public const string Accessories = "accessories";
    public const string ShippedCondition = "shippedCondition";
    public const string ShippedAccessories = "shippedAccessories";
    public const string ReturnedCondition = "returnedCondition";
    public const string Carrier = "carrier";
    public const string TrackingNumber = "trackingNumber";
    public const string DueOn = "dueOn";

    public static IEnumerable<AdaptiveElement> Of(CardText text, EquipmentRequestView view)
    {
        var id = EquipmentCard.IdOf(view);
        var may = view.May;
        var buttons = new List<AdaptiveAction>();
        if (may.Contains(EquipmentAction.Approve))
        {
            buttons.Add(Button(text["do.approve"], CardVerbs.Approve, id));
        }

        if (may.Contains(EquipmentAction.Refuse))
        {
            Fold("do.refuse-form", Text(Comment, "ask.refusal", required: true), Send(text["do.refuse"], CardVerbs.Refuse, id));
        }

        if (may.Contains(EquipmentAction.Delegate))
        {
            var people = new AdaptiveChoiceSetInput
            {
                Id = DelegateTo,
                Label = text["ask.delegate"],
                IsRequired = true,
                ErrorMessage = text["ask.delegate-missing"],
                ChoicesData = new AdaptiveDataQuery(AdaptiveDataQuery.People),
            };
            Fold("do.delegate-form", people, Text(DelegateComment, "ask.delegate-comment"), Send(text["do.delegate"], CardVerbs.Delegate, id));
        }

        if (may.Contains(EquipmentAction.Confirm))
        {
            buttons.Add(Button(text["do.confirm"], CardVerbs.Confirm, id));
        }

        if (may.Contains(EquipmentAction.Reserve) && view.Item.IsTracked)
        {
            Fold("do.reserve-form", Text(ArrivedDeviceTag, "ask.device-tag", required: true), Send(text["do.reserve"], CardVerbs.Reserve, id));
        }

        var hands = may.Contains(EquipmentAction.HandOver) || may.Contains(EquipmentAction.Ship);
        if (hands)
        {
            AdaptiveElement[] kit =
            [
                .. view.Device is null && view.Item.IsTracked ? [Text(DeviceTag, "ask.device-tag", required: true)] : Array.Empty<AdaptiveElement>(),
                Text(Condition, "ask.condition"),
                Text(Accessories, "ask.accessories"),
            ];
            Fold("do.hand-over-form", [.. kit, Send(text["do.hand-over"], CardVerbs.HandOver, id)]);
            AdaptiveElement[] parcel =
            [
                .. view.Device is null && view.Item.IsTracked
                    ? [Text(ShippedDeviceTag, "ask.device-tag", required: true)]
                    : Array.Empty<AdaptiveElement>(),
                Text(Carrier, "ask.carrier"),
                Text(TrackingNumber, "ask.tracking", required: true),
                Text(ShippedCondition, "ask.condition"),
                Text(ShippedAccessories, "ask.accessories"),
            ];
            Fold("do.ship-form", [.. parcel, Send(text["do.ship"], CardVerbs.Ship, id)]);
        }

        if (may.Contains(EquipmentAction.Return))
        {
            Fold("do.take-back-form", Text(ReturnedCondition, "ask.returned-condition"), Send(text["do.take-back"], CardVerbs.TakeBack, id));
        }

        if (may.Contains(EquipmentAction.Reclaim))
        {
            var due = new AdaptiveDateInput
            {
                Id = DueOn,
                Label = text["ask.due-on"],
                IsRequired = true,
                ErrorMessage = text["ask.due-on-missing"],
                Min = text.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            };
            Fold("do.reclaim-form", due, Send(text["do.reclaim"], CardVerbs.Reclaim, id));
        }

        if (may.Contains(EquipmentAction.Cancel))
        {
            var own = view.ViewerRole.HasFlag(ViewerRole.Requester);
            Fold(
                "do.cancel-form",
                Text(CancelComment, own ? "ask.cancel" : "ask.refusal", required: !own),
                Send(text["do.cancel"], CardVerbs.Cancel, id)
            );
        }

        return Buttons(buttons);

        AdaptiveTextInput Text(string input, string label, bool required = false) =>
            new()
            {
                Id = input,
                Label = text[label],
                IsRequired = required ? true : null,
                ErrorMessage = required ? text["ask.missing"] : null,
                IsMultiline = true,
                MaxLength = 500,
            };

        void Fold(string opens, params object[] content) =>
            buttons.Add(
                new AdaptiveShowCardAction([.. content.OfType<AdaptiveElement>(), .. Buttons(content.OfType<AdaptiveAction>())])
                {
                    Title = text[opens],
                }
            );
    }
}
