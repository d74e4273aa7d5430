using Itam.Testing;

namespace Itam.Server.Tests.Commands;

public sealed class BadConfigurationStopsTheStart : IDisposable
{
    private readonly ItamTool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task Every_problem_is_named_at_once_with_its_setting_and_an_example()
    {
        _tool
            .With("Database", "Server=somewhere")
            .With("SweepEveryMinutes", "often")
            .With("Connections:helpdesk:Kind", "jira")
            .With("Connections:helpdesk:BaseUrl", "http://acme.example")
            .With("Connections:helpdesk:LinkDevicesAbove", "7")
            .With("Connections:other:Kind", "zendesk");

        var result = await _tool.RunAsync("serve");

        result.ExitCode.Should().Be(2);
        result.Errors.Should().MatchRegex("[0-9]+ settings are wrong:");
        result
            .Errors.Should()
            .Contain("Database starts with neither 'Data Source=' (SQLite) nor 'Host=' (PostgreSQL). Example: \"Data Source=data/itam.db\"");
        result.Errors.Should().Contain("SweepEveryMinutes is 'often', not a number");
        result.Errors.Should().Contain("Connections:helpdesk:BaseUrl must start with https://");
        result.Errors.Should().Contain("Connections:helpdesk:LinkDevicesAbove is '7'");
        result
            .Errors.Should()
            .Contain("Connections:other:Kind is 'zendesk', which cannot be connected. Example: one of jira, servicenow, freshservice");
    }

    [Fact]
    public async Task A_misspelt_setting_is_a_problem_and_the_right_name_is_offered()
    {
        var result = await _tool.With("Databse", "Data Source=x.db").RunAsync("serve");

        result.ExitCode.Should().Be(2);
        result.Errors.Should().Contain("Databse is not a setting here. Example: Database, if that was meant");
    }

    [Fact]
    public async Task A_short_or_placeholder_secret_is_refused_and_never_shown()
    {
        _tool
            .With("Connections:fresh:Kind", "freshservice")
            .With("Connections:fresh:BaseUrl", "https://acme.freshservice.com")
            .With("Connections:fresh:ApiKey", "key-key-key-key-key-key-key")
            .With("Connections:fresh:WebhookSecret", "hunter2hunter2");

        var result = await _tool.RunAsync("serve");

        result.ExitCode.Should().Be(2);
        result.Errors.Should().Contain("has 14 bytes; a secret needs at least 24. Example: the output of: openssl rand -base64 32");
        (result.Errors + result.Output).Should().NotContain("hunter2");
    }

    [Fact]
    public async Task A_file_that_is_not_there_or_is_not_json_is_said()
    {
        var broken = _tool.Write("broken.json", "{ \"Urls\": ");

        (await _tool.RunAsync("serve", "--config", "none.json")).Errors.Should().Contain("--config names a file that is not there");
        (await _tool.RunAsync("serve", "--config", broken)).Errors.Should().Contain("is not valid JSON");
    }

    [Fact]
    public async Task Doctor_says_the_same_with_a_remedy_each()
    {
        var result = await _tool.With("Databse", "x").RunAsync("doctor");

        result.ExitCode.Should().Be(2);
        result.Output.Should().Contain("✕ Databse is not a setting here").And.Contain("→ Example: Database");
    }

    [Fact]
    public async Task Two_services_on_one_SQLite_file_are_refused()
    {
        _tool.With("Urls", "http://127.0.0.1:0");
        using var first = _tool.Start("serve");
        try
        {
            (await first.StandardOutput.ReadLineAsync()).Should().StartWith("itam listens on");

            var second = await _tool.RunAsync("serve");

            second.ExitCode.Should().Be(2);
            second.Errors.Should().Contain("Database is served by another process already").And.Contain("use PostgreSQL");
        }
        finally
        {
            first.Kill(entireProcessTree: true);
            await first.WaitForExitAsync();
        }
    }
}
