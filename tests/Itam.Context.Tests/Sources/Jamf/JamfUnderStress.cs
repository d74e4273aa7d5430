using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Context.Sources.Jamf;
using Itam.Context.Tests.Sources.Calls;
using Itam.Sandbox.Faults;
using Itam.Sandbox.Sources.Jamf;

namespace Itam.Context.Tests.Sources.Jamf;

public sealed class JamfUnderStress
{
    private readonly LeapingTime _time = new();

    [Fact]
    public async Task A_token_is_shared_by_all_calls_and_renewed_once_when_it_is_refused()
    {
        var jamf = Macs.Fleet(_time, 7, 4);
        jamf.TokenLife = TimeSpan.FromHours(1);
        await using var stage = await StartAsync(jamf);
        jamf.BeforePage = (list, page) =>
        {
            if (list == "computers" && page == 0)
            {
                jamf.RevokeTokens();
            }
        };

        var (pages, failure) = await stage.ReadAsync();

        failure.Should().BeNull();
        pages[^1].Complete.Should().BeTrue();
        jamf.TokensIssued.Should().Be(2);
    }

    [Fact]
    public async Task A_token_of_one_minute_is_renewed_before_its_end()
    {
        var jamf = Macs.Fleet(_time, 7, 0);
        await using var stage = await StartAsync(jamf);
        jamf.BeforePage = (_, _) => _time.Advance(TimeSpan.FromSeconds(50));
        var refused = 0;

        var (pages, _) = await stage.ReadAsync();
        refused += stage.Host.Calls.Latest("jamf", 100).Count(c => c.Status == 401);

        pages[^1].Complete.Should().BeTrue();
        refused.Should().Be(0);
    }

    [Fact]
    public async Task A_waiting_ticket_does_not_wait_for_a_pause_and_does_not_ask_again_meanwhile()
    {
        var jamf = Macs.Fleet(_time, 7, 0);
        await using var stage = await StartAsync(jamf);
        jamf.QuotaViolations = 1;
        var ask = () => ((ILiveSource)stage.Source).LookUpAsync(new([], [new DeviceName(IdentifierKind.Serial, "X")]), CancellationToken.None);

        await ask.Should().ThrowAsync<ConnectionException>();
        var made = stage.Host.Calls.Latest("jamf", 100).Count;
        await ask.Should().ThrowAsync<ConnectionException>();
        stage.Host.Calls.Latest("jamf", 100).Should().HaveCount(made);
        _time.Advance(TimeSpan.FromSeconds(75));
        (await ask()).Should().BeEmpty();
    }

    [Fact]
    public async Task The_gateways_quota_text_is_a_pause_and_not_the_end_of_the_walk()
    {
        var jamf = Macs.Fleet(_time, 7, 0);
        await using var stage = await StartAsync(jamf);
        jamf.BeforePage = (list, page) => jamf.QuotaViolations += list == "computers" && page == 0 ? 1 : 0;

        var (pages, failure) = await stage.ReadAsync();

        failure.Should().BeNull();
        pages[^1].Complete.Should().BeTrue();
        _time.Pauses.Should().Contain(TimeSpan.FromSeconds(75));
    }

