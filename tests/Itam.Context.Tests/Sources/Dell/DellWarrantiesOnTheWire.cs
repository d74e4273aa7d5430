using Itam.Context.Connections;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Context.Tests.Sources.Warranties;
using Itam.Sandbox.Faults;
using Itam.Sandbox.Sources.Dell;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Tests.Sources.Dell;

public class DellWarrantiesOnTheWire
{
    private const string NextBusinessDay = "Onsite Service After Remote Diagnosis, Next Business Day";

    private readonly DellEmulator _dell = new(TimeProvider.System);

    [Fact]
    public async Task Entitlements_come_with_kind_level_and_days_of_the_sellers_clock()
    {
        await using var stage = await Connecting.StartAsync(_dell);
        _dell.Add(
            "AB12CD3",
            ("ND", NextBusinessDay, "INITIAL", "2023-02-24T06:00:00Z", "2026-02-25T05:59:59Z"),
            ("PY", "ProSupport Plus", "EXTENDED", "2026-07-01T05:00:00Z", "2027-07-01T04:59:59Z"),
            ("CC", "Accidental Damage Service", "INITIAL", "2023-02-24T06:00:00Z", "2026-02-25T05:59:59Z")
        );

        var answer = (await stage.AskAsync("ab12cd3")).Should().ContainSingle().Subject;

        stage.Calls("dell").Should().Equal("GET /PROD/sbil/eapi/v5/asset-entitlements", "POST /auth/oauth/v2/token");
        answer.Serial.Should().Be("ab12cd3");
        answer.Lookup.Should().Be(WarrantyLookup.Found);
        answer.ShippedOn.Should().Be(new DateOnly(2023, 2, 23));
        answer
            .Entitlements.Should()
            .Equal(
                new WarrantyFact(WarrantyKind.Base, NextBusinessDay, new DateOnly(2023, 2, 24), new DateOnly(2026, 2, 24)),
                new WarrantyFact(WarrantyKind.Extended, "ProSupport Plus", new DateOnly(2026, 7, 1), new DateOnly(2027, 6, 30)),
                new WarrantyFact(WarrantyKind.AccidentalDamage, "Accidental Damage Service", new DateOnly(2023, 2, 24), new DateOnly(2026, 2, 24))
            );
    }

    [Fact]
    public async Task What_repairs_nothing_never_looks_like_a_longer_warranty()
    {
        await using var stage = await Connecting.StartAsync(_dell);
        _dell.Add(
            "AB12CD3",
            ("ND", NextBusinessDay, "INITIAL", "2023-02-24T06:00:00Z", "2026-02-25T05:59:59Z"),
            ("PJ", "Project services", "INITIAL", "2023-02-24T06:00:00Z", "2099-02-25T05:59:59Z"),
            ("DL", "Dell Digital Delivery", "INITIAL", "2023-02-24T06:00:00Z", "2098-02-25T05:59:59Z"),
            ("XX", null, "INITIAL", "2023-02-24T06:00:00Z", "2097-02-25T05:59:59Z")
        );
        _dell.Add(
            "ONLYPR1",
            ("PR", "Service", "INITIAL", "2023-02-24T06:00:00Z", "2099-02-25T05:59:59Z"),
            ("PB", "ProDeploy Plus", "EXTENDED", "2023-02-24T06:00:00Z", "2099-02-25T05:59:59Z")
        );

        var answers = await stage.AskAsync("AB12CD3", "ONLYPR1");

        var kinds = answers[0].Entitlements.Select(e => e.Kind);
        kinds.Should().Equal(WarrantyKind.Base, WarrantyKind.SetupService, WarrantyKind.SoftwareSupport);
        answers[1].Should().Match<WarrantyAnswer>(a => a.Lookup == WarrantyLookup.NoneFound && a.Entitlements.IsEmpty);
    }

    [Fact]
    public async Task An_unknown_tag_inside_a_success_is_none_found_and_costs_the_others_nothing()
    {
        await using var stage = await Connecting.StartAsync(_dell);
        _dell.Add("AB12CD3", ("ND", NextBusinessDay, "INITIAL", "2023-02-24T06:00:00Z", "2026-02-25T05:59:59Z"));

        var answers = await stage.AskAsync("NOTDELL", "AB12CD3");

        answers.Select(a => (a.Serial, a.Lookup)).Should().Equal(("NOTDELL", WarrantyLookup.NoneFound), ("AB12CD3", WarrantyLookup.Found));
    }

    [Fact]
    public async Task Never_more_than_a_hundred_tags_go_into_one_call()
    {
        await using var stage = await Connecting.StartAsync(_dell);
        var tags = Enumerable.Range(0, 230).Select(n => $"TAG{n:0000}").ToArray();

        var answers = await stage.AskAsync(tags);

        answers.Should().HaveCount(230);
        _dell.Asked.Select(a => a.Length).Should().Equal(100, 100, 30);
        stage.Connection.Warranty!.BatchSize.Should().Be(100);
    }

