using Bogus;

namespace Itam.Sandbox.Company;

/// <summary>Invents one device at a time: bought when its model was sold, with dates that follow from that.</summary>
internal sealed class DeviceMaker(Randomizer random, Serials serials, DateOnly today)
{
    private static readonly (string Name, string Version, int Weight)[] Windows =
    [
        ("Windows 11 Enterprise", "10.0.26200.7171", 40),
        ("Windows 11 Enterprise", "10.0.26100.7171", 42),
        ("Windows 11 Enterprise", "10.0.28000.1199", 7),
        ("Windows 11 Enterprise", "10.0.22631.6199", 6),
        ("Windows 10 Enterprise", "10.0.19045.6456", 5),
    ];

    private static readonly (string Name, string Version, int Weight)[] Mac =
    [
        ("macOS", "26.1", 55),
        ("macOS", "15.7.2", 35),
        ("macOS", "14.8.2", 10),
    ];
    private static readonly (string Name, string Version, int Weight)[] Ios = [("iOS", "26.1", 70), ("iOS", "18.7.2", 25), ("iOS", "17.7.2", 5)];
    private static readonly (string Name, string Version, int Weight)[] Ipad = [("iPadOS", "26.1", 70), ("iPadOS", "18.7.2", 30)];
    private static readonly (string Name, string Version, int Weight)[] Android =
    [
        ("Android", "16", 60),
        ("Android", "15", 30),
        ("Android", "14", 10),
    ];

    private int _made;

    public SandboxDevice Make(string prefix, int number, DeviceModel model, SandboxPerson owner, string? serial = null) =>
        Make(prefix, number, model, Site.Named(owner.Site), serial) with
        {
            AssignedTo = owner.Email,
        };

    public SandboxDevice Make(string prefix, int number, DeviceModel model, Site site, string? serial = null)
    {
        var bought = BoughtOn(model);
        var os = SystemOf(model.Platform);
        var managed = os is not null;
        var months = model.Type is "laptop" or "desktop" or "printer" ? 36 : 24;
        var total = model.StorageGb > 0 ? (double?)model.StorageGb : null;
        return new SandboxDevice(
            ++_made,
            managed ? $"{site.Code}-{prefix}{number:D4}" : $"{prefix}-{number:D4}",
            serial is null ? serials.Next(model.Manufacturer, model.Type, bought) : serials.Reserve(serial),
            $"{prefix}-{number:D4}",
            model.Type,
            model.Platform,
            model.Manufacturer,
            model.Model,
            "in use",
            Shared: false,
            site.Name,
            AssignedTo: null,
            os?.Name,
            os?.Version,
            total,
            total is { } gb ? Math.Round(gb * random.Int(8, 80) / 100.0, 1) : null,
            managed ? LastSeen() : null,
            managed ? (model.Type is "phone" or "tablet" || random.Int(0, 99) < 97 ? "full" : "none") : null,
            bought,
            model.Price,
            bought.AddMonths(months),
            LevelOf(model),
            model.Type is "laptop" or "desktop" or "phone" or "tablet"
                ? bought.AddMonths(
                    model.Type is "desktop" ? 60
                    : model.Type is "laptop" ? 48
                    : 36
                )
                : null,
            model.Type is "laptop" && random.Int(0, 4) == 0 ? bought.AddMonths(36) : null,
            OnDesk: managed && random.Int(0, 9) < 8
        );
    }

    public DeviceModel Pick(string type) => random.Weighted([.. DeviceModel.All.Where(m => m.Type == type)], m => m.Weight);

    private DateOnly BoughtOn(DeviceModel model)
    {
        var first = new DateOnly(model.From, 1, 1);
        var last = new DateOnly(model.To, 12, 31);
        last = last < today ? last : today.AddDays(-1);
        return first.AddDays(random.Int(0, Math.Max(0, last.DayNumber - first.DayNumber)));
    }

    private (string Name, string Version)? SystemOf(string platform)
    {
        (string Name, string Version, int Weight)[]? systems = platform switch
        {
            "windows" => Windows,
            "macos" => Mac,
            "ios" => Ios,
            "ipados" => Ipad,
            "android" => Android,
            _ => null,
        };
        return systems is null ? null
            : random.Weighted(systems, s => s.Weight) is var (name, version, _) ? (name, version)
            : null;
    }

    /// <summary>Most check in every day; some are on leave or in a drawer.</summary>
    private DateTimeOffset LastSeen()
    {
        var midnight = new DateTimeOffset(today, TimeOnly.MinValue, TimeSpan.Zero);
        return random.Int(0, 99) switch
        {
            < 82 => midnight.AddMinutes(-random.Int(1, 1440)),
            < 94 => midnight.AddMinutes(-random.Int(1440, 6 * 1440)),
            < 98 => midnight.AddMinutes(-random.Int(7 * 1440, 30 * 1440)),
            _ => midnight.AddMinutes(-random.Int(31 * 1440, 120 * 1440)),
        };
    }

    private static string LevelOf(DeviceModel model) =>
        (model.Manufacturer, model.Type) switch
        {
            (_, "monitor" or "peripheral" or "printer") => "Limited Hardware Warranty",
            ("Dell", _) => "ProSupport, next business day",
            ("Lenovo", _) => "Premier Support",
            ("HP", _) => "Care Pack, next business day onsite",
            ("Apple", _) => "AppleCare+ for Business",
            _ => "Limited Hardware Warranty",
        };
}
