using System.Threading.Channels;
using Itam.Sandbox;
using Itam.Sandbox.ServiceNow;
using Itam.Webhooks.Receiving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Itam.Webhooks.Tests.ServiceNow;

public sealed class PushesOnTheWireTests
{
    [Fact]
    public async Task A_signed_push_of_the_business_rule_leads_to_the_ticket()
    {
        await using var instance = await Instance.StartAsync();
        await using var listener = await Listener.StartAsync(instance);

        var ticket = await instance.RaiseAsync();

        var (verdict, reading) = await listener.NextAsync();
        verdict.Should().Be(new WebhookVerdict.Accepted($"{ticket.Id}:0"));
        reading.Should().Be(new WebhookReading.TicketChanged(ticket.Id));
    }

    [Fact]
    public async Task Our_own_note_comes_back_as_a_push_and_is_skipped()
    {
        await using var instance = await Instance.StartAsync();
        await using var listener = await Listener.StartAsync(instance);
        var ticket = await instance.RaiseAsync();
        await listener.NextAsync();

        await instance.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);

        (await listener.NextAsync()).Reading.Should().Be(new WebhookReading.Skipped("our own write"));
    }

    [Fact]
    public async Task A_rule_that_does_not_name_the_actor_still_starts_no_loop()
    {
        await using var instance = await Instance.StartAsync();
        instance.Emulator.PushesShowActor = false;
        await using var listener = await Listener.StartAsync(instance);
        var ticket = await instance.RaiseAsync();
        await listener.NextAsync();
        await instance.Desk.ReadTicketAsync(ticket, default);

        await instance.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);

        (await listener.NextAsync()).Reading.Should().Be(new WebhookReading.TicketChanged(ticket.Id));
        (await instance.Desk.ReadTicketAsync(ticket, default)).LastChangedByUs.Should().BeTrue();
    }

    [Fact]
    public async Task A_rest_step_that_was_told_when_to_come_again_comes_then()
    {
        var time = new ManualTime(Instance.Start);
        var emulator = new ServiceNowEmulator(time, ServiceNowEmulator.PatientRestStepPush);
        await using var pushes = emulator.Webhooks;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var busy = builder.Build();
        busy.MapPost(
            "/",
            (HttpContext context) =>
            {
                context.Response.StatusCode = time.GetUtcNow() < Instance.Start.AddSeconds(30) ? 429 : 202;
                context.Response.Headers.RetryAfter = "30";
            }
        );
        await busy.StartAsync();
        pushes.Target = new Uri(busy.Urls.First());

        await emulator.RaiseAsync(new NewTicket(null, "Laptop", "It beeps.", null), default);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (pushes.Sent.Count < 2)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), deadline.Token);
            time.Advance(TimeSpan.FromSeconds(pushes.Sent.Count));
        }

        pushes.Sent.Select(s => s.Status).Should().Equal(429, 202);
    }

    /// <summary>Stands where the product's webhook address is and hands every delivery to its receiver.</summary>
    private sealed class Listener(WebApplication app, ChannelReader<(WebhookVerdict, WebhookReading)> deliveries) : IAsyncDisposable
    {
        public static async Task<Listener> StartAsync(Instance instance)
        {
            var deliveries = Channel.CreateUnbounded<(WebhookVerdict, WebhookReading)>();
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var app = builder.Build();
            app.MapPost(
                "/webhooks/acme",
                async (HttpContext context) =>
                {
                    using var body = new MemoryStream();
                    await context.Request.Body.CopyToAsync(body);
                    var receiver = instance.Connection.Receiver;
                    var verdict = receiver.Verify(new WebhookDelivery(context.Request.Headers, body.ToArray(), instance.Time.GetUtcNow()));
                    deliveries.Writer.TryWrite((verdict, receiver.Read(body.ToArray(), context.Request.ContentType)));
                    context.Response.StatusCode = 202;
                }
            );
            await app.StartAsync();
            instance.Emulator.Webhooks.Target = new Uri($"{app.Urls.First()}/webhooks/acme");
            return new Listener(app, deliveries.Reader);
        }

        public async Task<(WebhookVerdict Verdict, WebhookReading Reading)> NextAsync()
        {
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            return await deliveries.ReadAsync(deadline.Token);
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
