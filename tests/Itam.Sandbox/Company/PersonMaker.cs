using System.Globalization;
using System.Text;
using Bogus;

namespace Itam.Sandbox.Company;

/// <summary>Invents the people: a head, ten departments on six sites, their managers, and who comes and goes.</summary>
internal sealed class PersonMaker(Randomizer random, DateOnly today)
{
    public static readonly string[] Departments =
    [
        "IT",
        "Sales",
        "Finance",
        "Engineering",
        "Marketing",
        "Human Resources",
        "Legal",
        "Operations",
        "Customer Service",
        "Logistics",
    ];

    private static readonly string[] JapaneseFirst =
    [
        "Haruto",
        "Yui",
        "Sota",
        "Aoi",
        "Ren",
        "Hina",
        "Daiki",
        "Mei",
        "Takumi",
        "Sakura",
        "Kaito",
        "Rin",
        "Naoki",
        "Emi",
        "Shota",
        "Miyu",
        "Ryo",
        "Keiko",
    ];
    private static readonly string[] JapaneseLast =
    [
        "Suzuki",
        "Takahashi",
        "Watanabe",
        "Ito",
        "Yamamoto",
        "Nakamura",
        "Kobayashi",
        "Kato",
        "Yoshida",
        "Yamada",
        "Sasaki",
        "Matsumoto",
        "Inoue",
        "Kimura",
        "Hayashi",
        "Shimizu",
    ];
    private static readonly string[] Titles =
    [
        "Specialist",
        "Analyst",
        "Associate",
        "Coordinator",
        "Consultant",
        "Engineer",
        "Administrator",
        "Assistant",
    ];

    private readonly Dictionary<string, Faker> _fakers = Site
        .All.Where(s => s.Locale is not null)
        .ToDictionary(s => s.Locale!, s => new Faker(s.Locale!) { Random = random });
    private readonly HashSet<string> _emails = new(StringComparer.Ordinal);

    /// <param name="stories">They come first, with their own names and dates; they get a manager like everybody else.</param>
    public List<SandboxPerson> Make(int count, IReadOnlyList<SandboxPerson> stories)
    {
        var people = new List<SandboxPerson>(count);
        people.AddRange(stories);
        _emails.UnionWith(stories.Select(s => s.Email));

        var head = Invent(people.Count, Site.Berlin, "Management", "Chief Executive Officer", managerEmail: null) with
        {
            Vip = true,
            StartsOn = today.AddYears(-9),
            LeavesOn = null,
        };
        people.Add(head);
        var heads = Departments.ToDictionary(
            d => d,
            d =>
                Invent(people.Count + Array.IndexOf(Departments, d), PickSite(), d, $"Head of {d}", head.Email) with
                {
                    Vip = true,
                    StartsOn = today.AddYears(-6),
                    LeavesOn = null,
                }
        );
        people.AddRange(heads.Values);
        var managers = new Dictionary<(string Site, string Department), SandboxPerson>();
        foreach (var site in Site.All)
        {
            foreach (var department in Departments)
            {
                var manager = Invent(people.Count, site, department, $"Manager, {department}", heads[department].Email) with
                {
                    StartsOn = today.AddYears(-4),
                    LeavesOn = null,
                };
                managers[(site.Name, department)] = manager;
                people.Add(manager);
            }
        }

        while (people.Count < count)
        {
            var site = PickSite();
            var department = random.ArrayElement(Departments);
            people.Add(
                Invent(people.Count, site, department, $"{department} {random.ArrayElement(Titles)}", managers[(site.Name, department)].Email)
            );
        }

        for (var i = 0; i < stories.Count; i++)
        {
            people[i] = people[i] with { ManagerEmail = managers[(people[i].Site, people[i].Department)].Email };
        }

        return people;
    }

    private SandboxPerson Invent(int index, Site site, string department, string title, string? managerEmail)
    {
        var name = InventName(site);
        var fate = random.Int(0, 999);
        var startsOn = fate switch
        {
            < 8 => today.AddDays(random.Int(1, 30)),
            < 25 => today.AddDays(-random.Int(0, 30)),
            _ => today.AddDays(-random.Int(60, 3600)),
        };
        DateOnly? leavesOn = fate switch
        {
            < 960 => null,
            < 975 => today.AddDays(random.Int(3, 60)),
            _ when startsOn < today.AddDays(-60) => today.AddDays(-random.Int(1, 50)),
            _ => null,
        };
        return new SandboxPerson(
            1001 + index,
            name,
            EmailOf(name),
            department,
            title,
            site.Name,
            site.Country,
            site.TimeZone,
            site.Language,
            Vip: random.Int(0, 199) == 0,
            HidesEmail: random.Int(0, 24) == 0,
            managerEmail,
            startsOn,
            leavesOn
        );
    }

    private Site PickSite() => random.Weighted(Site.All, s => s.Weight);

    private string InventName(Site site) =>
        site.Locale is { } locale
            ? $"{_fakers[locale].Name.FirstName()} {_fakers[locale].Name.LastName()}"
            : $"{random.ArrayElement(JapaneseFirst)} {random.ArrayElement(JapaneseLast)}";

    private string EmailOf(string name)
    {
        var local = Ascii(name);
        var email = local + "@example.com";
        for (var i = 2; !_emails.Add(email); i++)
        {
            email = string.Create(CultureInfo.InvariantCulture, $"{local}{i}@example.com");
        }

        return email;
    }

    private static string Ascii(string name)
    {
        var spelled = name.ToLowerInvariant()
            .Replace("ä", "ae", StringComparison.Ordinal)
            .Replace("ö", "oe", StringComparison.Ordinal)
            .Replace("ü", "ue", StringComparison.Ordinal)
            .Replace("ß", "ss", StringComparison.Ordinal)
            .Replace(' ', '.');
        return new string([.. spelled.Normalize(NormalizationForm.FormD).Where(c => c == '.' || char.IsAsciiLetter(c))]);
    }
}
