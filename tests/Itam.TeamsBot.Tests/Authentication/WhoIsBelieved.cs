using System.Net;
using System.Security.Cryptography;
using Itam.Sandbox.Teams;
using Microsoft.IdentityModel.Tokens;
using Newtonsoft.Json.Linq;

namespace Itam.TeamsBot.Tests.Authentication;

/// <summary>Keys made before the first token is judged, since an unknown one is looked up only every five minutes.</summary>
public sealed class BelievingBot : IAsyncLifetime
{
    internal BotHost Host { get; private set; } = null!;
    internal ChannelKey Slack { get; private set; } = null!;
    internal ChannelKey Unendorsed { get; private set; } = null!;
    internal RSA Rogue { get; } = RSA.Create(2048);
    internal TeamsEmulator Teams => Host.Teams;

    public async Task InitializeAsync()
    {
        var teams = new TeamsEmulator(TimeProvider.System);
        Slack = teams.Authority.Rotate(["slack"]);
        Unendorsed = teams.Authority.Rotate(without: true);
        teams.Authority.Rotate();
        Host = await BotHost.StartAsync(new ActivityHandler(), teams: teams);
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        Rogue.Dispose();
    }
}

/// <summary>The tokens that Microsoft's own validator was seen judging, and what we judge. One difference is meant: a key without endorsements.</summary>
internal static class TokenTable
{
    public static string? Header(string token, TeamsEmulator teams, ChannelKey slack, ChannelKey unendorsed, RSA rogue)
    {
        var good = new TokenMake(TeamsEmulator.AppId, teams.ServiceUrl);
        return token switch
        {
            "good" => Bearer(good),
            "no header" => null,
            "other aud" => Bearer(good with { Audience = "99999999-2222-4222-8222-222222222222" }),
            "other issuer" => Bearer(good with { Issuer = "https://login.example" }),
            "exp 10 min ago" => Bearer(good with { NotBefore = TimeSpan.FromHours(-1), Expires = TimeSpan.FromMinutes(-10) }),
            "exp 4 min ago" => Bearer(good with { NotBefore = TimeSpan.FromHours(-1), Expires = TimeSpan.FromMinutes(-4) }),
            "nbf in 10 min" => Bearer(good with { NotBefore = TimeSpan.FromMinutes(10) }),
            "serviceurl other" => Bearer(good with { ServiceUrl = "https://smba.trafficmanager.net/other/" }),
            "serviceurl missing" => Bearer(good with { ServiceUrl = null }),
            "key endorsed for slack only" => Bearer(good with { Key = slack }),
            "key without endorsements" => Bearer(good with { Key = unendorsed }),
            "rogue signature, known kid" => Bearer(good with { Forger = rogue }),
            "alg none" => $"Bearer {Unsigned(Bearer(good), "none")}.",
            "alg HS256" => $"Bearer {Hmac(Bearer(good), teams)}",
            "bearer lower case" => Bearer(good).Replace("Bearer", "bearer"),
            "serviceurl upper case" => Bearer(good with { ServiceUrl = teams.ServiceUrl.ToUpperInvariant() }),
            "serviceurl without slash" => Bearer(good with { ServiceUrl = teams.ServiceUrl.TrimEnd('/') }),
            _ => throw new ArgumentOutOfRangeException(nameof(token), token, "Not in the table."),
        };

        string Bearer(TokenMake make) => $"Bearer {teams.Authority.Sign(make)}";
    }

    public static readonly IReadOnlyList<(string Token, bool Accepted)> Rows =
    [
        ("good", true),
        ("no header", false),
        ("other aud", false),
        ("other issuer", false),
        ("exp 10 min ago", false),
        ("exp 4 min ago", true),
        ("nbf in 10 min", false),
        ("serviceurl other", false),
        ("serviceurl missing", false),
        ("key endorsed for slack only", false),
        ("key without endorsements", false),
        ("rogue signature, known kid", false),
        ("alg none", false),
        ("alg HS256", false),
        ("bearer lower case", false),
        ("serviceurl upper case", false),
        ("serviceurl without slash", false),
    ];

    private static string Unsigned(string bearer, string algorithm)
    {
        var parts = bearer["Bearer ".Length..].Split('.');
        var header = JObject.Parse(Base64UrlEncoder.Decode(parts[0]));
        header["alg"] = algorithm;
        return $"{Base64UrlEncoder.Encode(header.ToString())}.{parts[1]}";
    }

    /// <summary>Signed with what everybody can read: the public key as a shared secret.</summary>
    private static string Hmac(string bearer, TeamsEmulator teams)
    {
        var signed = Unsigned(bearer, "HS256");
        var secret = teams.Authority.Current.Rsa.ExportSubjectPublicKeyInfo();
        return $"{signed}.{Base64UrlEncoder.Encode(HMACSHA256.HashData(secret, System.Text.Encoding.ASCII.GetBytes(signed)))}";
    }
}

