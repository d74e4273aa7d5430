using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using Itam.Context;
using Itam.Context.Storage;
using Itam.Context.Work;
using Itam.Testing.Databases;
using Itam.Webhooks;
using Itam.Webhooks.Receiving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Itam.Benchmarks;

/// <summary>
/// How many webhooks per second are acknowledged after they are on disk (HMAC + SQLite, synchronous=FULL), beside two floors of the same machine and minute:
/// the HMAC alone, and one commit per request. Ratios travel between machines, rates do not.
/// </summary>
internal static class ReceivingBench
{
    private static readonly int[] Connections = [1, 8, 32];
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.4);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(1.2);
    private static readonly TenantId Tenant = TenantId.Parse("bench");

    public static async Task RunAsync(TextWriter output, TimeProvider time)
    {
        await using var test = await TestDatabase.CreateAsync(TestEngine.Sqlite);
        var secret = RandomNumberGenerator.GetBytes(32);
        await using var app = await StartAsync(test.Database, secret);
        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        var sender = new Sender(address, secret, time);
        var inbox = app.Services.GetRequiredService<InboxWriter>();
        await sender.RunAsync("/webhooks/desk", 8, TimeSpan.Zero, TimeSpan.FromSeconds(1));

        await output.WriteLineAsync("Webhooks of 4 KiB, client and server on this machine, acknowledged per second");
        await output.WriteLineAsync(
            "connections   HMAC only   one commit each   group commit    of HMAC   of one each   p50 ms   p99 ms   rows per flush"
        );
        foreach (var connections in Connections)
        {
            var floor = await sender.RunAsync("/floor/hmac", connections, WarmUp, Measured);
            var each = await sender.RunAsync("/floor/commit", connections, WarmUp, Measured);
            var (commits, rows) = (inbox.Commits, await CountAsync(test.Database));
            var ours = await sender.RunAsync("/webhooks/desk", connections, WarmUp, Measured);
            (commits, rows) = (inbox.Commits - commits, await CountAsync(test.Database) - rows);
            await output.WriteLineAsync(
                $"{connections, 11} {floor.PerSecond, 11:N0} {each.PerSecond, 17:N0} {ours.PerSecond, 14:N0} {ours.PerSecond / floor.PerSecond, 10:P0} {ours.PerSecond / each.PerSecond, 12:0.0}x "
                    + $"{ours.Percentile(0.5).TotalMilliseconds, 8:0.00} {ours.Percentile(0.99).TotalMilliseconds, 8:0.00} {(double)rows / commits, 16:0.0}"
            );
        }

        await output.WriteLineAsync(
            $"{await DrainAsync(app.Services.GetRequiredService<WorkQueue>(), time):N0} jobs claimed and completed per second, a commit each (4 workers)"
        );
        using var process = Process.GetCurrentProcess();
        await output.WriteLineAsync($"{process.PeakWorkingSet64 / (1 << 20)} MiB peak, client included");
    }

    private static async Task<double> DrainAsync(WorkQueue queue, TimeProvider time)
    {
        var start = time.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => DrainOneAsync(queue, time, start))));
        return counts.Sum() / Measured.TotalSeconds;
    }

    private static async Task<int> DrainOneAsync(WorkQueue queue, TimeProvider time, long start)
    {
        for (var done = 0; ; )
        {
            foreach (var item in await queue.ClaimAsync(32, CancellationToken.None))
            {
                if (time.GetElapsedTime(start) > Measured)
                {
                    return done;
                }

                await queue.SettleAsync(item, WorkOutcome.Finished, CancellationToken.None);
                done++;
            }
        }
    }

    private static async Task<WebApplication> StartAsync(Database database, byte[] secret)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.HardenForWebhooks().Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton(database);
        // The way out is not measured.
        builder.Services.AddSingleton(new DeskConnection("desk", Tenant, null!, new HmacReceiver(secret)));
        builder.Services.AddReceiving();
        var app = builder.Build();
        app.MapWebhooks();
        var receiver = new HmacReceiver(secret);
        app.MapPost("/floor/hmac", (RequestDelegate)(context => FloorAsync(context, receiver, null)));
        app.MapPost("/floor/commit", (RequestDelegate)(context => FloorAsync(context, receiver, database)));
        await app.StartAsync();
        return app;
    }

    private static async Task FloorAsync(HttpContext context, HmacReceiver receiver, Database? database)
    {
        using var body = (await BoundedBody.ReadAsync(context.Request.Body, 1 << 20, context.RequestAborted))!;
        receiver.Verify(new WebhookDelivery(context.Request.Headers, body.Bytes, default));
        if (database is not null)
        {
            var row = new IncomingRow(
                new NewWork(Tenant, "floor", "", body.Bytes, DedupeKey: context.Request.Headers["X-Delivery"]),
                TimeProvider.System.GetUtcNow()
            );
            await database.WriteRawAsync(
                (connection, transaction, token) => InboxStatements.InsertOneByOneAsync(connection, transaction, [row], token),
                default
            );
        }

        context.Response.StatusCode = StatusCodes.Status202Accepted;
        context.Response.ContentLength = 2;
        await context.Response.Body.WriteAsync("{}"u8.ToArray());
    }

    private static async Task<long> CountAsync(Database database)
    {
        await using var connection = await database.OpenConnectionAsync(default);
        await using var command = connection.Command(null, "SELECT COUNT(*) FROM work");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private sealed class HmacReceiver(byte[] secret) : IWebhookReceiver
    {
        private readonly byte[][] _secrets = [secret];

        public bool AcceptsMediaType(string? contentType) => true;

        public WebhookVerdict Verify(WebhookDelivery delivery) =>
            SharedSecret.IsHmacSha256(Convert.FromHexString(SharedSecret.Single(delivery.Headers, "X-Signature")!), delivery.Body.Span, _secrets)
                ? new WebhookVerdict.Accepted(SharedSecret.Single(delivery.Headers, "X-Delivery"))
                : new WebhookVerdict.Refused("wrong signature");

        public WebhookReading Read(ReadOnlyMemory<byte> body, string? contentType) => new WebhookReading.Skipped("not measured");
    }
}
