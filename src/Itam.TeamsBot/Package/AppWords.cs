namespace Itam.TeamsBot.Package;

/// <summary>What people read about the app before they use it.</summary>
/// <param name="ShortName">At most 30 characters.</param>
/// <param name="FullName">At most 100.</param>
/// <param name="Summary">At most 80.</param>
/// <param name="Search">The search's name, at most 32 characters, and what it does, at most 128; the same for its input.</param>
internal sealed record AppWords(string ShortName, string FullName, string Summary, string Description, CommandWords Search, CommandWords SearchInput)
{
    public static readonly AppWords English = new(
        "Assets",
        "Assets: devices, licenses and requests",
        "Your devices and licenses, what is wrong with them, and new equipment.",
        """
        Assets knows which devices and licenses you have and how they are.

        - Ask for your devices, licenses and requests.
        - Report a problem, or a lost or stolen device; the service desk gets a ticket that names the device.
        - Request equipment, approve requests, and give back what you no longer need.
        - Search for devices while you write a message, and paste a link to a ticket to see what it is about.

        What you see is what you may see: the app asks your organisation's service each time. It reads only messages that are sent to it.
        """,
        new("Search assets", "Find a device by serial number, asset tag, name, model or person"),
        new("Device or person", "Serial number, asset tag, host name, model or person")
    );

    public static readonly AppWords German = new(
        "Assets",
        "Assets: Geräte, Lizenzen und Anträge",
        "Ihre Geräte und Lizenzen, was mit ihnen nicht stimmt, und neue Ausstattung.",
        """
        Assets weiß, welche Geräte und Lizenzen Sie haben und wie es ihnen geht.

        - Fragen Sie nach Ihren Geräten, Lizenzen und Anträgen.
        - Melden Sie ein Problem oder ein verlorenes oder gestohlenes Gerät; der Service Desk bekommt ein Ticket, in dem das Gerät steht.
        - Beantragen Sie Ausstattung, genehmigen Sie Anträge und geben Sie zurück, was Sie nicht mehr brauchen.
        - Suchen Sie Geräte, während Sie eine Nachricht schreiben, und fügen Sie den Link zu einem Ticket ein, um zu sehen, worum es geht.

        Sie sehen, was Sie sehen dürfen: Die App fragt jedes Mal den Dienst Ihrer Organisation. Sie liest nur Nachrichten, die an sie gerichtet sind.
        """,
        new("Geräte suchen", "Ein Gerät nach Seriennummer, Inventarnummer, Name, Modell oder Person finden"),
        new("Gerät oder Person", "Seriennummer, Inventarnummer, Rechnername, Modell oder Person")
    );
}
