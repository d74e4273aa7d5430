using System.Text;
using Itam.Webhooks.Receiving;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Itam.Webhooks.Tests.Freshservice;

public class ProvingTheSender
{
    private const string Secret = "n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg";
    private const string Previous = "previous-secret-that-is-still-long-enough-8431";
    private const string Password = "password-of-the-workflow-6f1f5c0e9b";

    private static readonly IWebhookReceiver Receiver = Connect(
        new()
        {
            ["WebhookSecret"] = Secret,
            ["WebhookSecretPrevious"] = Previous,
            ["WebhookUser"] = "itam",
            ["WebhookPassword"] = Password,
        }
    );

    public static TheoryData<string, string> Right =>
        new()
        {
            { "X-Itam-Secret", Secret },
            { "x-itam-secret", Secret },
            { "X-Itam-Secret", Previous },
            { "Authorization", "Bearer " + Secret },
            { "Authorization", "bearer " + Previous },
            { "Authorization", Basic("itam", Password) },
        };

    public static TheoryData<string, string> Wrong =>
        new()
        {
            { "X-Itam-Secret", "" },
            { "X-Itam-Secret", " " },
            { "X-Itam-Secret", Secret[..^1] },
            { "X-Itam-Secret", Secret + "x" },
            { "X-Itam-Secret", Secret + " " },
            { "X-Itam-Secret", " " + Secret },
            { "X-Itam-Secret", Secret + "\0" },
            { "X-Itam-Secret", Secret.ToUpperInvariant() },
            { "X-Itam-Secret", "Bearer " + Secret },
            { "X-Itam-Secret", $"{Secret},{Secret}" },
            { "X-Itam-Secret", Password },
            { "X-Itam-Secret", Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(Secret))) },
            { "X-Other-Secret", Secret },
            { "Authorization", Secret },
            { "Authorization", "Bearer" },
            { "Authorization", "Bearer " },
            { "Authorization", "Bearer  " + Secret },
            { "Authorization", "Bearer " + Secret + " " },
            { "Authorization", "Token " + Secret },
            { "Authorization", "Basic" },
            { "Authorization", "Basic " },
            { "Authorization", "Basic !!!" },
            { "Authorization", Basic("itam", Password + "x") },
            { "Authorization", Basic("itam", "") },
            { "Authorization", Basic("", Password) },
            { "Authorization", Basic("ITAM", Password) },
            { "Authorization", Basic("itam", Secret) },
            { "Authorization", Basic("itam", Password).TrimEnd('=') + " " },
            { "Authorization", "Digest username=\"itam\"" },
            { "X-Hub-Signature-256", "sha256=" + new string('a', 64) },
        };

    [Theory]
    [MemberData(nameof(Right))]
    public void Each_configured_way_in_is_open(string header, string value) =>
        Verify(Receiver, (header, value)).Should().Be(new WebhookVerdict.Accepted(null));

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Everything_else_is_closed(string header, string value) =>
        Verify(Receiver, (header, value)).Should().BeOfType<WebhookVerdict.Refused>();

    [Fact]
    public void No_single_bit_may_differ()
    {
        var secret = Encoding.ASCII.GetBytes(Secret);
        for (var bit = 0; bit < secret.Length * 8; bit++)
        {
            var other = (byte[])secret.Clone();
            other[bit / 8] ^= (byte)(1 << (bit % 8));
            Verify(Receiver, ("X-Itam-Secret", Encoding.Latin1.GetString(other))).Should().BeOfType<WebhookVerdict.Refused>();
        }
    }

    [Fact]
    public void Nothing_is_refused() => Verify(Receiver).Should().BeOfType<WebhookVerdict.Refused>();

    [Theory]
    [InlineData("X-Itam-Secret", Secret)]
    [InlineData("Authorization", "Bearer " + Secret)]
    public void Doubled_credentials_are_refused_even_when_right(string header, string value)
    {
        Verify(Receiver, (header, new StringValues([value, value]))).Should().BeOfType<WebhookVerdict.Refused>();
        Verify(Receiver, (header, new StringValues([value, "other"]))).Should().BeOfType<WebhookVerdict.Refused>();
    }

    [Fact]
    public void A_doubled_header_is_not_helped_by_another_right_one() =>
        Verify(Receiver, ("X-Itam-Secret", new StringValues(["a", "b"])), ("Authorization", "Bearer " + Secret))
            .Should()
            .BeOfType<WebhookVerdict.Refused>();

    [Fact]
    public void A_way_in_that_is_not_configured_is_closed()
    {
        var secretOnly = Connect(new() { ["WebhookSecret"] = Secret });
        var basicOnly = Connect(new() { ["WebhookUser"] = "itam", ["WebhookPassword"] = Password });

        Verify(secretOnly, ("Authorization", Basic("itam", Password))).Should().BeOfType<WebhookVerdict.Refused>();
        Verify(secretOnly, ("Authorization", "Basic ")).Should().BeOfType<WebhookVerdict.Refused>();
        Verify(basicOnly, ("X-Itam-Secret", Secret)).Should().BeOfType<WebhookVerdict.Refused>();
        Verify(basicOnly, ("X-Itam-Secret", "")).Should().BeOfType<WebhookVerdict.Refused>();
        Verify(basicOnly, ("Authorization", Basic("itam", Password))).Should().BeOfType<WebhookVerdict.Accepted>();
    }

    [Fact]
    public void The_header_may_have_another_name()
    {
        var receiver = Connect(new() { ["WebhookSecret"] = Secret, ["WebhookSecretHeader"] = "X-AssetContext-Secret" });

        Verify(receiver, ("X-AssetContext-Secret", Secret)).Should().BeOfType<WebhookVerdict.Accepted>();
        Verify(receiver, ("X-Itam-Secret", Secret)).Should().BeOfType<WebhookVerdict.Refused>();
    }

    [Fact]
    public void Reasons_carry_no_secret() =>
        ((WebhookVerdict.Refused)Verify(Receiver, ("X-Itam-Secret", Secret + "x"))).Reason.Should().NotContain(Secret).And.NotBeEmpty();

    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("application/json", true)]
    [InlineData("Application/JSON; charset=utf-8", true)]
    [InlineData("application/vnd.api+json", true)]
    [InlineData("application/x-www-form-urlencoded", true)]
    [InlineData("text/plain", true)]
    [InlineData("application/xml", false)]
    [InlineData("text/html", false)]
    [InlineData("multipart/form-data; boundary=x", false)]
    public void The_media_types_that_a_workflow_can_send_and_we_can_read(string? type, bool accepted) =>
        Receiver.AcceptsMediaType(type).Should().Be(accepted);

    private static string Basic(string user, string password) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));

    private static IWebhookReceiver Connect(Dictionary<string, string?> settings)
    {
        settings["BaseUrl"] = "https://acme.freshservice.com";
        settings["ApiKey"] = "key";
        return Stage.Connect(settings, TimeProvider.System).Receiver;
    }

    private static WebhookVerdict Verify(IWebhookReceiver receiver, params (string Name, StringValues Value)[] headers)
    {
        var dictionary = new HeaderDictionary();
        foreach (var (name, value) in headers)
        {
            dictionary[name] = value;
        }

        return receiver.Verify(new WebhookDelivery(dictionary, "{}"u8.ToArray(), DateTimeOffset.UnixEpoch));
    }
}
