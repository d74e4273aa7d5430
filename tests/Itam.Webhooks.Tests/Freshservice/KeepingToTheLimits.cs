using System.Net;
using System.Text;
using Itam.Context.Connections;
using Itam.Context.Sources.Freshservice;

namespace Itam.Webhooks.Tests.Freshservice;

public class KeepingToTheLimits
{
    [Fact]
    public async Task After_a_429_nothing_is_called_until_the_time_is_over()
    {
        await using var stage = await Stage.StartAsync();
        var (_, reference) = await stage.RaiseAsync();
        stage.Vendor.SetLimits(overall: 1, list: 1, single: 1);

        var read = () => stage.ReadAsync(reference);
        var first = (await read.Should().ThrowAsync<ConnectionException>()).Which;
        first.RetryAfter.Should().Be(TimeSpan.FromMinutes(1));
        var calls = stage.Vendor.Requests.Count;

        stage.Time.Advance(TimeSpan.FromSeconds(20));
        var second = (await read.Should().ThrowAsync<ConnectionException>()).Which;
        second.Failure.Should().Be(ConnectionFailure.Retry);
        second.RetryAfter.Should().Be(TimeSpan.FromSeconds(40));
        stage.Vendor.Requests.Should().HaveCount(calls);

        stage.Vendor.SetLimits(500, 140, 160);
        stage.Time.Advance(TimeSpan.FromSeconds(41));
        (await stage.ReadAsync(reference)).Summary.Should().Be("Battery is empty");
    }

    [Theory]
    [InlineData(500, 400, 0, 0)]
    [InlineData(500, 51, 0, 0)]
    [InlineData(50, 5, 0, 5)]
    [InlineData(140, 14, 0, 4)]
    [InlineData(140, 14, 30, 2)]
    [InlineData(140, 0, 0, 5)]
    [InlineData(140, 0, 61, 0)]
    public void A_limit_that_is_nearly_used_up_slows_down(int total, int remaining, int secondsAgo, int pause)
    {
        var at = new DateTimeOffset(2026, 11, 21, 9, 42, 0, TimeSpan.Zero);

        new FreshservicePace.Reading(total, remaining, at).Pause(at.AddSeconds(secondsAgo)).Should().Be(TimeSpan.FromSeconds(pause));
    }

    [Fact]
    public async Task The_next_call_waits_when_the_last_one_left_little()
    {
        await using var stage = await Stage.StartAsync();
        var (_, reference) = await stage.RaiseAsync();
        stage.Vendor.SetLimits(overall: 500, list: 140, single: 4);
        await stage.ReadAsync(reference);
        var calls = stage.Vendor.Requests.Count;

        var second = stage.ReadAsync(reference);
        second.IsCompleted.Should().BeFalse();
        stage.Vendor.Requests.Should().HaveCount(calls, "it waits before it calls");
        stage.Time.Advance(TimeSpan.FromSeconds(5));

        (await second).Summary.Should().Be("Battery is empty");
    }

