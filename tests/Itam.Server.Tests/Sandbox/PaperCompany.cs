using Itam.Sandbox.Company;

namespace Itam.Server.Tests.Sandbox;

/// <summary>Four people and five devices: enough for every example on the page.</summary>
internal static class PaperCompany
{
    public static readonly SandboxPerson Dana = Person(1, "Dana Demo", "dana@example.com", "Sales");
    public static readonly SandboxPerson Ömer = Person(2, "Ömer Yılmaz", "oemer@example.com", "Finance");

    public static SandboxCompany Create() =>
        new(
            [Dana, Ömer, Person(3, "Zoë O'Neill", "zoe@example.com", "Design"), Person(4, "Ian <b>Bold</b>", "ian@example.com", "\"Ops\" & more")],
            [
                Device(1, "LT-DANA", "PF3ABCDE", "LT-0042", "laptop", "dana@example.com", freeGb: 6.1),
                Device(2, "LT-OEMER", "PF3ABCDF", "LT-0043", "laptop", "oemer@example.com", freeGb: 200),
                Device(3, "MR-BERLIN-1", "MR3ABCDE", "MR-0001", "desktop", null, freeGb: 100, shared: true),
                Device(4, "MB-ZOE", "C02ABCDE", "MB-0107", "laptop", "zoe@example.com", freeGb: 90),
            ],
            [],
            [new SandboxPastTicket("dana@example.com", "Old: keyboard sticks", "Coffee.", null, DateTimeOffset.UnixEpoch, true)]
        );

    private static SandboxPerson Person(int number, string name, string email, string department) =>
        new(number, name, email, department, "Specialist", "Berlin", "DE", "Europe/Berlin", "en", false, false, null, new DateOnly(2024, 1, 1), null);

    private static SandboxDevice Device(
        int number,
        string name,
        string serial,
        string tag,
        string type,
        string? who,
        double freeGb,
        bool shared = false
    ) =>
        new(
            number,
            name,
            serial,
            tag,
            type,
            "windows",
            "Lenovo",
            "ThinkPad T14 Gen 4",
            "in use",
            shared,
            "Berlin",
            who,
            "Windows 11",
            "10.0.26100",
            238,
            freeGb,
            null,
            "on",
            null,
            null,
            new DateOnly(2026, 12, 9),
            "Premier Support",
            null,
            null,
            true
        );
}
