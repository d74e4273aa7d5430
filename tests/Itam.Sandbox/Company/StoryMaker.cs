using Bogus;

namespace Itam.Sandbox.Company;

/// <summary>The people and devices of <see cref="DemoStories"/>.</summary>
internal sealed class StoryMaker(DeviceMaker devices, Randomizer random, DateOnly today)
{
    public static IReadOnlyList<SandboxPerson> People(DateOnly today) =>
        [
            Person(0, "Ada Berger", Site.Berlin, "Finance", "Controller"),
            Person(1, "Jonas Weber", Site.Berlin, "Engineering", "Software Engineer"),
            Person(2, "Claire Dubois", Site.Paris, "Marketing", "Designer"),
            Person(3, "Oliver Hughes", Site.London, "Sales", "Account Executive"),
            Person(4, "Emily Carter", Site.Austin, "Operations", "Operations Analyst"),
            Person(5, "Michael Reed", Site.Austin, "Operations", "Operations Lead"),
            Person(6, "Priya Nair", Site.Bengaluru, "Engineering", "QA Engineer") with
            {
                LeavesOn = today.AddDays(12),
            },
            Person(7, "Kenji Tanaka", Site.Osaka, "Logistics", "Planner"),
            Person(8, "Lena Vogel", Site.Berlin, "Legal", "Counsel"),
            Person(9, "Marc Lefèvre", Site.Paris, "Finance", "Accountant"),
            Person(10, "Sophie Clarke", Site.London, "Human Resources", "HR Partner"),
            Person(11, "Rahul Mehta", Site.Bengaluru, "IT", "Systems Engineer"),
            Person(12, "Grace Miller", Site.Austin, "Engineering", "Staff Engineer"),
            Person(13, "Tom Fischer", Site.Berlin, "Logistics", "Warehouse Associate"),
            Person(14, "Yuki Sato", Site.Osaka, "Sales", "Sales Manager"),
            Person(15, "Hannah Schulz", Site.Berlin, "Legal", "Executive Assistant"),
            Person(16, "Viktor Brandt", Site.Berlin, "Legal", "General Counsel") with
            {
                Vip = true,
            },
            Person(17, "Amélie Roux", Site.Paris, "Customer Service", "Team Lead") with
            {
                HidesEmail = true,
            },
            Person(18, "Paul Neumann", Site.Berlin, "Sales", "Key Account Manager"),
        ];

    private static SandboxPerson Person(int index, string name, Site site, string department, string title) =>
        new(
            1001 + index,
            name,
            name.ToLowerInvariant().Replace(' ', '.').Replace('é', 'e').Replace('è', 'e') + "@example.com",
            department,
            title,
            site.Name,
            site.Country,
            site.TimeZone,
            site.Language,
            Vip: false,
            HidesEmail: false,
            ManagerEmail: null,
            new DateOnly(2021, 4, 1),
            LeavesOn: null
        );