    [Fact]
    public async Task A_tag_that_poisons_its_batch_fails_alone()
    {
        await using var stage = await Connecting.StartAsync(_dell);
        _dell.Poison.Add("POISON1");

        var answers = await stage.AskAsync("TAG0001", "TAG0002", "POISON1", "TAG0004", "TAG0005");

        answers.Should().HaveCount(5);
        answers.Where(a => a.Lookup == WarrantyLookup.Failed).Should().ContainSingle().Which.Serial.Should().Be("POISON1");
    }

    [Fact]
    public async Task A_question_that_is_refused_altogether_is_not_asked_for_ever()
    {
        await using var stage = await Connecting.StartAsync(_dell);
        var tags = Enumerable.Range(0, 100).Select(n => $"TAG{n:0000}").ToArray();
        _dell.Poison.UnionWith(tags);

        var ask = () => stage.AskAsync(tags);

        (await ask.Should().ThrowAsync<ConnectionException>()).Which.Status.Should().Be(400);
    }

    [Fact]
    public async Task Text_that_is_no_serial_never_reaches_the_wire()
    {
        await using var stage = await Connecting.StartAsync(_dell);

        var answers = await stage.AskAsync("AB,CD12345", "TAG0001");

        answers.Should().ContainSingle(a => a.Lookup == WarrantyLookup.Failed).Which.Serial.Should().Be("AB,CD12345");
        _dell.Asked.Should().ContainSingle().Which.Should().Equal("TAG0001");
    }

    [Fact]
    public async Task A_revoked_token_is_renewed_once()
    {
        await using var stage = await Connecting.StartAsync(_dell);
        await stage.AskAsync("TAG0001");
        _dell.Tokens.Revoke();

        (await stage.AskAsync("TAG0002")).Should().ContainSingle();

        _dell.Tokens.Issued.Should().Be(2);
    }

    [Fact]
    public async Task A_token_is_used_until_shortly_before_its_end()
    {
        await using var stage = await Connecting.StartAsync(_dell);
        await stage.AskAsync("TAG0001");
        stage.Time.Advance(TimeSpan.FromMinutes(58));
        await stage.AskAsync("TAG0002");
        _dell.Tokens.Issued.Should().Be(1);

        stage.Time.Advance(TimeSpan.FromMinutes(2));
        await stage.AskAsync("TAG0003");

        _dell.Tokens.Issued.Should().Be(2);
    }

    [Fact]
    public async Task A_refusal_that_a_new_token_does_not_heal_is_for_a_person()
    {
        await using var stage = await Connecting.StartAsync(_dell);
        _dell.Faults.Add(FaultKind.Unauthorized, int.MaxValue, r => r.Method == "GET");

        var ask = () => stage.AskAsync("TAG0001");

        (await ask.Should().ThrowAsync<ConnectionException>()).Which.Failure.Should().Be(ConnectionFailure.Reconnect);
        _dell.Tokens.Issued.Should().Be(2);
    }

    [Theory]
    [InlineData("Retry-After", "120", "", 120)]
    [InlineData("Retry-After", "Fri, 20 Nov 2026 08:02:00 GMT", "", 120)]
    [InlineData("X-RateLimit-Reset", "1795161720", "", 120)]
    [InlineData(null, null, """{"retry_after": 90}""", 90)]
    [InlineData(null, null, "slow down", 60)]
    public async Task A_429_tells_how_long_to_wait_and_until_then_nothing_is_called(string? header, string? value, string body, double seconds)
    {
        await using var stage = await Connecting.StartAsync(_dell);
        _dell.Instead.Enqueue((429, body, header, value));
        var ask = () => stage.AskAsync("TAG0001");

        var busy = (await ask.Should().ThrowAsync<ConnectionException>()).Which;
        busy.Failure.Should().Be(ConnectionFailure.Retry);
        busy.RetryAfter!.Value.TotalSeconds.Should().BeApproximately(seconds, 1);

        (await ask.Should().ThrowAsync<ConnectionException>()).Which.Status.Should().Be(429);
        _dell.Asked.Should().BeEmpty();
        stage.Time.Advance(TimeSpan.FromSeconds(seconds + 1));
        (await ask()).Should().ContainSingle();
    }

    [Fact]
    public async Task A_batch_on_which_the_vendor_breaks_is_failed_and_the_others_keep_their_answers()
    {
        await using var stage = await Connecting.StartAsync(_dell, new() { ["BatchSize"] = "2" });
        _dell.Faults.Add(FaultKind.ServerError, int.MaxValue, r => r.Query["servicetags"].ToString().Contains("TAG0003", StringComparison.Ordinal));

        var answers = await stage.AskAsync("TAG0001", "TAG0002", "TAG0003", "TAG0004", "TAG0005");

        answers.Where(a => a.Lookup == WarrantyLookup.Failed).Select(a => a.Serial).Should().Equal("TAG0003", "TAG0004");
        answers.Where(a => a.Lookup != WarrantyLookup.Failed).Select(a => a.Serial).Should().Equal("TAG0001", "TAG0002", "TAG0005");
    }