    [Theory]
    [InlineData(FaultKind.TooManyRequests, 75)]
    [InlineData(FaultKind.TooManyRequestsRetryAfter, 1)]
    [InlineData(FaultKind.Unavailable, 1)]
    public async Task Every_way_to_say_busy_is_waited_for(FaultKind fault, int seconds)
    {
        var jamf = Macs.Fleet(_time, 4, 0);
        await using var stage = await StartAsync(jamf);
        jamf.Faults.Add(fault, 1, r => r.Query["page"] == "1");

        var (pages, failure) = await stage.ReadAsync();

        failure.Should().BeNull();
        pages[^1].Complete.Should().BeTrue();
        _time.Pauses.Should().Contain(TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public async Task A_login_page_is_no_inventory()
    {
        var jamf = Macs.Fleet(_time, 4, 0);
        await using var stage = await StartAsync(jamf);
        jamf.Faults.Add(FaultKind.LoginPage, 5, r => r.Path.Value!.Contains("inventory"));

        var (pages, failure) = await stage.ReadAsync();

        pages.Should().BeEmpty();
        failure!.Failure.Should().Be(ConnectionFailure.Reconnect);
    }

    [Fact]
    public async Task A_person_is_looked_up_by_email_and_a_device_by_serial_or_id()
    {
        var jamf = Macs.Fleet(_time, 5, 5);
        await using var stage = await StartAsync(jamf);

        var byPerson = await AskAsync(stage, [new PersonName(IdentityKind.Email, "USER3@example.com")], []);
        var bySerial = await AskAsync(stage, [], [new DeviceName(IdentifierKind.Serial, "c02xk00004")]);
        var byUser = await AskAsync(
            stage,
            [new PersonName(IdentityKind.Account, "user2", Stage.Name), new PersonName(IdentityKind.Account, "user1", "other")],
            []
        );
        var byId = await AskAsync(stage, [], [new DeviceName(IdentifierKind.SourceId, "computer:5", Stage.Name)]);
        var calls = stage.Host.Calls.Total;
        var byTag = await AskAsync(stage, [], [new DeviceName(IdentifierKind.AssetTag, "MB-1")]);

        byPerson.Should().BeEquivalentTo("computer:3", "mobile:3");
        bySerial.Should().Equal("computer:4");
        byUser.Should().Equal("computer:2");
        byId.Should().Equal("computer:5");
        byTag.Should().BeEmpty();
        stage.Host.Calls.Total.Should().Be(calls, "what cannot be asked costs no call");
    }

    [Fact]
    public async Task Quotes_in_a_name_stay_inside_the_filter_and_an_ignored_filter_shows_nobody_elses_devices()
    {
        var jamf = Macs.Fleet(_time, 5, 0);
        await using var stage = await StartAsync(jamf);
        jamf.IgnoresFilter = true;

        var found = await AskAsync(stage, [new PersonName(IdentityKind.Email, "x\"\\,id>=\"0")], []);

        found.Should().BeEmpty();
        jamf.Filters.Should().Contain("""userAndLocation.email=="x\"\\,id>=\"0" """.Trim());
    }

    [Fact]
    public async Task Doctor_says_what_is_missing_and_when_the_secret_ends()
    {
        var jamf = Macs.Fleet(_time, 1, 1);
        jamf.Forbidden.Add("mobile");
        await using var stage = await StartAsync(jamf, ("CredentialExpiresOn", "2026-11-25"));

        var checks = await stage.Source.CheckAsync(CancellationToken.None);

        checks.Select(c => c.Ok).Should().Equal(true, true, false, false);
        checks[2].Remedy.Should().Contain("Read Mobile Devices");
        checks[3].Remedy.Should().Contain("Do this week").And.Contain("new client secret");
    }

    [Fact]
    public async Task A_refused_client_is_told_once_and_without_the_secret()
    {
        var jamf = Macs.Fleet(_time, 1, 1);
        await using var stage = await StartAsync(jamf, ("ClientSecret", "not-the-secret-of-this-client"));

        var checks = await stage.Source.CheckAsync(CancellationToken.None);

        checks.Should().ContainSingle().Which.Remedy.Should().Contain("ClientSecret").And.NotContain("not-the-secret");
        stage.Host.Calls.Latest("jamf", 10).Should().ContainSingle();
    }

    [Fact]
    public async Task An_address_without_the_api_is_told_as_a_wrong_address()
    {
        var jamf = Macs.Fleet(_time, 1, 1);
        await using var stage = await StartAsync(jamf);
        jamf.Faults.Add(FaultKind.NotFound, int.MaxValue);

        var checks = await stage.Source.CheckAsync(CancellationToken.None);

        checks.Should().ContainSingle().Which.Remedy.Should().Contain("Check BaseUrl");
    }

    [Fact]
    public void Everything_wrong_with_the_settings_is_said_at_once()
    {
        var (_, problems) = Stage.Connect(
            new JamfVendor(),
            _time,
            new Dictionary<string, string?>
            {
                ["BaseUrl"] = "http://acme.jamfcloud.com",
                ["PageSize"] = "5000",
                ["CredentialExpiresOn"] = "soon",
                ["ClientSecrt"] = "x",
            }
        );

        problems
            .Select(p => p.Setting)
            .Should()
            .BeEquivalentTo("BaseUrl", "ClientId", "ClientSecret", "PageSize", "CredentialExpiresOn", "ClientSecrt");
    }

    private static async Task<List<string>> AskAsync(Stage stage, PersonName[] person, DeviceName[] device) =>
        [.. (await stage.Live.LookUpAsync(new LiveQuestion([.. person], [.. device]), CancellationToken.None)).Select(d => d.SourceId)];

    private Task<Stage> StartAsync(JamfEmulator jamf, params (string, string)[] settings) =>
        Stage.StartAsync(new JamfVendor(), jamf, _time, [("PageSize", "3"), .. settings]);
}
