using Itam.Context.Connections;
using Itam.Sandbox.Faults;
using Itam.Sandbox.ServiceNow;

namespace Itam.Webhooks.Tests.ServiceNow;

public sealed class SigningInAndDoctorTests
{
    [Fact]
    public async Task One_token_serves_many_calls_and_is_renewed_a_minute_before_its_end()
    {
        await using var instance = await Instance.StartAsync();
        instance.Emulator.TokenLife = TimeSpan.FromSeconds(300);
        var ticket = await instance.RaiseAsync();

        await instance.Desk.ReadTicketAsync(ticket, default);
        instance.Time.Advance(TimeSpan.FromSeconds(239));
        await instance.Desk.ReadTicketAsync(ticket, default);
        instance.Emulator.TokensIssued.Should().Be(1);

        instance.Time.Advance(TimeSpan.FromSeconds(1));
        await instance.Desk.ReadTicketAsync(ticket, default);
        instance.Emulator.TokensIssued.Should().Be(2);
    }

    [Fact]
    public async Task A_revoked_token_is_replaced_without_anybody_noticing_even_on_a_write()
    {
        await using var instance = await Instance.StartAsync();
        var ticket = await instance.RaiseAsync();
        await instance.Desk.ReadTicketAsync(ticket, default);
        instance.Emulator.RevokeTokens();

        await instance.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);

