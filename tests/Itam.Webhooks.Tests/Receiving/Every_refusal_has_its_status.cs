using System.Net;
using System.Net.Sockets;
using System.Text;
using Itam.Context.Work;
using Itam.Testing.Databases;
using Itam.Testing.Time;
using Microsoft.Data.Sqlite;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Tests.Receiving;

public sealed class Every_refusal_has_its_status
{
    [Fact]
    public async Task Accepted_is_202_and_the_delivery_is_on_disk()
    {
        await using var host = await ReceivingHost.StartAsync();

        await ShouldAnswerAsync(host, ReceivingHost.Signed("ticket:1"), HttpStatusCode.Accepted, "accepted");

        (
            await host.CountAsync(
                "work WHERE kind = 'webhook' AND tenant = 'acme' AND connection = 'desk' AND meta = 'application/json' AND ordering_key = ''"
            )
        )
            .Should()
            .Be(1);
    }

    [Theory]
    [InlineData("id-1")]
    [InlineData("an id that is unusual and so long that nobody would want to keep it as it is in a primary key, which is why it is hashed")]
    public async Task A_duplicate_is_202_with_one_row(string id)
    {
        await using var host = await ReceivingHost.StartAsync();
        await ShouldAnswerAsync(host, ReceivingHost.Signed("ticket:1", id), HttpStatusCode.Accepted, "accepted");
        await ShouldAnswerAsync(host, ReceivingHost.Signed("ticket:1", id), HttpStatusCode.Accepted, "duplicate");

        (await host.CountAsync()).Should().Be(1);
        (await host.CountAsync("work_seen WHERE length(dedupe_key) < 80")).Should().Be(1);
    }

    [Fact]
    public async Task An_unknown_connection_is_404_even_with_a_good_signature_and_its_name_cannot_break_the_log()
    {
        await using var host = await ReceivingHost.StartAsync();
        await ShouldAnswerAsync(host, ReceivingHost.Signed("ticket:1", path: "/webhooks/no%0Abody"), HttpStatusCode.NotFound, "unknown connection");

        (await host.CountAsync()).Should().Be(0);
        host.Log.Entries.Should().ContainSingle().Which.Text.Should().Contain("no?body").And.NotContain("\n");
    }

    [Fact]
    public async Task A_bad_signature_is_401()
    {
        await using var host = await ReceivingHost.StartAsync();
        var request = ReceivingHost.Signed("ticket:1");
        request.Content = new StringContent("ticket:2", Encoding.UTF8, "application/json");

        await ShouldAnswerAsync(host, request, HttpStatusCode.Unauthorized, "not proven");
        (await host.CountAsync()).Should().Be(0);
    }

    [Fact]
    public async Task No_signature_is_401()
    {
        await using var host = await ReceivingHost.StartAsync();
        var request = ReceivingHost.Signed("ticket:1");
        request.Headers.Remove("X-Signature");

        await ShouldAnswerAsync(host, request, HttpStatusCode.Unauthorized, "not proven");
    }

    [Fact]
    public async Task A_doubled_signature_header_is_401_even_when_both_are_right()
    {
        await using var host = await ReceivingHost.StartAsync();
        var signature = ReceivingHost.Sign("ticket:1"u8.ToArray());

        (await RawAsync(host, $"Content-Length: 8\r\nX-Signature: {signature}\r\nX-Signature: {signature}\r\n\r\nticket:1"))
            .Should()
            .StartWith("HTTP/1.1 401");
        (await RawAsync(host, $"Content-Length: 8\r\nX-Signature: {signature}\r\n\r\nticket:1")).Should().StartWith("HTTP/1.1 202");
    }

    [Fact]
    public async Task A_stale_timestamp_is_401_and_only_our_log_says_why()
    {
        await using var host = await ReceivingHost.StartAsync();
        var request = ReceivingHost.Signed("ticket:1");
        request.Headers.Add("X-Stale", "1");

        await ShouldAnswerAsync(host, request, HttpStatusCode.Unauthorized, "not proven");
        host.Log.Entries.Should().ContainSingle().Which.Text.Should().Contain("stale timestamp");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData(null)]
    public async Task The_wrong_media_type_is_415(string? mediaType)
    {
        await using var host = await ReceivingHost.StartAsync();
        var request = ReceivingHost.Signed("ticket:1");
        request.Content!.Headers.Remove("Content-Type");
        if (mediaType is not null)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        }

