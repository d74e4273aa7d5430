using System.Security.Cryptography;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Sandbox.Faults;
using Itam.Sandbox.Sources.Okta;

namespace Itam.Context.Tests.Sources.Okta;

public sealed class AskingAnOrg
{
    [Theory]
    [InlineData("id")]
    [InlineData("serial")]
    [InlineData("account")]
    [InlineData("login")]
    [InlineData("mail")]
    public async Task A_device_is_found_by_every_name_it_or_its_holder_has(string by)
    {
        await using var org = await OktaOrg.StartAsync(okta => okta.Devices[1]["profile"]!["serialNumber"] = "SER\"2");
        LiveQuestion question = by switch
        {
            "id" => new([], [new DeviceName(IdentifierKind.SourceId, "guo2", "acme")]),
            "serial" => new([], [new DeviceName(IdentifierKind.Serial, "SER\"2")]),
            "account" => new([new PersonName(IdentityKind.Account, "user-2", "acme")], []),
            "login" => new([new PersonName(IdentityKind.Upn, "login2@acme.com")], []),
            _ => new([new PersonName(IdentityKind.Email, "person2@acme.com")], []),
        };

        var found = await org.Live.LookUpAsync(question, CancellationToken.None);

        found.Should().ContainSingle().Which.SourceId.Should().Be("guo2");
        if (question.Person.Length > 0)
        {
            found[0].Holder.Should().Equal(question.Person);
        }
    }

    [Fact]
    public async Task A_device_that_registered_again_is_found_by_its_serial_and_told_once_with_the_others_of_its_holder()
    {
        await using var org = await OktaOrg.StartAsync(okta => okta.Devices[2]["_embedded"] = okta.Devices[1]["_embedded"]!.DeepClone());
        var question = new LiveQuestion(
            [new PersonName(IdentityKind.Account, "user-2", "acme")],
            [new DeviceName(IdentifierKind.SourceId, "before", "acme"), new DeviceName(IdentifierKind.Serial, "SER0002")]
        );

        var found = await org.Live.LookUpAsync(question, CancellationToken.None);

        found.Select(d => d.SourceId).Should().Equal("guo2", "guo3");
    }

    [Fact]
    public async Task What_cannot_be_asked_or_found_is_an_empty_answer()
    {
        await using var org = await OktaOrg.StartAsync();

        (await AskAsync(new([], []))).Should().BeEmpty();
        (await AskAsync(new([], [new DeviceName(IdentifierKind.SourceId, "gone", "acme")]))).Should().BeEmpty();
        (await AskAsync(new([new PersonName(IdentityKind.Account, "gone", "acme")], []))).Should().BeEmpty();
        (await AskAsync(new([new PersonName(IdentityKind.Account, "user-1", "another connection")], []))).Should().BeEmpty();
        (await AskAsync(new([new PersonName(IdentityKind.Email, "nobody@acme.com")], []))).Should().BeEmpty();

        Task<IReadOnlyList<DeviceRecord>> AskAsync(LiveQuestion question) => org.Live.LookUpAsync(question, CancellationToken.None);
    }

    [Fact]
    public async Task A_ticket_does_not_wait_for_the_budget()
    {
        await using var org = await OktaOrg.StartAsync(okta => okta.RateRemaining = 10);
        await AskAsync();
        await AskAsync();
        org.Emulator.TooManyRequests = 1;

        var refused = await ((Func<Task>)AskAsync).Should().ThrowAsync<ConnectionException>();

        refused.Which.RetryAfter.Should().Be(TimeSpan.FromSeconds(30));
        org.Time.Pauses.Should().BeEmpty();
        var made = org.Emulator.Requests.Count;
        await ((Func<Task>)AskAsync).Should().ThrowAsync<ConnectionException>("nobody asks again meanwhile");
        org.Emulator.Requests.Should().HaveCount(made);
        org.Time.Advance(TimeSpan.FromSeconds(30));
        await AskAsync();

        Task AskAsync() => org.Live.LookUpAsync(new([], [new DeviceName(IdentifierKind.Serial, "SER0002")]), CancellationToken.None);
    }

