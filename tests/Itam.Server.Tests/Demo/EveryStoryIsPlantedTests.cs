using Itam.Sandbox.Company;

namespace Itam.Server.Tests.Demo;

public sealed class EveryStoryIsPlantedTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 30, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = new(2026, 11, 20);
    private static readonly SandboxCompany Company = DemoCompany.Create(Now, seed: 7);

    public static TheoryData<string> Stories => [.. DemoStories.All.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Stories))]
    public void Its_people_and_devices_exist(string name)
    {
        var story = DemoStories.All.Single(s => s.Name == name);

        story.People.Should().BeSubsetOf(Company.People.Select(p => p.Email)).And.NotBeEmpty();
        story.Devices.Except(Company.Devices.Select(d => d.AssetTag)).Should().BeEmpty();
    }

    [Fact]
    public void The_disk_is_97_percent_full()
    {
        var disk = Device(DemoStories.FullDisk.Device);

        (1 - (disk.StorageFreeGb / disk.StorageTotalGb)).Should().BeApproximately(0.97, 0.005);
    }

    [Fact]
    public void The_batch_is_one_model_of_one_month_with_many_battery_tickets()
    {
        var batch = DemoStories.BadBatteries.Devices.Select(Device).ToArray();

        batch.Should().HaveCount(24);
        batch.Select(d => (d.Model, d.PurchasedOn!.Value.Year, d.PurchasedOn.Value.Month)).Distinct().Should().ContainSingle();
        batch.Select(d => d.AssignedTo).Should().OnlyHaveUniqueItems().And.NotContainNulls();
        Company.PastTickets.Count(t => t.Subject.Contains("Battery") && DemoStories.BadBatteries.Devices.Contains(t.DeviceTag)).Should().Be(14);
    }

    [Fact]
    public void States_dates_and_owners_are_as_told()
    {
        Device(DemoStories.StolenMac.Device).Should().Match<SandboxDevice>(d => d.State == "stolen" && d.Platform == "macos");
        Device(DemoStories.StaleMdm.Device).LastSeen.Should().BeBefore(Now.AddDays(-45));
        DemoStories.DuplicateSerial.Devices.Select(t => Device(t).Serial).Distinct().Should().ContainSingle();
        Company.Person(DemoStories.Leaver.Person).LeavesOn.Should().Be(Today.AddDays(12));
        Company.Devices.Where(d => d.AssignedTo == DemoStories.Leaver.Person).Select(d => d.AssetTag).Should().Equal(DemoStories.Leaver.Devices);
        Company.PastTickets.Count(t => t.DeviceTag == DemoStories.RepeatedFault.Device && t.CreatedAt > Now.AddDays(-90)).Should().Be(3);
        Device(DemoStories.ExpiringWarranty.Device).WarrantyEnd.Should().Be(Today.AddDays(18));
        Device(DemoStories.ExpiredOs.Device).OsName.Should().StartWith("Windows 10");
        Device(DemoStories.Unencrypted.Device).Encryption.Should().Be("none");
        DemoStories.Loaner.Devices.Select(t => Device(t).State).Should().Equal("in repair", "on loan");
        Company.Devices.Count(d => d.Type == "laptop" && d.AssignedTo == DemoStories.TwoLaptops.Person).Should().Be(2);
        Company.Devices.Should().NotContain(d => d.AssignedTo == DemoStories.NoDevice.Person);
        Device(DemoStories.RetiredButAlive.Device).Should().Match<SandboxDevice>(d => d.State == "retired" && d.LastSeen > Now.AddDays(-2));
        Company.Person(DemoStories.OnBehalf.People[1]).Vip.Should().BeTrue();
        Company.Person(DemoStories.HiddenEmail.Person).HidesEmail.Should().BeTrue();
        Device(DemoStories.SharedRoom.Device).Should().Match<SandboxDevice>(d => d.Shared && d.AssignedTo == null);
    }

    [Fact]
    public void Each_desk_gets_all_twelve_cases_and_their_texts_name_what_exists()
    {
        DemoTickets
            .All.GroupBy(t => t.Desk)
            .Should()
            .HaveCount(3)
            .And.OnlyContain(desk => desk.Select(t => t.Case).Distinct().Count() == 12 && desk.Count() == 12);
        foreach (var ticket in DemoTickets.All)
        {
            Company.People.Should().Contain(p => p.Email == ticket.Ticket.RequesterEmail);
            if (ticket.Expected is not { AssetTag: { } tag })
            {
                continue;
            }

            var device = Device(tag);
            var text = $"{ticket.Ticket.Subject} {ticket.Ticket.Description}";
            var named = ticket.Case switch
            {
                DemoTickets.SerialInText => device.Serial,
                DemoTickets.TagInText => device.AssetTag,
                DemoTickets.HostnameInText => device.Name.ToLowerInvariant() + ".corp.example.com",
                _ => " ",
            };
            text.Should().ContainEquivalentOf(named);
            (ticket.Ticket.LinkedDeviceTag ?? tag).Should().Be(tag);
        }
    }

    [Fact]
    public void Words_that_look_like_tags_name_no_device()
    {
        var text = string.Join(
            ' ',
            DemoTickets.All.Where(t => t.Case == DemoTickets.LookAlikes).Select(t => t.Ticket.Subject + " " + t.Ticket.Description)
        );

        var words = text.Split([' ', '.', ',', '?']).ToHashSet();

        Company.Devices.Should().NotContain(d => words.Contains(d.AssetTag) || text.Contains(d.Serial));
    }

    private static SandboxDevice Device(string tag) => Company.Devices.Single(d => d.AssetTag == tag);
}
