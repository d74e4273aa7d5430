using Itam.Context.Register;

namespace Itam.Context.Enrichment;

/// <summary>Words by which people name a kind of device without naming the device ("my phone", "der Drucker").</summary>
internal static class DeviceWords
{
    private static readonly (DeviceType[] Types, string[] Stems)[] ByType =
    [
        ([DeviceType.Phone], ["phone=", "smartphone=", "mobile=", "iphone=", "*handy=", "telefon="]),
        ([DeviceType.Tablet], ["tablet=", "ipad="]),
        ([DeviceType.Monitor], ["monitor="]),
        ([DeviceType.Printer], ["printer=", "*drucker="]),
        ([DeviceType.Peripheral], ["dock=", "docking=", "dockingstation=", "headset=", "mouse=", "maus="]),
        ([DeviceType.Laptop], ["*laptop=", "*notebook=", "macbook=", "thinkpad=", "latitude=", "elitebook=", "chromebook="]),
        ([DeviceType.Desktop], ["desktop=", "workstation=", "optiplex=", "imac="]),
    ];

    /// <summary>Parts that a laptop has as well; they mean a device of their own only where the person has one.</summary>
    private static readonly (DeviceType Type, string[] Stems)[] Parts =
    [
        (DeviceType.Monitor, ["screen=", "bildschirm=", "display="]),
        (DeviceType.Peripheral, ["keyboard=", "tastatur=", "webcam="]),
    ];

    private static readonly string[] Loaner = ["loaner", "loan=", "leih", "ausgelieh", "ersatzgerät", "leihweise"];

    private static readonly string[] Lines =
    [
        "macbook",
        "thinkpad",
        "latitude",
        "elitebook",
        "iphone",
        "ipad",
        "surface",
        "optiplex",
        "pixel",
        "galaxy",
        "probook",
        "precision",
        "xps",
        "zbook",
        "imac",
    ];

    /// <summary>
    /// The kinds of device that the words name. A kind of computer or a part that the person does not have is left out: "I share my desktop" and "the
    /// screen is black" are said of laptops, too.
    /// </summary>
    /// <param name="held">The kinds that the person has.</param>
    public static IReadOnlySet<DeviceType> TypesNamed(TicketWords words, IReadOnlySet<DeviceType> held) =>
        ByType
            .Where(t => words.OwnAny(t.Stems))
            .SelectMany(t => t.Types)
            .Where(t => held.Contains(t) || !t.IsComputer())
            .Concat(Parts.Where(p => held.Contains(p.Type) && words.OwnAny(p.Stems)).Select(p => p.Type))
            .ToHashSet();

    /// <summary>True when the words name the product line of this model ("my MacBook").</summary>
    public static bool NamesLineOf(TicketWords words, string? model) =>
        model is not null && Lines.Any(line => model.Contains(line, StringComparison.OrdinalIgnoreCase) && words.HasAny([line]));

    public static bool NamesLoaner(TicketWords words) => words.OwnAny(Loaner);
}
