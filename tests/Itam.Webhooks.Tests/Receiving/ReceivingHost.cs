using System.Net;
using System.Security.Cryptography;
using System.Text;
using Itam.Context;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Enrichment;
using Itam.Context.Work;
using Itam.Testing.Databases;
using Itam.Testing.Logs;
using Itam.Testing.Time;
using Itam.Webhooks.Receiving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Itam.Webhooks.Tests.Receiving;

/// <summary>The receiving edge on a real Kestrel with one connection, "desk", whose receiver wants an HMAC and nothing else.</summary>
internal sealed class ReceivingHost : IAsyncDisposable
{
    public static readonly byte[] Secret = Encoding.ASCII.GetBytes("kX9vQ2mW7rT4yU8pL3nB6cD1");
    public static readonly TenantId Tenant = TenantId.Parse("acme");
    private readonly WebApplication _app;

    private ReceivingHost(WebApplication app, TestDatabase database, ManualTime time, RecordingLog<WebhookEndpoint> log, Uri address)
    {
        (_app, Database, Time, Log, Address) = (app, database, time, log, address);
        Client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 })
        {
            BaseAddress = address,
            Timeout = TimeSpan.FromSeconds(60),
        };
    }

    public TestDatabase Database { get; }

    public ManualTime Time { get; }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public InboxWriter Inbox => _app.Services.GetRequiredService<InboxWriter>();

    public WorkQueue Queue => _app.Services.GetRequiredService<WorkQueue>();

    public IWorkHandler Reader => _app.Services.GetServices<IWorkHandler>().Single(h => h.Kind == "webhook");

    public RecordingLog<WebhookEndpoint> Log { get; }

    public static async Task<ReceivingHost> StartAsync(TestDatabase? database = null)
    {
        database ??= await TestDatabase.CreateAsync(TestEngine.Sqlite);
        var time = new ManualTime();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.HardenForWebhooks();
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        var log = new RecordingLog<WebhookEndpoint>();
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton(database.Database);
        builder.Services.AddSingleton<ILogger<WebhookEndpoint>>(log);
        builder.Services.AddSingleton(new DeskConnection("desk", Tenant, new NoDesk(), new SigningReceiver()));
        builder.Services.AddReceiving();
        var app = builder.Build();
        app.MapWebhooks();
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new ReceivingHost(app, database, time, log, new Uri(address));
    }

    public static HttpRequestMessage Signed(string body, string? id = null, string path = "/webhooks/desk")
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        request.Headers.TryAddWithoutValidation("X-Signature", Sign(bytes));
        if (id is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Delivery", id);
        }

        return request;
    }

    public static string Sign(byte[] body) => Convert.ToHexStringLower(HMACSHA256.HashData(Secret, body));

    public async Task<long> CountAsync(string from = "work WHERE kind = 'webhook'")
    {
        await using var connection = await Database.Database.OpenConnectionAsync(default);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT COUNT(*) FROM {from}";
        return Convert.ToInt64(await command.ExecuteScalarAsync());
    }

    /// <summary>Claims the one waiting webhook, reads it and settles it, as the loop would.</summary>
    public async Task<Settlement> WorkOffAsync()
    {
        var item = (await Queue.ClaimAsync(10, default)).Single(i => i.Kind == "webhook");
        return await Queue.SettleAsync(item, await Reader.HandleAsync(item, default), default);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Database.DisposeAsync();
    }

    private sealed class SigningReceiver : IWebhookReceiver
    {
        public bool AcceptsMediaType(string? contentType) => contentType?.StartsWith("application/json", StringComparison.Ordinal) ?? false;

        public WebhookVerdict Verify(WebhookDelivery delivery)
        {
            var mac = SharedSecret.Single(delivery.Headers, "X-Signature") is { Length: 64 } hex ? Convert.FromHexString(hex) : new byte[32];
            if (!SharedSecret.IsHmacSha256(mac, delivery.Body.Span, [Secret]))
            {
                return new WebhookVerdict.Refused("wrong signature");
            }

            return delivery.Headers.ContainsKey("X-Stale")
                ? new WebhookVerdict.Refused("stale timestamp")
                : new WebhookVerdict.Accepted(SharedSecret.Single(delivery.Headers, "X-Delivery"));
        }

        public WebhookReading Read(ReadOnlyMemory<byte> body, string? contentType) =>
            Encoding.UTF8.GetString(body.Span).Split(':') switch
            {
                ["ticket", var id] when contentType == "application/json" => new WebhookReading.TicketChanged(id),
                ["skip"] => new WebhookReading.Skipped("not followed"),
                _ => new WebhookReading.Unreadable("not a ticket"),
            };
    }

    /// <summary>The way out is not part of these tests.</summary>
    private sealed class NoDesk : IServiceDesk
    {
        public string Connection => "desk";
        public TenantId Tenant => ReceivingHost.Tenant;
        public string Product => "Test desk";

        public Task<Ticket> ReadTicketAsync(TicketRef ticket, CancellationToken cancellationToken) => throw new NotSupportedException();

        public TicketRef? Recognise(Uri address) => null;

        public Task<TicketRef> FindTicketAsync(string number, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<RaisedTicket> RaiseTicketAsync(TicketDraft ticket, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task AddCommentAsync(TicketRef ticket, TicketComment comment, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<EarlierTicket>> FindEarlierTicketsAsync(EarlierTicketsQuery query, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<NoteReceipt> WriteNoteAsync(TicketRef ticket, ContextReport report, NoteReceipt? known, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<LinkResult> CorrectLinkAsync(TicketRef ticket, string wrong, LinkedDevice? right, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<LinkResult> LinkDeviceAsync(TicketRef ticket, LinkedDevice device, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public IAsyncEnumerable<ChangedTicket> ChangedSinceAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<HistoryPage> ReadHistoryAsync(DateTimeOffset since, string? resumeFrom, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<ConnectionCheck>> CheckAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
