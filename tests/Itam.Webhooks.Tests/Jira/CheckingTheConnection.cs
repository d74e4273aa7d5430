using Itam.Context.Connections;
using Itam.Sandbox.Jira;

namespace Itam.Webhooks.Tests.Jira;

public sealed class CheckingTheConnection
{
    [Theory]
    [InlineData(JiraFlavour.Cloud)]
    [InlineData(JiraFlavour.DataCenter)]
    public async Task A_good_connection_passes_every_check(JiraFlavour flavour)
    {
        await using var world = await JiraWorld.StartAsync(flavour);

        var checks = await world.Desk.CheckAsync(default);

        checks.Should().HaveCount(4).And.OnlyContain(c => c.Ok && c.Remedy == null);
        checks[0].What.Should().Contain("Asset context");
    }

    [Fact]
    public async Task Wrong_credentials_end_the_checks_with_a_remedy()
    {
        await using var world = await JiraWorld.StartAsync(change: (settings, _) => settings["ApiToken"] = "wrong");

        var check = (await world.Desk.CheckAsync(default)).Should().ContainSingle().Which;

        check.Ok.Should().BeFalse();
        check.Remedy.Should().Contain("credentials").And.NotContain("wrong");
    }

    [Fact]
    public async Task Missing_rights_are_named()
    {
        await using var world = await JiraWorld.StartAsync();
        world.Site.MissingPermissions.Add("EDIT_OWN_COMMENTS");

        (await world.Desk.CheckAsync(default)).Should().ContainSingle(c => !c.Ok).Which.Remedy.Should().Contain("edit its own comments");
    }

    [Fact]
    public async Task An_account_that_is_no_agent_is_told_apart()
    {
        await using var world = await JiraWorld.StartAsync();
        world.Site.IsAgent = false;

        (await world.Desk.CheckAsync(default)).Should().Contain(c => !c.Ok && c.What.Contains("agent") && c.Remedy!.Contains("licence"));
    }

    [Fact]
    public async Task A_project_that_is_not_there_is_named()
    {
        await using var world = await JiraWorld.StartAsync(change: (settings, _) => settings["Projects"] = "HELP,GONE");

        (await world.Desk.CheckAsync(default)).Should().ContainSingle(c => !c.Ok).Which.What.Should().Contain("GONE");
    }

    [Fact]
    public async Task A_site_without_Assets_is_not_broken()
    {
        await using var world = await JiraWorld.StartAsync();
        world.Site.HasAssets = false;

        (await world.Desk.CheckAsync(default)).Should().OnlyContain(c => c.Ok).And.Contain(c => c.What.Contains("not linked"));
    }

    [Fact]
    public void Every_wrong_setting_is_reported_at_once()
    {
        var connect = () =>
            JiraWorld.Connect(
                new()
                {
                    ["BaseUrl"] = "http://acme.example",
                    ["Projects"] = "help desk",
                    ["Deployment"] = "Moon",
                    ["ApiToken"] = "t",
                    ["AccessToken"] = "t",
                    ["AutomationSecret"] = "short",
                },
                TimeProvider.System
            );

        connect
            .Should()
            .Throw<SettingsException>()
            .Which.Problems.Select(p => p.Setting)
            .Should()
            .BeEquivalentTo("Deployment", "BaseUrl", "AccessToken", "Email", "Projects", "AutomationSecret");
    }

    [Fact]
    public void Without_any_way_to_prove_a_webhook_nothing_starts()
    {
        var connect = () =>
            JiraWorld.Connect(
                new()
                {
                    ["BaseUrl"] = "https://acme.example",
                    ["Projects"] = "HELP",
                    ["Email"] = "a@b.example",
                    ["ApiToken"] = "t",
                },
                TimeProvider.System
            );

        connect.Should().Throw<SettingsException>().Which.Problems.Should().ContainSingle().Which.Setting.Should().Be("WebhookSecret");
    }
}