    [Fact]
    public async Task Reading_the_assets_leaves_half_of_the_smallest_plan_to_the_tickets()
    {
        await using var stage = await Stage.StartAsync(new() { ["ReadAssets"] = "true" });
        for (var i = 0; i < 20; i++)
        {
            stage.Vendor.AddAsset($"PC-{i}", $"TAG-{i}", $"SERIAL-{i}");
        }

        stage.Vendor.PageLimit = 1;
        stage.Vendor.SetLimits(overall: 100, list: 40, single: 50);
        stage.Time.JumpsOverPauses = true;
        var started = stage.Time.GetUtcNow();

        var pages = await stage.Assets!.PagesAsync();

        pages.Of<Itam.Context.Sources.DeviceRecord>().Should().HaveCount(25);
        pages[^1].Complete.Should().BeTrue("it waited and was never refused");
        stage.Vendor.LeastLeft.Should().BeGreaterThanOrEqualTo(0.5);
        (stage.Time.GetUtcNow() - started).Should().BeLessThan(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task A_429_on_a_list_in_the_background_does_not_shut_the_tickets_out()
    {
        await using var stage = await Stage.StartAsync(new() { ["ReadAssets"] = "true" });
        var (_, reference) = await stage.RaiseAsync();
        stage.Vendor.SetLimits(overall: 500, list: 2, single: 160);

        var (_, failure) = await stage.Assets!.PagesUntilItBreaksAsync();

        failure.Status.Should().Be(429);
        (await stage.ReadAsync(reference)).Summary.Should().Be("Battery is empty");
        var search = () => stage.Desk.LinkDeviceAsync(reference, Stage.Device(serial: "PF3ABCDE"), CancellationToken.None);
        (await search.Should().ThrowAsync<ConnectionException>()).Which.RetryAfter.Should().Be(TimeSpan.FromMinutes(1), "that list stays closed");
    }

    [Theory]
    [InlineData(140, 73, 3, 0)]
    [InlineData(140, 72, 3, 60)]
    [InlineData(40, 21, 1, 0)]
    [InlineData(40, 0, 1, 60)]
    public void A_call_in_the_background_waits_for_the_next_minute_before_it_takes_from_the_other_half(
        int total,
        int remaining,
        int credits,
        int pause
    )
    {
        var at = new DateTimeOffset(2026, 11, 21, 9, 42, 0, TimeSpan.Zero);
        var reading = new FreshservicePace.Reading(total, remaining, at);

        reading.UntilRoomFor(credits, at).Should().Be(TimeSpan.FromSeconds(pause));
        reading.UntilRoomFor(credits, at.AddMinutes(1)).Should().Be(TimeSpan.Zero);
    }

    [Theory]
    [InlineData("5CG'1", "\"serial_number:'5CG\\'1'\"")]
    [InlineData("a\\b", "\"serial_number:'a\\\\b'\"")]
    [InlineData("a\\' OR name:'b", "\"serial_number:'a\\\\\\' OR name:\\'b'\"")]
    [InlineData("a^ORb", "\"serial_number:'a^ORb'\"")]
    [InlineData("a\"b", null)]
    [InlineData("a\nb", null)]
    [InlineData("", null)]
    public void Filter_values_cannot_leave_their_quotes(string value, string? query) =>
        FreshserviceQuery.Equal("serial_number", value).Should().Be(query);

    [Fact]
    public void A_filter_longer_than_the_api_takes_is_not_sent() => FreshserviceQuery.Equal("name", new string('x', 600)).Should().BeNull();

    [Theory]
    [InlineData("<https://acme.freshservice.com/api/v2/tickets?page=2>;rel=\"next\"", 2)]
    [InlineData("<https://evil.example/api/v2/tickets?a=b&page=2>; rel=\"next\"", 2)]
    [InlineData("<https://acme.freshservice.com/api/v2/tickets?page=1>;rel=\"next\"", 1)]
    [InlineData("<https://acme.freshservice.com/api/v2/tickets?page=2>;rel=\"prev\"", 1)]
    [InlineData("nonsense", 1)]
    public async Task Paging_ends_and_stays_at_home(string link, int expectedCalls)
    {
        var network = new Canned("""{"tickets":[{"id":1,"updated_at":"2026-11-21T09:00:00Z"}]}""", link);
        var desk = Connect(network);

        var swept = await desk.ChangedSinceAsync(DateTimeOffset.UnixEpoch, CancellationToken.None).ToListAsync();

        swept.Should().ContainSingle();
        network.Hosts.Should().HaveCount(expectedCalls).And.OnlyContain(h => h == "acme.freshservice.com");
    }

    [Fact]
    public async Task A_list_that_never_ends_is_an_error_rather_than_a_gap()
    {
        var page = 1;
        var network = new Canned(
            """{"tickets":[{"id":1,"updated_at":"2026-11-21T09:00:00Z"}]}""",
            () => $"<https://acme.freshservice.com/api/v2/tickets?page={++page}>;rel=\"next\""
        );
        var desk = Connect(network);

        var sweep = async () => await desk.ChangedSinceAsync(DateTimeOffset.UnixEpoch, CancellationToken.None).ToListAsync();

        (await sweep.Should().ThrowAsync<ConnectionException>()).Which.Failure.Should().Be(ConnectionFailure.GiveUp);
        network.Hosts.Should().HaveCount(500);
    }

    [Fact]
    public async Task A_success_without_the_list_is_no_empty_list()
    {
        var desk = Connect(new Canned("""{"message":"ok"}""", "none"));

        var sweep = async () => await desk.ChangedSinceAsync(DateTimeOffset.UnixEpoch, CancellationToken.None).ToListAsync();

        (await sweep.Should().ThrowAsync<ConnectionException>()).Which.Failure.Should().Be(ConnectionFailure.Retry);
    }

    private static Itam.Context.Desks.IServiceDesk Connect(HttpMessageHandler network) =>
        Stage
            .Connect(
                new()
                {
                    ["BaseUrl"] = "https://acme.freshservice.com",
                    ["ApiKey"] = "key",
                    ["WebhookSecret"] = "n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg",
                },
                new ManualTime(),
                network
            )
            .Desk;

    private sealed class Canned(string body, Func<string> link) : HttpMessageHandler
    {
        public Canned(string body, string link)
            : this(body, () => link) { }

        public List<string> Hosts { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Hosts.Add(request.RequestUri!.Host);
            var response = new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent(body, Encoding.UTF8, "application/json"),
                RequestMessage = request,
            };
            response.Headers.TryAddWithoutValidation("link", link());
            return Task.FromResult(response);
        }
    }
}
