using Itam.Context.Connections;
using Itam.Sandbox.Jira;

namespace Itam.Webhooks.Tests.Jira;

public sealed class SigningIn
{
    private static void UseGateway(Dictionary<string, string?> settings, Uri sandbox)
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

    [Fact]
    public async Task A_service_account_works_through_the_gateway()
    {
        await using var world = await JiraWorld.StartAsync(change: UseGateway);
        var ticket = await world.RaiseAsync(deviceTag: "LT-0042");

        await world.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);

        var read = await world.Desk.ReadTicketAsync(ticket, default);
        read.Url.Should().Be(new Uri($"https://acme.example/browse/{read.Number}"));
        read.LinkedDevices.Single().Names.Should().HaveCount(4);
        world.Notes(ticket).Should().ContainSingle();
    }

    [Fact]
    public async Task An_expired_token_is_replaced_without_anybody_noticing()
    {
        await using var world = await JiraWorld.StartAsync(change: UseGateway);
        var ticket = await world.RaiseAsync();
        world.Site.ExpireTokens();

        await world.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);

        world.Notes(ticket).Should().ContainSingle();
    }

    [Fact]
    public async Task A_wrong_client_secret_asks_for_a_person()
    {
        await using var world = await JiraWorld.StartAsync(
            change: (settings, sandbox) =>
            {
                UseGateway(settings, sandbox);
                settings["ClientSecret"] = "wrong";
            }
        );

        var read = () => world.Desk.ReadTicketAsync(JiraWorld.Ref("10001"), default);

        var failure = (await read.Should().ThrowAsync<ConnectionException>()).Which;
        failure.Failure.Should().Be(ConnectionFailure.Reconnect);
        failure.Message.Should().Contain("sign-in");
    }

    [Fact]
    public async Task A_used_up_quota_stops_every_call_until_it_resets()
    {
        await using var world = await JiraWorld.StartAsync(change: UseGateway);
        var ticket = await world.RaiseAsync();
        world.Site.PointsLeft = 0;
        var read = () => world.Desk.ReadTicketAsync(ticket, default);
        (await read.Should().ThrowAsync<ConnectionException>()).Which.RetryAfter.Should().Be(TimeSpan.FromMinutes(20));

        world.Site.PointsLeft = 1_000;

        (await read.Should().ThrowAsync<ConnectionException>())
            .Which.RetryAfter.Should()
            .BeCloseTo(TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(1));
        world.Site.PointsLeft.Should().Be(1_000, "no call may be made before the reset");
    }

    /// <summary>20 minutes before the full hour.</summary>
    private static ServiceNow.ManualTime TwentyToTheHour() =>
        new(new DateTimeOffset(TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddHours(23).AddMinutes(40), TimeSpan.Zero));

    [Fact]
    public async Task Reading_the_past_leaves_half_of_the_hours_points_to_tickets()
    {
        var time = TwentyToTheHour();
        await using var world = await JiraWorld.StartAsync(
            change: (settings, sandbox) =>
            {
                UseGateway(settings, sandbox);
                settings["PointsPerHour"] = "100";
            },
            productTime: time,
            siteTime: time
        );
        var ticket = await world.RaiseAsync();
        var read = () => world.Desk.ReadHistoryAsync(time.GetUtcNow().AddDays(-365), null, default);
        var pages = 0;
        var readOn = async () =>
        {
            for (; pages < 50; pages++)
            {
                (await read()).Tickets.Should().HaveCount(4);
            }
        };

        var stopped = (await readOn.Should().ThrowAsync<ConnectionException>()).Which;
        stopped.Failure.Should().Be(ConnectionFailure.Retry);
        stopped.RetryAfter.Should().Be(TimeSpan.FromMinutes(20));
        pages.Should().BeInRange(5, 15, "a page costs one point and one per ticket");
        await world.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);
        world.Notes(ticket).Should().ContainSingle();

        time.Advance(TimeSpan.FromMinutes(20));
        (await read()).Tickets.Should().NotBeEmpty();
    }

    [Fact]
    public async Task What_others_have_spent_of_the_points_counts_as_well()
    {
        await using var world = await JiraWorld.StartAsync(change: UseGateway);
        var ticket = await world.RaiseAsync();
        world.Site.PointsLeft = 30_000;
        var read = () => world.Desk.ReadHistoryAsync(TimeProvider.System.GetUtcNow().AddDays(-365), null, default);
        await read();

        (await read.Should().ThrowAsync<ConnectionException>()).Which.RetryAfter.Should().BeLessThanOrEqualTo(TimeSpan.FromHours(1));

        await world.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);
        world.Notes(ticket).Should().ContainSingle();
    }

    [Fact]
    public async Task A_quota_that_does_not_say_when_it_resets_resets_at_the_full_hour()
    {
        var time = TwentyToTheHour();
        await using var world = await JiraWorld.StartAsync(change: UseGateway, productTime: time, siteTime: time);
        world.Site.PointsLeft = 0;
        world.Site.QuotaSaysReset = false;

        var read = () => world.Desk.ReadTicketAsync(JiraWorld.Ref("10001"), default);

        (await read.Should().ThrowAsync<ConnectionException>()).Which.RetryAfter.Should().Be(TimeSpan.FromMinutes(20));
    }

    [Fact]
    public async Task The_login_page_of_Data_Center_is_not_taken_for_data()
    {
        await using var world = await JiraWorld.StartAsync(JiraFlavour.DataCenter, (settings, _) => settings["AccessToken"] = "wrong");

        var read = () => world.Desk.ReadTicketAsync(JiraWorld.Ref("10001"), default);

        (await read.Should().ThrowAsync<ConnectionException>()).Which.Failure.Should().Be(ConnectionFailure.Reconnect);
    }

    [Fact]
    public void Secrets_are_not_printed()
    {
        Itam.Context.Sources.Jira.JiraSignIn[] all =
        [
            new Itam.Context.Sources.Jira.JiraSignIn.ApiToken("a@b.example", "s3cret"),
            new Itam.Context.Sources.Jira.JiraSignIn.AccessToken("s3cret"),
            new Itam.Context.Sources.Jira.JiraSignIn.ClientCredential("id", "s3cret", new Uri("https://auth.example")),
        ];

        all.Select(s => s.ToString()).Should().NotContain(text => text!.Contains("s3cret"));
    }
}
