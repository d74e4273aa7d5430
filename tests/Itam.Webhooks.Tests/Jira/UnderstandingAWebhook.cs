using System.Text;
using Itam.Sandbox.Jira;
using Itam.Webhooks.Receiving;

namespace Itam.Webhooks.Tests.Jira;

public sealed class UnderstandingAWebhook
{
    private static readonly IWebhookReceiver Receiver = JiraWorld
        .Connect(
            new()
            {
                ["BaseUrl"] = "https://acme.example",
                ["Projects"] = "HELP",
                ["Email"] = "a@b.example",
                ["ApiToken"] = "t",
                ["WebhookSecret"] = JiraEmulator.WebhookSecret,
                ["AccountId"] = "712020:us",
            },
            TimeProvider.System
        )
        .Receiver;

    private static WebhookReading Read(string body) => Receiver.Read(Encoding.UTF8.GetBytes(body), null);

    [Theory]
    [InlineData("""{"webhookEvent":"jira:issue_created","issue":{"id":"10042","key":"HELP-7","fields":{"project":{"key":"HELP"}}}}""", "10042")]
    [InlineData("""{"webhookEvent":"jira:issue_updated","issue":{"id":10042,"key":"HELP-7"},"surprise":[1,{"a":null}]}""", "10042")]
    [InlineData(
        """{"webhookEvent":"comment_created","comment":{"author":{"accountId":"712020:other"}},"issue":{"id":"10042","key":"HELP-7"}}""",
        "10042"
    )]
    [InlineData("""{"webhookEvent":"jira:issue_updated","issue":{"key":"HELP-7"}}""", "HELP-7")]
    [InlineData("""{"event":"created","issueKey":"HELP-7"}""", "HELP-7")]
    [InlineData("""{"event":"created","issueKey":" help-7 "}""", "HELP-7")]
    [InlineData("""{"issueId":"10042","issueKey":"HELP-7"}""", "10042")]
    [InlineData("""{"id":10042,"key":"HELP-7","fields":{"summary":"issue data of a rule"},"changelog":{}}""", "10042")]
    [InlineData("""{"timestamp":1,"issue":{"id":"10042","key":"HELP-7"},"user":{},"action":"legacy rule"}""", "10042")]
    [InlineData("\uFEFF{\"issueKey\":\"HELP-7\"}", "HELP-7")]
    [InlineData("""{"webhookEvent":"jira:issue_created","user":{"accountId":"712020:us"},"issue":{"id":"10042"}}""", "10042")]
    public void The_ticket_is_found(string body, string id) => Read(body).Should().Be(new WebhookReading.TicketChanged(id));

    [Theory]
    [InlineData("""{"webhookEvent":"jira:issue_deleted","issue":{"id":"10042"}}""")]
    [InlineData("""{"webhookEvent":"comment_deleted","issue":{"id":"10042"}}""")]
    [InlineData("""{"webhookEvent":"issue_property_set","issue":{"id":"10042"}}""")]
    [InlineData("""{"webhookEvent":"jira:version_released","version":{}}""")]
    [InlineData("""{"webhookEvent":"sprint_started"}""")]
    [InlineData("""{"webhookEvent":"something_new","issue":{"id":"10042"}}""")]
    [InlineData("""{"webhookEvent":"comment_created","comment":{"id":"1","author":{"name":"x"}}}""")]
    [InlineData("""{"webhookEvent":"comment_created","comment":{"author":{"accountId":"712020:us"}},"issue":{"id":"10042"}}""")]
    [InlineData(
        """{"webhookEvent":"comment_updated","comment":{"author":{"accountId":"x"},"updateAuthor":{"accountId":"712020:us"}},"issue":{"id":"10042"}}"""
    )]
    [InlineData("""{"webhookEvent":"jira:issue_updated","user":{"accountId":"712020:us"},"issue":{"id":"10042"}}""")]
    [InlineData("""{"webhookEvent":"jira:issue_updated","issue":{"id":"10042","key":"DEV-7"}}""")]
    [InlineData("""{"webhookEvent":"jira:issue_updated","issue":{"id":"10042","key":"HELP-7","fields":{"project":{"key":"DEV"}}}}""")]
    public void What_is_not_for_us_is_skipped(string body) => Read(body).Should().BeOfType<WebhookReading.Skipped>();

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("\"HELP-7\"")]
    [InlineData("null")]
    [InlineData("{\"issueKey\":\"HELP-7\"} trailing")]
    [InlineData("{\"issueKey\":\"HELP-7\"")]
    [InlineData("""{"issueKey":"{{issue.key}}"}""")]
    [InlineData("""{"issueKey":"../../x"}""")]
    [InlineData("""{"issueKey":"HELP-7/../8"}""")]
    [InlineData("""{"issueId":"-1"}""")]
    [InlineData("""{"issueId":"1e9"}""")]
    [InlineData("""{"issueId":["10042"]}""")]
    [InlineData("""{"webhookEvent":"jira:issue_updated"}""")]
    [InlineData("""{"webhookEvent":"jira:issue_updated","issue":"HELP-7"}""")]
    [InlineData("""{"webhookEvent":"jira:issue_updated","issue":{"id":"","key":null}}""")]
    [InlineData("<issue>HELP-7</issue>")]
    public void What_names_no_ticket_is_put_aside_with_a_reason(string body) =>
        Read(body).Should().BeOfType<WebhookReading.Unreadable>().Which.Reason.Should().NotBeEmpty();

    [Fact]
    public void Bytes_that_are_no_text_and_bottomless_nesting_are_put_aside()
    {
        Receiver.Read(new byte[] { 0x7B, 0xFF, 0xFE, 0x7D }, null).Should().BeOfType<WebhookReading.Unreadable>();
        Read(string.Concat(Enumerable.Repeat("{\"a\":", 10_000))).Should().BeOfType<WebhookReading.Unreadable>();
        Read(new string('[', 100_000)).Should().BeOfType<WebhookReading.Unreadable>();
    }
}
