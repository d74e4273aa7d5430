using System.Net;
using System.Text;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Context.Sources.Freshservice;
using Itam.Sandbox.Faults;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Tests.Freshservice;

public sealed class ReadingTheAssetStore
{
    /// <summary>Pages of two rows: five assets in two workspaces are three pages.</summary>
    private static async Task<Stage> StageAsync(params (string Name, string? Value)[] settings)
    {
        var all = new Dictionary<string, string?> { ["ReadAssets"] = "true" };
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        var stage = await Stage.StartAsync(all);
        stage.Vendor.PageLimit = 2;
        return stage;
    }

    private static ISource Assets(Stage stage) => stage.Assets!;

    private static bool IsPage(Microsoft.AspNetCore.Http.HttpRequest request, string list, string page) =>
        request.Path.Value!.EndsWith("/" + list, StringComparison.Ordinal) && request.Query["page"] == page;

    [Fact]
    public async Task Everything_is_read_page_by_page_and_only_the_last_page_is_complete()
    {
        await using var stage = await StageAsync();

        var pages = await Assets(stage).PagesAsync();

        pages.Of<DeviceRecord>().Select(d => d.AssetTag).Should().BeEquivalentTo("ASSET-42", "ASSET-421", "ASSET-107", "ASSET-50", "ASSET-51");
        pages.Count(p => p.Records.Any(r => r is DeviceRecord)).Should().Be(3);
        pages.Of<PersonRecord>().Should().HaveCount(5, "requesters and agents");
        pages.Of<LicenseRecord>().Should().HaveCount(2);
        pages.SkipLast(1).Should().OnlyContain(p => !p.Complete && p.HighWater == null);
        pages[^1].Complete.Should().BeTrue();
        pages[^1].HighWater.Should().Be(stage.Time.GetUtcNow().ToString("O"));
    }

    [Fact]
    public async Task The_id_of_a_device_is_the_one_that_a_ticket_carries()
    {
        await using var stage = await StageAsync();
        var (_, reference) = await stage.RaiseAsync(linked: "ASSET-42");

        var linked = (await stage.ReadAsync(reference)).LinkedDevices.Single();

        var device = (await Assets(stage).PagesAsync()).Device("ASSET-42");
        linked.Names.Should().Contain(new DeviceName(IdentifierKind.SourceId, device.SourceId, "desk"));
    }

    [Fact]
    public async Task Type_fields_of_every_level_and_workspace_become_neutral_words()
    {
        await using var stage = await StageAsync();

        var pages = await Assets(stage).PagesAsync();

        var device = pages.Device("ASSET-42");
        (device.Serial, device.Hostname).Should().Be(("PF3ABCDE", "LT-0042"));
        (device.Manufacturer, device.Model, device.Type).Should().Be(("Lenovo", "ThinkPad T14", DeviceType.Laptop));
        (device.OsName, device.Platform).Should().Be(("Windows 11", Platform.Windows));
        (device.State, device.SourceState).Should().Be((LifecycleState.InUse, "In Use"));
        device.Holder.Should().Equal(new PersonName(IdentityKind.Account, "1001", "desk"));
        device.PurchasedOn.Should().Be(new DateOnly(2024, 1, 1));
        device.Warranties.Single().Should().Be(new WarrantyFact(WarrantyKind.Unknown, null, null, new DateOnly(2026, 12, 9)));
        device.AsOf.Should().Be(stage.Time.GetUtcNow().AddDays(-30));
        pages.Device("ASSET-107").OsName.Should().Be("Windows 11", "a list over all workspaces would leave it out");
    }

    [Fact]
    public async Task A_warranty_without_an_end_is_computed_and_says_so()
    {
        await using var stage = await StageAsync();
        stage.Vendor.EditAsset("ASSET-42", "In Use", warrantyEnd: null);

        var warranty = (await Assets(stage).PagesAsync()).Device("ASSET-42").Warranties.Single();

        warranty.EndsOn.Should().Be(new DateOnly(2027, 1, 1));
        warranty.Level.Should().StartWith("computed");
    }

    [Fact]
    public async Task Odd_values_do_no_harm()
    {
        await using var stage = await StageAsync();
        stage.Vendor.EditAsset("ASSET-42", "Lent to the moon", warrantyEnd: new DateOnly(1, 1, 1));
        stage.Vendor.Answers = (path, body) =>
        {
            foreach (var asset in (body["assets"] as JArray ?? []).Cast<JObject>())
            {
                asset["display_id"] = (string?)asset["display_id"];
                asset["new_in_next_release"] = new JObject { ["deep"] = 1 };
                asset["user_id"] = null;
                foreach (
                    var field in ((JObject)asset["type_fields"]!)
                        .Properties()
                        .Where(f => f.Name.StartsWith("serial_number", StringComparison.Ordinal))
                )
                {
                    field.Value = "Not Set";
                }

                foreach (
                    var field in ((JObject)asset["type_fields"]!).Properties().Where(f => f.Name.StartsWith("acquisition", StringComparison.Ordinal))
                )
                {
                    field.Value = null!;
                }
            }
        };

        var device = (await Assets(stage).PagesAsync()).Device("ASSET-42");

        (device.State, device.SourceState).Should().Be((LifecycleState.Unknown, "Lent to the moon"));
        (device.Serial, device.PurchasedOn).Should().Be((null, null));
        device.Warranties.Should().BeEmpty();
        device.Unassigned.Should().BeTrue();
    }

