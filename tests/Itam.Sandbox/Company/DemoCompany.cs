using Bogus;

namespace Itam.Sandbox.Company;

/// <summary>2,000 people on six sites, 5,600 devices, licenses and 18 months of tickets, with <see cref="DemoStories"/> planted in it.</summary>
public static class DemoCompany
{
    public const int PeopleCount = 2000;

    /// <summary>The same seed and the same day (UTC) of <paramref name="now"/> give the same company, whatever the time of day.</summary>
    public static SandboxCompany Create(DateTimeOffset now, int seed = 42)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var random = new Randomizer(seed);
        var people = new PersonMaker(random, today).Make(PeopleCount, StoryMaker.People(today));
        var maker = new DeviceMaker(random, new Serials(random), today);
        var stories = new StoryMaker(maker, random, today).Devices(people);
        var devices = Fleet.Make(maker, random, today, people, stories);
        return new SandboxCompany(people, devices, LicensesOf(people, random, today), new PastTicketMaker(random, today).Make(people, devices));
    }

    private static List<SandboxLicense> LicensesOf(IReadOnlyList<SandboxPerson> people, Randomizer random, DateOnly today)
    {
        var staff = people.Where(p => p.StartsOn <= today && !(p.LeavesOn < today)).ToArray();
        List<string> Seats(int count, params ReadOnlySpan<string> departments)
        {
            var wanted = departments.ToArray();
            return [.. random.Shuffle(staff.Where(p => wanted.Length == 0 || wanted.Contains(p.Department))).Take(count).Select(p => p.Email)];
        }

        return
        [
            new("Microsoft 365 E3", "Microsoft", 2050, today.AddDays(140), [.. staff.Select(p => p.Email)]),
            new("Visio Plan 2", "Microsoft", 120, today.AddDays(140), Seats(117)),
            new("Project Plan 3", "Microsoft", 60, today.AddDays(140), Seats(48, "Engineering", "Operations", "IT")),
            new("Creative Cloud All Apps", "Adobe", 90, today.AddDays(41), Seats(90, "Marketing")),
            new("Acrobat Pro", "Adobe", 400, today.AddDays(41), Seats(372)),
            new("AutoCAD", "Autodesk", 40, today.AddDays(203), Seats(35, "Engineering")),
            new("GitHub Enterprise", "GitHub", 260, today.AddDays(88), Seats(190, "Engineering", "IT")),
            new("Salesforce Sales Cloud", "Salesforce", 210, today.AddDays(26), Seats(180, "Sales")),
            new("Zoom Workplace Business", "Zoom", 500, today.AddDays(300), Seats(455)),
        ];
    }
}
