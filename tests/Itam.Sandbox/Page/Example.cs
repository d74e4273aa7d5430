using Itam.Sandbox.Company;

namespace Itam.Sandbox.Page;

/// <summary>A ticket that one click fills into the form. Person and device are looked up in the company, so that the example shows what its name says.</summary>
internal sealed record Example(string Label, string? Who, string Subject, string Description)
{
    private const double FullShare = 0.05;

    public static IReadOnlyList<Example> From(SandboxCompany company) =>
        [.. new[] { FullDisk(company), Battery(company), Serial(company), MeetingRoom(company), Nobody() }.OfType<Example>()];

    private static Example? FullDisk(SandboxCompany company) =>
        Owned(company).FirstOrDefault(d => d.StorageFreeGb / d.StorageTotalGb < FullShare) is { AssignedTo: { } who }
            ? new("Full disk", who, "Cannot save my work", "It says there is no space left. I deleted some downloads, but it comes back.")
            : null;

    private static Example? Battery(SandboxCompany company) =>
        Owned(company).FirstOrDefault(d => d.Type == "laptop" && d.WarrantyEnd is not null) is { AssignedTo: { } who }
            ? new("Battery swells", who, "Battery swells", "The touchpad is lifting and the bottom is not flat any more. Is it safe to use?")
            : null;

    private static Example? Serial(SandboxCompany company) =>
        Owned(company).LastOrDefault(d => d.Serial.Length > 0) is { } device
        && company.People.FirstOrDefault(p => p.Email != device.AssignedTo) is { } other
            ? new("Names a serial", other.Email, "Screen flickers", $"Not on my machine but on my colleague's. The label says {device.Serial}.")
            : null;

    private static Example? MeetingRoom(SandboxCompany company) =>
        company.Devices.FirstOrDefault(d => d.Shared && d.State == "in use") is { } device && company.People.Count > 0
            ? new("Meeting room PC", company.People[0].Email, "No picture in the meeting room", $"{device.Name} shows nothing on the big screen.")
            : null;

    private static Example Nobody() =>
        new("Nobody knows", null, "The coffee machine beeps", "Somebody should have a look. It is the one on the second floor.");

    private static IEnumerable<SandboxDevice> Owned(SandboxCompany company) =>
        company.Devices.Where(d => d is { AssignedTo: not null, State: "in use" });
}
