using Itam.Context.Register;

namespace Itam.Context.Enrichment;

/// <summary>Words by which people name a kind of device without naming the device ("my phone", "der Drucker").</summary>
internal static class DeviceWords
{
    private static readonly (DeviceType[] Types, string[] Words)[] ByType =
    [
        ([DeviceType.Phone], ["phone", "smartphone", "mobile", "iphone", "handy", "telefon"]),
        ([DeviceType.Tablet], ["tablet", "ipad"]),
        ([DeviceType.Monitor], ["monitor", "screen", "bildschirm", "display"]),
        ([DeviceType.Printer], ["printer", "drucker"]),
        ([DeviceType.Peripheral], ["dock", "docking", "dockingstation", "headset", "keyboard", "mouse", "tastatur", "maus", "webcam"]),
        ([DeviceType.Laptop], ["laptop", "notebook", "macbook", "thinkpad", "latitude", "elitebook", "chromebook"]),
        ([DeviceType.Desktop], ["desktop", "workstation", "optiplex", "imac"]),
    ];

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

    /// <summary>The kinds of device that the words name; empty where they name none.</summary>
    public static IReadOnlySet<DeviceType> TypesNamed(TicketWords words) =>
        ByType.Where(t => words.HasAny(t.Words)).SelectMany(t => t.Types).ToHashSet();

    /// <summary>True when the words name the product line of this model ("my MacBook").</summary>
    public static bool NamesLineOf(TicketWords words, string? model) =>
        model is not null && Lines.Any(line => model.Contains(line, StringComparison.OrdinalIgnoreCase) && words.HasAny([line]));
}
