using System.Globalization;

namespace Itam.TeamsBot;

/// <summary>The few sentences that the protocol itself says to a person. Register a subclass to say them in the person's language.</summary>
public class BotWords
{
    /// <summary>The answer takes longer than a client waits; the result follows in the conversation.</summary>
    public virtual string WorkingOnIt(CultureInfo culture) => "Working on it. The result will appear here.";

    /// <summary>Where no result can follow: a search or a dialog that closes.</summary>
    public virtual string TryAgain(CultureInfo culture) => "This takes longer than usual. Please try again in a moment.";

    public virtual string Failed(CultureInfo culture) => "This did not work. Nothing is lost: please try again, or tell the service desk.";

    public virtual string UnknownPerson(CultureInfo culture) =>
        "I cannot tell who you are in your organisation's directory, so I may not do this for you.";

    public virtual string BadCard(CultureInfo culture) => "This button is not understood. Please ask for a new card.";

    /// <summary>In place of a card that Teams finds too large.</summary>
    public virtual string TooLarge(CultureInfo culture) => "There is more to say than fits into one message. Please open it in the service desk.";
}
