using Itam.Context.Connections;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Context.Tests.Sources.Warranties;
using Itam.Sandbox.Faults;
using Itam.Sandbox.Sources.Hp;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Tests.Sources.Hp;

public class HpWarrantiesOnTheWire
{
    private static readonly string[] Ten = [.. Enumerable.Range(0, 10).Select(n => $"5CG00000{n:00}")];

    private readonly HpEmulator _hp = new(TimeProvider.System);

    [Fact]
    public async Task Offers_come_with_kind_level_and_days()
    {
        await using var stage = await Connecting.StartAsync(_hp, new() { ["Country"] = "de" });
        _hp.Add(
            "5CG1234ABC",
            "4Y0H8AV",
            ("W", "Wty: HP HW Maintenance Onsite Support", "2022-10-05", "2023-10-04"),
            ("C", "HP 3y Next Business Day Onsite", "2022-10-05", "2025-10-04"),
            ("W", "Wty: HP Support for Initial Setup", "2022-10-05", "2099-01-03")
        );

        var answer = (await stage.AskAsync("5cg1234abc 4Y0H8AV#ABD")).Should().ContainSingle().Subject;

        answer.Lookup.Should().Be(WarrantyLookup.Found);
        answer
            .Entitlements.Should()
            .Equal(
                new WarrantyFact(WarrantyKind.Base, "Wty: HP HW Maintenance Onsite Support", new DateOnly(2022, 10, 5), new DateOnly(2023, 10, 4)),
                new WarrantyFact(WarrantyKind.Extended, "HP 3y Next Business Day Onsite", new DateOnly(2022, 10, 5), new DateOnly(2025, 10, 4)),
                new WarrantyFact(WarrantyKind.SetupService, "Wty: HP Support for Initial Setup", new DateOnly(2022, 10, 5), new DateOnly(2099, 1, 3))
            );
        _hp.Asked.Should().Equal("""{"sn":"5CG1234ABC","pn":"4Y0H8AV","cc":"DE"}""");
    }

    [Fact]
    public async Task A_serial_alone_in_the_answer_is_none_found()
    {
        await using var stage = await Connecting.StartAsync(_hp);

        (await stage.AskAsync("5CG9999ZZZ")).Single().Lookup.Should().Be(WarrantyLookup.NoneFound);
    }

    [Fact]
    public async Task More_than_a_few_serials_become_a_job_that_is_waited_for()
    {
        await using var stage = await Connecting.StartAsync(_hp);
        _hp.Add(Ten[3], "4Y0H8AV", ("W", "Base", "2022-10-05", "2023-10-04"));

        var answers = await stage.AskAsync(Ten);

        answers.Should().HaveCount(10);
        answers.Single(a => a.Lookup == WarrantyLookup.Found).Serial.Should().Be(Ten[3]);
        _hp.JobsTaken.Should().Be(1);
        stage.Time.Pauses.Select(p => p.TotalSeconds).Should().Equal(3, 6, 12);
    }

    [Fact]
    public async Task A_job_that_does_not_end_is_given_up_in_time()
    {
        _hp.PollsUntilDone = int.MaxValue;
        await using var stage = await Connecting.StartAsync(_hp, new() { ["JobTimeoutMinutes"] = "5" });
        var ask = () => stage.AskAsync(Ten);

        var failure = (await ask.Should().ThrowAsync<ConnectionException>()).Which;

        failure.Failure.Should().Be(ConnectionFailure.Retry);
        failure.Message.Should().Contain("5 min").And.Contain("BatchSize");
        stage.Time.Pauses.Aggregate(TimeSpan.Zero, (sum, p) => sum + p).Should().BeLessThan(TimeSpan.FromMinutes(5.1));
    }

    [Fact]
    public async Task A_job_that_failed_is_a_failure_and_not_none_found()
    {
        _hp.LastStatus = "failed";
        await using var stage = await Connecting.StartAsync(_hp);
        var ask = () => stage.AskAsync(Ten);

        (await ask.Should().ThrowAsync<ConnectionException>()).Which.Failure.Should().Be(ConnectionFailure.Retry);
    }

    [Theory]
    [InlineData(FaultKind.ServerError)]
    [InlineData(FaultKind.TooManyRequests)]
    public async Task Trouble_while_a_job_runs_does_not_cost_the_job(FaultKind kind)
    {
        await using var stage = await Connecting.StartAsync(_hp);
        _hp.Faults.Add(kind, 4, r => r.Method == "GET");

        (await stage.AskAsync(Ten)).Should().HaveCount(10);

        _hp.Faults.Hits.Should().Be(4);
        _hp.JobsTaken.Should().Be(1);
    }

    [Fact]
    public async Task A_job_that_the_vendor_forgot_is_handed_in_again_later()
    {
        await using var stage = await Connecting.StartAsync(_hp);
        _hp.Faults.Add(FaultKind.NotFound, when: r => r.Method == "GET");
        var ask = () => stage.AskAsync(Ten);

        (await ask.Should().ThrowAsync<ConnectionException>()).Which.Failure.Should().Be(ConnectionFailure.Retry);
        (await ask()).Should().HaveCount(10);
        _hp.JobsTaken.Should().Be(2);
    }

    [Fact]
    public async Task A_token_that_ends_while_a_job_runs_is_renewed_and_the_job_goes_on()
    {
        await using var stage = await Connecting.StartAsync(_hp);
        _hp.Faults.Add(FaultKind.Unauthorized, when: r => r.Method == "GET");

        (await stage.AskAsync(Ten)).Should().HaveCount(10);

        _hp.Tokens.Issued.Should().Be(2);
        _hp.JobsTaken.Should().Be(1);
    }

