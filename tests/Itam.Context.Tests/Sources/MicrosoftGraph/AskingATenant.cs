using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Sandbox.Faults;

namespace Itam.Context.Tests.Sources.MicrosoftGraph;

public sealed class AskingATenant
{
    public static TheoryData<string> Questions => ["id", "serial", "directory id", "upn", "mail"];

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task A_device_is_found_by_every_name_it_or_its_holder_has(string by)
    {
        await using var tenant = await GraphTenant.StartAsync(graph => graph.Users[1]["mail"] = "o'neil@contoso.com");
        LiveQuestion question = by switch
        {
            "id" => new([], [new DeviceName(IdentifierKind.SourceId, "device-2", "entra")]),
            "serial" => new([], [new DeviceName(IdentifierKind.Serial, "PF00002")]),
            "directory id" => new([new PersonName(IdentityKind.DirectoryId, "user-2")], []),
            "upn" => new([new PersonName(IdentityKind.Upn, "user2@contoso.com")], []),
            _ => new([new PersonName(IdentityKind.Email, "o'neil@contoso.com")], []),
        };

        var found = await tenant.Live.LookUpAsync(question, CancellationToken.None);

        found.Should().ContainSingle().Which.SourceId.Should().Be("device-2");
    }

    [Fact]
    public async Task A_device_that_enrolled_again_is_found_by_its_serial_and_told_once_with_the_others_of_its_holder()
    {
        await using var tenant = await GraphTenant.StartAsync(graph => graph.Devices[2]["userId"] = "user-2");
        var question = new LiveQuestion(
            [new PersonName(IdentityKind.DirectoryId, "user-2")],
            [new DeviceName(IdentifierKind.SourceId, "before", "entra"), new DeviceName(IdentifierKind.Serial, "PF00002")]
        );

        var found = await tenant.Live.LookUpAsync(question, CancellationToken.None);

        found.Select(d => d.SourceId).Should().Equal("device-2", "device-3");
    }

    [Theory]
    [InlineData("user-2", "group-1", true)]
    [InlineData("user-2", "GROUP-150", true)]
    [InlineData("user-2", "group-999", false)]
    [InlineData("user-1", "group-1", false)]
    [InlineData("nobody", "group-1", false)]
    public async Task Who_is_in_a_group_is_asked_page_by_page(string person, string group, bool member)
    {
        await using var tenant = await GraphTenant.StartAsync(graph =>
            graph.Groups.AddRange(Enumerable.Range(1, 150).Select(n => ($"group-{n}", (IReadOnlyCollection<string?>)["user-2"])))
        );

        (await ((IGroupDirectory)tenant.Live).IsMemberAsync(person, group, CancellationToken.None)).Should().Be(member);
    }

    [Fact]
    public async Task What_cannot_be_asked_or_found_is_an_empty_answer()
    {
        await using var tenant = await GraphTenant.StartAsync();

        (await AskAsync(new([], []))).Should().BeEmpty();
        (await AskAsync(new([], [new DeviceName(IdentifierKind.SourceId, "gone", "entra")]))).Should().BeEmpty();
        (await AskAsync(new([], [new DeviceName(IdentifierKind.SourceId, "device-1", "another connection")]))).Should().BeEmpty();
        (await AskAsync(new([new PersonName(IdentityKind.Email, "nobody@contoso.com")], []))).Should().BeEmpty();
        tenant.Emulator.RefusesFilters = true;
        (await AskAsync(new([], [new DeviceName(IdentifierKind.Serial, "PF00002")]))).Should().BeEmpty();

        Task<IReadOnlyList<DeviceRecord>> AskAsync(LiveQuestion question) => tenant.Live.LookUpAsync(question, CancellationToken.None);
    }

