using System.Collections.Concurrent;
using System.Threading.Channels;
using Itam.Sandbox;
using Itam.Sandbox.Jira;
using Itam.Webhooks.Receiving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Itam.Webhooks.Tests.Jira;

public sealed class WebhooksEndToEnd
{
    [Theory]
    [InlineData(JiraFlavour.Cloud, JiraWebhookKind.Admin)]
    [InlineData(JiraFlavour.Cloud, JiraWebhookKind.AutomationRule)]
    [InlineData(JiraFlavour.Cloud, JiraWebhookKind.Dynamic)]
    [InlineData(JiraFlavour.DataCenter, JiraWebhookKind.Admin)]
    [InlineData(JiraFlavour.DataCenter, JiraWebhookKind.AdminWithPassword)]
    public async Task A_raised_ticket_arrives_proven_and_names_itself(JiraFlavour flavour, JiraWebhookKind kind)
    {
        await using var world = await JiraWorld.StartAsync(flavour);
        await using var listener = await Listener.StartAsync(world.Receiver);
        world.Site.WebhooksAs = kind;
        world.Site.Webhooks.Target = listener.Address;

        var number = await world.Site.RaiseAsync(new NewTicket(JiraWorld.Dana, "Laptop is slow", "Since Monday."), default);

        var (verdict, reading) = await listener.NextAsync();
        var accepted = verdict.Should().BeOfType<WebhookVerdict.Accepted>().Which;
        (accepted.DeliveryId is not null).Should().Be(kind != JiraWebhookKind.AutomationRule);
        var id = reading.Should().BeOfType<WebhookReading.TicketChanged>().Which.TicketId;
        world.Site.View(id).Number.Should().Be(number);
    }

    [Theory]
    [InlineData(JiraFlavour.Cloud)]
    [InlineData(JiraFlavour.DataCenter)]
    public async Task Our_own_writes_come_back_and_are_skipped(JiraFlavour flavour)
    {
        await using var world = await JiraWorld.StartAsync(flavour);
        await using var listener = await Listener.StartAsync(world.Receiver);
        var ticket = await world.RaiseAsync();
        world.Site.Webhooks.Target = listener.Address;

        var first = await world.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);
        await world.Desk.WriteNoteAsync(ticket, Reports.Rich("f2"), first, default);
        var expected = flavour == JiraFlavour.Cloud ? 2 : 4;
        for (var i = 0; i < expected; i++)
        {
            (await listener.NextAsync()).Reading.Should().BeOfType<WebhookReading.Skipped>();
        }

        world.Site.Comment(ticket.Id, "It is the other one: LT-0043");
        var next = (await listener.NextAsync()).Reading;
        if (flavour == JiraFlavour.DataCenter)
        {
            next = next is WebhookReading.Skipped ? (await listener.NextAsync()).Reading : next;
        }

        next.Should().Be(new WebhookReading.TicketChanged(ticket.Id));
    }

    [Theory]
    [InlineData(503, 6)]
    [InlineData(429, 6)]
    [InlineData(408, 6)]
    [InlineData(400, 1)]
    [InlineData(401, 1)]
    public async Task The_site_tries_again_as_Jira_does(int status, int attempts)
    {
        var time = new ImpatientTime();
        await using var world = await JiraWorld.StartAsync(siteTime: time);
        await using var listener = await Listener.StartAsync(world.Receiver, status);
        world.Site.Webhooks.Target = listener.Address;

        await world.Site.RaiseAsync(new NewTicket(JiraWorld.Dana, "Laptop is slow", "Since Monday."), default);

        var identities = new HashSet<string?>();
        for (var i = 0; i < attempts; i++)
        {
            identities.Add((await listener.NextAsync()).Verdict.Should().BeOfType<WebhookVerdict.Accepted>().Which.DeliveryId);
        }

        identities.Should().ContainSingle("every retry is the same delivery");
        time.Waits.Should().HaveCount(attempts - 1);
        time.Waits.All(wait => wait >= TimeSpan.FromMinutes(5) && wait <= TimeSpan.FromMinutes(15)).Should().BeTrue();
    }

    /// <summary>Real time that does not wait, but remembers how long it was asked to.</summary>
    private sealed class ImpatientTime : TimeProvider
    {
        private readonly ConcurrentQueue<TimeSpan> _waits = new();

        public IReadOnlyCollection<TimeSpan> Waits => _waits;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _waits.Enqueue(dueTime);
            return base.CreateTimer(callback, state, TimeSpan.FromMilliseconds(1), period);
        }
    }

    /// <summary>Stands where the product's endpoint stands: hands what comes in to the receiver.</summary>
    private sealed class Listener(WebApplication app, Channel<(WebhookVerdict Verdict, WebhookReading Reading)> received) : IAsyncDisposable
    {
        public Uri Address { get; } = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

        public static async Task<Listener> StartAsync(IWebhookReceiver receiver, int? status = null)
        {
            var received = Channel.CreateUnbounded<(WebhookVerdict, WebhookReading)>();
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var app = builder.Build();
            app.Run(async context =>
            {
                using var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body);
                var verdict = receiver.AcceptsMediaType(context.Request.ContentType)
                    ? receiver.Verify(new WebhookDelivery(context.Request.Headers, body.ToArray(), TimeProvider.System.GetUtcNow()))
                    : new WebhookVerdict.Refused("media type");
                received.Writer.TryWrite((verdict, receiver.Read(body.ToArray(), context.Request.ContentType)));
                context.Response.StatusCode = status ?? (verdict is WebhookVerdict.Accepted ? 202 : 401);
            });
            await app.StartAsync();
            return new Listener(app, received);
        }

        public async Task<(WebhookVerdict Verdict, WebhookReading Reading)> NextAsync()
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            return await received.Reader.ReadAsync(patience.Token);
        }

        public async ValueTask DisposeAsync() => await app.DisposeAsync();
    }
}
