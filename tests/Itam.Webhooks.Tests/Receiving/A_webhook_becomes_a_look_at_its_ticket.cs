using System.Net;
using Itam.Context.Enrichment;
using Itam.Context.Work;
using Itam.Webhooks.Receiving;

namespace Itam.Webhooks.Tests.Receiving;

public sealed class A_webhook_becomes_a_look_at_its_ticket
{
    [Fact]
    public async Task Ten_webhooks_of_one_ticket_become_one_enrichment_that_names_it()
    {
        await using var host = await ReceivingHost.StartAsync();
        for (var i = 0; i < 10; i++)
        {
            await host.Client.SendAsync(ReceivingHost.Signed("ticket:42", $"d{i}"));
        }

        var webhooks = await host.Queue.ClaimAsync(100, default);
        foreach (var webhook in webhooks)
        {
            (await host.Queue.SettleAsync(webhook, await host.Reader.HandleAsync(webhook, default), default)).Should().Be(Settlement.Done);
        }

        var enrichment = (await host.Queue.ClaimAsync(100, default)).Should().ContainSingle().Subject;
        enrichment.Kind.Should().Be(EnrichTicketWork.Kind);
        enrichment.OrderingKey.Should().Be("ticket/desk/42");
        EnrichTicketWork.SinceOf(enrichment).Should().Be(webhooks[0].CreatedAt, "waiting in the inbox is waiting");
        EnrichTicketWork.Read(enrichment).Should().Be(new Itam.Context.Desks.TicketRef(ReceivingHost.Tenant, "desk", "42"));
    }

    [Fact]
    public async Task A_skipped_event_is_done_and_leaves_nothing()
    {
        await using var host = await ReceivingHost.StartAsync();
        await host.Client.SendAsync(ReceivingHost.Signed("skip"));

        (await host.WorkOffAsync()).Should().Be(Settlement.Done);
        (await host.CountAsync("work")).Should().Be(0);
    }

    [Fact]
    public async Task An_unreadable_body_is_202_and_becomes_a_dead_letter_with_the_reason()
    {
        await using var host = await ReceivingHost.StartAsync();
        (await host.Client.SendAsync(ReceivingHost.Signed("nonsense"))).StatusCode.Should().Be(HttpStatusCode.Accepted);

        (await host.WorkOffAsync()).Should().Be(Settlement.Dead);
        var letter = (await host.Queue.ListDeadLettersAsync(new DeadLetterFilter(Connection: "desk"), 10, default)).Should().ContainSingle().Subject;
        letter.Cause.Should().Contain("not a ticket");
    }

    [Theory]
    [InlineData("acme", "removed")]
    [InlineData("globex", "desk")]
    public async Task A_connection_that_is_no_longer_the_tenants_is_a_dead_letter(string tenant, string connection)
    {
        await using var host = await ReceivingHost.StartAsync();
        await host.Inbox.IngestAsync(
            new NewWork(Itam.Context.TenantId.Parse(tenant), "webhook", "", "ticket:1"u8.ToArray(), Connection: connection),
            default
        );

        (await host.WorkOffAsync()).Should().Be(Settlement.Dead);
        (await host.CountAsync("work WHERE state = 'Ready'")).Should().Be(0);
    }

    [Fact]
    public async Task A_thousand_parallel_webhooks_are_all_on_disk_when_they_are_answered()
    {
        await using var host = await ReceivingHost.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => host.Client.SendAsync(ReceivingHost.Signed($"ticket:{i}", $"d{i}"))));

        answers.Should().OnlyContain(a => a.StatusCode == HttpStatusCode.Accepted);
        host.Inbox.Commits.Should().BeLessThan(1000, "parallel deliveries share their flushes");
        await host.Database.ReopenAsync();
        (await host.CountAsync()).Should().Be(1000);
    }

    [Theory]
    [InlineData("desk", "a", "desk", "b")]
    [InlineData("desk", "a b", "desk", "a  b")]
    [InlineData("desk-1", "a", "desk", "1/a")]
    public void Different_deliveries_have_different_keys(string connection, string id, string otherConnection, string otherId)
    {
        DeliveryKey.Of(connection, id).Should().NotBe(DeliveryKey.Of(otherConnection, otherId));
        DeliveryKey.Of(connection, null).Should().BeNull("a sender without ids is not deduplicated");
    }
}