    [Fact]
    public async Task The_product_number_decides_between_two_products_of_one_serial()
    {
        await using var stage = await Connecting.StartAsync(_hp);
        _hp.Add("5CG1234ABC", "4Y0H8AV", ("W", "Notebook", "2022-10-05", "2025-10-04"));
        _hp.Add("5CG1234ABC", "1A2B3AV", ("W", "Dock", "2020-10-05", "2021-10-04"));

        (await stage.AskAsync("5CG1234ABC 4Y0H8AV")).Single().Entitlements.Should().ContainSingle().Which.Level.Should().Be("Notebook");
        (await stage.AskAsync("5CG1234ABC")).Single().Lookup.Should().Be(WarrantyLookup.Failed);
    }

    [Fact]
    public async Task Errors_inside_a_success_are_failures()
    {
        await using var stage = await Connecting.StartAsync(_hp);
        _hp.Instead.Enqueue("""[{"sn":"5CG1234ABC","error":"backend timeout"},{"sn":"5CG1234ABD"}]""");
        var answers = await stage.AskAsync("5CG1234ABC", "5CG1234ABD");
        answers.Select(a => a.Lookup).Should().Equal(WarrantyLookup.Failed, WarrantyLookup.NoneFound);

        _hp.Instead.Enqueue("""{"fault":{"faultstring":"Spike arrest violation"}}""");
        var ask = () => stage.AskAsync("5CG1234ABC");
        (await ask.Should().ThrowAsync<ConnectionException>()).Which.Failure.Should().Be(ConnectionFailure.Retry);
    }

    [Theory]
    [InlineData(FaultKind.TooManyRequests, 60)]
    [InlineData(FaultKind.TooManyRequestsRetryAfter, 1)]
    public async Task A_busy_vendor_tells_how_long_to_wait(FaultKind kind, int seconds)
    {
        await using var stage = await Connecting.StartAsync(_hp);
        _hp.Faults.Add(kind, when: r => r.Path.Value!.EndsWith("/queries", StringComparison.Ordinal));
        var ask = () => stage.AskAsync("5CG1234ABC");

        (await ask.Should().ThrowAsync<ConnectionException>()).Which.RetryAfter.Should().Be(TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public async Task A_changed_schema_is_read_as_far_as_it_goes()
    {
        await using var stage = await Connecting.StartAsync(_hp);
        var item = _hp.Add("5CG1234ABC", "4Y0H8AV", ("X", "", "", "2025-10-04T00:00:00Z"));
        item["offers"]![0]!["offerProductIdentifier"] = 4711;
        ((JArray)item["offers"]!).Add("not an object");
        item["error"] = null;

        var answer = (await stage.AskAsync("5CG1234ABC")).Single();

        answer.Entitlements.Should().Equal(new WarrantyFact(WarrantyKind.Unknown, "4711", null, new DateOnly(2025, 10, 4)));
    }

    [Fact]
    public async Task A_serial_that_the_answer_leaves_out_is_left_out()
    {
        await using var stage = await Connecting.StartAsync(_hp);
        _hp.Instead.Enqueue("""[{"sn":"5CG1234ABD"}]""");

        (await stage.AskAsync("5CG1234ABC", "5CG1234ABD")).Select(a => a.Serial).Should().Equal("5CG1234ABD");
    }

    [Theory]
    [InlineData("HP", true)]
    [InlineData("HP Inc.", true)]
    [InlineData("Hewlett-Packard", true)]
    [InlineData("HPE", false)]
    [InlineData("Hewlett Packard Enterprise", false)]
    [InlineData("Dell", false)]
    public void Only_its_own_devices_are_asked_for(string manufacturer, bool covered)
    {
        var settings = _hp.ConnectionSettings(new Uri("http://127.0.0.1:1")).ToDictionary(s => s.Key, s => (string?)s.Value);

        Connecting.Connect(settings, TimeProvider.System).Warranty!.Covers(manufacturer).Should().Be(covered);
    }

    [Fact]
    public async Task The_end_of_the_90_day_key_is_asked_for_and_watched()
    {
        await using var unknown = await Connecting.StartAsync(_hp);
        (await unknown.CheckAsync()).Select(c => c.Ok).Should().Equal(true, true, false);

        await using var known = await Connecting.StartAsync(_hp, new() { ["CredentialExpiresOn"] = "2027-02-01" });
        (await known.CheckAsync()).Should().HaveCount(3).And.OnlyContain(c => c.Ok);

        await using var ended = await Connecting.StartAsync(_hp, new() { ["CredentialExpiresOn"] = "2026-11-01", ["ClientSecret"] = "old" });
        var checks = await ended.CheckAsync();
        checks.Select(c => c.Ok).Should().Equal(false, false);
        checks[1].Remedy.Should().Contain("ended on 2026-11-01").And.Contain("link that HP mails");
    }

    [Fact]
    public void Settings_are_all_checked_at_once() =>
        Connecting
            .Problems(
                new()
                {
                    ["Kind"] = "hp",
                    ["BaseUrl"] = "ftp://hp",
                    ["Country"] = "Germany",
                    ["JobTimeoutMinutes"] = "0",
                }
            )
            .Select(p => p.Setting)
            .Should()
            .BeEquivalentTo([
                "Connections:vendor:BaseUrl",
                "Connections:vendor:ClientId",
                "Connections:vendor:ClientSecret",
                "Connections:vendor:Country",
                "Connections:vendor:JobTimeoutMinutes",
            ]);
}
