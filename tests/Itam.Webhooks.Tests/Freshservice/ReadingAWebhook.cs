using System.Text;
using System.Threading.Channels;
using Itam.Sandbox.Freshservice;
using Itam.Webhooks.Receiving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Itam.Webhooks.Tests.Freshservice;

public class ReadingAWebhook
{
    private const string Password = "password-of-the-workflow-6f1f5c0e9b";

    private static readonly IWebhookReceiver Receiver = Stage
        .Connect(
            new()
            {
                ["BaseUrl"] = "https://acme.freshservice.com",
                ["ApiKey"] = "key",
                ["WebhookSecret"] = "n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg",
            },
            TimeProvider.System
        )
        .Receiver;

    [Theory]
    [InlineData("""{"v":1,"ticket_id":"123","event":"ticket_updated"}""", "application/json")]
    [InlineData("""{"ticket_id":123}""", "application/json")]
    [InlineData("""{"ticket_id":"INC-123"}""", "application/json")]
    [InlineData("""{"ticket_id":"SR-123"}""", "application/json")]
    [InlineData("""{"ticket_id":"#INC-123"}""", "application/json")]
    [InlineData("""{"ticket_id":"#123"}""", "application/json; charset=utf-8")]
    [InlineData("""{"ticket_id":" 00123 "}""", "application/json")]
    [InlineData("""{"freshdesk_webhook":{"ticket_id":"INC-123","ticket_subject":"x"}}""", "application/json")]
    [InlineData("""{"anything":{"ticket_id":123,"event":"ticket_raised"}}""", "application/json")]
    [InlineData("\uFEFF{\"ticket_id\":123}", "application/json")]
    [InlineData("""{"ticket_id":123}""", "text/plain")]
    [InlineData("""{"ticket_id":123}""", null)]
    [InlineData("""{"ticket_id":123}""", "application/x-www-form-urlencoded")]
    [InlineData("ticket_id=123&event=ticket_updated", "application/x-www-form-urlencoded")]
    [InlineData("ticket_id=%23INC-123", "application/x-www-form-urlencoded")]
    [InlineData("payload=%7B%22ticket_id%22%3A%22INC-123%22%7D", "application/x-www-form-urlencoded")]
    [InlineData("ticket_id=123", null)]
    [InlineData("""{"ticket_id":INC-123,"event":"ticket_updated"}""", "application/json")]
    [InlineData("""{"ticket_id": 123, "subject": "He said "help" {{[ me"}""", "application/json")]
    [InlineData("{\"ticket_id\":\"INC-123\",\"description\":\"<div class=\"x\">a\nb</div>", "application/json")]
    [InlineData("{'ticket_id':'123',}", "application/json")]
    public void The_ticket_is_found_in_every_shape(string body, string? type) =>
        Read(body, type).Should().Be(new WebhookReading.TicketChanged("123"));

    [Theory]
    [InlineData("", "application/json")]
    [InlineData("null", "application/json")]
    [InlineData("[]", "application/json")]
    [InlineData("[{\"ticket_id\":1}]", "application/json")]
    [InlineData("{}", "application/json")]
    [InlineData("""{"ticket_id":null}""", "application/json")]
    [InlineData("""{"ticket_id":""}""", "application/json")]
    [InlineData("""{"ticket_id":"{{ticket.id_numeric}}"}""", "application/json")]
    [InlineData("""{"ticket_id":"12 or 13"}""", "application/json")]
    [InlineData("""{"ticket_id":0}""", "application/json")]
    [InlineData("""{"ticket_id":-5}""", "application/json")]
    [InlineData("""{"ticket_id":1.5}""", "application/json")]
    [InlineData("""{"ticket_id":99999999999999999999999}""", "application/json")]
    [InlineData("""{"ticket_id":{"$gt":1}}""", "application/json")]
    [InlineData("""{"ticket_id":"../agents/1"}""", "application/json")]
    [InlineData("ticket_id=1&ticket_id=2", "application/x-www-form-urlencoded")]
    [InlineData("hello", "text/plain")]
    [InlineData("<xml><ticket_id>5</ticket_id></xml>", null)]
    public void What_names_no_ticket_is_unreadable_with_a_reason(string body, string? type) =>
        Read(body, type).Should().BeOfType<WebhookReading.Unreadable>().Which.Reason.Should().Contain("ticket_id");

    [Theory]
    [InlineData("""{"ticket_id":"CHN-12"}""")]
    [InlineData("""{"ticket_id":"PRB-12"}""")]
    [InlineData("""{"ticket_id":12,"event":"asset_updated"}""")]
    [InlineData("""{"ticket_id":12,"event":"ticket_deleted"}""")]
    public void Other_things_than_tickets_are_skipped(string body) => Read(body, "application/json").Should().BeOfType<WebhookReading.Skipped>();

    [Fact]
    public void Deep_long_and_odd_bodies_do_no_harm()
    {
        Read(string.Concat(Enumerable.Repeat("{\"a\":", 20_000)), "application/json").Should().BeOfType<WebhookReading.Unreadable>();
        Read(new string('[', 100_000), "application/json").Should().BeOfType<WebhookReading.Unreadable>();
        Read("{\"ticket_id\":" + new string(' ', 200_000) + "x", "application/json").Should().BeOfType<WebhookReading.Unreadable>();
        Read(string.Join('&', Enumerable.Range(0, 5_000).Select(i => $"k{i}=v")), "application/x-www-form-urlencoded")
            .Should()
            .BeOfType<WebhookReading.Unreadable>();
        Receiver.Read(new byte[] { 0xFF, 0xFE, 0x00, 0xC3 }, "application/json").Should().BeOfType<WebhookReading.Unreadable>();
    }

