using Bogus;

namespace Itam.Sandbox.Company;

/// <summary>All 5,600 devices: who has what, what stands in rooms, and what lies in stock or is gone.</summary>
internal static class Fleet
{
    private static readonly (string Prefix, string Type, int Count)[] Mix =
    [
        ("LT", "laptop", 1960),
        ("PC", "desktop", 240),
        ("PH", "phone", 900),
        ("TB", "tablet", 60),
        ("MN", "monitor", 1500),
        ("DK", "peripheral", 800),
        ("RM", "desktop", 60),
        ("PR", "printer", 80),
    ];

    public const int Size = 5600;

    public static List<SandboxDevice> Make(
        DeviceMaker maker,
        Randomizer random,
        DateOnly today,
        IReadOnlyList<SandboxPerson> people,
        IReadOnlyList<SandboxDevice> stories
    )
    {
        var devices = new List<SandboxDevice>(stories);
        var planted = stories.Select(s => s.AssetTag).ToHashSet(StringComparer.Ordinal);
        var equipped = stories.Select(s => s.AssignedTo).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var staff = people.Where(p => p.StartsOn <= today && !(p.LeavesOn < today) && p.Email != DemoStories.NoDevice.Person).ToArray();
        var computers = random.Shuffle(staff.Where(p => !equipped.Contains(p.Email))).ToArray();
        var others = random.Shuffle(staff.Where(p => !DemoStories.Leaver.People.Contains(p.Email))).ToArray();
        foreach (var (prefix, type, count) in Mix)
        {
            var owners = (
                prefix switch
                {
                    "LT" => computers.Take(1640),
                    "PC" => computers.Skip(1640).Take(170),
                    "PH" => others.Take(780),
                    "TB" => others.Reverse().Take(45),
                    "MN" => others.Concat(others).Take(1380),
                    "DK" => random.Shuffle(others).Take(720),
                    _ => [],
                }
            ).GetEnumerator();
            for (var number = 1; number <= count; number++)
            {
                if (planted.Contains($"{prefix}-{number:D4}"))
                {
                    continue;
                }

                var model = prefix == "RM" ? DeviceModel.Named("OptiPlex 7010 Micro") : maker.Pick(type);
                devices.Add(
                    owners.MoveNext() ? maker.Make(prefix, number, model, owners.Current)
                    : prefix is "RM" or "PR" ? InRoom(maker, random, prefix, number, model)
                    : Idle(maker, random, prefix, number, model)
                );
            }
        }

        return devices;
    }

    private static SandboxDevice InRoom(DeviceMaker maker, Randomizer random, string prefix, int number, DeviceModel model)
    {
        var site = random.Weighted(Site.All, s => s.Weight);
        var room = $"{random.Int(1, 6)}{random.ArrayElement(["A", "B", "C", "D"])}";
        return maker.Make(prefix, number, model, site) with { Shared = true, Location = $"{site.Name}, room {room}" };
    }

    private static SandboxDevice Idle(DeviceMaker maker, Randomizer random, string prefix, int number, DeviceModel model)
    {
        var site = random.Weighted(Site.All, s => s.Weight);
        var state = random.Int(0, 99) switch
        {
            < 45 => "in stock",
            < 80 => "retired",
            < 88 => "in repair",
            < 95 => "disposed",
            < 98 => "ordered",
            _ => "lost",
        };
        var device = maker.Make(prefix, number, model, site);
        return device with
        {
            State = state,
            Location = state is "in stock" ? $"{site.Name}, IT store" : site.Name,
            LastSeen = device.LastSeen?.AddDays(state is "in repair" ? -5 : -150),
            OnDesk = false,
        };
    }
}
