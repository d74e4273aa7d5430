using Itam.Sandbox.Company;

namespace Itam.Server.Tests.Demo;

public sealed class TheDemoCompanyIsTheSameEveryTimeTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 30, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = new(2026, 11, 20);
    private static readonly SandboxCompany Company = DemoCompany.Create(Now);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("itam-demo-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_same_seed_and_day_give_the_same_bytes_and_another_seed_others()
    {
        CompanyCsv.Write(Company, Folder("a"), Today);
        CompanyCsv.Write(DemoCompany.Create(Now.AddHours(8)), Folder("b"), Today);
        CompanyCsv.Write(DemoCompany.Create(Now, seed: 7), Folder("c"), Today);

        foreach (var file in new[] { "people.csv", "devices.csv", "licenses.csv", "seats.csv" })
        {
            var first = File.ReadAllBytes(Path.Combine(Folder("a"), file));
            File.ReadAllBytes(Path.Combine(Folder("b"), file)).Should().Equal(first, because: file);
        }

        File.ReadAllBytes(Path.Combine(Folder("c"), "devices.csv")).Should().NotEqual(File.ReadAllBytes(Path.Combine(Folder("a"), "devices.csv")));
        DemoCompany.Create(Now).PastTickets.Should().Equal(Company.PastTickets);
    }

    [Fact]
    public void It_has_the_people_and_devices_it_promises()
    {
        Company.People.Should().HaveCount(2000);
        Company.Devices.Should().HaveCount(5600);
        Company.PastTickets.Should().HaveCount(600);
        Company.Licenses.Should().OnlyContain(l => l.SeatEmails.Count > 0 && l.SeatEmails.Count <= l.Owned);
        Company.People.Select(p => p.Site).Distinct().Should().HaveCount(6);
        Company.People.Count(p => p.Vip).Should().BeInRange(10, 60);
        Company.People.Count(p => p.HidesEmail).Should().BeInRange(40, 140);
        Company.People.Should().Contain(p => p.StartsOn > Today).And.Contain(p => p.LeavesOn > Today).And.Contain(p => p.LeavesOn < Today);
        Company
            .Devices.Select(d => d.Type)
            .Distinct()
            .Should()
            .BeEquivalentTo("laptop", "desktop", "phone", "tablet", "monitor", "peripheral", "printer");
    }

    [Fact]
    public void E_mails_numbers_and_tags_are_unique_and_one_serial_is_not()
    {
        Company
            .People.Select(p => p.Email)
            .Should()
            .OnlyHaveUniqueItems()
            .And.OnlyContain(e => e.EndsWith("@example.com") && !e.StartsWith('.') && !e.Contains("..") && !e.Contains(".@"));
        Company.People.Select(p => p.Number).Should().OnlyHaveUniqueItems();
        Company.Devices.Select(d => d.AssetTag).Should().OnlyHaveUniqueItems();
        Company.Devices.Select(d => d.Number).Should().OnlyHaveUniqueItems();
        Company
            .Devices.GroupBy(d => d.Serial)
            .Where(g => g.Count() > 1)
            .Should()
            .ContainSingle()
            .Which.Select(d => d.AssetTag)
            .Should()
            .Equal(DemoStories.DuplicateSerial.Devices);
    }

    [Fact]
    public void Managers_assignees_and_time_zones_exist()
    {
        var emails = Company.People.Select(p => p.Email).ToHashSet();

        Company.People.Where(p => p.ManagerEmail is null).Should().ContainSingle("only the head has no manager");
        Company.People.Should().OnlyContain(p => p.ManagerEmail == null || (emails.Contains(p.ManagerEmail) && p.ManagerEmail != p.Email));
        Company.Devices.Should().OnlyContain(d => d.AssignedTo == null || emails.Contains(d.AssignedTo));
        Company.PastTickets.Should().OnlyContain(t => emails.Contains(t.RequesterEmail) && t.CreatedAt < Now && t.CreatedAt > Now.AddDays(-545));
        Company.People.Select(p => p.TimeZone).Distinct().Should().OnlyContain(z => TimeZoneInfo.FindSystemTimeZoneById(z) != null);
    }

    [Fact]
    public void Dates_of_a_device_follow_each_other()
    {
        Company
            .Devices.Should()
            .OnlyContain(d =>
                d.PurchasedOn <= Today
                && d.WarrantyEnd > d.PurchasedOn
                && !(d.RefreshDue < d.PurchasedOn)
                && !(d.LastSeen > Now)
                && !(d.StorageFreeGb > d.StorageTotalGb)
            );
    }

    [Theory]
    [InlineData(2027, 2, 28)]
    [InlineData(2028, 2, 29)]
    public void Any_day_will_do(int year, int month, int day)
    {
        DemoCompany.Create(new DateTimeOffset(year, month, day, 23, 59, 0, TimeSpan.Zero)).Devices.Should().HaveCount(5600);
    }

    private string Folder(string name) => Path.Combine(_folder.FullName, name);
}
