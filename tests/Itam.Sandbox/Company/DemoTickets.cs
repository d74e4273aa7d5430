using static Itam.Sandbox.Company.DemoStories;

namespace Itam.Sandbox.Company;

/// <summary>Twelve cases on each of three desks. Tags and serials in the texts are those of <see cref="DemoStories"/>.</summary>
public static class DemoTickets
{
    public const string OwnDevice = "own device, not named";
    public const string SerialInText = "serial in the text";
    public const string TagInText = "asset tag in the text";
    public const string HostnameInText = "host name in the text";
    public const string OthersDevice = "somebody else's device named";
    public const string LinkedDevice = "device linked on the ticket";
    public const string RoomPc = "shared room PC";
    public const string HiddenRequester = "requester's e-mail hidden";
    public const string NoDeviceAtAll = "requester without a device";
    public const string Injection = "markup and formulas in the subject";
    public const string German = "German text";
    public const string LookAlikes = "words that look like tags";

    public static readonly IReadOnlyList<DemoTicket> All =
    [
        // Jira Service Management
        Raise("jira", OwnDevice, FullDisk, "Cannot save my work", "It says there is not enough space on the disk. I already emptied the bin."),
        Raise("jira", SerialInText, Ordinary, "Fan is loud", "The fan of my laptop (S/N pf4k7d2r) runs all day."),
        Raise("jira", TagInText, ExpiringWarranty, "Screen has a pink line", "A pink line since Monday. The sticker says LT-0010."),
        Raise(
            "jira",
            HostnameInText,
            ExpiredOs,
            "Update asks again and again",
            "Computer name: par-lt0011.corp.example.com. The update window comes back every hour."
        ),
        Raise(
            "jira",
            OthersDevice,
            OnBehalf,
            "Laptop of Dr. Brandt does not start",
            "I write for Viktor Brandt: his laptop LT-0020 stays black. He flies at noon.",
            device: 1
        ),
        Raise(
            "jira",
            LinkedDevice,
            BadBatteries,
            "Battery empty after an hour",
            "Fully charged in the morning, empty after the first meeting.",
            link: true,
            batch: true
        ),
        Raise(
            "jira",
            RoomPc,
            SharedRoom,
            "Room 4A: camera not found",
            "The PC in the meeting room (BER-ROOM-4A) finds no camera. Customers arrive at two."
        ),
        Raise("jira", HiddenRequester, HiddenEmail, "Headset not recognised", "Since the update my headset is not recognised on my laptop."),
        Raise("jira", NoDeviceAtAll, NoDevice, "I cannot sign in to the time clock", "My card is accepted but the terminal shows a wrong name."),
        Raise(
            "jira",
            Injection,
            TwoLaptops,
            "<script>alert(1)</script> {{7*7}} [~admin] =1+1",
            "My ThinkPad PF4Z5N3C shows this text in a pop-up.",
            device: 1
        ),
        Raise(
            "jira",
            German,
            Ordinary,
            "Rechner hängt beim Hochfahren",
            "Mein Notebook (Inventarnummer LT-0001) bleibt beim Hochfahren stehen. Ein Neustart half nicht."
        ),
        Raise(
            "jira",
            LookAlikes,
            Unencrypted,
            "ISO-27001 audit asks for proof",
            "The auditor wants proof per RFC-2119 and KB5031234 by 2026-12-01 that my laptop is encrypted. COVID-19 rules no longer apply, see FIN-2024."
        ),
        // ServiceNow
        Raise("servicenow", OwnDevice, RepeatedFault, "Laptop switched off again", "Third time this month. It simply switches off."),
        Raise("servicenow", SerialInText, StaleMdm, "Nothing updates any more", "Serial number: 5CG2318KTV. I have not got an update for weeks."),
        Raise("servicenow", TagInText, Leaver, "How do I hand back my devices?", "My last day is soon. I have the laptop LT-0008 and a phone."),
        Raise(
            "servicenow",
            HostnameInText,
            FullDisk,
            "Disk warning on ber-lt0002",
            "ber-lt0002.corp.example.com reports a disk that is nearly full."
        ),
        Raise(
            "servicenow",
            OthersDevice,
            DuplicateSerial,
            "Michael's laptop has no network",
            "I sit next to Michael Reed; his laptop LT-0007 has no network.",
            device: 1
        ),
        Raise(
            "servicenow",
            LinkedDevice,
            RetiredButAlive,
            "Old laptop still in the cupboard",
            "I found this one and it still starts. What shall I do with it?",
            link: true
        ),
        Raise("servicenow", RoomPc, SharedRoom, "No sound in room 4A", "The PC RM-0001 plays no sound on the big screen."),
        Raise("servicenow", HiddenRequester, HiddenEmail, "VPN drops", "The VPN drops every ten minutes when I work from home."),
        Raise("servicenow", NoDeviceAtAll, NoDevice, "Please reset my password", "I need it at the shared terminal in the hall."),
        Raise(
            "servicenow",
            Injection,
            BadBatteries,
            "'; DROP TABLE incident; -- [code]<img src=x onerror=alert(1)>[/code]",
            "My battery lasts only an hour. The subject is what the error window showed.",
            batch: true
        ),
        Raise(
            "servicenow",
            German,
            ExpiringWarranty,
            "Akku wölbt sich",
            "Der Akku meines Notebooks wölbt sich, das Touchpad lässt sich nicht mehr drücken. Seriennummer PF4B6T9H."
        ),
        Raise(
            "servicenow",
            LookAlikes,
            Ordinary,
            "Order PO-00042 and invoice LT-99999",
            "The invoice LT-99999 for order PO-00042 shows HTTP-404 when I open it on my laptop."
        ),
        // Freshservice
        Raise("freshservice", OwnDevice, ExpiredOs, "Program will not install", "It says that my version of Windows is too old."),
        Raise(
            "freshservice",
            SerialInText,
            StolenMac,
            "Question about my stolen MacBook",
            "The police ask for the purchase date of the stolen one, serial C7QX4KPW2M."
        ),
        Raise(
            "freshservice",
            TagInText,
            Loaner,
            "When do I get LT-0013 back?",
            "I use a loaner since last week. When is my own laptop LT-0013 repaired?"
        ),
        Raise(
            "freshservice",
            HostnameInText,
            RetiredButAlive,
            "osa-lt0018 is slow",
            "My computer osa-lt0018.corp.example.com is slow since the last restart.",
            device: 1
        ),
        Raise(
            "freshservice",
            OthersDevice,
            OnBehalf,
            "New charger for Viktor Brandt",
            "Please send a charger for his Surface, serial 0F48213597624. I order it for him.",
            device: 1
        ),
        Raise(
            "freshservice",
            LinkedDevice,
            DuplicateSerial,
            "Two laptops, one serial?",
            "Your sheet lists my serial twice. This is the one on my desk.",
            link: true
        ),
        Raise("freshservice", RoomPc, SharedRoom, "Berlin 4A asks for a password", "BER-ROOM-4A shows a sign-in screen instead of the meeting."),
        Raise("freshservice", HiddenRequester, HiddenEmail, "Mouse pointer jumps", "The pointer jumps when I type on my laptop."),
        Raise("freshservice", NoDeviceAtAll, NoDevice, "Gate scanner beeps twice", "The scanner at gate 3 beeps twice for every parcel."),
        Raise(
            "freshservice",
            Injection,
            Unencrypted,
            "=HYPERLINK(\"http://evil.example\",\"open\") <b onmouseover=alert(1)>x</b>",
            "This came in a mail. I opened it on my laptop."
        ),
        Raise(
            "freshservice",
            German,
            SharedRoom,
            "Besprechungsraum 4A: Bild flackert",
            "Der PC im Raum (Inventarnummer RM-0001) flackert seit heute früh."
        ),
        Raise(
            "freshservice",
            LookAlikes,
            BadBatteries,
            "USB-C, HDMI-2 and DP-1 do not work",
            "None of USB-C, HDMI-2 and DP-1 gives a picture on my laptop. Firmware 1.24.0, room B-0001."
        ),
    ];

    /// <param name="batch">The note should suspect the batch.</param>
    /// <param name="device">Which device of the story is meant.</param>
    private static DemoTicket Raise(
        string desk,
        string what,
        DemoStory story,
        string subject,
        string description,
        int device = 0,
        bool link = false,
        bool batch = false
    )
    {
        var tag = story.Devices.Count > device ? story.Devices[device] : null;
        return new DemoTicket(
            desk,
            new NewTicket(story.Person, subject, description, link ? tag : null),
            story.Name,
            what,
            tag is null ? ExpectedDevice.NoneKnown : new ExpectedDevice(tag),
            batch
        );
    }
}