    [Fact]
    public async Task A_ticket_does_not_wait_for_a_pause()
    {
        await using var tenant = await GraphTenant.StartAsync();
        tenant.Emulator.Faults.Add(FaultKind.TooManyRequestsRetryAfter, when: r => r.Method == "GET");

        var ask = () => tenant.Live.LookUpAsync(new([], [new DeviceName(IdentifierKind.Serial, "PF00002")]), CancellationToken.None);

        (await ask.Should().ThrowAsync<ConnectionException>()).Which.RetryAfter.Should().Be(TimeSpan.FromSeconds(1));
        tenant.Time.Pauses.Should().BeEmpty();
        await ask.Should().ThrowAsync<ConnectionException>("nobody asks again meanwhile");
        tenant.Emulator.Requests.Should().BeEmpty();
        tenant.Time.Advance(TimeSpan.FromSeconds(1));
        (await ask()).Should().ContainSingle();
    }

    [Fact]
    public async Task A_walk_waits_out_the_pause_that_Graph_asks_for()
    {
        await using var tenant = await GraphTenant.StartAsync();
        tenant.Emulator.Faults.Add(FaultKind.TooManyRequestsRetryAfter, 2, r => r.Method == "GET");

        var pages = await GraphTenant.ReadAsync(tenant.Source);

        pages[^1].Complete.Should().BeTrue();
        tenant.Time.Pauses.Should().Equal(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_429_that_names_no_pause_is_met_with_longer_and_longer_ones()
    {
        await using var tenant = await GraphTenant.StartAsync();
        tenant.Emulator.Faults.Add(FaultKind.TooManyRequests, 7, r => r.Method == "GET");

        var pages = await GraphTenant.ReadAsync(tenant.Source);

        pages[^1].Complete.Should().BeTrue();
        tenant.Time.Pauses.Where(p => p >= TimeSpan.FromSeconds(2)).Should().Equal(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task An_error_inside_a_200_is_tried_again_and_never_read_as_an_empty_list()
    {
        await using var tenant = await GraphTenant.StartAsync(graph => graph.ErrorsInside200 = 1);
        (await GraphTenant.ReadAsync(tenant.Source))[^1].Complete.Should().BeTrue();

        tenant.Emulator.ErrorsInside200 = int.MaxValue;
        var read = () => GraphTenant.ReadAsync(tenant.Source);

        (await read.Should().ThrowAsync<ConnectionException>()).Which.Message.Should().Contain("ServiceUnavailable");
    }

    [Fact]
    public async Task One_sign_in_serves_a_walk_and_an_expired_token_is_renewed_once()
    {
        await using var tenant = await GraphTenant.StartAsync();
        await GraphTenant.ReadAsync(tenant.Source);
        tenant.Emulator.TokensIssued.Should().Be(1);

        tenant.Emulator.ExpireTokens();
        await GraphTenant.ReadAsync(tenant.Source);
        tenant.Emulator.TokensIssued.Should().Be(2);

        tenant.Time.Advance(TimeSpan.FromSeconds(3599 - 59));
        await GraphTenant.ReadAsync(tenant.Source);
        tenant.Emulator.TokensIssued.Should().Be(3, "a token that ends within a minute is not used");
    }

    [Fact]
    public async Task A_refused_client_is_said_so_without_its_secret()
    {
        await using var tenant = await GraphTenant.StartAsync();
        var source = tenant.Connect(settings: ("ClientSecret", "a wrong but very private secret"));

        var read = () => GraphTenant.ReadAsync(source);

        var failure = (await read.Should().ThrowAsync<ConnectionException>()).Which;
        failure.Failure.Should().Be(ConnectionFailure.Reconnect);
        failure.Message.Should().Contain("AADSTS7000215").And.Contain("'entra'").And.NotContain("very private");
    }

    [Fact]
    public async Task A_certificate_proves_the_client_too_and_its_end_is_known()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=itam", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(5));
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".pfx");
        await File.WriteAllBytesAsync(file, certificate.Export(X509ContentType.Pfx, "open sesame"));
        try
        {
            await using var tenant = await GraphTenant.StartAsync(graph => graph.Certificate = certificate);
            var source = tenant.Connect(
                TimeProvider.System,
                ("ClientSecret", null),
                ("CertificateFile", file),
                ("CertificatePassword", "open sesame")
            );

            var checks = await source.CheckAsync(CancellationToken.None);

            checks.Count(c => c.Ok).Should().Be(3);
            checks.Should().ContainSingle(c => !c.Ok).Which.What.Should().Contain("7 days");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData(31, null)]
    [InlineData(30, "30 days")]
    [InlineData(7, "7 days")]
    [InlineData(1, "longer than a day")]
    [InlineData(-1, "still valid")]
    public async Task The_doctor_warns_before_a_secret_ends(int days, string? words)
    {
        await using var tenant = await GraphTenant.StartAsync();
        var end = tenant.Time.GetUtcNow().AddDays(days).ToString("yyyy-MM-dd");
        var source = tenant.Connect(settings: ("CredentialExpiresOn", end));

        var failed = (await source.CheckAsync(CancellationToken.None)).Where(c => !c.Ok).ToList();

        failed.Should().HaveCount(words is null ? 0 : 1);
        failed.Select(c => c.What + c.Remedy).Where(text => !text.Contains(words!) || !text.Contains("CredentialExpiresOn")).Should().BeEmpty();
    }

    [Fact]
    public async Task The_doctor_asks_for_the_end_of_a_secret_that_nobody_noted()
    {
        await using var tenant = await GraphTenant.StartAsync();

        var failed = (await tenant.Source.CheckAsync(CancellationToken.None)).Where(c => !c.Ok);

        failed.Should().ContainSingle().Which.Remedy.Should().Contain("CredentialExpiresOn");
    }

    [Theory]
    [InlineData("Success,Disabled", SeatState.Active)]
    [InlineData("Disabled,PendingProvisioning", SeatState.Pending)]
    [InlineData("PendingActivation", SeatState.Pending)]
    [InlineData("Disabled,Error", SeatState.Failed)]
    [InlineData("Disabled,Disabled", SeatState.Disabled)]
    [InlineData("Disabled,SomethingNew", SeatState.Active)]
    [InlineData("", SeatState.Active)]
    public async Task Whether_a_license_can_be_used_is_told_by_its_plans(string plans, SeatState state)
    {
        await using var tenant = await GraphTenant.StartAsync(graph => graph.LicenseDetails["user-2"] = [GraphTenant.Details(plans.Split(','))]);
        var seats = (ILiveSeats)tenant.Live;

        (await seats.SeatsOfAsync([new PersonName(IdentityKind.Upn, "user2@contoso.com")], CancellationToken.None))
            .Should()
            .Equal(new SeatNow(GraphTenant.Sku, state));
        (await seats.SeatsOfAsync([new PersonName(IdentityKind.DirectoryId, "nobody")], CancellationToken.None)).Should().BeEmpty();
    }

    [Fact]
    public async Task The_doctor_names_the_right_that_is_missing()
    {
        await using var tenant = await GraphTenant.StartAsync();
        tenant.Emulator.Faults.Add(FaultKind.Forbidden, int.MaxValue, r => r.Path.Value!.Contains("subscribedSkus"));

        var checks = await tenant.Source.CheckAsync(CancellationToken.None);

        checks.Take(3).Select(c => c.Ok).Should().Equal(true, true, false);
        checks[2].Remedy.Should().Contain("LicenseAssignment.Read.All");
    }

    [Fact]
    public void Every_wrong_setting_is_reported_at_once()
    {
        var (_, problems) = GraphTenant.Connect(
            new Dictionary<string, string>(),
            TimeProvider.System,
            ("BaseUrl", "http://graph.microsoft.com/v1.0"),
            ("DirectoryTenant", "contoso/../evil"),
            ("CredentialExpiresOn", "soon"),
            ("Devices", "false"),
            ("People", "false"),
            ("Licenses", "false")
        );

        problems
            .Select(p => p.Setting)
            .Should()
            .BeEquivalentTo("BaseUrl", "DirectoryTenant", "ClientId", "ClientSecret", "CredentialExpiresOn", "Devices");
    }

    [Fact]
    public void A_certificate_that_cannot_be_read_is_a_wrong_setting()
    {
        var (_, problems) = GraphTenant.Connect(
            new Dictionary<string, string>(),
            TimeProvider.System,
            ("DirectoryTenant", "contoso.com"),
            ("ClientId", "id"),
            ("CertificateFile", "/nowhere/graph.pfx")
        );

        problems.Should().ContainSingle().Which.Setting.Should().Be("CertificateFile");
    }
}
