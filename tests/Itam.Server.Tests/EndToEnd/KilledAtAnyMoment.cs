using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Itam.Context;
using Itam.Context.Storage;
using Itam.Testing;
using Itam.Testing.Databases;
using Itam.Testing.Time;
using Microsoft.EntityFrameworkCore;
using Xunit.Abstractions;

namespace Itam.Server.Tests.EndToEnd;

/// <summary>The real service, killed without warning while webhooks pour in: whatever it acknowledged is there after the next start.</summary>
public sealed partial class KilledAtAnyMoment(ITestOutputHelper output) : IDisposable
{
    private const int KillsAtTheStart = 4;
    private const int PerKill = 25;
    private const int Clients = 8;
    private const string Secret = "a-secret-of-more-than-24-bytes-for-the-kill-test";

    private readonly ItamTool _tool = new();
    private readonly Random _random = new(20261121);
    private readonly ConcurrentBag<int> _acknowledged = [];
    private int _next;

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task What_was_acknowledged_is_on_disk()
    {
        for (var kill = 0; kill < KillsAtTheStart; kill++)
        {
            await KillAtTheStartAsync(TimeSpan.FromMilliseconds(_random.Next(0, 150)));
        }

        await KillInTheMiddleAsync($"Data Source={DatabaseFile}", kills: 6);
    }

    [Fact]
    public async Task What_was_acknowledged_is_in_PostgreSQL()
    {
        await using var test = await TestDatabase.CreateAsync(TestEngine.Postgres, migrate: false);

        await KillInTheMiddleAsync(test.Setting, kills: 2);
    }

    private async Task KillInTheMiddleAsync(string database, int kills)
    {
        var port = FreePort();
        _tool
            .With("Database", database)
            .With("Urls", $"http://127.0.0.1:{port}")
            .With("Connections:fresh:Kind", "freshservice")
            // Nobody listens there, so nothing can be finished and taken off the queue.
            .With("Connections:fresh:BaseUrl", "http://127.0.0.1:9")
            .With("Connections:fresh:ApiKey", "key-key-key-key-key-key-key")
            .With("Connections:fresh:WebhookSecret", Secret);

        for (var kill = 0; kill < kills; kill++)
        {
            using var service = _tool.Start("serve");
            try
            {
                using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
                (await service.StandardOutput.ReadLineAsync(patience.Token)).Should().StartWith("itam listens on");
                using var stop = new CancellationTokenSource();
                var clients = Enumerable
                    .Range(0, Clients)
                    .Select(_ => PostUntilAsync(new Uri($"http://127.0.0.1:{port}/webhooks/fresh"), stop.Token))
                    .ToList();
                await UntilAcknowledgedAsync(_acknowledged.Count + PerKill);
                await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(0, 300)), TimeProvider.System);
                service.Kill();
                await service.WaitForExitAsync();
                await stop.CancelAsync();
                await Task.WhenAll(clients);
            }
            finally
            {
                service.Kill(entireProcessTree: true);
            }
        }

        var stored = await StoredAsync(database);
        var lost = _acknowledged.Where(id => !stored.Contains(id)).ToList();
        output.WriteLine($"{kills} kills, {_acknowledged.Count} acknowledged, {stored.Count} stored, {lost.Count} lost");
        _acknowledged.Count.Should().BeGreaterThanOrEqualTo(kills * PerKill);
        lost.Should().BeEmpty();
    }

    /// <summary>While the database is being made or opened; a start that follows must not wait for anything the dead one held.</summary>
    private async Task KillAtTheStartAsync(TimeSpan after)
    {
        using var service = _tool.Start("serve");
        try
        {
            await Eventually.IsTrueAsync(() => service.HasExited || File.Exists(DatabaseFile), "the database is there");
            await Task.Delay(after, TimeProvider.System);
        }
        finally
        {
            service.Kill(entireProcessTree: true);
            await service.WaitForExitAsync();
        }
    }

    private string DatabaseFile => Path.Combine(_tool.Folder, "data", "itam.db");

    private async Task PostUntilAsync(Uri address, CancellationToken stop)
    {
        using var http = new HttpClient();
        while (!stop.IsCancellationRequested)
        {
            var id = Interlocked.Increment(ref _next);
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, address)
                {
                    Content = new StringContent($"{{\"ticket_id\":{id}}}", Encoding.UTF8, "application/json"),
                };
                request.Headers.Add("X-Itam-Secret", Secret);
                using var response = await http.SendAsync(request, stop);
                if (response.StatusCode == HttpStatusCode.Accepted)
                {
                    _acknowledged.Add(id);
                }
            }
            catch (Exception cut) when (cut is HttpRequestException or OperationCanceledException)
            {
                // Killed before the answer: nothing was promised.
                return;
            }
        }
    }

    /// <summary>However slow the machine is, each kill comes in the middle of the stream.</summary>
    private Task UntilAcknowledgedAsync(int count) =>
        Eventually.IsTrueAsync(() => _acknowledged.Count >= count, $"{count} webhooks are acknowledged", TimeSpan.FromSeconds(60));

    private static async Task<HashSet<int>> StoredAsync(string setting)
    {
        await using var database = Database.From(setting);
        await database.MigrateAsync(default);
        await using var db = database.Open(TenantId.Parse("main"));
        var payloads = await db.Work.Where(w => w.Kind == "webhook" || w.Kind == "enrich-ticket").Select(w => w.Payload).ToListAsync();
        return [.. payloads.Select(p => int.Parse(TicketId().Match(Encoding.UTF8.GetString(p!)).Groups["id"].Value))];
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    [GeneratedRegex("\"(ticket_id|TicketId)\":\"?(?<id>[0-9]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex TicketId();
}