    [Fact]
    public async Task People_are_read_with_all_their_names()
    {
        await using var stage = await StageAsync();

        var people = (await Assets(stage).PagesAsync()).Of<PersonRecord>();

        var dana = people.Single(p => p.DisplayName == "Dana Demo");
        dana.Names.Should()
            .Equal(
                new PersonName(IdentityKind.Account, "1001", "desk"),
                new PersonName(IdentityKind.Email, Stage.Dana),
                new PersonName(IdentityKind.Email, "1@old.example.com")
            );
        (dana.Vip, dana.Active, dana.TimeZone).Should().Be((true, true, "Europe/Berlin"));
        people.Single(p => p.DisplayName == "Omar Okafor").Names.Should().NotContain(n => n.Kind == IdentityKind.Email);
    }

    [Fact]
    public async Task Managed_applications_come_with_the_seats_that_were_given_out()
    {
        await using var stage = await StageAsync();

        var license = (await Assets(stage).PagesAsync()).Of<LicenseRecord>().Single(l => l.Product == "Draw Studio");

        (license.Owned, license.RenewsOn, license.CostPerSeat).Should().Be((25, new DateOnly(2027, 3, 31), null));
        license.Seats!.Value.SelectMany(s => s.Person).Select(p => p.Value).Should().BeEquivalentTo(["1001", "1004"], "who only ran it has no seat");
        license.Seats.Value[0].LastUsedAt.Should().Be(new DateTimeOffset(2026, 11, 1, 7, 30, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task Several_contracts_of_a_product_are_added_up_and_the_next_end_counts()
    {
        await using var stage = await StageAsync();
        stage.Vendor.AddContract("Mail Suite", 50, new DateOnly(2027, 6, 30));
        stage.Vendor.AddContract("Mail Suite", 0, new DateOnly(2026, 1, 31));
        stage.Vendor.AddContract("Mail Suite", 0, new DateOnly(2028, 1, 31));
        stage.Vendor.AddContract("Mail Suite", 1_000, new DateOnly(2026, 12, 31), status: "expired");

        var license = (await Assets(stage).PagesAsync()).Of<LicenseRecord>().Single(l => l.Product == "Mail Suite");

        (license.Owned, license.RenewsOn).Should().Be((150, new DateOnly(2027, 6, 30)));
    }

    [Fact]
    public async Task An_incremental_read_asks_for_what_changed()
    {
        await using var stage = await StageAsync();
        stage.Vendor.EditAsset("ASSET-107", "Retired", warrantyEnd: null);

        var pages = await Assets(stage).PagesAsync(highWater: stage.Time.GetUtcNow().AddHours(-1).ToString("O"));

        pages.Of<DeviceRecord>().Should().ContainSingle().Which.State.Should().Be(LifecycleState.Retired);
        stage.Vendor.Requests.Should().Contain(r => r.Contains("\"workspace_id:3 AND updated_at:>'2026-11-21'\"", StringComparison.Ordinal));
        stage.Vendor.Requests.Should().NotContain(r => r.Contains("/applications", StringComparison.Ordinal));
        pages[^1].HighWater.Should().NotBeNull();
        pages.Should().OnlyContain(p => !p.Complete);
    }

    [Theory]
    [InlineData(FaultKind.TooManyRequestsRetryAfter, ConnectionFailure.Retry)]
    [InlineData(FaultKind.Unavailable, ConnectionFailure.Retry)]
    [InlineData(FaultKind.LoginPage, ConnectionFailure.Reconnect)]
    [InlineData(FaultKind.Unauthorized, ConnectionFailure.Reconnect)]
    public async Task A_page_that_breaks_ends_the_read_which_goes_on_there_later_and_is_never_complete(FaultKind fault, ConnectionFailure expected)
    {
        await using var stage = await StageAsync();
        stage.Vendor.Faults.Add(fault, when: r => IsPage(r, "assets", "2"));

        var (pages, failure) = await Assets(stage).PagesUntilItBreaksAsync();

        failure.Failure.Should().Be(expected);
        (failure.RetryAfter is not null).Should().Be(expected == ConnectionFailure.Retry);
        pages.Of<DeviceRecord>().Should().HaveCount(2);
        pages.Should().OnlyContain(p => !p.Complete && p.HighWater == null);
        stage.Time.Advance(TimeSpan.FromSeconds(2));

        var rest = await Assets(stage).PagesAsync(resumeFrom: pages[^1].ResumeFrom);

        rest.Of<PersonRecord>().Should().BeEmpty("they were read before");
        pages.Concat(rest).Of<DeviceRecord>().Should().HaveCount(5).And.OnlyHaveUniqueItems(d => d.SourceId);
        rest.Should().OnlyContain(p => !p.Complete);
        rest[^1].HighWater.Should().NotBeNull();
    }

    [Fact]
    public async Task A_success_without_its_list_is_no_empty_register()
    {
        await using var stage = await StageAsync();
        stage.Vendor.Answers = (path, body) =>
        {
            if (path == "/requesters")
            {
                body.RemoveAll();
            }
        };

        (await Assets(stage).PagesUntilItBreaksAsync()).Failure.Failure.Should().Be(ConnectionFailure.Retry);
    }

    [Fact]
    public async Task A_row_that_comes_twice_keeps_the_walk_from_being_complete()
    {
        await using var stage = await StageAsync();
        JToken? first = null;
        stage.Vendor.Answers = (path, body) =>
        {
            if (path == "/assets")
            {
                first ??= body["assets"]![0]!.DeepClone();
                ((JArray)body["assets"]!)[0] = first.DeepClone();
            }
        };

        (await Assets(stage).PagesAsync()).Should().OnlyContain(p => !p.Complete);
    }

    [Fact]
    public async Task A_list_that_goes_round_in_circles_is_an_error()
    {
        var assets = Stage
            .Connect(
                new()
                {
                    ["BaseUrl"] = "https://acme.freshservice.com",
                    ["ApiKey"] = "key",
                    ["WebhookSecret"] = "n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg",
                    ["ReadAssets"] = "true",
                },
                new ServiceNow.ManualTime(new DateTimeOffset(2026, 11, 21, 9, 0, 0, TimeSpan.Zero)),
                new Circle()
            )
            .Assets!;

        (await assets.PagesUntilItBreaksAsync()).Failure.Failure.Should().Be(ConnectionFailure.Retry);
    }

    [Fact]
    public async Task An_asset_that_cannot_be_read_is_named_and_the_others_are_good()
    {
        await using var stage = await StageAsync();
        stage.Vendor.Answers = (path, body) =>
        {
            var row = (body["assets"] as JArray ?? []).OfType<JObject>().FirstOrDefault(a => (string?)a["asset_tag"] == "ASSET-42");
            row?.Remove("display_id");
        };

        var pages = await Assets(stage).PagesAsync();

        pages.Of<DeviceRecord>().Should().HaveCount(4);
        pages.SelectMany(p => p.Rejected.IsDefault ? [] : p.Rejected).Should().ContainSingle().Which.Reason.Should().Contain("LT-0042");
    }

    [Fact]
    public async Task The_doctor_sees_that_all_is_well()
    {
        await using var stage = await StageAsync();

        (await Assets(stage).CheckAsync(default)).Should().HaveCount(4).And.OnlyContain(c => c.Ok);
    }

    [Fact]
    public async Task The_doctor_says_what_the_plan_lacks()
    {
        await using var stage = await StageAsync();
        stage.Vendor.WithoutAssets = true;

        var wrong = (await Assets(stage).CheckAsync(default)).Where(c => !c.Ok).ToList();

        wrong.Should().HaveCount(2);
        wrong[0].Remedy.Should().Contain("plan").And.Contain("view assets");
        wrong[1].Remedy.Should().Contain("ReadLicenses");
    }

    [Fact]
    public async Task Nothing_is_read_unless_it_is_switched_on()
    {
        await using var stage = await Stage.StartAsync();

        stage.Assets.Should().BeNull();
    }

    [Fact]
    public void Wrong_settings_are_named()
    {
        var reader = Stage.Reader(new() { ["ReadAssets"] = "perhaps", ["ReadLicenses"] = "some" });

        FreshserviceAssetOptions.Read(reader).Should().BeNull();

        reader.Problems.Select(p => p.Setting).Should().BeEquivalentTo("Connections:desk:ReadAssets", "Connections:desk:ReadLicenses");
    }

    /// <summary>Says on every page that the next one is the first.</summary>
    private sealed class Circle : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var list = request.RequestUri!.AbsolutePath.Split('/')[^1];
            var response = new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent($$"""{"{{list}}":[{"id":1}]}""", Encoding.UTF8, "application/json"),
                RequestMessage = request,
            };
            response.Headers.TryAddWithoutValidation("link", "<https://acme.freshservice.com/api/v2/workspaces?page=1>;rel=\"next\"");
            return Task.FromResult(response);
        }
    }
}
