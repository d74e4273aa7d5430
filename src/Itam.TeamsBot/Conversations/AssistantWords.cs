using System.Globalization;
using Itam.TeamsBot.Languages;

namespace Itam.TeamsBot.Conversations;

/// <summary>The protocol's own sentences, in the person's language.</summary>
public sealed class AssistantWords(TimeProvider time) : BotWords
{
    public override string WorkingOnIt(CultureInfo culture) => Text(culture)["protocol.working"];

    public override string TryAgain(CultureInfo culture) => Text(culture)["protocol.later"];

    public override string Failed(CultureInfo culture) => Text(culture)["protocol.failed"];

    public override string UnknownPerson(CultureInfo culture) => Text(culture)["protocol.unknown-person"];

    public override string BadCard(CultureInfo culture) => Text(culture)["protocol.bad-card"];

    public override string TooLarge(CultureInfo culture) => Text(culture)["protocol.too-large"];

    private CardText Text(CultureInfo culture) => new(culture, null, time.GetUtcNow());
}