    [Fact]
    public async Task A_walk_rests_when_half_of_the_budget_is_used()
    {
        await using var org = await OktaOrg.StartAsync(okta => (okta.RateRemaining, okta.PageSize) = (299, 100));

        var pages = await OktaOrg.ReadAsync(org.Source);

        pages[^1].Complete.Should().BeTrue();
        org.Time.Pauses.Should().HaveCount(2).And.Subject.First().Should().BeCloseTo(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_walk_does_not_rest_before_half_of_the_budget_is_used()
    {
        await using var org = await OktaOrg.StartAsync(okta => okta.RateRemaining = 300);

        await OktaOrg.ReadAsync(org.Source);

        org.Time.Pauses.Should().BeEmpty();
    }

    [Fact]
    public async Task A_429_with_only_a_reset_time_is_waited_out_by_Oktas_clock()
    {
        await using var org = await OktaOrg.StartAsync(okta => (okta.TooManyRequests, okta.RateResetsIn) = (1, TimeSpan.FromSeconds(17)));

        var pages = await OktaOrg.ReadAsync(org.Source);

        pages[^1].Complete.Should().BeTrue();
        org.Time.Pauses.Should().Equal(TimeSpan.FromSeconds(17));
    }

    [Fact]
    public async Task A_429_with_RetryAfter_is_waited_out()
    {
        await using var org = await OktaOrg.StartAsync();
        org.Emulator.Faults.Add(FaultKind.TooManyRequestsRetryAfter, 2);

        (await OktaOrg.ReadAsync(org.Source))[^1].Complete.Should().BeTrue();

        org.Time.Pauses.Should().Equal(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_429_that_names_no_pause_is_met_with_longer_and_longer_ones()
    {
        await using var org = await OktaOrg.StartAsync();
        org.Emulator.Faults.Add(FaultKind.TooManyRequests, 7);

        (await OktaOrg.ReadAsync(org.Source))[^1].Complete.Should().BeTrue();

        org.Time.Pauses.Where(p => p >= TimeSpan.FromSeconds(2)).Should().Equal(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task An_error_inside_a_200_is_never_read_as_an_empty_list()
    {
        await using var org = await OktaOrg.StartAsync(okta => okta.ErrorsInside200 = int.MaxValue);

        var read = () => OktaOrg.ReadAsync(org.Source);

        var failure = (await read.Should().ThrowAsync<ConnectionException>()).Which;
        (failure.Failure, failure.Message.Contains("E0000009")).Should().Be((ConnectionFailure.Retry, true));
    }

    [Fact]
    public async Task A_refused_API_token_is_said_so_without_the_token_and_is_not_tried_twice()
    {
        await using var org = await OktaOrg.StartAsync();
        var source = org.Connect(settings: ("Token", "00wrongButPrivate"));

        var read = () => OktaOrg.ReadAsync(source);

        var failure = (await read.Should().ThrowAsync<ConnectionException>()).Which;
        failure.Failure.Should().Be(ConnectionFailure.Reconnect);
        failure.Message.Should().Contain("Invalid token provided").And.Contain("'acme'").And.NotContain("00wrong");
        org.Emulator.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task A_service_app_proves_itself_by_its_key_and_an_expired_token_is_renewed_once()
    {
        using var key = RSA.Create(2048);
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".pem");
        await File.WriteAllTextAsync(file, key.ExportPkcs8PrivateKeyPem());
        try
        {
            await using var org = await OktaOrg.StartAsync(okta => okta.AppKey = key);
            var source = org.Connect(
                TimeProvider.System,
                ("Token", null),
                ("ClientId", OktaEmulator.ClientId),
                ("PrivateKeyFile", file),
                ("KeyId", OktaEmulator.KeyId)
            );

            (await OktaOrg.ReadAsync(source))[^1].Complete.Should().BeTrue();
            org.Emulator.TokensIssued.Should().Be(1);
            org.Emulator.ExpireTokens();
            (await OktaOrg.ReadAsync(source))[^1].Complete.Should().BeTrue();
            org.Emulator.TokensIssued.Should().Be(2);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task The_doctor_names_the_right_that_is_missing_and_the_key_that_ends()
    {
        await using var org = await OktaOrg.StartAsync(okta => okta.WithoutDevices = true);
        var source = org.Connect(settings: ("CredentialExpiresOn", "2026-01-05"));

        var checks = await source.CheckAsync(CancellationToken.None);

        checks.Select(c => c.Ok).Should().Equal(true, false, false);
        checks[1].Remedy.Should().Contain("okta.devices.read").And.Contain("do not have permission");
        checks[2].What.Should().Contain("7 days");
    }

    [Fact]
    public void Every_wrong_setting_is_reported_at_once()
    {
        var (_, problems) = OktaOrg.Connect(
            new Dictionary<string, string>(),
            TimeProvider.System,
            ("BaseUrl", "https://acme-admin.okta.com"),
            ("ClientId", "0oa1"),
            ("PrivateKeyFile", "/nowhere/okta.pem"),
            ("CredentialExpiresOn", "31.12.2026"),
            ("Devices", "perhaps"),
            ("People", "false")
        );
        var (_, without) = OktaOrg.Connect(new Dictionary<string, string>(), TimeProvider.System, ("Devices", "false"), ("People", "false"));

        problems.Select(p => p.Setting).Should().BeEquivalentTo("BaseUrl", "PrivateKeyFile", "CredentialExpiresOn", "Devices");
        without.Select(p => p.Setting).Should().BeEquivalentTo("BaseUrl", "Token", "Devices");
    }
}