        await ShouldAnswerAsync(host, request, HttpStatusCode.UnsupportedMediaType, "wrong media type");
    }

    [Fact]
    public async Task A_compressed_body_is_415()
    {
        await using var host = await ReceivingHost.StartAsync();
        var request = ReceivingHost.Signed("ticket:1");
        request.Content!.Headers.ContentEncoding.Add("gzip");

        await ShouldAnswerAsync(host, request, HttpStatusCode.UnsupportedMediaType, "compressed");
    }

    [Fact]
    public async Task A_mebibyte_is_taken_and_one_byte_more_is_413()
    {
        await using var host = await ReceivingHost.StartAsync();

        await ShouldAnswerAsync(host, ReceivingHost.Signed(new string('x', 1 << 20)), HttpStatusCode.Accepted, "accepted");
        await ShouldAnswerAsync(host, ReceivingHost.Signed(new string('x', (1 << 20) + 1)), HttpStatusCode.RequestEntityTooLarge, "too large");
        (await host.CountAsync()).Should().Be(1);
    }

    [Fact]
    public async Task A_chunked_body_is_counted_while_it_comes_and_is_413_before_its_end()
    {
        await using var host = await ReceivingHost.StartAsync();
        var chunk = "10000\r\n" + new string('x', 0x10000) + "\r\n";

        // One byte too many and nothing behind it: a connection that is closed on unread bytes may lose the answer.
        var answer = await RawAsync(host, $"Transfer-Encoding: chunked\r\n\r\n{string.Concat(Enumerable.Repeat(chunk, 16))}1\r\nx\r\n");

        answer.Should().StartWith("HTTP/1.1 413").And.Contain("too large");
    }

    [Fact]
    public async Task A_content_length_that_promises_too_much_is_413_before_any_of_it_is_sent()
    {
        await using var host = await ReceivingHost.StartAsync();

        (await RawAsync(host, "Content-Length: 1073741824\r\n\r\n")).Should().StartWith("HTTP/1.1 413");
    }

    [Fact]
    public async Task A_body_shorter_than_its_content_length_is_never_stored()
    {
        await using var host = await ReceivingHost.StartAsync();
        var signature = ReceivingHost.Sign("ticket:1"u8.ToArray());

        var answer = await RawAsync(host, $"Content-Length: 9\r\nX-Signature: {signature}\r\n\r\nticket:1", close: true);

        answer.Should().NotContain("HTTP/1.1 2");
        (await host.CountAsync()).Should().Be(0);
    }

    [Fact]
    public async Task Conflicting_lengths_are_400()
    {
        await using var host = await ReceivingHost.StartAsync();

        (await RawAsync(host, "Content-Length: 8\r\nContent-Length: 9\r\n\r\nticket:1")).Should().StartWith("HTTP/1.1 400");
        (await host.CountAsync()).Should().Be(0);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task Looking_at_the_address_is_405_and_explains_itself(string method)
    {
        await using var host = await ReceivingHost.StartAsync();
        using var answer = await host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/webhooks/desk"));

        answer.StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
        answer.Content.Headers.Allow.Should().Equal("POST");
        if (method == "GET")
        {
            JObject.Parse(await answer.Content.ReadAsStringAsync())["help"]!.ToString().Should().Contain("webhook address");
        }
    }

    [Fact]
    public async Task A_read_only_database_is_503()
    {
        var database = await TestDatabase.CreateAsync(TestEngine.Sqlite);
        await database.ReopenAsync(";Mode=ReadOnly");
        await using var host = await ReceivingHost.StartAsync(database);

        await ShouldAnswerAsync(host, ReceivingHost.Signed("ticket:1", "d1"), HttpStatusCode.ServiceUnavailable, "unavailable");
    }

    [Fact]
    public async Task A_database_that_refuses_writes_is_503_and_takes_the_repeated_delivery_after_the_repair()
    {
        await using var host = await ReceivingHost.StartAsync();
        await ExecuteAsync(host.Database, "CREATE TRIGGER full BEFORE INSERT ON work BEGIN SELECT RAISE(ABORT, 'disk full'); END");
        await ShouldAnswerAsync(host, ReceivingHost.Signed("ticket:1", "d1"), HttpStatusCode.ServiceUnavailable, "unavailable");

        await ExecuteAsync(host.Database, "DROP TRIGGER full");
        await ShouldAnswerAsync(host, ReceivingHost.Signed("ticket:1", "d1"), HttpStatusCode.Accepted, "accepted");
    }

    [Fact]
    public async Task A_database_that_somebody_else_has_locked_is_503_and_the_repeated_delivery_is_there_after_the_repair()
    {
        await using var host = await ReceivingHost.StartAsync();
        await using (var locker = new SqliteConnection(host.Database.Setting))
        {
            await locker.OpenAsync();
            await using var transaction = await locker.BeginTransactionAsync();
            var answer = host.Client.SendAsync(ReceivingHost.Signed("ticket:1", "d1"));
            await Eventually.IsTrueAsync(
                () =>
                {
                    host.Time.Advance(TimeSpan.FromSeconds(1));
                    return answer.IsCompleted;
                },
                "the delivery is answered"
            );

            (await answer).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
            (await answer).Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(5));
        }

        (await host.Client.SendAsync(ReceivingHost.Signed("ticket:1", "d1"))).StatusCode.Should().Be(HttpStatusCode.Accepted);
        (await host.CountAsync()).Should().Be(1);
    }

    [Fact]
    public async Task A_full_queue_is_429_and_nothing_that_waits_is_lost()
    {
        await using var host = await ReceivingHost.StartAsync();
        var leave = new TaskCompletionSource();
        var holding = host.Database.Database.WriteAsync(ReceivingHost.Tenant, (_, _) => leave.Task, default);
        var waiting = new List<Task>();
        Task next;
        while (!(next = host.Inbox.IngestAsync(new NewWork(ReceivingHost.Tenant, "webhook", "", default), default).AsTask()).IsFaulted)
        {
            waiting.Add(next);
        }

        var answer = await ShouldAnswerAsync(host, ReceivingHost.Signed("ticket:1"), HttpStatusCode.TooManyRequests, "busy");
        answer.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(5));

        leave.SetResult();
        await holding;
        await Task.WhenAll(waiting);
        (await host.CountAsync()).Should().Be(waiting.Count);
    }

    private static async Task<HttpResponseMessage> ShouldAnswerAsync(
        ReceivingHost host,
        HttpRequestMessage request,
        HttpStatusCode status,
        string word
    )
    {
        var answer = await host.Client.SendAsync(request);
        answer.StatusCode.Should().Be(status);
        JObject.Parse(await answer.Content.ReadAsStringAsync())["status"]!.ToString().Should().Be(word);
        return answer;
    }

    private static async Task ExecuteAsync(TestDatabase database, string sql)
    {
        await using var connection = await database.Database.OpenConnectionAsync(default);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Sends exactly these bytes and reads the answer.</summary>
    private static async Task<string> RawAsync(ReceivingHost host, string rest, bool close = false)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var socket = new TcpClient();
        await socket.ConnectAsync(host.Address.Host, host.Address.Port, patience.Token);
        var stream = socket.GetStream();
        var head = $"POST /webhooks/desk HTTP/1.1\r\nHost: {host.Address.Authority}\r\nContent-Type: application/json\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head + rest), patience.Token);
        if (close)
        {
            socket.Client.Shutdown(SocketShutdown.Send);
        }

        var answer = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (!IsWhole(answer.ToString()) && await stream.ReadAsync(buffer, patience.Token) is > 0 and var read)
            {
                answer.Append(Encoding.ASCII.GetString(buffer, 0, read));
            }
        }
        catch (IOException)
        {
            // The server closed on us, which is one way to refuse.
        }

        return answer.ToString();
    }

    private static bool IsWhole(string answer) => answer.Contains('}') || answer.Contains("Content-Length: 0\r\n", StringComparison.Ordinal);
}
