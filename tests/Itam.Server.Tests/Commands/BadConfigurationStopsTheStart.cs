using System.Net;
using System.Net.Sockets;
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

    [Theory]
    [InlineData("Host=127.0.0.1;Databse=itam", "Database has 'databse', a word that PostgreSQL does not know")]
    [InlineData("Host=127.0.0.1;Port=many", "Database has a value for 'port' that PostgreSQL cannot read")]
    [InlineData("Data Source=itam.db;Colour=red", "Database has 'colour', a word that SQLite does not know")]
    [InlineData("Host=127.0.0.1;Password=hunter2;hunter2=2", "Database has a word that PostgreSQL does not know")]
    [InlineData("Host=;Database=itam", "Database names no host")]
    [InlineData("Data Source=not-a-folder/itam.db", "Database names a folder that cannot be made")]
    public async Task A_database_setting_that_cannot_work_is_said_in_a_sentence(string setting, string problem)
    {
        _tool.Write("not-a-folder", "a file");
        _tool.With("Database", setting);

        var serve = await _tool.RunAsync("serve");
        var doctor = await _tool.RunAsync("doctor");

        serve.ExitCode.Should().Be(2);
        serve.Errors.Should().Contain(problem).And.Contain("Example: ");
        doctor.ExitCode.Should().Be(2);
        doctor.Output.Should().Contain("✕ " + problem);
        (serve.Errors + serve.Output + doctor.Errors + doctor.Output).Should().NotContain("   at ").And.NotContain("hunter2");
    }

    [Fact]
    public async Task A_PostgreSQL_that_does_not_answer_is_said_in_a_sentence_and_doctor_goes_on()
    {
        _tool.With("Database", "Host=127.0.0.1;Port=1;Password=hunter2");

        foreach (
            var command in (string[][])
                [
                    ["serve"],
                    ["work", "list"],
                ]
        )
        {
            var failed = await _tool.RunAsync(command);
            failed.ExitCode.Should().Be(1);
            failed.Errors.Should().StartWith("Database does not answer: ").And.Contain("127.0.0.1:1").And.Contain("Example: \"Host=");
            (failed.Errors + failed.Output).Should().NotContain("   at ").And.NotContain("hunter2").And.NotContain("Exception");
        }

        var doctor = await _tool.RunAsync("doctor");
        doctor.ExitCode.Should().Be(1);
        doctor.Errors.Should().BeEmpty();
        doctor.Output.Should().Contain("✕ Database does not answer: ").And.Contain("check(s) failed").And.NotContain("   at ");
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_said_in_a_sentence()
    {
        _tool.Write("itam.db", new string('x', 5000));

        var result = await _tool.With("Database", "Data Source=itam.db").RunAsync("serve");

        result.ExitCode.Should().Be(1);
        result.Errors.Should().StartWith("Database is no SQLite database, or a broken one");
        (result.Errors + result.Output).Should().NotContain("   at ");
    }

    [Fact]
    public async Task A_precedence_that_names_what_is_not_there_is_said_with_an_example()
    {
        _tool.With("PrecedenceFile", _tool.Write("precedence.json", """{ "fields": { "Location": ["Landlord"] } }"""));

        var result = await _tool.RunAsync("doctor");

        result.ExitCode.Should().Be(2);
        result.Output.Should().Contain("PrecedenceFile is").And.Contain("'Landlord'").And.Contain("DeviceManagement").And.NotContain("   at ");
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said_in_a_sentence()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}";

        var result = await _tool.With("Urls", taken).RunAsync("serve");

        result.ExitCode.Should().Be(2);
        result.Errors.Should().Contain($"Urls is '{taken}', where this process cannot listen").And.Contain("address already in use");
        (result.Errors + result.Output).Should().NotContain("   at ");
    }

    [Fact]
    public async Task Doctor_makes_no_database()
    {
        var result = await _tool.RunAsync("doctor");

        result.Output.Should().Contain("✓ SQLite: still empty");
        Directory.EnumerateFiles(_tool.Folder, "*", SearchOption.AllDirectories).Should().BeEmpty();
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
