using Bogus;

namespace Itam.Sandbox.Company;

/// <summary>600 tickets of the last 18 months: those of the stories, and the daily run.</summary>
internal sealed class PastTicketMaker(Randomizer random, DateOnly today)
{
    public const int Count = 600;
    private const int Days = 540;

    private static readonly (string Subject, string Description)[] AboutDevices =
    [
        ("Laptop very slow since this morning", "Everything takes minutes to open. I restarted twice."),
        ("No sound in calls", "The headset is connected but nobody hears me in meetings."),
        ("Screen flickers", "The screen flickers when I move the lid."),
        ("Wi-Fi drops every few minutes", "Only in the office; at home it works."),
        ("Docking station does not charge", "Two monitors work, but the battery goes down."),
        ("Keyboard: some keys do not work", "The E and the R key need several presses."),
        ("Update keeps failing", "The update restarts and then says that changes are undone."),
        ("Blue screen", "It happened twice today while I was in a call."),
        ("Bildschirm bleibt schwarz", "Nach dem Aufklappen bleibt der Bildschirm dunkel, die Tastatur leuchtet."),
        ("Le clavier ne répond plus", "Depuis ce matin plusieurs touches ne fonctionnent plus."),
    ];

    private static readonly (string Subject, string Description)[] AboutOtherThings =
    [
        ("Password reset", "I forgot my password after my holidays."),
        ("Access to the finance share", "I need read access for the closing."),
        ("Printer on floor 3 is out of toner", "The display says replace black cartridge."),
        ("License for Visio", "I need it for a project until the end of the quarter."),
        ("Mailbox is full", "I cannot send mails any more."),
        ("VPN: which address?", "The guide shows an address that does not answer."),
        ("New phone number", "Please change my number in the directory."),
    ];

    public List<SandboxPastTicket> Make(IReadOnlyList<SandboxPerson> people, IReadOnlyList<SandboxDevice> devices)
    {
        var laptops = devices.Where(d => d is { Type: "laptop", AssignedTo: not null }).ToDictionary(d => d.AssetTag, StringComparer.Ordinal);
        var tickets = Stories(laptops);

        // The stories' own devices have no other past, so that what they show is what was planted.
        var planted = DemoStories.All.SelectMany(s => s.Devices).ToHashSet(StringComparer.Ordinal);
        var owned = laptops.Values.Where(d => !planted.Contains(d.AssetTag)).ToArray();
        var staff = people.Where(p => p.StartsOn < today.AddDays(-30) && p.LeavesOn is null).ToArray();
        while (tickets.Count < Count)
        {
            var at = At(random.Int(1, Days));
            if (random.Int(0, 9) < 6)
            {
                var device = random.ArrayElement(owned);
                var (subject, description) = random.ArrayElement(AboutDevices);
                tickets.Add(new SandboxPastTicket(device.AssignedTo!, subject, description, device.AssetTag, at, IsClosed(at)));
            }
            else
            {
                var (subject, description) = random.ArrayElement(AboutOtherThings);
                tickets.Add(new SandboxPastTicket(random.ArrayElement(staff).Email, subject, description, null, at, IsClosed(at)));
            }
        }

        return
        [
            .. tickets.OrderBy(t => t.CreatedAt).ThenBy(t => t.RequesterEmail, StringComparer.Ordinal).ThenBy(t => t.Subject, StringComparer.Ordinal),
        ];
    }

    private List<SandboxPastTicket> Stories(Dictionary<string, SandboxDevice> laptops)
    {
        var tickets = new List<SandboxPastTicket>();
        foreach (var (tag, i) in DemoStories.BadBatteries.Devices.Take(14).Select((tag, i) => (tag, i)))
        {
            Add(
                laptops[tag].AssignedTo!,
                "Battery empty after an hour",
                "The battery shows 100 % in the morning and is empty after an hour without the charger.",
                tag,
                15 + (i * 11)
            );
        }

        var repeated = DemoStories.RepeatedFault;
        Add(repeated.Person, "Laptop shuts down without warning", "It happened three times today while I was typing.", repeated.Device, 75);
        Add(repeated.Person, "Shuts down again", "The main board was replaced, and it shuts down again.", repeated.Device, 47);
        Add(repeated.Person, "Still shutting down", "The same as in my last two tickets.", repeated.Device, 20);
        Add(
            DemoStories.StolenMac.Person,
            "My laptop was stolen",
            "My MacBook was stolen on the train to Lyon. I have a report of the police.",
            DemoStories.StolenMac.Device,
            21
        );
        Add(DemoStories.Loaner.Person, "Hinge broken", "The display no longer stays up.", DemoStories.Loaner.Device, 8);
        Add(DemoStories.FullDisk.Person, "Cannot save files", "It says that there is not enough space.", DemoStories.FullDisk.Device, 34);
        foreach (var daysAgo in new[] { 12, 40, 95, 180 })
        {
            Add(
                DemoStories.SharedRoom.Person,
                "Room 4A: no picture on the screen",
                "The meeting could not start; the PC in the room shows nothing.",
                DemoStories.SharedRoom.Device,
                daysAgo
            );
        }

        return tickets;

        void Add(string email, string subject, string description, string tag, int daysAgo)
        {
            var at = At(daysAgo);
            tickets.Add(new SandboxPastTicket(email, subject, description, tag, at, IsClosed(at)));
        }
    }

    private DateTimeOffset At(int daysAgo) => new(today.AddDays(-daysAgo), new TimeOnly(random.Int(7, 16), random.Int(0, 59)), TimeSpan.Zero);

    private bool IsClosed(DateTimeOffset at) => at < new DateTimeOffset(today.AddDays(-10), TimeOnly.MinValue, TimeSpan.Zero);
}
