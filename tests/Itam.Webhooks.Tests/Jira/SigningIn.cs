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
