using Itam.Sandbox.Company;

namespace Itam.Sandbox.Demo;

/// <summary>The people of the demo company whom a newcomer plays in Teams, found by what they are.</summary>
internal sealed record DemoCast(
    SandboxPerson Asker,
    SandboxPerson Owner,
    SandboxPerson? Manager,
    SandboxPerson? SecondApprover,
    SandboxPerson? Stockroom,
    SandboxPerson Agent,
    SandboxPerson? Security
)
{
    public static DemoCast Of(SandboxCompany company)
    {
        var asker = Playing(company, DemoStories.FullDisk);
        return new DemoCast(
            asker,
            Playing(company, DemoStories.TwoLaptops),
            company.People.FirstOrDefault(p => p.Email == asker.ManagerEmail),
            HeadOf("Finance"),
            company.People.FirstOrDefault(p => p.JobTitle == "Manager, IT" && p.Site == asker.Site),
            Playing(company, DemoStories.Loaner),
            HeadOf("IT")
        );

        SandboxPerson? HeadOf(string department) => company.People.FirstOrDefault(p => p.JobTitle == $"Head of {department}");
    }

    /// <summary>The cast reads English, so that a newcomer can read what each of them gets.</summary>
    public static SandboxCompany InEnglish(SandboxCompany company)
    {
        var cast = Of(company).All.Select(p => p.Email).ToHashSet(StringComparer.Ordinal);
        return company with { People = [.. company.People.Select(p => cast.Contains(p.Email) ? p with { Language = "en" } : p)] };
    }

    public IEnumerable<SandboxPerson> All => new[] { Asker, Owner, Manager, SecondApprover, Stockroom, Agent, Security }.OfType<SandboxPerson>();

    /// <summary>Another company than the demo's has other people, and somebody plays there too.</summary>
    private static SandboxPerson Playing(SandboxCompany company, DemoStory story) =>
        company.People.FirstOrDefault(p => p.Email == story.Person) ?? company.People[0];
}
