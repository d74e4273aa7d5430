using Itam.Sandbox.Company;

namespace Itam.Sandbox.Demo;

/// <summary>What the demo plays: the company, its tickets, and the files from which the product learns about devices.</summary>
/// <param name="WriteCsv">Writes people, devices, licenses and seats into the folder; returns their paths in that order.</param>
internal sealed record DemoPlay(SandboxCompany Company, IReadOnlyList<DemoCase> Cases, Func<string, IReadOnlyList<string>> WriteCsv)
{
    public static DemoPlay Create(TimeProvider time)
    {
        _ = time;
        return new DemoPlay(new SandboxCompany([], [], [], []), [], static _ => []);
    }
}

/// <summary>One ticket of the demo and what its note must say.</summary>
/// <param name="Desk">Null: whichever desk is next.</param>
/// <param name="ExpectedTag">Asset tag of the device that the note must name first; null where it must say that none is known.</param>
/// <param name="AnyDevice">Nothing is expected of the device.</param>
internal sealed record DemoCase(string? Desk, NewTicket Ticket, string? ExpectedTag, bool AnyDevice = false);
