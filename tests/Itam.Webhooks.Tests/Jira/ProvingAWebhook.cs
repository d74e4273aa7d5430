using System.Security.Cryptography;
using System.Text;
using Itam.Sandbox.Jira;
using Itam.Webhooks.Receiving;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Tests.Jira;

public sealed class ProvingAWebhook
{
    private const string Signature = "X-Hub-Signature";
    private const string Published = "sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9";
    private const string PublishedSecret = "It's a Secret to Everybody";
    private static readonly byte[] Body = "Hello World!"u8.ToArray();
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 9, 42, 0, TimeSpan.Zero);

    private static IWebhookReceiver Receiver(params (string Name, string Value)[] secrets)
    {
        var settings = new Dictionary<string, string?>
        {
            ["BaseUrl"] = "https://acme.example",
            ["Projects"] = "HELP",
            ["Email"] = "a@b.example",
            ["ApiToken"] = "t",
        };
        foreach (var (name, value) in secrets)
        {
            settings[name] = value;
        }

        return JiraWorld.Connect(settings, TimeProvider.System).Receiver;
    }

    private static WebhookVerdict Verify(IWebhookReceiver receiver, byte[] body, params (string Name, StringValues Value)[] headers)
    {
        var dictionary = new HeaderDictionary();
        foreach (var (name, value) in headers)
        {
            dictionary[name] = value;
        }

        return receiver.Verify(new WebhookDelivery(dictionary, body, Now));
    }

    private static string Sign(string secret, byte[] body) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));

    [Fact]
    public void The_published_vector_is_accepted_with_its_identifier()
    {
        var verdict = Verify(Receiver(("WebhookSecret", PublishedSecret)), Body, (Signature, Published), ("x-atlassian-webhook-identifier", "id-1"));

        verdict.Should().BeOfType<WebhookVerdict.Accepted>().Which.DeliveryId.Should().Be("id-1");
    }

    public static TheoryData<string, string[]> WrongSignatures() =>
        new()
        {
            { "missing", [] },
            { "empty", [""] },
            { "doubled", [Published, Published] },
            { "joined", [$"{Published}, {Published}"] },
            { "no method", [Published["sha256=".Length..]] },
            { "other method", ["sha1=" + Published["sha256=".Length..]] },
            { "md5", ["md5=0cc175b9c0f1b6a831c399e269772661"] },
            { "none", ["none="] },
            { "method in capitals", ["SHA256=" + Published["sha256=".Length..]] },
            { "hex in capitals", ["sha256=" + Published["sha256=".Length..].ToUpperInvariant()] },
            { "truncated", [Published[..^1]] },
            { "half", [Published[..(7 + 32)]] },
            { "longer", [Published + "0"] },
            { "trailing space", [Published + " "] },
            { "leading space", [" " + Published] },
            { "space after method", ["sha256= " + Published["sha256=".Length..]] },
            { "not hex", ["sha256=" + new string('z', 64)] },
            { "two equals", ["sha256==" + Published["sha256=".Length..][1..]] },
            { "base64", ["sha256=" + Convert.ToBase64String(Convert.FromHexString(Published["sha256=".Length..]))] },
            { "other secret", [Sign("another secret of good length", Body)] },
            { "empty secret", [Sign("", Body)] },
            { "zero", ["sha256=" + new string('0', 64)] },
        };

    [Theory]
    [MemberData(nameof(WrongSignatures))]
    public void Any_other_signature_is_refused(string what, string[] values)
    {
        var receiver = Receiver(("WebhookSecret", PublishedSecret));

        var verdict = values.Length == 0 ? Verify(receiver, Body) : Verify(receiver, Body, (Signature, new StringValues(values)));

        verdict.Should().BeOfType<WebhookVerdict.Refused>(what);
    }

    [Fact]
    public void Every_single_changed_bit_is_refused()
    {
        var receiver = Receiver(("WebhookSecret", PublishedSecret));
        for (var bit = 0; bit < Body.Length * 8; bit++)
        {
            var changed = (byte[])Body.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Verify(receiver, changed, (Signature, Published)).Should().BeOfType<WebhookVerdict.Refused>();
        }

        Verify(receiver, [0xEF, 0xBB, 0xBF, .. Body], (Signature, Published))
            .Should()
            .BeOfType<WebhookVerdict.Refused>("a byte order mark changes the bytes");
        Verify(receiver, [], (Signature, Published)).Should().BeOfType<WebhookVerdict.Refused>();
    }

    [Fact]
    public void Two_secrets_are_live_while_one_is_rotated()
    {
        var receiver = Receiver(("WebhookSecret", "the new secret, long enough"), ("WebhookSecretPrevious", PublishedSecret));

        Verify(receiver, Body, (Signature, Published)).Should().BeOfType<WebhookVerdict.Accepted>();
        Verify(receiver, Body, (Signature, Sign("the new secret, long enough", Body))).Should().BeOfType<WebhookVerdict.Accepted>();
    }

    [Fact]
    public void A_wrong_signature_is_not_healed_by_a_right_secret()
    {
        var receiver = Receiver(("WebhookSecret", PublishedSecret), ("AutomationSecret", JiraEmulator.AutomationSecret));

        Verify(receiver, Body, (Signature, "sha256=00"), ("X-Itam-Secret", JiraEmulator.AutomationSecret))
            .Should()
            .BeOfType<WebhookVerdict.Refused>();
    }

    [Fact]
    public void A_way_that_is_not_configured_is_closed()
    {
        Verify(Receiver(("AutomationSecret", JiraEmulator.AutomationSecret)), Body, (Signature, Sign("", Body)))
            .Should()
            .BeOfType<WebhookVerdict.Refused>();
        Verify(Receiver(("WebhookSecret", PublishedSecret)), Body, ("X-Itam-Secret", "")).Should().BeOfType<WebhookVerdict.Refused>();
        Verify(Receiver(("WebhookSecret", PublishedSecret)), Body, ("X-Itam-Secret", PublishedSecret)).Should().BeOfType<WebhookVerdict.Refused>();
        Verify(Receiver(("WebhookSecret", PublishedSecret)), Body, ("Authorization", $"Bearer {Token(PublishedSecret)}"))
            .Should()
            .BeOfType<WebhookVerdict.Refused>();
    }

    [Theory]
    [InlineData("X-Itam-Secret", "", true)]
    [InlineData("X-Itam-Secret", " ", false)]
    [InlineData("X-Itam-Secret", "x", false)]
    [InlineData("Authorization", "", false)]
    public void A_rule_proves_itself_with_its_static_header(string header, string suffix, bool accepted)
    {
        var receiver = Receiver(("AutomationSecret", JiraEmulator.AutomationSecret));

        var verdict = Verify(receiver, Body, (header, JiraEmulator.AutomationSecret + suffix));

        (verdict is WebhookVerdict.Accepted).Should().Be(accepted);
    }

    [Fact]
    public void A_rule_may_use_a_bearer_token_or_a_header_of_its_own()
    {
        var secret = JiraEmulator.AutomationSecret;

        Verify(Receiver(("AutomationSecret", secret)), Body, ("Authorization", $"Bearer {secret}"))
            .Should()
            .BeOfType<WebhookVerdict.Accepted>()
            .Which.DeliveryId.Should()
            .BeNull();
        Verify(Receiver(("AutomationSecret", secret), ("AutomationHeader", "X-Own")), Body, ("x-own", secret))
            .Should()
            .BeOfType<WebhookVerdict.Accepted>();
        Verify(Receiver(("AutomationSecret", secret), ("AutomationHeader", "X-Own")), Body, ("X-Itam-Secret", secret))
            .Should()
            .BeOfType<WebhookVerdict.Refused>();
        Verify(Receiver(("AutomationSecret", secret), ("AutomationHeader", "Authorization")), Body, ("Authorization", $"Bearer {secret}"))
            .Should()
            .BeOfType<WebhookVerdict.Accepted>();
        Verify(Receiver(("AutomationSecret", secret)), Body, ("X-Itam-Secret", new StringValues([secret, secret])))
            .Should()
            .BeOfType<WebhookVerdict.Refused>();
        Verify(Receiver(("AutomationSecret", secret)), Body, ("Authorization", new StringValues([$"Bearer {secret}", $"Bearer {secret}"])))
            .Should()
            .BeOfType<WebhookVerdict.Refused>();
    }

    [Fact]
    public void An_administrators_webhook_of_Data_Center_may_carry_user_and_password()
    {
        const string Password = "a password, long enough to stay";
        const string Previous = "the password of before, long enough";
        var receiver = Receiver(("WebhookUser", "itam"), ("WebhookPassword", Password), ("WebhookPasswordPrevious", Previous));
        bool Accepts(string pair, string scheme = "Basic") =>
            Verify(receiver, Body, ("Authorization", $"{scheme} {Convert.ToBase64String(Encoding.UTF8.GetBytes(pair))}")) is WebhookVerdict.Accepted;

        Accepts($"itam:{Password}").Should().BeTrue();
        Accepts($"itam:{Previous}").Should().BeTrue("one is exchanged while the other still works");
        Accepts($"itam:{Password}", "basic").Should().BeTrue();
        Accepts($"admin:{Password}").Should().BeFalse();
        Accepts("itam:").Should().BeFalse();
        Accepts($"itam:{Password} ").Should().BeFalse();
        Accepts($"itam:{Password}", "Bearer").Should().BeFalse();
        var right = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"itam:{Password}"))}";
        Verify(receiver, Body, ("Authorization", new StringValues([right, right]))).Should().BeOfType<WebhookVerdict.Refused>();
        Verify(receiver, Body, ("Authorization", right), (Signature, Published))
            .Should()
            .BeOfType<WebhookVerdict.Refused>("a signature that does not match is not healed");
        Verify(Receiver(("WebhookSecret", PublishedSecret)), Body, ("Authorization", right)).Should().BeOfType<WebhookVerdict.Refused>();
    }

    private static string Token(string secret, string alg = "HS256", long? expires = 120, long? notBefore = null)
    {
        var payload = new JObject { ["iss"] = "app" };
        if (expires is { } after)
        {
            payload["exp"] = Now.ToUnixTimeSeconds() + after;
        }

        if (notBefore is { } before)
        {
            payload["nbf"] = Now.ToUnixTimeSeconds() + before;
        }

        var signed =
            $"{Base64Url(Encoding.UTF8.GetBytes($$"""{"alg":"{{alg}}","typ":"JWT"}"""))}.{Base64Url(Encoding.UTF8.GetBytes(payload.ToString()))}";
        var key = Encoding.UTF8.GetBytes(secret);
        var mac = alg switch
        {
            "HS512" => HMACSHA512.HashData(key, Encoding.UTF8.GetBytes(signed)),
            "HS384" => HMACSHA384.HashData(key, Encoding.UTF8.GetBytes(signed)),
            "none" => [],
            _ => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(signed)),
        };
        return $"{signed}.{Base64Url(mac)}";
    }

    private static string Base64Url(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    [Fact]
    public void The_token_of_a_dynamic_webhook_is_checked_for_signature_algorithm_and_time()
    {
        var secret = JiraEmulator.AppClientSecret;
        var receiver = Receiver(("AppClientSecret", secret));
        bool Accepts(string token) => Verify(receiver, Body, ("Authorization", $"Bearer {token}")) is WebhookVerdict.Accepted;

        Accepts(Token(secret)).Should().BeTrue();
        Accepts(Token(secret, expires: -30)).Should().BeTrue("clocks may differ by a minute");
        Accepts(Token(secret, expires: -61)).Should().BeFalse();
        Accepts(Token(secret, expires: null)).Should().BeFalse();
        Accepts(Token(secret, notBefore: 300)).Should().BeFalse();
        Accepts(Token("another secret of good length, long enough")).Should().BeFalse();
        Accepts(Token(secret, alg: "HS512")).Should().BeFalse();
        Accepts(Token(secret, alg: "HS384")).Should().BeFalse();
        Accepts(Token(secret, alg: "none")).Should().BeFalse();
        Accepts(Token(secret, alg: "RS256")).Should().BeFalse("a right signature under another name is not the promised one");
        Accepts(Token(secret)[..^1]).Should().BeFalse();
        Accepts(Token(secret).Replace('.', ' ')).Should().BeFalse();
        Accepts(secret).Should().BeFalse("the secret itself is not a token");
        Accepts("").Should().BeFalse();
        Accepts(new string('a', 20_000)).Should().BeFalse();
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("application/json; charset=utf-8", true)]
    [InlineData("text/plain", true)]
    [InlineData("application/vnd.atlassian+json", true)]
    [InlineData("multipart/form-data; boundary=x", false)]
    [InlineData("application/x-www-form-urlencoded", false)]
    [InlineData("image/png", false)]
    public void Only_what_cannot_be_JSON_is_refused_by_its_type(string? type, bool accepted) =>
        Receiver(("WebhookSecret", PublishedSecret)).AcceptsMediaType(type).Should().Be(accepted);

    [Theory]
    [InlineData("a b")]
    [InlineData("ä")]
    [InlineData("")]
    public void An_identifier_that_is_none_is_not_used(string identifier) =>
        Verify(Receiver(("WebhookSecret", PublishedSecret)), Body, (Signature, Published), ("X-Atlassian-Webhook-Identifier", identifier))
            .Should()
            .BeOfType<WebhookVerdict.Accepted>()
            .Which.DeliveryId.Should()
            .BeNull();
}
