using Itam.Context.Register;
using Itam.TeamsBot.Languages;
using static Itam.TeamsBot.Cards.CardParts;

namespace Itam.TeamsBot.Cards;

/// <summary>Give a device back.</summary>
public static class ReturnCards
{
    public const string How = "how";
    public const string DropOff = "drop-off";
    public const string Courier = "courier";
    public const string Note = "note";

    public static AdaptiveCard Form(CardText text, Device device)
    {
        var title = text["return.title"];
        var card = new AdaptiveCard
        {
            Lang = text.Language,
            FallbackText = $"{title}: {DeviceCards.NameOf(device)}",
            Speak = $"{title}: {DeviceCards.NameOf(device)}",
            Body =
            {
                Header(title, DeviceCards.NameOf(device)),
                Words(text["return.what-happens"]),
                new AdaptiveChoiceSetInput
                {
                    Id = How,
                    Label = text["return.how"],
                    Style = "expanded",
                    IsRequired = true,
                    ErrorMessage = text["return.how-missing"],
                    Value = DropOff,
                    Choices = { new AdaptiveChoice(text["return.drop-off"], DropOff), new AdaptiveChoice(text["return.courier"], Courier) },
                },
                new AdaptiveTextInput
                {
                    Id = Note,
                    Label = text["return.note"],
                    IsMultiline = true,
                    MaxLength = 500,
                },
            },
        };
        card.Body.AddRange(Buttons(Send(text["return.ask"], CardVerbs.ReturnAsk, DeviceCards.Id(device)), Button(text["back.menu"], CardVerbs.Menu)));
        return card;
    }
}
