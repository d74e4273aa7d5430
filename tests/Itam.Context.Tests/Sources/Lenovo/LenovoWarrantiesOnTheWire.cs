using Itam.Context.Connections;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Context.Tests.Sources.Warranties;
using Itam.Sandbox.Faults;
using Itam.Sandbox.Sources.Lenovo;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Tests.Sources.Lenovo;

public class LenovoWarrantiesOnTheWire
{
    private readonly LenovoEmulator _lenovo = new(TimeProvider.System);

    [Fact]
    public async Task Warranties_come_with_kind_level_and_days()
    {
        await using var stage = await Connecting.StartAsync(_lenovo);
        _lenovo.Add(
            "PF3ABCDE",
            ("BASE", "1Y Depot", "2023-03-01T00:00:00Z", "2024-02-29T00:00:00Z"),
            ("UPGRADE", "3Y Premier Support", "2023-03-01T00:00:00Z", "2026-02-28T00:00:00Z"),
            ("UPGRADE", "3Y Accidental Damage Protection", "2023-03-01T00:00:00Z", "2026-02-28T00:00:00Z")
        );

        var answer = (await stage.AskAsync("pf3abcde")).Should().ContainSingle().Subject;

        stage.Calls("lenovo").Should().Equal("GET /v2.5/warranty");
        answer.Lookup.Should().Be(WarrantyLookup.Found);
        answer.ShippedOn.Should().Be(new DateOnly(2023, 2, 20));
        answer
            .Entitlements.Should()
            .Equal(
                new WarrantyFact(WarrantyKind.Base, "1Y Depot", new DateOnly(2023, 3, 1), new DateOnly(2024, 2, 29)),
                new WarrantyFact(WarrantyKind.Extended, "3Y Premier Support", new DateOnly(2023, 3, 1), new DateOnly(2026, 2, 28)),
                new WarrantyFact(
                    WarrantyKind.AccidentalDamage,
                    "3Y Accidental Damage Protection",
                    new DateOnly(2023, 3, 1),
                    new DateOnly(2026, 2, 28)
                )
            );
    }

    [Fact]
    public async Task What_repairs_no_device_never_looks_like_a_longer_warranty()
    {
        await using var stage = await Connecting.StartAsync(_lenovo);
        _lenovo.Add(
            "PF3ABCDE",
            ("BASE", "1Y Depot", "2023-03-01T00:00:00Z", "2024-02-29T00:00:00Z"),
            ("UPGRADE", "3Y Sealed Battery", "2023-03-01T00:00:00Z", "2026-02-28T00:00:00Z"),
            ("UPGRADE", "Custom Imaging", "2023-03-01T00:00:00Z", "2099-02-28T00:00:00Z")
        );

        var answer = (await stage.AskAsync("PF3ABCDE")).Single();

        answer.Entitlements.Select(e => e.Kind).Should().Equal(WarrantyKind.Base, WarrantyKind.SetupService);
    }

    [Fact]
    public async Task One_serial_per_call_until_a_larger_batch_is_set()
    {
        await using var careful = await Connecting.StartAsync(_lenovo);
        await careful.AskAsync("AAAA1111", "BBBB2222");
        _lenovo.Asked.Should().Equal("GET AAAA1111", "GET BBBB2222");
        _lenovo.Asked.Clear();
        _lenovo.Add("BBBB2222", ("BASE", "1Y Depot", "2023-03-01T00:00:00Z", "2024-02-29T00:00:00Z"));

        await using var trusting = await Connecting.StartAsync(_lenovo, new() { ["BatchSize"] = "50" });
        var answers = await trusting.AskAsync("AAAA1111", "BBBB2222");

        _lenovo.Asked.Should().Equal("POST AAAA1111,BBBB2222");
        answers.Select(a => (a.Serial, a.Lookup)).Should().Equal(("AAAA1111", WarrantyLookup.NoneFound), ("BBBB2222", WarrantyLookup.Found));
    }