    [Fact]
    public async Task A_fault_inside_a_success_is_a_failure_and_not_none_found()
    {
        await using var stage = await Connecting.StartAsync(_dell);
        for (var i = 0; i < 3; i++)
        {
            _dell.Instead.Enqueue((200, """{"Fault":{"faultstring":"Policy Falsified"}}""", null, null));
        }

        var ask = () => stage.AskAsync("TAG0001");

        (await ask.Should().ThrowAsync<ConnectionException>()).Which.Failure.Should().Be(ConnectionFailure.Retry);
    }

    [Fact]
    public async Task A_changed_schema_is_read_as_far_as_it_goes()
    {
        await using var stage = await Connecting.StartAsync(_dell);
        var asset = _dell.Add(
            "AB12CD3",
            ("ND", NextBusinessDay, "BRAND-NEW", "0001-01-01T00:00:00Z", "2026-02-24T23:59:59-06:00"),
            ("ND", NextBusinessDay, "INITIAL", "2023-02-24", "2026-02-24")
        );
        asset["somethingNew"] = new JObject { ["deep"] = 1 };
        asset["invalid"] = "false";
        asset["shipDate"] = null;
        ((JArray)asset["entitlements"]!).Add("not an object");
        ((JArray)asset["entitlements"]!)[0]["serviceLevelCode"] = 7;

        var answer = (await stage.AskAsync("AB12CD3")).Single();

        answer.ShippedOn.Should().BeNull();
        answer
            .Entitlements.Should()
            .Equal(
                new WarrantyFact(WarrantyKind.Unknown, NextBusinessDay, null, new DateOnly(2026, 2, 24)),
                new WarrantyFact(WarrantyKind.Base, NextBusinessDay, new DateOnly(2023, 2, 24), new DateOnly(2026, 2, 24))
            );
    }

    [Fact]
    public async Task An_end_that_cannot_be_read_fails_this_device_only()
    {
        await using var stage = await Connecting.StartAsync(_dell);
        _dell.Add("BROKEN1", ("ND", NextBusinessDay, "INITIAL", "2023-02-24T06:00:00Z", "soon"));
        _dell.Add("AB12CD3", ("ND", NextBusinessDay, "INITIAL", "2023-02-24T06:00:00Z", "2026-02-25T05:59:59Z"));

        var answers = await stage.AskAsync("BROKEN1", "AB12CD3");

        answers.Select(a => a.Lookup).Should().Equal(WarrantyLookup.Failed, WarrantyLookup.Found);
    }

    [Theory]
    [InlineData("Dell Inc.", true)]
    [InlineData("DELL", true)]
    [InlineData("Alienware", true)]
    [InlineData("Dellwood Printers", false)]
    [InlineData("Lenovo", false)]
    public void Only_its_own_devices_are_asked_for(string manufacturer, bool covered)
    {
        var settings = _dell.ConnectionSettings(new Uri("http://127.0.0.1:1")).ToDictionary(s => s.Key, s => (string?)s.Value);

        Connecting.Connect(settings, TimeProvider.System).Warranty!.Covers(manufacturer).Should().Be(covered);
    }

    [Fact]
    public async Task A_good_connection_passes_its_checks_and_a_credential_near_its_end_is_told()
    {
        await using var stage = await Connecting.StartAsync(_dell, new() { ["CredentialExpiresOn"] = "2026-11-25" });

        var checks = await stage.CheckAsync();

        checks.Select(c => c.Ok).Should().Equal(true, true, false);
        checks[2].Remedy.Should().Contain("2026-11-25").And.Contain("Do this week");
    }

    [Fact]
    public async Task A_refused_client_is_one_line_without_the_secret()
    {
        await using var stage = await Connecting.StartAsync(_dell, new() { ["ClientSecret"] = "an-old-secret" });

        var check = (await stage.CheckAsync()).Should().ContainSingle().Subject;

        check.Ok.Should().BeFalse();
        check.Remedy.Should().Contain("ClientSecret").And.Contain("invalid_client").And.NotContain("an-old-secret");
    }

    [Fact]
    public void Settings_are_all_checked_at_once()
    {
        Connecting
            .Problems(
                new()
                {
                    ["Kind"] = "dell",
                    ["EntitlementsUrl"] = "http://example.com",
                    ["BatchSize"] = "101",
                    ["CredentialExpiresOn"] = "soon",
                }
            )
            .Select(p => p.Setting)
            .Should()
            .BeEquivalentTo([
                "Connections:vendor:EntitlementsUrl",
                "Connections:vendor:ClientId",
                "Connections:vendor:ClientSecret",
                "Connections:vendor:BatchSize",
                "Connections:vendor:CredentialExpiresOn",
            ]);
    }
}
