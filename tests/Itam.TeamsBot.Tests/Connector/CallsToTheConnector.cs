using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Itam.Context.Connections;
using Itam.Sandbox.Faults;
using Itam.TeamsBot.Connector;
using Itam.TeamsBot.Protocol;

namespace Itam.TeamsBot.Tests.Connector;

public sealed class CallsToTheConnector : IAsyncLifetime
{
    private Stage _stage = null!;

    public async Task InitializeAsync() => _stage = await Stage.StartAsync();

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    private string ServiceUrl => _stage.Teams.ServiceUrl;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_service_url_may_end_with_a_slash_or_not(bool slash)
    {
        var dana = _stage.Teams.User("Dana");
        var url = slash ? ServiceUrl : ServiceUrl.TrimEnd('/');
        var conversation = await _stage.Connector.CreateConversationAsync(url, Sandbox.Teams.TeamsEmulator.EntraTenant, dana.EntraId, default);

        var id = await _stage.Connector.SendToConversationAsync(url, conversation, MessageFactory.Text("x"), default);
        await _stage.Connector.UpdateActivityAsync(url, conversation, id!, MessageFactory.Text("y"), default);
        await _stage.Connector.ReplyToActivityAsync(url, conversation, id!, MessageFactory.Text("z"), default);
        await _stage.Connector.DeleteActivityAsync(url, conversation, id!, default);

        var messages = _stage.Teams.Personal(dana).Messages;
        messages.Select(m => (m.Text, m.Deleted)).Should().Equal(("y", true), ("z", false));
    }

    [Fact]
    public async Task Members_are_read_page_by_page_in_either_spelling_of_their_entra_id()
    {
        var group = _stage.Teams.Group([.. _stage.Teams.Users]);
        var members = new List<ChannelAccount>();
        await foreach (var member in _stage.Connector.GetMembersAsync(ServiceUrl, group.Id, default))
        {
            members.Add(member);
        }

        members.Select(m => m.EntraId).Should().Equal(_stage.Teams.Users.Select(u => u.EntraId));
        var one = await _stage.Connector.GetMemberAsync(ServiceUrl, group.Id, _stage.Teams.Users[1].ChannelId, default);
        one!.EntraId.Should().Be(_stage.Teams.Users[1].EntraId, "this call spells it objectId");
        one.Email.Should().Be(_stage.Teams.Users[1].Upn);
        (await _stage.Connector.GetMemberAsync(ServiceUrl, group.Id, "29:nobody", default)).Should().BeNull();
    }

    [Fact]
    public async Task Teams_and_their_channels_are_read()
    {
        var channel = _stage.Teams.ChannelOf("19:team@thread.tacv2", _stage.Teams.Users[0]);

        (await _stage.Connector.GetTeamDetailsAsync(ServiceUrl, "19:team@thread.tacv2", default)).Name.Should().Be("IT Assets");
        (await _stage.Connector.GetTeamChannelsAsync(ServiceUrl, "19:team@thread.tacv2", default)).Select(c => c.Id).Should().Equal(channel.Id);
    }

    [Fact]
    public async Task Many_calls_share_one_token()
    {
        var group = _stage.Teams.Group([.. _stage.Teams.Users]);
        await Task.WhenAll(
            Enumerable.Range(0, 7).Select(_ => _stage.Connector.SendToConversationAsync(ServiceUrl, group.Id, MessageFactory.Text("x"), default))
        );

        _stage.Teams.TokensIssued.Should().Be(1);
        _stage.Time.Advance(TimeSpan.FromHours(1));
        await _stage.Connector.SendToConversationAsync(ServiceUrl, group.Id, MessageFactory.Text("x"), default);
        _stage.Teams.TokensIssued.Should().Be(2);
    }

    [Fact]
    public async Task All_threads_of_a_channel_share_its_limits()
    {
        var channel = _stage.Teams.ChannelOf("team", _stage.Teams.User("Dana"));
        var budget = new NamedBudget();
        using var connector = new ConnectorClient(_stage.Connection, budget, _stage.Services);

        await connector.SendToConversationAsync(ServiceUrl, $"{channel.Id};messageid=1", MessageFactory.Text("x"), default);
        await connector.SendToConversationAsync(ServiceUrl, $"{channel.Id};messageid=2", MessageFactory.Text("x"), default);

        budget.Conversations.Should().Equal(channel.Id, channel.Id);
    }

    [Fact]
    public async Task Doctor_says_that_replicas_without_redis_do_not_share_the_limits()
    {
        var checks = await BotChecks.RunAsync(_stage.Connection, limitsPerProcess: true, _stage.Services, default);

        checks.Should().OnlyContain(c => c.Ok).And.Contain(c => c.What.Contains("Redis"));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        _stage.Teams.Faults.Add(FaultKind.LoginPage, when: r => r.Path.Value!.Contains("/v3/"));
        var group = _stage.Teams.Group([.. _stage.Teams.Users]);

        (
            await this.Invoking(_ => _stage.Connector.SendToConversationAsync(ServiceUrl, group.Id, MessageFactory.Text("x"), default))
                .Should()
                .ThrowAsync<ConnectionException>()
        )
            .Which.Failure.Should()
            .Be(ConnectionFailure.Reconnect);
    }

    [Fact]
    public async Task The_bot_can_prove_itself_by_a_certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=bot", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(_stage.Time.GetUtcNow().AddDays(-1), _stage.Time.GetUtcNow().AddDays(20));
        var file = Path.Combine(Directory.CreateTempSubdirectory("itam-bot-").FullName, "bot.pem");
        var parameters = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
        await File.WriteAllTextAsync(
            file,
            certificate.ExportCertificatePem() + "\n" + key.ExportEncryptedPkcs8PrivateKeyPem("a password", parameters)
        );
        await using var stage = await Stage.StartAsync(
            settings: [("ClientSecret", null), ("CertificateFile", file), ("CertificatePassword", "a password")]
        );
        stage.Teams.Certificate = certificate;
        var group = stage.Teams.Group([.. stage.Teams.Users]);

        (await stage.Connector.SendToConversationAsync(stage.Teams.ServiceUrl, group.Id, MessageFactory.Text("x"), default)).Should().NotBeNull();
        var checks = await BotChecks.RunAsync(stage.Connection, false, stage.Services, default);
        checks.Where(c => !c.Ok).Should().ContainSingle().Which.What.Should().Contain("30 days");
    }

    [Fact]
    public async Task The_doctor_says_what_is_wrong()
    {
        (await BotChecks.RunAsync(_stage.Connection, false, _stage.Services, default)).Should().OnlyContain(c => c.Ok);
        _stage.Teams.Authority.IsDown = true;
        await using var wrong = await Stage.StartAsync(settings: [("ClientSecret", "another one")]);
        wrong.Teams.Authority.IsDown = true;

        var checks = await BotChecks.RunAsync(wrong.Connection, false, wrong.Services, default);

        checks.Should().HaveCount(2).And.OnlyContain(c => !c.Ok && c.Remedy != null);
    }

    /// <summary>Allows everything and remembers for which conversation.</summary>
    private sealed class NamedBudget : IRateBudget
    {
        public List<string> Conversations { get; } = [];

        public ValueTask<TimeSpan> TakeAsync(string app, string conversation, RateKind kind, CancellationToken cancellationToken)
        {
            Conversations.Add(conversation);
            return ValueTask.FromResult(TimeSpan.Zero);
        }
    }
}
