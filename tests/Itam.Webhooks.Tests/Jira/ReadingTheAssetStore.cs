using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Sandbox.Faults;
using Itam.Sandbox.Jira;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Tests.Jira;

public sealed class ReadingTheAssetStore
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    private static async Task<JiraWorld> WorldAsync(Action<Dictionary<string, string?>, Uri>? change = null, int pageSize = 1)
    {
        var time = new ServiceNow.ManualTime(Now);
        var world = await JiraWorld.StartAsync(
            change: (settings, sandbox) =>
            {
                settings["ReadAssets"] = "true";
                settings["AssetQuery"] = "objectType IN (\"Laptops\", \"Spare parts\")";
                change?.Invoke(settings, sandbox);
            },
            productTime: time,
            siteTime: time
        );
        world.Site.AssetPageLimit = pageSize;
        return world;
    }

    private static ISource Assets(JiraWorld world) => world.Assets!;

    private static bool IsPage(Microsoft.AspNetCore.Http.HttpRequest request, string startAt) =>
        request.Path.Value!.EndsWith("/object/aql", StringComparison.Ordinal) && request.Query["startAt"] == startAt;

    [Fact]
    public async Task Everything_is_read_page_by_page_and_only_the_last_page_is_complete()
    {
        await using var world = await WorldAsync();

        var pages = await Assets(world).PagesAsync();

        pages.Should().HaveCount(4);
        pages.SkipLast(1).Should().OnlyContain(p => !p.Complete && p.HighWater == null && p.ResumeFrom != null && p.Total == 4);
        pages[^1].Complete.Should().BeTrue();
        pages[^1].HighWater.Should().NotBeNull();
        pages.Of<DeviceRecord>().Select(d => d.AssetTag).Should().BeEquivalentTo("LT-0042", "LT-0043", "LT-0077", "LT-0078");
        Assets(world).Role.Should().Be(SourceRole.AssetRegister);
    }

    [Fact]
    public async Task The_id_of_a_device_is_the_one_that_a_ticket_carries()
    {
        await using var world = await WorldAsync();
        var ticket = await world.RaiseAsync(deviceTag: "LT-0042");

        var linked = (await world.Desk.ReadTicketAsync(ticket, default)).LinkedDevices.Single();

        var device = (await Assets(world).PagesAsync()).Device("LT-0042");
        linked.Names.Should().Contain(new DeviceName(IdentifierKind.SourceId, device.SourceId, JiraWorld.Connection));
    }

    [Fact]
    public async Task Attributes_become_neutral_words()
    {
        await using var world = await WorldAsync();
        world.Site.SetAsset(
            "LT-0042",
            new Dictionary<string, string>
            {
                ["Operating System"] = "Windows 11",
                ["Warranty Expiration"] = "2026-12-09",
                ["Purchase Date"] = "2023-12-09",
                ["Cost"] = "1,500.00 EUR",
            }
        );

        var device = (await Assets(world).PagesAsync()).Device("LT-0042");

        device.Serial.Should().Be("PF3ABCDE");
        device.Hostname.Should().Be("LT-0042");
        device.Model.Should().Be("ThinkPad T14");
        device.Type.Should().Be(DeviceType.Laptop, "the object type is called Laptops");
        device.State.Should().Be(LifecycleState.InUse, "the status is shown by name, its value is an id");
        device.SourceState.Should().Be("in use");
        device.Platform.Should().Be(Platform.Windows);
        device.Holder.Should().Equal(new PersonName(IdentityKind.Account, "qm:sandbox:1", JiraWorld.Connection));
        device.Unassigned.Should().BeFalse();
        device.PurchasedOn.Should().Be(new DateOnly(2023, 12, 9));
        (device.Cost, device.Currency).Should().Be((1500m, "EUR"));
        device.Warranties.Single().EndsOn.Should().Be(new DateOnly(2026, 12, 9));
        device.AsOf.Should().Be(Now);
    }

    [Fact]
    public async Task Values_that_say_nothing_become_nothing_and_odd_ones_do_no_harm()
    {
        await using var world = await WorldAsync(pageSize: 25);
        world.Site.SetAsset(
            "LT-0042",
            new Dictionary<string, string>
            {
                ["Serial Number"] = "n/a",
                ["Status"] = "On the moon",
                ["Warranty Expiration"] = "0001-01-01",
                ["Purchase Date"] = "soon",
                ["Cost"] = "-",
                ["Owner"] = "",
            }
        );
        world.Site.SetAsset(
            "LT-0043",
            new Dictionary<string, string>
            {
                ["Hostname"] = "Dana's laptop",
                ["Name"] = "Dana's laptop",
                ["Owner"] = "Dana@acme.example",
            }
        );
        world.Site.AssetAnswers = answer =>
        {
            foreach (var value in answer["values"]!)
            {
                value["newInNextRelease"] = new JObject { ["deep"] = new JArray(1, 2) };
                value["id"] = (int)value["id"]!;
            }
        };

        var pages = await Assets(world).PagesAsync();

        var odd = pages.Device("LT-0042");
        (odd.Serial, odd.PurchasedOn, odd.Cost).Should().Be((null, null, null));
        odd.Warranties.Should().BeEmpty();
        (odd.State, odd.SourceState).Should().Be((LifecycleState.Unknown, "On the moon"));
        odd.Unassigned.Should().BeTrue("the attribute is there and empty");
        odd.Holder.Should().BeEmpty();
        var named = pages.Device("LT-0043");
        named.Hostname.Should().BeNull("a label somebody typed is no hostname");
        named.Holder.Should().Equal(new PersonName(IdentityKind.Email, "Dana@acme.example"));
        pages[^1].Complete.Should().BeTrue();
    }

    [Fact]
    public async Task Attributes_may_have_names_of_the_sites_own()
    {
        await using var world = await WorldAsync((settings, _) => settings["AssetAttributes:Model"] = "Nonsense, Serial Number");

        (await Assets(world).PagesAsync()).Device("LT-0042").Model.Should().Be("PF3ABCDE");
    }

    [Fact]
    public async Task An_incremental_read_asks_for_what_changed_since_the_day_before()
    {
        await using var world = await WorldAsync();
        world.Site.SetAsset("LT-0043", new Dictionary<string, string> { ["Status"] = "retired" });

        var pages = await Assets(world).PagesAsync(highWater: Now.AddHours(-2).ToString("O"));

        world.Site.AssetQueries.Should().Equal("0: (objectType IN (\"Laptops\", \"Spare parts\")) AND Updated >= \"2026-11-20\"");
        pages.Of<DeviceRecord>().Should().ContainSingle().Which.State.Should().Be(LifecycleState.Retired);
        pages[^1].HighWater.Should().NotBeNull();
        pages.Should().OnlyContain(p => !p.Complete, "what did not change is not missing");
    }

    [Fact]
    public async Task A_site_that_refuses_the_date_is_read_in_full()
    {
        await using var world = await WorldAsync();
        world.Site.AssetsKnowDates = false;

        (await Assets(world).PagesAsync(highWater: Now.ToString("O"))).Of<DeviceRecord>().Should().HaveCount(4);
    }

    [Theory]
    [InlineData(FaultKind.ServerError, ConnectionFailure.Retry)]
    [InlineData(FaultKind.TooManyRequests, ConnectionFailure.Retry)]
    [InlineData(FaultKind.TooManyRequestsRetryAfter, ConnectionFailure.Retry)]
    [InlineData(FaultKind.Unavailable, ConnectionFailure.Retry)]
    [InlineData(FaultKind.LoginPage, ConnectionFailure.Reconnect)]
    [InlineData(FaultKind.Forbidden, ConnectionFailure.Reconnect)]
    public async Task A_page_that_breaks_ends_the_read_which_goes_on_there_later_and_is_never_complete(FaultKind fault, ConnectionFailure expected)
    {
        await using var world = await WorldAsync();
        world.Site.Faults.Add(fault, times: 3, when: r => IsPage(r, "2"));

        var (pages, failure) = await Assets(world).PagesUntilItBreaksAsync();

        failure.Failure.Should().Be(expected);
        (failure.RetryAfter is not null)
            .Should()
            .Be(fault is FaultKind.TooManyRequests or FaultKind.TooManyRequestsRetryAfter or FaultKind.Unavailable);
        pages.Should().HaveCount(2).And.OnlyContain(p => !p.Complete && p.HighWater == null);
        world.Site.Faults.Clear();

        var rest = await Assets(world).PagesAsync(resumeFrom: pages[^1].ResumeFrom);

        pages.Concat(rest).Of<DeviceRecord>().Should().HaveCount(4).And.OnlyHaveUniqueItems(d => d.SourceId);
        rest.Should().OnlyContain(p => !p.Complete);
        rest[^1].HighWater.Should().NotBeNull();
    }

    [Fact]
    public async Task A_place_to_go_on_that_makes_no_sense_starts_at_the_beginning()
    {
        await using var world = await WorldAsync();

        (await Assets(world).PagesAsync(resumeFrom: "objects|minus one|x")).Of<DeviceRecord>().Should().HaveCount(4);
    }

    [Fact]
    public async Task A_token_that_ends_in_the_middle_is_replaced_once()
    {
        await using var world = await WorldAsync(
            (settings, sandbox) =>
            {
                settings["BaseUrl"] = $"{sandbox}jira/ex/jira/{JiraEmulator.CloudId}";
                settings["AssetsUrl"] = $"{settings["BaseUrl"]}/jsm/assets";
                settings["SiteUrl"] = "https://acme.example";
                settings.Remove("Email");
                settings.Remove("ApiToken");
                settings["ClientId"] = JiraEmulator.ClientId;
                settings["ClientSecret"] = JiraEmulator.ClientSecret;
                settings["TokenUrl"] = $"{sandbox}jira/oauth/token";
            }
        );
        List<SourcePage> pages = [];
        await foreach (var page in Assets(world).ReadAsync(SourceRead.Everything, default))
        {
            pages.Add(page);
            if (pages.Count == 2)
            {
                world.Site.ExpireTokens();
            }
        }

        pages.Should().HaveCount(4);
        pages[^1].Complete.Should().BeTrue();

        world.Site.PointsLeft = 0;
        (await Assets(world).PagesUntilItBreaksAsync()).Failure.RetryAfter.Should().Be(TimeSpan.FromMinutes(20));
    }

    [Fact]
    public async Task A_success_without_objects_is_no_empty_register()
    {
        await using var world = await WorldAsync();
        world.Site.AssetAnswers = answer => answer.Replace("values", "errors");

        (await Assets(world).PagesUntilItBreaksAsync()).Failure.Failure.Should().Be(ConnectionFailure.Retry);
    }

    [Theory]
    [InlineData(false, null, true, true)]
    [InlineData(true, 2, true, true)]
    [InlineData(true, 2, false, false)]
    public async Task Paging_ends_whatever_the_site_says_of_the_end(bool saysLast, int? countsTo, bool countCall, bool complete)
    {
        await using var world = await WorldAsync();
        world.Site.AssetsSayLast = saysLast;
        world.Site.AssetCountLimit = countsTo;
        world.Site.HasAssetCount = countCall;

        var pages = await Assets(world).PagesAsync();

        pages.Of<DeviceRecord>().Should().HaveCount(4);
        pages[^1].Complete.Should().Be(complete, "only a number that was verified proves that everything was seen");
    }

    [Fact]
    public async Task A_site_that_repeats_a_page_does_not_keep_us_for_ever()
    {
        await using var world = await WorldAsync();
        JToken? first = null;
        world.Site.AssetAnswers = answer =>
        {
            first ??= answer["values"]!.DeepClone();
            answer["values"] = first.DeepClone();
            answer["isLast"] = false;
        };

        var (pages, failure) = await Assets(world).PagesUntilItBreaksAsync();

        failure.Failure.Should().Be(ConnectionFailure.Retry);
        pages.Should().ContainSingle();
    }

    [Fact]
    public async Task A_page_without_objects_that_is_not_the_last_is_no_end()
    {
        await using var world = await WorldAsync();
        world.Site.AssetAnswers = answer =>
        {
            if ((int)answer["startAt"]! == 2)
            {
                answer["values"] = new JArray();
            }
        };

        var (pages, failure) = await Assets(world).PagesUntilItBreaksAsync();

        failure.Failure.Should().Be(ConnectionFailure.Retry);
        pages.Should().HaveCount(2).And.OnlyContain(p => p.HighWater == null && !p.Complete);
    }

    [Fact]
    public async Task Objects_that_go_while_we_read_keep_the_walk_from_being_complete()
    {
        await using var world = await WorldAsync();
        List<SourcePage> pages = [];
        await foreach (var page in Assets(world).ReadAsync(SourceRead.Everything, default))
        {
            pages.Add(page);
            if (pages.Count == 2)
            {
                world.Site.DeleteAsset("LT-0042");
            }
        }

        pages.Of<DeviceRecord>().Should().HaveCount(3, "the deletion moved one object out of sight");
        pages.Should().OnlyContain(p => !p.Complete);
    }

    [Fact]
    public async Task An_object_that_cannot_be_read_is_named_and_the_others_are_good()
    {
        await using var world = await WorldAsync(pageSize: 25);
        world.Site.AssetAnswers = answer => (answer["values"]![1] as JObject)!.Replace("updated", "created", keep: false);

        var page = (await Assets(world).PagesAsync()).Single();

        page.Records.Should().HaveCount(3);
        page.Rejected.Should().ContainSingle().Which.Reason.Should().Contain("LT-0043");
    }

    [Fact]
    public async Task The_doctor_sees_that_all_is_well()
    {
        await using var world = await WorldAsync(pageSize: 25);

        var checks = await Assets(world).CheckAsync(default);

        checks.Should().HaveCount(3).And.OnlyContain(c => c.Ok && c.Remedy == null);
    }

    [Theory]
    [InlineData("objectType IN (\"Unicorns\")", "AssetQuery finds devices")]
    [InlineData("Nonsense = 7", "Assets can be read")]
    public async Task The_doctor_says_what_is_wrong_with_the_query(string query, string what)
    {
        await using var world = await WorldAsync((settings, _) => settings["AssetQuery"] = query);

        var check = (await Assets(world).CheckAsync(default)).Single(c => !c.Ok);

        check.What.Should().Contain(what);
        check.Remedy.Should().Contain("uery");
    }

    [Fact]
    public async Task The_doctor_notices_a_site_without_assets()
    {
        await using var world = await WorldAsync();
        world.Site.HasAssets = false;

        (await Assets(world).CheckAsync(default)).Single().Remedy.Should().Contain("Premium");
        (await Assets(world).PagesUntilItBreaksAsync()).Failure.Failure.Should().Be(ConnectionFailure.Reconnect);
    }

    [Fact]
    public async Task Nothing_is_read_unless_it_is_switched_on()
    {
        await using var world = await JiraWorld.StartAsync();

        world.Assets.Should().BeNull();
    }

    [Theory]
    [InlineData("AssetQuery", null, "AssetQuery")]
    [InlineData("Deployment", "DataCenter", "ReadAssets")]
    [InlineData("ReadAssets", "perhaps", "ReadAssets")]
    public void Wrong_settings_are_named(string setting, string? value, string named)
    {
        var settings = new JiraEmulator(TimeProvider.System)
            .ConnectionSettings(new Uri("http://127.0.0.1:1/"))
            .ToDictionary(s => s.Key, s => (string?)s.Value);
        settings["ReadAssets"] = "true";
        settings["AssetQuery"] = "objectType = Laptops";
        settings[setting] = value;

        var connect = () => JiraWorld.Connect(settings, TimeProvider.System);

        connect.Should().Throw<SettingsException>().Which.Problems.Should().Contain(p => p.Setting == named);
    }
}
