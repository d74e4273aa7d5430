using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Sandbox.Faults;
using Itam.Sandbox.Sources.SnipeIt;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Tests.Sources.SnipeIt;

public sealed class A_whole_register_is_walked : IAsyncLifetime
{
    private SnipeItBench Bench { get; } = new();

    public Task InitializeAsync()
    {
        Bench.Instance.MaxResults = 4;
        return Bench.InitializeAsync();
    }

    public Task DisposeAsync() => Bench.DisposeAsync();

    [Fact]
    public async Task Every_person_asset_and_license_comes_once_over_many_small_pages()
    {
        for (var n = 1; n <= 10; n++)
        {
            var user = Bench.Instance.AddUser(n, "User" + n, "Test");
            Bench.Instance.AddAsset(n, $"PF3ABC{n:00}", holder: n % 2 == 0 ? user.AsHolder() : null);
        }

        Bench.Instance.AddAsset(11, "PF3OLD01", "archived", "Retired");
        Bench.Instance.AddLicense(1, "Acrobat Pro", 3, (Bench.Instance.Users[0], null), (null, Bench.Instance.Assets[1]));

        var pages = await Bench.ReadAsync();

        var records = pages.SelectMany(p => p.Records).ToArray();
        records.OfType<PersonRecord>().Select(p => p.SourceId).Should().Equal(Enumerable.Range(1, 10).Select(n => $"{n}"));
        records.OfType<DeviceRecord>().Select(d => d.SourceId).Should().Equal(Enumerable.Range(1, 11).Select(n => $"{n}"));
        records.OfType<LicenseRecord>().Should().ContainSingle().Which.Seats!.Value.Should().HaveCount(2);
        pages[0].Total.Should().Be(10 + 10 + 1 + 1);
        pages[^1].Complete.Should().BeTrue();
        pages.SkipLast(1).Should().OnlyContain(p => !p.Complete && p.HighWater == null);
        Bench.Instance.Requests.Should().Contain(r => r.StartsWith("GET hardware?status=Archived"));
    }

    [Fact]
    public async Task Seats_are_listed_to_their_total_although_the_list_begins_again_beyond_it()
    {
        var users = Enumerable.Range(1, 8).Select(n => Bench.Instance.AddUser(n, "User" + n, "Test")).ToArray();
        Bench.Instance.AddLicense(1, "Acrobat Pro", 8, [.. users.Select(u => ((JObject?)u, (JObject?)null))]);

        var license = (await Bench.ReadAsync()).SelectMany(p => p.Records).OfType<LicenseRecord>().Single();

        license
            .Seats!.Value.Select(s => s.Person[0])
            .Should()
            .Equal(users.Select(u => new PersonName(IdentityKind.Account, (string)u["id"]!, "assets")));
        license.Owned.Should().Be(8);
        license.RenewsOn.Should().Be(new DateOnly(2027, 6, 30));
        Bench.Instance.Requests.Count(r => r.Contains("/seats")).Should().Be(2);
    }

    [Fact]
    public async Task A_license_whose_seats_are_hidden_still_tells_how_many_are_taken()
    {
        Bench.Instance.HidesSeats = true;
        Bench.Instance.AddLicense(1, "Acrobat Pro", 5, (Bench.Instance.AddUser(1, "Ada", "L"), null));

        var license = (await Bench.ReadAsync()).SelectMany(p => p.Records).OfType<LicenseRecord>().Single();

        (license.Seats, license.Assigned).Should().Be((null, 1));
    }

    [Fact]
    public async Task A_dock_on_a_laptop_belongs_to_whoever_has_the_laptop()
    {
        var ada = Bench.Instance.AddUser(9, "Ada", "L");
        Bench.Instance.AddAsset(
            1,
            "DOCK0001",
            holder: new JObject
            {
                ["id"] = 2,
                ["name"] = "LT-0002",
                ["type"] = "asset",
            }
        );
        Bench.Instance.AddAsset(2, "PF3ABC02", holder: ada.AsHolder());

        // Two things on each other end the search instead of going round.
        Bench.Instance.AddAsset(3, "PF3ABC03", holder: new JObject { ["id"] = 4, ["type"] = "asset" });
        Bench.Instance.AddAsset(4, "PF3ABC04", holder: new JObject { ["id"] = 3, ["type"] = "asset" });

        var devices = (await Bench.ReadAsync()).SelectMany(p => p.Records).OfType<DeviceRecord>().ToArray();

        devices[0].Holder.Should().Contain(new PersonName(IdentityKind.Account, "9", "assets"));
        devices[0].Unassigned.Should().BeFalse();
        devices[2].Holder.Should().BeEmpty();
    }