    [Theory]
    [InlineData("""{"Serial":"PF3ABCDE","ErrorCode":100,"ErrorMessage":"none"}""")]
    [InlineData("""{"Serial":"PF3ABCDE","Warranty":[]}""")]
    [InlineData("""{"Serial":"PF3ABCDE","Warranty":null}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    public async Task Without_a_list_of_warranties_none_is_found(string answer)
    {
        await using var stage = await Connecting.StartAsync(_lenovo);
        _lenovo.Instead.Enqueue(answer);

        (await stage.AskAsync("PF3ABCDE")).Single().Lookup.Should().Be(WarrantyLookup.NoneFound);
    }

    [Theory]
    [InlineData("""{"ErrorCode":401,"ErrorMessage":"bad token"}""", ConnectionFailure.Reconnect)]
    [InlineData("""{"ErrorCode":"500","ErrorMessage":"oops"}""", ConnectionFailure.Retry)]
    [InlineData("""[{"code":429}]""", ConnectionFailure.Retry)]
    public async Task An_error_about_the_caller_inside_a_success_is_a_failure(string answer, ConnectionFailure failure)
    {
        await using var stage = await Connecting.StartAsync(_lenovo);
        _lenovo.Instead.Enqueue(answer);
        var ask = () => stage.AskAsync("PF3ABCDE");

        (await ask.Should().ThrowAsync<ConnectionException>()).Which.Failure.Should().Be(failure);
    }

    [Fact]
    public async Task An_ambiguous_serial_is_asked_again_with_its_machine_type()
    {
        await using var stage = await Connecting.StartAsync(_lenovo);
        _lenovo.Add("PF3ABCDE.21HD", ("BASE", "3Y Onsite", "2023-03-01T00:00:00Z", "2026-02-28T00:00:00Z"));
        _lenovo.Add("PF3ABCDE.20XW", ("BASE", "1Y Depot", "2021-03-01T00:00:00Z", "2022-02-28T00:00:00Z"));

        var known = (await stage.AskAsync("PF3ABCDE 21HDCTO1WW")).Single();
        var unknown = (await stage.AskAsync("PF3ABCDE")).Single();

        known.Entitlements.Should().ContainSingle().Which.Level.Should().Be("3Y Onsite");
        _lenovo.Asked.Should().Equal("GET PF3ABCDE", "GET PF3ABCDE.21HD", "GET PF3ABCDE");
        unknown.Lookup.Should().Be(WarrantyLookup.Failed);
    }

    [Fact]
    public async Task A_401_after_an_accepted_call_is_taken_for_haste_once()
    {
        await using var stage = await Connecting.StartAsync(_lenovo);
        await stage.AskAsync("PF3ABCDE");
        _lenovo.Faults.Add(FaultKind.Unauthorized, 2);
        var ask = () => stage.AskAsync("PF3ABCDE");

        var first = (await ask.Should().ThrowAsync<ConnectionException>()).Which;
        var second = (await ask.Should().ThrowAsync<ConnectionException>()).Which;

        (first.Failure, first.RetryAfter).Should().Be((ConnectionFailure.Retry, TimeSpan.FromSeconds(30)));
        second.Failure.Should().Be(ConnectionFailure.Reconnect);
        (await ask()).Should().ContainSingle();
    }

    [Fact]
    public async Task A_busy_vendor_is_left_alone_for_a_minute()
    {
        await using var stage = await Connecting.StartAsync(_lenovo);
        _lenovo.Faults.Add(FaultKind.TooManyRequests);
        var ask = () => stage.AskAsync("PF3ABCDE");

        (await ask.Should().ThrowAsync<ConnectionException>()).Which.RetryAfter.Should().Be(TimeSpan.FromMinutes(1));
        await ask.Should().ThrowAsync<ConnectionException>();
        _lenovo.Asked.Should().BeEmpty();
        stage.Time.Advance(TimeSpan.FromMinutes(1));
        (await ask()).Should().ContainSingle();
    }

    [Fact]
    public async Task A_changed_schema_is_read_as_far_as_it_goes()
    {
        await using var stage = await Connecting.StartAsync(_lenovo);
        var product = _lenovo.Add("PF3ABCDE", ("NEWTYPE", "", "0001-01-01T00:00:00", "2026-02-28"));
        product["InWarranty"] = "maybe";
        product["Shipped"] = null;
        product["Warranty"] = product["Warranty"]![0];
        product["Brand"] = 12;

        var answer = (await stage.AskAsync("PF3ABCDE")).Single();

        answer
            .Entitlements.Should()
            .Equal(new WarrantyFact(WarrantyKind.Unknown, "This product has a limited warranty.", null, new DateOnly(2026, 2, 28)));
        answer.ShippedOn.Should().BeNull();
    }

    [Fact]
    public async Task An_end_that_cannot_be_read_fails_this_device_only()
    {
        await using var stage = await Connecting.StartAsync(_lenovo, new() { ["BatchSize"] = "2" });
        _lenovo.Add("BROKEN11", ("BASE", "1Y Depot", "2023-03-01T00:00:00Z", "later"));
        _lenovo.Add("PF3ABCDE", ("BASE", "1Y Depot", "2023-03-01T00:00:00Z", "2024-02-29T00:00:00Z"));

        (await stage.AskAsync("BROKEN11", "PF3ABCDE")).Select(a => a.Lookup).Should().Equal(WarrantyLookup.Failed, WarrantyLookup.Found);
    }

    [Fact]
    public async Task A_serial_that_the_answer_leaves_out_is_left_out()
    {
        await using var stage = await Connecting.StartAsync(_lenovo, new() { ["BatchSize"] = "2" });
        _lenovo.Instead.Enqueue(new JArray(new JObject { ["Serial"] = "PF3ABCDE" }).ToString());

        (await stage.AskAsync("PF3ABCDE", "BBBB2222")).Select(a => a.Serial).Should().Equal("PF3ABCDE");
    }

    [Fact]
    public async Task Checks_tell_a_good_token_from_a_bad_one()
    {
        await using var good = await Connecting.StartAsync(_lenovo);
        (await good.CheckAsync()).Should().ContainSingle().Which.Ok.Should().BeTrue();

        await using var bad = await Connecting.StartAsync(_lenovo, new() { ["ClientId"] = "a-wrong-token", ["CredentialExpiresOn"] = "2026-11-21" });
        var checks = await bad.CheckAsync();

        checks.Select(c => c.Ok).Should().Equal(false, false);
        checks[0].Remedy.Should().Contain("ClientId").And.NotContain("a-wrong-token");
        checks[1].Remedy.Should().Contain("now");
    }

    [Fact]
    public void Settings_are_all_checked_at_once() =>
        Connecting
            .Problems(
                new()
                {
                    ["Kind"] = "lenovo",
                    ["WarrantyUrl"] = "lenovo",
                    ["BatchSize"] = "0",
                    ["ClientID2"] = "x",
                }
            )
            .Select(p => p.Setting)
            .Should()
            .BeEquivalentTo([
                "Connections:vendor:WarrantyUrl",
                "Connections:vendor:ClientId",
                "Connections:vendor:BatchSize",
                "Connections:vendor:ClientID2",
            ]);
}