    [Theory]
    [InlineData(FreshserviceWebhookMode.ThinJson)]
    [InlineData(FreshserviceWebhookMode.PrefixedId)]
    [InlineData(FreshserviceWebhookMode.Form)]
    [InlineData(FreshserviceWebhookMode.UnescapedSubject)]
    [InlineData(FreshserviceWebhookMode.Simple)]
    public async Task What_an_automator_sends_is_accepted_and_read(FreshserviceWebhookMode mode)
    {
        var (stage, hooks) = await ListenAsync();
        await using var _ = stage;
        stage.Vendor.WebhookMode = mode;

        var (_, reference) = await stage.RaiseAsync(subject: "He said \"help\", {now}");

        var (delivery, type) = await hooks.ReadAsync();
        stage.Receiver.AcceptsMediaType(type).Should().BeTrue();
        stage.Receiver.Verify(delivery).Should().Be(new WebhookVerdict.Accepted(null));
        stage.Receiver.Read(delivery.Body, type).Should().Be(new WebhookReading.TicketChanged(reference.Id));
    }

    [Theory]
    [InlineData(FreshserviceWebhookProof.OwnHeader)]
    [InlineData(FreshserviceWebhookProof.Bearer)]
    [InlineData(FreshserviceWebhookProof.Basic)]
    public async Task However_an_automator_proves_itself_it_is_believed(FreshserviceWebhookProof proof)
    {
        var (stage, hooks) = await ListenAsync(settings: new() { ["WebhookUser"] = "itam", ["WebhookPassword"] = Password });
        await using var _ = stage;
        (stage.Vendor.WebhookProof, stage.Vendor.WebhookLogin) = (proof, ("itam", Password));

        await stage.RaiseAsync();

        stage.Receiver.Verify((await hooks.ReadAsync()).Delivery).Should().Be(new WebhookVerdict.Accepted(null));
        stage.Vendor.WebhookLogin = ("itam", "another");
        await stage.RaiseAsync();
        (stage.Receiver.Verify((await hooks.ReadAsync()).Delivery) is WebhookVerdict.Refused).Should().Be(proof == FreshserviceWebhookProof.Basic);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task However_often_an_automator_tries_again_each_delivery_names_the_same_ticket(int retries)
    {
        var (stage, hooks) = await ListenAsync(status: 500, retries: retries);
        await using var _ = stage;
        stage.Time.JumpsOverPauses = true;

        var (_, first) = await stage.RaiseAsync();
        for (var attempt = 0; attempt <= retries; attempt++)
        {
            var (delivery, type) = await hooks.ReadAsync();
            stage.Receiver.Read(delivery.Body, type).Should().Be(new WebhookReading.TicketChanged(first.Id));
        }

        var (_, second) = await stage.RaiseAsync();
        var (next, nextType) = await hooks.ReadAsync();
        stage.Receiver.Read(next.Body, nextType).Should().Be(new WebhookReading.TicketChanged(second.Id), "nothing comes after the last try");
    }

    [Fact]
    public async Task An_automator_that_fires_on_notes_does_not_start_a_loop()
    {
        var (stage, hooks) = await ListenAsync();
        await using var _ = stage;
        var (number, reference) = await stage.RaiseAsync();
        await hooks.ReadAsync();
        stage.Vendor.NotesTriggerAutomator = true;
        stage.Time.Advance(TimeSpan.FromMinutes(1));
        await stage.Desk.WriteNoteAsync(reference, Reports.Rich, known: null, CancellationToken.None);

        var (delivery, type) = await hooks.ReadAsync();

        // The body does not tell who acted; the ticket itself does.
        stage.Receiver.Read(delivery.Body, type).Should().Be(new WebhookReading.TicketChanged(reference.Id));
        (await stage.ReadAsync(reference)).LastChangedByUs.Should().BeTrue();
        stage.Vendor.View(number).Notes.Should().ContainSingle();
    }

    private static WebhookReading Read(string body, string? type) => Receiver.Read(Encoding.UTF8.GetBytes(body), type);

    private static async Task<(Stage Stage, ChannelReader<(WebhookDelivery Delivery, string? Type)> Hooks)> ListenAsync(
        Dictionary<string, string?>? settings = null,
        int status = 202,
        int retries = 3
    )
    {
        var hooks = Channel.CreateUnbounded<(WebhookDelivery, string?)>();
        var stage = await Stage.StartAsync(
            settings,
            webhookRetries: retries,
            more: app =>
                app.MapPost(
                    "/webhooks/desk",
                    async (HttpRequest request) =>
                    {
                        using var body = new MemoryStream();
                        await request.Body.CopyToAsync(body);
                        hooks.Writer.TryWrite(
                            (new WebhookDelivery(new HeaderDictionary(request.Headers.ToDictionary()), body.ToArray(), default), request.ContentType)
                        );
                        return Results.StatusCode(status);
                    }
                )
        );
        stage.Vendor.Webhooks.Target = new Uri(stage.Address, "/webhooks/desk");
        return (stage, hooks.Reader);
    }
}
