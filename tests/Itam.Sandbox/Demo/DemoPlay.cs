using Itam.Sandbox.Company;
using Itam.Sandbox.Freshservice;
using Itam.Sandbox.Jira;

namespace Itam.Sandbox.Demo;

/// <summary>What the demo plays: the company, its tickets, and the files from which the product learns about devices.</summary>
/// <param name="WriteCsv">Writes people, devices, licenses and seats into the folder; returns their paths in that order.</param>
internal sealed record DemoPlay(SandboxCompany Company, IReadOnlyList<DemoCase> Cases, Func<string, IReadOnlyList<string>> WriteCsv)
{
    public static DemoPlay Create(TimeProvider time)
    {
        var now = time.GetUtcNow();
        var company = DemoCast.InEnglish(DemoCompany.Create(now));
        var cases = DemoTickets.All.Select(t => new DemoCase(
            t.Desk,
            t.Ticket,
            t.Expected?.AssetTag,
            AnyDevice: t.Expected is null,
            t.SuspectedBatch
        ));
        return new DemoPlay(
            company,
            [.. cases],
            folder =>
            {
                // Desks hide some people's e-mail; an administrator has filled in their accounts (ServiceNow shows the employee number instead).
                CompanyCsv.Write(
                    company,
                    folder,
                    DateOnly.FromDateTime(now.UtcDateTime),
                    p => $"jira={JiraEmulator.AccountIdOf(p)}; freshservice={EmulatedFreshservice.AccountIdOf(p)}"
                );
                return [.. Files.Select(name => Path.Combine(folder, name))];
            }
        );
    }

    private static readonly string[] Files = ["people.csv", "devices.csv", "licenses.csv", "seats.csv"];
}

/// <summary>One ticket of the demo and what its note must say.</summary>
/// <param name="Desk">Null: whichever desk is next.</param>
/// <param name="ExpectedTag">Asset tag of the device that the note must name first; null where it must say that none is known.</param>
/// <param name="AnyDevice">Nothing is expected of the device.</param>
/// <param name="SuspectedBatch">The note must say that the batch is suspected; on every other ticket it must not.</param>
internal sealed record DemoCase(string? Desk, NewTicket Ticket, string? ExpectedTag, bool AnyDevice = false, bool SuspectedBatch = false);
