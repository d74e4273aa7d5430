using Itam.TeamsBot.Cards;

namespace Itam.TeamsBot.Conversations;

/// <summary>The answer to something a person did: a card (it takes the place of the one that was pressed), or a line below it.</summary>
public abstract record BotAnswer
{
    private BotAnswer() { }

    /// <param name="Key">Under which the card is remembered when it is sent as a message, so that later steps replace it; null: a passing view.</param>
    public sealed record Card(AdaptiveCard Content, string? Key = null) : BotAnswer;

    public sealed record Line(string Text) : BotAnswer;

    public static implicit operator BotAnswer(AdaptiveCard card) => new Card(card);

    public static implicit operator BotAnswer(string text) => new Line(text);
}

/// <summary>What somebody typed into a card. Anybody can make it up; lengths are bounded here, meaning is checked where it is used.</summary>
public sealed class CardInputs(Newtonsoft.Json.Linq.JObject data)
{
    private const int Longest = 4000;

    /// <summary>Trimmed; null where it is missing, empty or no text.</summary>
    public string? Text(string id) =>
        data[id] is Newtonsoft.Json.Linq.JValue { Value: { } value }
        && Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)?.Trim() is { Length: > 0 } text
            ? text.Length > Longest
                ? text[..Longest]
                : text
            : null;

    public DateOnly? Day(string id) =>
        DateOnly.TryParseExact(
            Text(id),
            "yyyy-MM-dd",
            System.Globalization.CultureInfo.InvariantCulture,
            System.Globalization.DateTimeStyles.None,
            out var day
        )
            ? day
            : null;

    public int? Number(string id) =>
        int.TryParse(Text(id), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
