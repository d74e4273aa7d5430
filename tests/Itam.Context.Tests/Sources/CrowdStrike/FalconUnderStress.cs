using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Context.Sources.CrowdStrike;
using Itam.Context.Tests.Sources.Calls;
using Itam.Sandbox.Faults;
using Itam.Sandbox.Sources.CrowdStrike;

namespace Itam.Context.Tests.Sources.CrowdStrike;

public sealed class FalconUnderStress
{
    private readonly LeapingTime _time = new();

    [Fact]
    public async Task The_announced_pause_and_a_minute_more_is_kept()
    {
        var falcon = Falcons.Cloud(_time, 5);
        falcon.Busy = (1, TimeSpan.FromSeconds(20));
        await using var stage = await StartAsync(falcon);

        var (pages, failure) = await stage.ReadAsync();

        failure.Should().BeNull();
        pages[^1].Complete.Should().BeTrue();
        _time.Pauses.Should().ContainSingle(p => p > TimeSpan.FromSeconds(75) && p <= TimeSpan.FromSeconds(80));
    }

    [Fact]
    public async Task A_waiting_ticket_does_not_wait_for_a_pause_and_does_not_ask_again_meanwhile()
    {
        var falcon = Falcons.Cloud(_time, 5);
        falcon.Busy = (1, TimeSpan.FromSeconds(20));
        await using var stage = await StartAsync(falcon);
        var ask = () => ((ILiveSource)stage.Source).LookUpAsync(new([], [new DeviceName(IdentifierKind.Serial, "X")]), CancellationToken.None);

        await ask.Should().ThrowAsync<ConnectionException>();
        await ask.Should().ThrowAsync<ConnectionException>("the emulator would answer by now");
        _time.Advance(TimeSpan.FromSeconds(80));
        (await ask()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_pause_of_an_hour_is_handed_to_whoever_reads_and_not_slept_through()
    {
        var falcon = Falcons.Cloud(_time, 5);
        falcon.Busy = (1, TimeSpan.FromHours(1));
        await using var stage = await StartAsync(falcon);

        var (_, failure) = await stage.ReadAsync();

        failure!.RetryAfter.Should().BeCloseTo(TimeSpan.FromMinutes(61), TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData(FaultKind.TooManyRequests, 60)]
    [InlineData(FaultKind.TooManyRequestsRetryAfter, 61)]
    public async Task A_429_without_the_vendors_header_is_waited_for_too(FaultKind fault, int seconds)
    {
        var falcon = Falcons.Cloud(_time, 5);
        await using var stage = await StartAsync(falcon);
        falcon.Faults.Add(fault, 1, r => r.Method == "POST" && r.Path.Value!.Contains("entities"));

        var (pages, failure) = await stage.ReadAsync();

        failure.Should().BeNull();
        pages[^1].Complete.Should().BeTrue();
        _time.Pauses.Should().Contain(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData(429, ConnectionFailure.Retry)]
    [InlineData(500, ConnectionFailure.Retry)]
    [InlineData(403, ConnectionFailure.Reconnect)]
    [InlineData(400, ConnectionFailure.GiveUp)]
    public async Task An_error_inside_a_200_is_an_error(int code, ConnectionFailure expected)
    {
        var falcon = Falcons.Cloud(_time, 5);
        await using var stage = await StartAsync(falcon);
        for (var i = 0; i < 20; i++)
        {
            falcon.ErrorsInside.Enqueue(code);
        }

        var (pages, failure) = await stage.ReadAsync();

        pages.Should().BeEmpty();
        failure!.Failure.Should().Be(expected);
    }

    [Fact]
    public async Task An_expired_token_is_renewed_once()
    {
        var falcon = Falcons.Cloud(_time, 8);
        await using var stage = await StartAsync(falcon);
        falcon.BeforePage = from =>
        {
            if (from == 0)
            {
                falcon.RevokeTokens();
            }
        };

        var (pages, failure) = await stage.ReadAsync();

        failure.Should().BeNull();
        pages[^1].Complete.Should().BeTrue();
        falcon.TokensIssued.Should().Be(2);
    }

    [Fact]
    public async Task A_host_is_looked_up_by_id_or_serial_and_a_person_never()
    {
        var falcon = Falcons.Cloud(_time, 5);
        await using var stage = await StartAsync(falcon);

        var bySerial = await AskAsync(stage, [], [new DeviceName(IdentifierKind.Serial, "pf300004")]);
        var byId = await AskAsync(stage, [], [new DeviceName(IdentifierKind.SourceId, Falcons.Id(2), Stage.Name)]);
        var calls = stage.Host.Calls.Total;
        var byPerson = await AskAsync(stage, [new PersonName(IdentityKind.Email, "ada@example.com")], []);
        var elsewhere = await AskAsync(stage, [], [new DeviceName(IdentifierKind.SourceId, Falcons.Id(2), "other")]);

        bySerial.Should().Equal(Falcons.Id(4));
        byId.Should().Equal(Falcons.Id(2));
        byPerson.Should().BeEmpty("a last login does not say whose device it is");
        elsewhere.Should().BeEmpty();
        stage.Host.Calls.Total.Should().Be(calls);
    }

    [Fact]
    public async Task Quotes_in_a_serial_stay_inside_the_filter_and_an_ignored_filter_shows_no_other_host()
    {
        var falcon = Falcons.Cloud(_time, 5);
        falcon.IgnoresFilter = true;
        await using var stage = await StartAsync(falcon);

        (await AskAsync(stage, [], [new DeviceName(IdentifierKind.Serial, "x'],hostname:*['")])).Should().BeEmpty();

        falcon.Filters.Should().Equal("serial_number:['x\\'],hostname:*[\\'']");
    }

    [Fact]
    public async Task The_wrong_cloud_names_the_right_one()
    {
        var falcon = Falcons.Cloud(_time, 1);
        falcon.OtherCloud = "https://api.us-2.crowdstrike.com";
        await using var stage = await StartAsync(falcon);

        var checks = await stage.Source.CheckAsync(CancellationToken.None);

        checks.Should().ContainSingle().Which.Remedy.Should().Contain("Set BaseUrl to https://api.us-2.crowdstrike.com");
    }

    [Fact]
    public async Task A_redirect_to_a_stranger_is_neither_followed_nor_recommended()
    {
        var falcon = Falcons.Cloud(_time, 1);
        falcon.OtherCloud = "https://api.crowdstrike.com.evil.example";
        await using var stage = await StartAsync(falcon);

        var checks = await stage.Source.CheckAsync(CancellationToken.None);

        checks.Should().ContainSingle(c => !c.Ok).Which.Remedy.Should().NotContain("evil");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_refused_client_is_told_once_and_without_the_secret(bool as500)
    {
        var falcon = Falcons.Cloud(_time, 1);
        falcon.RefusesWith500 = as500;
        await using var stage = await StartAsync(falcon, ("ClientSecret", "not-the-secret-of-this-client"));

        var checks = await stage.Source.CheckAsync(CancellationToken.None);

        checks.Should().ContainSingle().Which.Remedy.Should().Contain("ClientSecret").And.NotContain("not-the-secret");
        stage.Host.Calls.Latest("crowdstrike", 10).Should().ContainSingle();
    }

    [Theory]
    [InlineData("2027-06-01", true, "")]
    [InlineData("2026-12-10", false, "It ends on")]
    [InlineData("2026-11-21", false, "Do this now")]
    [InlineData("2026-11-01", false, "It ended")]
    public async Task Doctor_looks_at_hosts_and_at_the_end_of_the_credential(string ends, bool fine, string says)
    {
        await using var stage = await StartAsync(Falcons.Cloud(_time, 2), ("CredentialExpiresOn", ends));

        var checks = await stage.Source.CheckAsync(CancellationToken.None);

        checks.Select(c => c.Ok).Should().Equal(true, fine);
        (checks[1].Remedy ?? "").Should().Match($"*{says}*");
    }

    [Fact]
    public void Everything_wrong_with_the_settings_is_said_at_once()
    {
        var (_, problems) = Stage.Connect(
            new CrowdStrikeVendor(),
            _time,
            new Dictionary<string, string?>
            {
                ["BaseUrl"] = "api.crowdstrike.com",
                ["MemberCid"] = "my company",
                ["StaleAfterDays"] = "0",
            }
        );

        problems.Select(p => p.Setting).Should().BeEquivalentTo("BaseUrl", "ClientId", "ClientSecret", "MemberCid", "StaleAfterDays");
    }

    private static async Task<List<string>> AskAsync(Stage stage, PersonName[] person, DeviceName[] device) =>
        [.. (await stage.Live.LookUpAsync(new LiveQuestion([.. person], [.. device]), CancellationToken.None)).Select(d => d.SourceId)];

    private Task<Stage> StartAsync(CrowdStrikeEmulator falcon, params (string, string)[] settings) =>
        Stage.StartAsync(new CrowdStrikeVendor(), falcon, _time, [("PageSize", "3"), .. settings]);
}