    [Fact]
    public async Task A_row_taken_out_while_walking_makes_the_walk_incomplete_even_when_the_total_stays()
    {
        for (var n = 1; n <= 10; n++)
        {
            Bench.Instance.AddAsset(n, $"PF3ABC{n:00}");
        }

        Bench.Instance.BeforePage = (list, offset) =>
        {
            if (list == "hardware" && offset == 3)
            {
                Bench.Instance.BeforePage = null;
                Bench.Instance.Assets.RemoveAt(0);
                Bench.Instance.AddAsset(99, "PF3ABC99");
            }
        };

        var pages = await Bench.ReadAsync();

        pages[^1].Complete.Should().BeFalse();
        pages
            .SelectMany(p => p.Records)
            .Select(r => r.SourceId)
            .Should()
            .Contain(Enumerable.Range(1, 10).Select(n => $"{n}"), "none that stayed is missed");
    }

    [Fact]
    public async Task A_page_that_fails_breaks_the_read_and_nothing_is_complete()
    {
        for (var n = 1; n <= 10; n++)
        {
            Bench.Instance.AddAsset(n, $"PF3ABC{n:00}");
        }

        Bench.Instance.Faults.Add(FaultKind.ServerError, int.MaxValue, r => r.Query["offset"] == "3" && r.Query["sort"] == "id");
        var pages = new List<SourcePage>();

        var read = async () =>
        {
            await foreach (var page in Bench.Source.ReadAsync(SourceRead.Everything, default))
            {
                pages.Add(page);
            }
        };

        (await read.Should().ThrowAsync<ConnectionException>()).Which.Failure.Should().Be(ConnectionFailure.Retry);
        pages.Should().ContainSingle().Which.Complete.Should().BeFalse();
    }

    [Fact]
    public async Task A_broken_read_goes_on_after_the_last_page_and_keeps_the_marks_it_began_with()
    {
        for (var n = 1; n <= 10; n++)
        {
            Bench.Instance.AddAsset(n, $"PF3ABC{n:00}");
        }

        var first = (await Bench.ReadAsync())[0];
        var whole = (await Bench.ReadAsync())[^1].HighWater;
        Bench.Instance.Assets[0]["updated_at"] = SnipeItRows.Moment(Bench.Instance, TimeProvider.System.GetUtcNow().AddHours(1));

        var rest = await Bench.ReadAsync(new SourceRead(null, first.ResumeFrom));

        first.Records.Concat(rest.SelectMany(p => p.Records)).Select(r => r.SourceId).Distinct().Should().HaveCount(10);
        rest[0].Records[0].SourceId.Should().Be("4", "pages overlap by one row");
        rest[^1].HighWater.Should().Be(whole, "what changed meanwhile is for the next incremental read");
        rest[^1].Complete.Should().BeFalse("this read did not see the first page");
    }

    [Fact]
    public async Task A_row_without_an_id_is_told_and_the_others_are_read()
    {
        Bench.Instance.AddAsset(1, "PF3ABC01");
        Bench.Instance.AddAsset(2, "PF3ABC02")["id"] = null;
        Bench.Instance.AddAsset(3, "PF3ABC03");

        var pages = await Bench.ReadAsync();

        pages.SelectMany(p => p.Records).Select(r => r.SourceId).Should().Equal("1", "3");
        pages.SelectMany(p => p.Rejected.IsDefault ? [] : p.Rejected).Should().ContainSingle().Which.Reason.Should().Contain("no id");
        pages[^1].Complete.Should().BeFalse();
    }

    [Fact]
    public async Task A_register_without_assets_never_says_that_all_are_gone()
    {
        Bench.Instance.AddUser(1, "Ada", "L");

        (await Bench.ReadAsync())[^1].Complete.Should().BeFalse();
    }

    [Fact]
    public async Task An_answer_without_rows_is_not_an_empty_register()
    {
        Bench.Instance.Faults.Add(FaultKind.LoginPage, int.MaxValue, r => r.Path.Value!.EndsWith("/hardware", StringComparison.Ordinal));

        await Bench.Invoking(b => b.ReadAsync()).Should().ThrowAsync<ConnectionException>();
    }
}