        instance.View(ticket).Notes.Should().ContainSingle();
        instance.Emulator.TokensIssued.Should().Be(2);
    }

    [Fact]
    public async Task A_wrong_client_secret_asks_for_a_person_after_one_try()
    {
        await using var instance = await Instance.StartAsync(("ClientSecret", "wrong-secret"));
        var ticket = await instance.RaiseAsync();
        var asked = 0;
        instance.Emulator.Faults.Add(
            FaultKind.ServerError,
            int.MaxValue,
            r => r.Path.Value!.EndsWith("oauth_token.do", StringComparison.Ordinal) && ++asked < 0
        );

        var read = () => instance.Desk.ReadTicketAsync(ticket, default);

        var failure = (await read.Should().ThrowAsync<ConnectionException>()).Which;
        failure.Failure.Should().Be(ConnectionFailure.Reconnect);
        failure.Message.Should().Contain("ClientSecret").And.NotContain("wrong-secret");
        asked.Should().Be(1);
    }

    [Fact]
    public async Task Basic_and_api_key_work_too()
    {
        foreach (var signIn in new[] { ServiceNowEmulator.BasicSignIn, ServiceNowEmulator.ApiKeySignIn })
        {
            await using var instance = await Instance.StartAsync([.. signIn.Select(s => (s.Key, (string?)s.Value))]);

            (await instance.Desk.ReadTicketAsync(await instance.RaiseAsync(), default)).Summary.Should().Be("Laptop");
            instance.Emulator.TokensIssued.Should().Be(0);
        }
    }

    [Fact]
    public async Task A_blocked_basic_sign_in_is_explained()
    {
        await using var instance = await Instance.StartAsync([.. ServiceNowEmulator.BasicSignIn.Select(s => (s.Key, (string?)s.Value))]);
        instance.Emulator.BasicRestricted = true;

        var checks = await instance.Desk.CheckAsync(default);

        checks.Should().ContainSingle().Which.Remedy.Should().Contain("Web service access only").And.Contain("OAuth");
    }

    [Fact]
    public async Task A_healthy_connection_passes_every_check()
    {
        await using var instance = await Instance.StartAsync();

        var checks = await instance.Desk.CheckAsync(default);

        checks.Should().HaveCount(8).And.OnlyContain(c => c.Ok && c.Remedy == null);
    }

    [Theory]
    [InlineData("sys_journal_field", false)]
    [InlineData("sys_journal_field", true)]
    [InlineData("cmdb_ci", false)]
    [InlineData("incident", false)]
    [InlineData("sys_user", true)]
    public async Task A_missing_right_is_named_with_its_table_and_the_rest_is_still_checked(string table, bool rowsHidden)
    {
        await using var instance = await Instance.StartAsync(("IntegrationUser", null));
        (rowsHidden ? instance.Emulator.HiddenTables : instance.Emulator.ForbiddenTables).Add(table);
        await instance.ChangeAsync(instance.Ref("INC0010001"), "work_notes", "Called back.");

        var checks = await instance.Desk.CheckAsync(default);

        checks.Where(c => !c.Ok).Should().NotBeEmpty().And.OnlyContain(c => c.Remedy!.Contains(table));
        checks.Should().Contain(c => c.Ok && c.What.Contains("sc_req_item"));
    }

    [Theory]
    [InlineData("sys_user", "active")]
    [InlineData("sys_journal_field", "element")]
    public async Task A_field_that_we_only_ask_by_is_named_where_it_is_hidden(string table, string field)
    {
        await using var instance = await Instance.StartAsync();
        await instance.ChangeAsync(instance.Ref("INC0010001"), "work_notes", "Called back.");
        lock (instance.Emulator.Lock)
        {
            foreach (var row in instance.Emulator.Store.Of(table))
            {
                row.HiddenColumns.Add(field);
            }
        }

        var remedy = (await instance.Desk.CheckAsync(default)).Should().ContainSingle(c => !c.Ok).Which.Remedy;

        remedy.Should().Contain($"{field} of {table}");
    }

    [Fact]
    public async Task A_table_that_the_instance_does_not_have_is_named()
    {
        await using var instance = await Instance.StartAsync(("Tables", "incident, sn_hr_core_case"));

        (await instance.Desk.CheckAsync(default)).Should().ContainSingle(c => !c.Ok).Which.Remedy.Should().Contain("sn_hr_core_case");
    }

    [Theory]
    [InlineData(FaultKind.LoginPage, "page instead of data")]
    [InlineData(FaultKind.ServerError, "trouble")]
    public async Task Trouble_that_is_not_about_rights_ends_the_checks_with_what_to_do(FaultKind fault, string words)
    {
        await using var instance = await Instance.StartAsync();
        instance.Emulator.Faults.Add(fault, int.MaxValue);

        var check = (await instance.Desk.CheckAsync(default)).Should().ContainSingle().Subject;

        check.Ok.Should().BeFalse();
        check.Remedy.Should().Contain(words);
    }

    [Fact]
    public async Task A_misspelt_integration_user_is_noticed()
    {
        await using var instance = await Instance.StartAsync(("IntegrationUser", "itam.typo"));

        (await instance.Desk.CheckAsync(default)).Should().ContainSingle(c => !c.Ok).Which.Remedy.Should().Contain("IntegrationUser");
    }

    [Fact]
    public void Wrong_settings_are_all_reported_at_once()
    {
        var settings = new Dictionary<string, string?>
        {
            ["BaseUrl"] = "http://acme.service-now.com",
            ["Tables"] = "incident;drop",
            ["JournalFormat"] = "Markdown",
        };

        var (_, problems) = Instance.Connect(settings, TimeProvider.System);

        problems.Select(p => p.Setting).Should().BeEquivalentTo("BaseUrl", "Tables", "JournalFormat", "ClientId", "ClientSecret", "WebhookSecret");
    }

    [Theory]
    [InlineData("short")]
    [InlineData("changeme-changeme-changeme-changeme")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void A_webhook_secret_that_can_be_guessed_is_refused(string secret)
    {
        var settings = new Dictionary<string, string?>
        {
            ["BaseUrl"] = "https://acme.service-now.com",
            ["ApiKey"] = "k",
            ["WebhookSecret"] = secret,
        };

        Instance.Connect(settings, TimeProvider.System).Problems.Should().ContainSingle().Which.Setting.Should().Be("WebhookSecret");
    }
}