    public List<SandboxDevice> Devices(IReadOnlyList<SandboxPerson> people)
    {
        var byEmail = people.ToDictionary(p => p.Email, StringComparer.Ordinal);
        var colleagues = people
            .Where(p => p.Number > 1100 && p.Site == "Berlin" && p.LeavesOn is null && p.StartsOn < today)
            .Take(DemoStories.BatchSize - 1)
            .Select(p => p.Email);
        string[] batchOwners = [DemoStories.BadBatteries.Person, .. colleagues];
        var bought = new DateOnly(today.Year, today.Month, 1).AddMonths(-20);
        var made = new List<SandboxDevice>
        {
            Laptop(1, "ThinkPad T14 Gen 4", DemoStories.Ordinary.Person, "PF4K7D2R"),
            Laptop(2, "Latitude 5420", DemoStories.FullDisk.Person, "7K3XQ93") with
            {
                StorageTotalGb = 512,
                StorageFreeGb = 15.4,
            },
            Laptop(3, "MacBook Pro 14 (M3, 2023)", DemoStories.StolenMac.Person, "C7QX4KPW2M") with
            {
                State = "stolen",
                LastSeen = Moment(-21, 7),
            },
            Laptop(4, "MacBook Pro 14 (M4, 2024)", DemoStories.StolenMac.Person, "H2VN9RTK6L") with
            {
                PurchasedOn = today.AddDays(-19),
            },
            Laptop(5, "EliteBook 840 G9", DemoStories.StaleMdm.Person, "5CG2318KTV") with
            {
                LastSeen = Moment(-61, 16),
            },
            Laptop(6, "Latitude 5450", DemoStories.DuplicateSerial.People[0], "4H8WZ54"),
            Laptop(7, "Latitude 5450", DemoStories.DuplicateSerial.People[1], "4H8WZ54"),
            Laptop(8, "ThinkPad T14 Gen 3", DemoStories.Leaver.Person, "PF3M8W5N"),
            Laptop(9, "EliteBook 840 G10", DemoStories.RepeatedFault.Person, "5CG3472BQX"),
            Laptop(10, "ThinkPad X1 Carbon Gen 10", DemoStories.ExpiringWarranty.Person, "PF4B6T9H") with
            {
                PurchasedOn = today.AddDays(18).AddYears(-3),
                WarrantyEnd = today.AddDays(18),
                RefreshDue = today.AddDays(18).AddYears(1),
            },
            Laptop(11, "Latitude 7490", DemoStories.ExpiredOs.Person, "2J6TLN2") with
            {
                OsName = "Windows 10 Enterprise",
                OsVersion = "10.0.19045.6456",
            },
            Laptop(12, "EliteBook 840 G8", DemoStories.Unencrypted.Person, "5CG1094MNR") with
            {
                Encryption = "none",
            },
            Laptop(13, "ThinkPad T14 Gen 5", DemoStories.Loaner.Person, "PF5C2X7J") with
            {
                State = "in repair",
                LastSeen = Moment(-6, 9),
            },
            Laptop(14, "ThinkPad T14 Gen 3", DemoStories.Loaner.Person, "PF3R6L8V") with
            {
                State = "on loan",
                Location = "Bengaluru, loaner pool",
            },
            Laptop(15, "MacBook Pro 14 (M4, 2024)", DemoStories.TwoLaptops.Person, "K9XJ3FWQ7T"),
            Laptop(16, "ThinkPad T14 Gen 4", DemoStories.TwoLaptops.Person, "PF4Z5N3C"),
            Laptop(17, "EliteBook 840 G5", null, "5CG8217HWD") with
            {
                State = "retired",
                LastSeen = Moment(-1, 8),
                Location = "Osaka",
            },
            Laptop(18, "EliteBook 840 G10", DemoStories.RetiredButAlive.Person, "5CG3481LVK"),
            Laptop(19, "ThinkPad T14 Gen 4", DemoStories.OnBehalf.People[0], "PF4H9B6S"),
            Laptop(20, "Surface Laptop 6", DemoStories.OnBehalf.People[1], "0F48213597624"),
            Laptop(21, "EliteBook 840 G11", DemoStories.HiddenEmail.Person, "5CG4155XJB"),
        };
        made.AddRange(
            DemoStories.BadBatteries.Devices.Select(
                (_, i) =>
                    Laptop(DemoStories.BatchFrom + i, "Latitude 5440", batchOwners[i], null) with
                    {
                        PurchasedOn = bought.AddDays(i % 4),
                        WarrantyEnd = bought.AddDays(i % 4).AddYears(3),
                    }
            )
        );
        made.Add(devices.Make("PH", 1, DeviceModel.Named("iPhone 15"), byEmail[DemoStories.Leaver.Person], "R7KXQ4W2PN") with { OnDesk = true });
        made.Add(
            devices.Make("RM", 1, DeviceModel.Named("OptiPlex 7010 Micro"), Site.Berlin, "6R2WXK7") with
            {
                Shared = true,
                Location = "Berlin, room 4A",
                Name = "BER-ROOM-4A",
                OnDesk = true,
            }
        );
        return made;

        SandboxDevice Laptop(int number, string model, string? owner, string? serial)
        {
            var device = owner is null
                ? devices.Make("LT", number, DeviceModel.Named(model), Site.Osaka, serial)
                : devices.Make("LT", number, DeviceModel.Named(model), byEmail[owner], serial);

            // Only its story is wrong with a story's device.
            return device with
            {
                OnDesk = true,
                OsName = device.Platform == "macos" ? "macOS" : "Windows 11 Enterprise",
                OsVersion = device.Platform == "macos" ? "26.1" : "10.0.26200.7171",
                StorageFreeGb = Math.Round(device.StorageTotalGb!.Value * (0.35 + (random.Int(0, 30) / 100.0)), 1),
                LastSeen = Moment(0, 0),
                Encryption = "full",
            };
        }
    }

    private DateTimeOffset Moment(int days, int hour) => new(today.AddDays(days), new TimeOnly(hour, 12), TimeSpan.Zero);
}
