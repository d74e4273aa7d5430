namespace Itam.Evaluation;

/// <summary>What surrounds the words that matter: greetings, signatures, quoted mails, and numbers that look like identifiers.</summary>
internal sealed class Noise(House house, Dice dice, IReadOnlyList<PersonRow> people)
{
    public string Ticket() =>
        house.Set == "dev" ? $"INC00{dice.Digits(5)}" : dice.Pick([$"HELP-{dice.Roll(9000) + 100}", $"#SR-{dice.Digits(5)}", $"REQ{dice.Digits(7)}"]);

    public string Ip() => $"10.{dice.Roll(200)}.{dice.Roll(250)}.{dice.Roll(250) + 1}";

    public string Phone() =>
        house.Set == "dev"
            ? $"+49 30 {dice.Digits(4)} {dice.Digits(3)}"
            : dice.Pick([$"+353-1-{dice.Digits(7)}", $"089/{dice.Digits(6)}-{dice.Digits(2)}"]);

    public string Order() =>
        house.Set == "dev"
            ? dice.Pick([$"45000{dice.Digits(5)}", $"PO-{dice.Digits(6)}"])
            : dice.Pick([$"BE{dice.Digits(8)}", $"2026/{dice.Digits(5)}", $"K-{dice.Digits(4)}"]);

    public string Version() =>
        house.Set == "dev"
            ? $"10.0.{dice.Digits(5)}.{dice.Digits(4)}"
            : dice.Pick([$"25H2", $"v{dice.Roll(9)}.{dice.Roll(20)}.{dice.Roll(9)}", $"KB{dice.Digits(7)}"]);

    public string Date() =>
        house.Set == "dev" ? $"{dice.Roll(28) + 1:00}.12.2026" : dice.Pick([$"2026-12-{dice.Roll(28) + 1:00}", $"{dice.Roll(28) + 1} December"]);

    public string Time() => $"{dice.Roll(8) + 9}:{dice.Roll(6)}5";

    public string Url() => $"https://intranet.{house.Domain}/kb/KB{dice.Digits(6)}";

    public string Number() =>
        dice.Roll(4) switch
        {
            0 => $"Ref {Ticket()}.",
            1 => $"IP {Ip()}.",
            2 => $"PO {Order()}.",
            _ => Url(),
        };

    public string Around(string body, PersonRow requester, string language)
    {
        var german = language == "de";
        var text = dice.Roll(3) switch
        {
            0 => body,
            1 => $"{(german ? "Hallo zusammen," : "Hi team,")}\n\n{body}",
            _ => $"{(german ? "Guten Tag," : "Good morning,")}\n{body}",
        };
        if (!dice.OneIn(3))
        {
            text += Signature(requester, german);
        }

        return dice.OneIn(5) ? text + Quote(german) : text;
    }

    private string Signature(PersonRow person, bool german)
    {
        var closing = german
            ? dice.Pick(["Viele Grüße", "Mit freundlichen Grüßen", "Danke und Gruß"])
            : dice.Pick(["Kind regards", "Thanks", "Best"]);
        return house.Set == "dev"
            ? $"\n\n{closing}\n{person.Name}\nBrightwater Ltd | Berlin | {Phone()} | www.brightwater.example\nHRB {dice.Digits(6)}"
            : $"\n\n{closing},\n{person.Name}\n--\nAltmark-Werke GmbH, Halle 7, D-{dice.Digits(5)}\nTel. {Phone()} · {person.Email}\nUSt-IdNr. DE{dice.Digits(9)}";
    }

    private string Quote(bool german)
    {
        var agent = dice.Pick(people);
        return house.Set == "dev"
            ? $"\n\n{(german ? $"Am 03.11.2026 schrieb {agent.Name}:" : $"On 3 Nov 2026 {agent.Name} wrote:")}\n> {(german ? "Bitte legen Sie dazu ein Ticket an" : "Please raise a ticket for this")}, {Ticket()}\n> {agent.Name}"
            : $"\n\n-----{(german ? "Ursprüngliche Nachricht" : "Original Message")}-----\n{(german ? "Von" : "From")}: {agent.Name} <{agent.Email}>\n{(german ? "Betreff" : "Subject")}: {Ticket()}\n\n{(german ? "Bitte an die IT wenden." : "Please contact IT about this.")}\n{agent.Name}";
    }
}
