namespace Itam.Sandbox.Company;

/// <param name="People">E-mails.</param>
/// <param name="Devices">Asset tags.</param>
public sealed record DemoStory(string Name, string Tells, IReadOnlyList<string> People, IReadOnlyList<string> Devices)
{
    public string Person => People[0];
    public string Device => Devices[0];
}

/// <summary>What is planted in the demo company. E-mails and asset tags are the same for every seed and date.</summary>
public static class DemoStories
{
    /// <summary>The batch: tags LT-0022 to LT-0045; the first belongs to the person named here, the others to colleagues.</summary>
    public const int BatchSize = 24;
    internal const int BatchFrom = 22;

    public static readonly DemoStory Ordinary = new("Ordinary laptop", "Nothing is wrong with it.", ["ada.berger@example.com"], ["LT-0001"]);
    public static readonly DemoStory FullDisk = new("Full disk", "97 % of the storage is used.", ["jonas.weber@example.com"], ["LT-0002"]);
    public static readonly DemoStory StolenMac = new(
        "Stolen Mac",
        "The first device was stolen three weeks ago; the second replaces it.",
        ["claire.dubois@example.com"],
        ["LT-0003", "LT-0004"]
    );
    public static readonly DemoStory StaleMdm = new(
        "Silent device",
        "Management has not heard of it for 61 days.",
        ["oliver.hughes@example.com"],
        ["LT-0005"]
    );
    public static readonly DemoStory DuplicateSerial = new(
        "Duplicate serial",
        "Two devices carry one serial.",
        ["emily.carter@example.com", "michael.reed@example.com"],
        ["LT-0006", "LT-0007"]
    );
    public static readonly DemoStory Leaver = new(
        "Leaver",
        "Leaves in twelve days and has a laptop and a phone to return.",
        ["priya.nair@example.com"],
        ["LT-0008", "PH-0001"]
    );
    public static readonly DemoStory RepeatedFault = new(
        "Repeated fault",
        "Three tickets in 90 days about one device.",
        ["kenji.tanaka@example.com"],
        ["LT-0009"]
    );
    public static readonly DemoStory ExpiringWarranty = new(
        "Expiring warranty",
        "The warranty ends in 18 days.",
        ["lena.vogel@example.com"],
        ["LT-0010"]
    );
    public static readonly DemoStory ExpiredOs = new(
        "Expired operating system",
        "Windows 10, whose support ended on 2025-10-14.",
        ["marc.lefevre@example.com"],
        ["LT-0011"]
    );
    public static readonly DemoStory Unencrypted = new(
        "Unencrypted laptop",
        "Its disk is not encrypted.",
        ["sophie.clarke@example.com"],
        ["LT-0012"]
    );
    public static readonly DemoStory Loaner = new(
        "Loaner",
        "The first device is in repair; the second is lent for that time.",
        ["rahul.mehta@example.com"],
        ["LT-0013", "LT-0014"]
    );
    public static readonly DemoStory TwoLaptops = new(
        "Two laptops",
        "One person works on a Mac and a ThinkPad.",
        ["grace.miller@example.com"],
        ["LT-0015", "LT-0016"]
    );
    public static readonly DemoStory NoDevice = new("No device", "A person without any device.", ["tom.fischer@example.com"], []);
    public static readonly DemoStory RetiredButAlive = new(
        "Retired but alive",
        "The first device is retired and was seen yesterday; the second is the person's own.",
        ["yuki.sato@example.com"],
        ["LT-0017", "LT-0018"]
    );
    public static readonly DemoStory OnBehalf = new(
        "For someone else",
        "An assistant writes about the device of her VIP.",
        ["hannah.schulz@example.com", "viktor.brandt@example.com"],
        ["LT-0019", "LT-0020"]
    );
    public static readonly DemoStory HiddenEmail = new(
        "Hidden e-mail",
        "Desks with privacy settings show no e-mail of this person.",
        ["amelie.roux@example.com"],
        ["LT-0021"]
    );
    public static readonly DemoStory SharedRoom = new(
        "Shared room PC",
        "Everybody uses it, nobody owns it.",
        ["ada.berger@example.com"],
        ["RM-0001"]
    );
    public static readonly DemoStory BadBatteries = new(
        "Bad battery batch",
        "Laptops of one model bought in one month; half of them had battery tickets.",
        ["paul.neumann@example.com"],
        [.. Enumerable.Range(BatchFrom, BatchSize).Select(i => $"LT-{i:D4}")]
    );

    public static readonly IReadOnlyList<DemoStory> All =
    [
        Ordinary,
        FullDisk,
        StolenMac,
        StaleMdm,
        DuplicateSerial,
        Leaver,
        RepeatedFault,
        ExpiringWarranty,
        ExpiredOs,
        Unencrypted,
        Loaner,
        TwoLaptops,
        NoDevice,
        RetiredButAlive,
        OnBehalf,
        HiddenEmail,
        SharedRoom,
        BadBatteries,
    ];
}
