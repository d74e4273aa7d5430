using Itam.Context.Connections;
using Itam.Sandbox.Faults;

namespace Itam.Webhooks.Tests.Freshservice;

public class CheckingTheConnection
{
    [Fact]
    public async Task A_good_connection_passes_every_check_without_writing()
    {
        await using var stage = await Stage.StartAsync();

        var checks = await stage.Desk.CheckAsync(CancellationToken.None);

        checks.Should().HaveCount(5).And.OnlyContain(c => c.Ok && c.Remedy == null);
        stage.Vendor.Requests.Should().OnlyContain(r => r.StartsWith("GET "));
    }

    [Fact]
    public async Task A_wrong_key_is_one_line_with_a_remedy()
    {
        await using var stage = await Stage.StartAsync(new() { ["ApiKey"] = "wrong-key-of-somebody" });

        var check = (await stage.Desk.CheckAsync(CancellationToken.None)).Should().ContainSingle().Subject;

        check.Ok.Should().BeFalse();
        check.Remedy.Should().Contain("ApiKey").And.NotContain("wrong-key-of-somebody");
    }

    [Fact]
    public async Task A_missing_right_is_named_and_the_rest_is_still_checked()
    {
        await using var stage = await Stage.StartAsync();
        stage.Vendor.Faults.Add(FaultKind.Forbidden, when: r => r.Path.Value!.EndsWith("/requesters", StringComparison.Ordinal));

        var checks = await stage.Desk.CheckAsync(CancellationToken.None);

        checks.Should().HaveCount(5);
        checks.Where(c => !c.Ok).Should().ContainSingle().Which.Remedy.Should().Contain("view requesters");
    }

    [Fact]
    public async Task A_plan_without_assets_says_what_still_works()
    {
        await using var stage = await Stage.StartAsync();
        stage.Vendor.WithoutAssets = true;

        var failed = (await stage.Desk.CheckAsync(CancellationToken.None)).Single(c => !c.Ok);

        failed.What.Should().StartWith("Assets");
        failed.Remedy.Should().Contain("notes are written all the same");
    }

    [Fact]
    public void Settings_are_all_checked_at_once()
    {
        var connect = () =>
            Stage.Connect(
                new()
                {
                    ["BaseUrl"] = "http://acme.freshservice.com",
                    ["WebhookSecret"] = "short",
                    ["WebhookSecretHeader"] = "Authorization",
                    ["WebhookUser"] = "it:am",
                    ["WebhookPassword"] = "changeme-changeme-changeme-changeme",
                },
                TimeProvider.System
            );

        connect
            .Should()
            .Throw<SettingsException>()
            .Which.Problems.Select(p => p.Setting)
            .Should()
            .BeEquivalentTo([
                "Connections:desk:BaseUrl",
                "Connections:desk:ApiKey",
                "Connections:desk:WebhookSecret",
                "Connections:desk:WebhookSecretHeader",
                "Connections:desk:WebhookUser",
                "Connections:desk:WebhookPassword",
            ]);
    }

    [Fact]
    public void A_connection_that_anybody_could_call_does_not_start()
    {
        var connect = () => Stage.Connect(new() { ["BaseUrl"] = "https://acme.freshservice.com", ["ApiKey"] = "abc" }, TimeProvider.System);

        connect.Should().Throw<SettingsException>().WithMessage("*WebhookSecret*anybody could send webhooks*");
    }

    [Fact]
    public async Task The_address_may_be_pasted_with_the_path_of_the_api()
    {
        await using var stage = await Stage.StartAsync();
        var settings = stage.Vendor.ConnectionSettings(stage.Address).ToDictionary(s => s.Key, s => (string?)s.Value);
        settings["BaseUrl"] += "/api/v2/";

        (await Stage.Connect(settings, stage.Time).Desk.CheckAsync(CancellationToken.None)).Should().OnlyContain(c => c.Ok);
    }
}
