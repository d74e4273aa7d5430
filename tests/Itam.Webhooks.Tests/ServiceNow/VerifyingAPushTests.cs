using System.Security.Cryptography;
using System.Text;
using Itam.Webhooks.Receiving;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Itam.Webhooks.Tests.ServiceNow;

public sealed class VerifyingAPushTests
{
    private const string Secret = "bWlkZGxlLW9mLXRoZS1uaWdodC1zZWNyZXQtMDAwMDE=";
    private const string Previous = "an-older-secret-that-is-still-alive-000";
    private const string Token = "a-static-token-that-nobody-guesses-0001";
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_789_650_000);
    private static readonly byte[] Body = """{"table":"incident","sys_id":"6816f79cc0a8016401c5a33be04be441"}"""u8.ToArray();
    private static readonly byte[] Key = Convert.FromBase64String(Secret);

    [Fact]
    public void Base64_and_hex_over_timestamp_and_body_are_accepted()
    {
        Verify(Signed($"sha256={Base64()}")).Should().BeOfType<WebhookVerdict.Accepted>();
        Verify(Signed(Base64())).Should().BeOfType<WebhookVerdict.Accepted>();
        Verify(Signed($"sha256={Convert.ToHexStringLower(Mac(Key))}")).Should().BeOfType<WebhookVerdict.Accepted>();
    }

    [Fact]
    public void The_secret_may_be_the_key_as_text_and_the_previous_one_still_works()
    {
        Verify(Signed(Convert.ToBase64String(Mac(Encoding.UTF8.GetBytes(Secret))))).Should().BeOfType<WebhookVerdict.Accepted>();
        Verify(Signed(Convert.ToBase64String(Mac(Encoding.UTF8.GetBytes(Previous))))).Should().BeOfType<WebhookVerdict.Accepted>();
    }

    public static TheoryData<string> BadSignatures =>
        [
            "",
            "sha256=",
            $"sha256={Base64()[..43]}",
            $"sha256={Base64()[..42]}==",
            $"sha256={Base64()} ",
            $"sha256= {Base64()}",
            $"SHA256={Base64()}",
            $"sha1={Base64()}",
            $"sha512={Base64()}",
            $"sha256={Convert.ToHexString(Mac(Key))}",
            $"sha256={Convert.ToHexStringLower(Mac(Key))[..62]}",
            $"sha256={Convert.ToHexStringLower(Mac(Key))}00",
            $"sha1={Convert.ToHexStringLower(HMACSHA1.HashData(Key, SignedBytes()))}",
            $"sha256={Convert.ToBase64String(HMACSHA512.HashData(Key, SignedBytes()))}",
            $"sha256={Convert.ToBase64String(HMACSHA256.HashData(Key, Body))}",
            $"sha256={Convert.ToBase64String(SHA256.HashData(SignedBytes()))}",
            $"sha256={Convert.ToBase64String(Mac([]))}",
            $"sha256={Convert.ToBase64String(Mac("another secret altogether 000000"u8.ToArray()))}",
            $"sha256={Base64()},sha256={Base64()}",
            Secret,
        ];

    [Theory]
    [MemberData(nameof(BadSignatures))]
    public void Any_other_signature_is_refused(string signature) => Verify(Signed(signature)).Should().BeOfType<WebhookVerdict.Refused>();

    [Fact]
    public void Every_flipped_bit_of_the_signature_or_body_is_refused()
    {
        var signature = Encoding.ASCII.GetBytes(Base64());
        for (var bit = 0; bit < signature.Length * 8; bit++)
        {
            var flipped = (byte[])signature.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Verify(Signed($"sha256={Encoding.Latin1.GetString(flipped)}")).Should().BeOfType<WebhookVerdict.Refused>($"bit {bit}");
        }

        for (var bit = 0; bit < Body.Length * 8; bit++)
        {
            var flipped = (byte[])Body.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Verify(Signed($"sha256={Base64()}"), flipped).Should().BeOfType<WebhookVerdict.Refused>();
        }
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(300, true)]
    [InlineData(-300, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    [InlineData(86_400, false)]
    public void A_time_is_believed_for_five_minutes_either_way(int secondsLater, bool accepted) =>
        (Verify(Signed($"sha256={Base64()}"), at: Now.AddSeconds(secondsLater)) is WebhookVerdict.Accepted).Should().Be(accepted);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("+1789650000")]
    [InlineData(" 1789650000")]
    [InlineData("1789650000.0")]
    [InlineData("99999999999999999999")]
    [InlineData("2026-09-17T08:20:00Z")]
    public void A_signature_without_a_plain_time_is_refused(string? timestamp)
    {
        var signed = $"{timestamp}.{Encoding.UTF8.GetString(Body)}";
        var headers = Headers(("X-Itam-Signature", Convert.ToBase64String(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(signed)))));
        if (timestamp is not null)
        {
            headers["X-Itam-Timestamp"] = timestamp;
        }

        Verify(headers).Should().BeOfType<WebhookVerdict.Refused>();
    }

    [Theory]
    [InlineData("X-Itam-Signature")]
    [InlineData("X-Itam-Timestamp")]
    public void A_doubled_header_is_refused_even_when_both_are_right(string name)
    {
        var headers = Signed($"sha256={Base64()}");
        headers[name] = new StringValues([headers[name].ToString(), headers[name].ToString()]);

        Verify(headers).Should().BeOfType<WebhookVerdict.Refused>();
    }

    [Fact]
    public void The_static_secret_is_accepted_in_its_header_and_as_bearer()
    {
        Verify(Headers(("X-Itam-Secret", Token))).Should().Be(new WebhookVerdict.Accepted(null));
        Verify(Headers(("Authorization", $"Bearer {Token}"), ("X-Itam-Event-Id", "incident:1:7")))
            .Should()
            .Be(new WebhookVerdict.Accepted("incident:1:7"));
    }

    [Fact]
    public void Basic_is_accepted_with_the_right_user_and_password()
    {
        Verify(Headers(("Authorization", Basic("servicenow:a-password-that-nobody-guesses")))).Should().BeOfType<WebhookVerdict.Accepted>();
        foreach (var wrong in (string[])["other:a-password-that-nobody-guesses", "servicenow:", "servicenow", ":a-password-that-nobody-guesses", ""])
        {
            Verify(Headers(("Authorization", Basic(wrong)))).Should().BeOfType<WebhookVerdict.Refused>(wrong);
        }

        Verify(Headers(("Authorization", "Basic ***"))).Should().BeOfType<WebhookVerdict.Refused>();
    }

    [Theory]
    [InlineData("X-Itam-Secret", "")]
    [InlineData("X-Itam-Secret", Token + " ")]
    [InlineData("X-Itam-Secret", "a-static-token-that-nobody-guesses-000")]
    [InlineData("X-Itam-Secret", Secret)]
    [InlineData("Authorization", Token)]
    [InlineData("Authorization", "Bearer")]
    [InlineData("Authorization", "Bearer  " + Token)]
    [InlineData("Authorization", "Digest " + Token)]
    [InlineData("X-Other-Secret", Token)]
    public void Any_other_credential_is_refused(string name, string value) =>
        Verify(Headers((name, value))).Should().BeOfType<WebhookVerdict.Refused>();

    [Fact]
    public void A_wrong_signature_is_not_saved_by_a_right_secret()
    {
        var headers = Signed("sha256=wrong");
        headers["X-Itam-Secret"] = Token;

        Verify(headers).Should().BeOfType<WebhookVerdict.Refused>();
    }

    [Fact]
    public void Doubled_secrets_are_refused()
    {
        Verify(new HeaderDictionary { ["X-Itam-Secret"] = new StringValues([Token, Token]) }).Should().BeOfType<WebhookVerdict.Refused>();
        Verify(new HeaderDictionary { ["Authorization"] = new StringValues([$"Bearer {Token}", $"Bearer {Token}"]) })
            .Should()
            .BeOfType<WebhookVerdict.Refused>();
    }

    [Fact]
    public void Nothing_is_accepted_by_a_way_that_is_not_configured()
    {
        var onlyHmac = Receiver(new() { ["WebhookSecret"] = Secret });
        onlyHmac.Verify(new(Headers(("X-Itam-Secret", Token)), Body, Now)).Should().BeOfType<WebhookVerdict.Refused>();
        onlyHmac.Verify(new(Headers(("Authorization", "Bearer ")), Body, Now)).Should().BeOfType<WebhookVerdict.Refused>();
        onlyHmac.Verify(new(Headers(("Authorization", Basic(":"))), Body, Now)).Should().BeOfType<WebhookVerdict.Refused>();
        onlyHmac.Verify(new(Headers(), Body, Now)).Should().BeOfType<WebhookVerdict.Refused>();

        var onlyToken = Receiver(new() { ["WebhookToken"] = Token });
        onlyToken.Verify(new(Signed($"sha256={Base64()}"), Body, Now)).Should().BeOfType<WebhookVerdict.Refused>();
    }

    [Fact]
    public void A_signed_push_without_an_event_id_is_known_by_its_time_and_body()
    {
        var first = Verify(Signed($"sha256={Base64()}")).Should().BeOfType<WebhookVerdict.Accepted>().Which.DeliveryId;

        first.Should().HaveLength(64);
        Verify(Signed($"sha256={Base64()}"), at: Now.AddSeconds(30)).Should().Be(new WebhookVerdict.Accepted(first));
    }

    [Fact]
    public void A_strange_event_id_is_shortened_to_a_safe_one()
    {
        var headers = Signed($"sha256={Base64()}");
        headers["X-Itam-Event-Id"] = new string('é', 5_000);

        Verify(headers).Should().BeOfType<WebhookVerdict.Accepted>().Which.DeliveryId.Should().MatchRegex("^[0-9a-f]{64}$");
    }

    [Fact]
    public void Another_header_prefix_can_be_chosen()
    {
        var receiver = Receiver(new() { ["WebhookToken"] = Token, ["WebhookHeaderPrefix"] = "X-Acme-" });

        receiver.Verify(new(Headers(("X-Acme-Secret", Token)), Body, Now)).Should().BeOfType<WebhookVerdict.Accepted>();
        receiver.Verify(new(Headers(("X-Itam-Secret", Token)), Body, Now)).Should().BeOfType<WebhookVerdict.Refused>();
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("application/json; charset=utf-8", true)]
    [InlineData("text/plain", true)]
    [InlineData("application/x-www-form-urlencoded", false)]
    [InlineData("multipart/form-data; boundary=x", false)]
    [InlineData("not a type", false)]
    public void Only_types_that_can_hold_json_are_taken(string? type, bool accepted) =>
        Receiver(AllWays()).AcceptsMediaType(type).Should().Be(accepted);

    private static string Base64() => Convert.ToBase64String(Mac(Key));

    private static byte[] SignedBytes() => [.. Encoding.ASCII.GetBytes($"{Now.ToUnixTimeSeconds()}."), .. Body];

    private static byte[] Mac(byte[] key) => HMACSHA256.HashData(key, SignedBytes());

    private static string Basic(string pair) => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(pair))}";

    private static HeaderDictionary Signed(string signature) =>
        Headers(
            ("X-Itam-Timestamp", Now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("X-Itam-Signature", signature)
        );

    private static HeaderDictionary Headers(params (string Name, string Value)[] headers)
    {
        var dictionary = new HeaderDictionary();
        foreach (var (name, value) in headers)
        {
            // The collection drops a header that is set to nothing; on the wire it can be there and empty.
            dictionary.Add(name, new StringValues([value]));
        }

        return dictionary;
    }

    private static WebhookVerdict Verify(HeaderDictionary headers, byte[]? body = null, DateTimeOffset? at = null) =>
        Receiver(AllWays()).Verify(new WebhookDelivery(headers, body ?? Body, at ?? Now));

    private static Dictionary<string, string?> AllWays() =>
        new()
        {
            ["WebhookSecret"] = Secret,
            ["WebhookSecretPrevious"] = Previous,
            ["WebhookToken"] = Token,
            ["WebhookUser"] = "servicenow",
            ["WebhookPassword"] = "a-password-that-nobody-guesses",
        };

    private static IWebhookReceiver Receiver(Dictionary<string, string?> settings)
    {
        settings["BaseUrl"] = "https://acme.service-now.com";
        settings["ApiKey"] = "key";
        var (connection, problems) = Instance.Connect(settings, TimeProvider.System);
        problems.Should().BeEmpty();
        return connection.Receiver;
    }
}