public sealed class WhoIsBelieved(BelievingBot bot) : IClassFixture<BelievingBot>
{
    private TeamsEmulator Teams => bot.Teams;
    private TeamsUser Dana => Teams.User("Dana");

    public static TheoryData<string, bool> Table()
    {
        var data = new TheoryData<string, bool>();
        foreach (var (token, accepted) in TokenTable.Rows)
        {
            data.Add(token, accepted);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Table))]
    public async Task A_token_is_believed_only_when_everything_about_it_holds(string token, bool accepted)
    {
        var answer = await Teams.Channel.PostAsync(Message().ToString(), TokenTable.Header(token, Teams, bot.Slack, bot.Unendorsed, bot.Rogue));

        answer.Status.Should().Be(accepted ? HttpStatusCode.Accepted : HttpStatusCode.Unauthorized);
        answer.Body.Should().BeEmpty();
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer a.b.c")]
    [InlineData("Bearer a b")]
    [InlineData("Basic YTpi")]
    [InlineData("Bearer eyJhbGciOiJSUzI1NiJ9.e30.")]
    public async Task What_is_no_token_is_refused(string header) =>
        (await Teams.Channel.PostAsync(Message().ToString(), header)).Status.Should().Be(HttpStatusCode.Unauthorized);

    [Theory]
    [InlineData("conversation.tenantId", "99999999-1111-4111-8111-111111111111")]
    [InlineData("channelData.tenant.id", "99999999-1111-4111-8111-111111111111")]
    [InlineData("recipient.id", "28:99999999-2222-4222-8222-222222222222")]
    [InlineData("recipient.id", null)]
    [InlineData("channelId", "slack")]
    [InlineData("channelId", null)]
    [InlineData("serviceUrl", null)]
    public async Task A_good_token_does_not_help_an_activity_that_is_not_for_us(string member, string? value)
    {
        var activity = Message();
        activity.SelectToken(member)!.Replace(value is null ? JValue.CreateNull() : value);

        (await Teams.Channel.DeliverAsync(activity)).Status.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task An_activity_without_any_tenant_is_refused()
    {
        var activity = Message();
        activity.SelectToken("conversation.tenantId")!.Parent!.Remove();
        activity.Remove("channelData");

        (await Teams.Channel.DeliverAsync(activity)).Status.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_second_spelling_of_the_service_url_cannot_smuggle_another_one_in()
    {
        var body = Message().ToString().TrimEnd().TrimEnd('}') + ",\"ServiceUrl\":\"https://evil.example/\"}";

        (await Teams.Channel.PostAsync(body, $"Bearer {Teams.Channel.GoodToken}")).Status.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_for_a_host_that_is_not_allowed_gets_nothing_sent_there()
    {
        const string Evil = "https://evil.example/teams/";
        var activity = Message();
        activity["serviceUrl"] = Evil;
        var token = Teams.Authority.Sign(new TokenMake(TeamsEmulator.AppId, Evil));

        (await Teams.Channel.PostAsync(activity.ToString(), $"Bearer {token}")).Status.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Only_json_is_taken(string contentType) =>
        (await Teams.Channel.PostAsync(Message().ToString(), $"Bearer {Teams.Channel.GoodToken}", contentType))
            .Status.Should()
            .Be(HttpStatusCode.UnsupportedMediaType);

    [Fact]
    public async Task A_body_beyond_256_KB_is_refused_before_its_token_is_looked_at()
    {
        var activity = Message();
        activity["text"] = new string('x', 256 * 1024);

        (await Teams.Channel.PostAsync(activity.ToString(), authorization: null)).Status.Should().Be(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"text\":\"no type\"}")]
    [InlineData("{\"type\":\"message\",\"text\":{}}")]
    [InlineData("{\"type\":\"message\"} more")]
    public async Task A_proven_sender_of_nonsense_is_told_so(string body) =>
        (await Teams.Channel.PostAsync(body, $"Bearer {Teams.Channel.GoodToken}")).Status.Should().Be(HttpStatusCode.BadRequest);

    [Fact]
    public async Task A_body_that_is_nested_too_deeply_is_no_activity()
    {
        var body = $"{{\"type\":\"message\",\"value\":{string.Concat(Enumerable.Repeat("[", 80))}{string.Concat(Enumerable.Repeat("]", 80))}}}";

        (await Teams.Channel.PostAsync(body, $"Bearer {Teams.Channel.GoodToken}")).Status.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Only_POST_is_known()
    {
        using var http = new HttpClient();

        (await http.GetAsync(Teams.Channel.Target)).StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
    }

    private JObject Message() => Teams.Channel.Message(Dana, Teams.Personal(Dana), "hello");
}
