using System.Text;
using Itam.Webhooks.Receiving;

namespace Itam.Webhooks.Tests.ServiceNow;

public sealed class ReadingAPushTests
{
    private const string Id = "6816f79cc0a8016401c5a33be04be441";

    [Theory]
    [InlineData("""{"v":1,"event_id":"incident:§:7","table":"incident","sys_id":"§","operation":"update","sys_mod_count":7,"instance":"acme"}""")]
    [InlineData("""{"table":"incident","sys_id":"§","sys_mod_count":"7","surprise":{"deep":[1,2,{"x":null}]}}""")]
    [InlineData("""{"table":{"value":"incident","display_value":"Incident"},"sys_id":{"value":"§","link":"https://x/§"}}""")]
    [InlineData("""{"table":"incident","sys_id":{"display_value":"INC1","link":"https://acme.service-now.com/api/now/table/incident/§"}}""")]
    [InlineData("""{"table":"task","sys_class_name":"incident","sys_id":"§"}""")]
    [InlineData("""{"sys_class_name":"incident","sys_id":"6816F79CC0A8016401C5A33BE04BE441"}""")]
    [InlineData("""{"table":"incident","sys_id":"§","operation":null,"number":12,"sys_updated_by":"itam.integration"}""")]
    public void The_ticket_is_found_in_every_shape_a_rule_may_send(string body) =>
        Read(body).Should().Be(new WebhookReading.TicketChanged($"incident:{Id}"));

    [Fact]
    public void A_byte_order_mark_does_no_harm() =>
        Read("\uFEFF" + """{"table":"sc_req_item","sys_id":"§"}""").Should().Be(new WebhookReading.TicketChanged($"sc_req_item:{Id}"));

    [Fact]
    public void With_one_table_its_name_may_be_left_out()
    {
        Read("""{"sys_id":"§"}""", ("Tables", "incident")).Should().Be(new WebhookReading.TicketChanged($"incident:{Id}"));
        Read("""{"sys_id":"§"}""").Should().BeOfType<WebhookReading.Unreadable>();
    }

    [Theory]
    [InlineData("""{"table":"change_request","sys_id":"§"}""", "change_request")]
    [InlineData("""{"table":"sys_user","sys_id":"§"}""", "sys_user")]
    [InlineData("""{"table":"incident","sys_id":"§","operation":"delete"}""", "deleted")]
    [InlineData("""{"table":"incident","sys_id":"§","changed_by":"ITAM.Integration"}""", "our own")]
    public void What_is_not_for_us_is_skipped(string body, string reason) =>
        Read(body).Should().BeOfType<WebhookReading.Skipped>().Which.Reason.Should().Contain(reason);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("table=incident&sys_id=6816f79cc0a8016401c5a33be04be441")]
    [InlineData("""{"table":"incident"}""")]
    [InlineData("""{"table":"incident","sys_id":""}""")]
    [InlineData("""{"table":"incident","sys_id":"INC0012345"}""")]
    [InlineData("""{"table":"incident","sys_id":"6816f79cc0a8016401c5a33be04be44"}""")]
    [InlineData("""{"table":"incident","sys_id":"6816f79cc0a8016401c5a33be04be4411"}""")]
    [InlineData("""{"table":"incident","sys_id":"../../../../oauth_token.do?x=aaaa"}""")]
    [InlineData("""{"table":"incident","sys_id":"6816f79cc0a8016401c5a33be0^ORab="}""")]
    [InlineData("""{"table":"incident","sys_id":["6816f79cc0a8016401c5a33be04be441"]}""")]
    [InlineData("""{"table":"incident/..","sys_id":"§"}""")]
    [InlineData("""{"table":"Incident?x=","sys_id":"§"}""")]
    [InlineData("""{"table":"incident\n","sys_id":"§"}""")]
    public void What_names_no_ticket_is_unreadable(string body) =>
        Read(body).Should().BeOfType<WebhookReading.Unreadable>().Which.Reason.Should().NotBeEmpty();

    [Fact]
    public void Broken_text_and_deep_nesting_are_unreadable()
    {
        Receiver().Read(new byte[] { 0x7B, 0xC3, 0x28, 0x7D }, null).Should().BeOfType<WebhookReading.Unreadable>();
        Read(string.Concat(Enumerable.Repeat("""{"a":""", 10_000)) + "1" + new string('}', 10_000)).Should().BeOfType<WebhookReading.Unreadable>();
    }

    private static WebhookReading Read(string body, params (string Name, string? Value)[] more) =>
        Receiver(more).Read(Encoding.UTF8.GetBytes(body.Replace("§", Id, StringComparison.Ordinal)), "application/json");

    private static IWebhookReceiver Receiver(params (string Name, string? Value)[] more)
    {
        var settings = new Dictionary<string, string?>
        {
            ["BaseUrl"] = "https://acme.service-now.com",
            ["ApiKey"] = "key",
            ["IntegrationUser"] = "itam.integration",
            ["WebhookSecret"] = "bWlkZGxlLW9mLXRoZS1uaWdodC1zZWNyZXQtMDAwMDE=",
        };
        foreach (var (name, value) in more)
        {
            settings[name] = value;
        }

        return Instance.Connect(settings, TimeProvider.System).Connection.Receiver;
    }
}
