using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Sandbox.Faults;
using Itam.Sandbox.Sources.SnipeIt;

namespace Itam.Context.Tests.Sources.SnipeIt;

public sealed class Refusals_are_told_apart : IAsyncLifetime
{
    private SnipeItBench Bench { get; } = new();

    public Task InitializeAsync() => Bench.InitializeAsync();

    public Task DisposeAsync() => Bench.DisposeAsync();

    [Theory]
    [InlineData(ThrottleShape.Number, 30)]
    [InlineData(ThrottleShape.Text, 30)]
    [InlineData(ThrottleShape.Seconds, 31)]
    [InlineData(ThrottleShape.HeaderOnly, 7)]
    public async Task A_read_waits_through_the_throttle_in_each_of_its_shapes(ThrottleShape shape, int seconds)
    {
        Bench.Instance.AddAsset(1, "PF3ABC01");
        Bench.Instance.Throttle(shape, shape);

        var pages = await Bench.ReadAsync();

        pages[^1].Complete.Should().BeTrue();
        Bench.Time.Pauses.Where(p => p > TimeSpan.FromSeconds(1)).Should().HaveCount(2).And.OnlyContain(p => Math.Abs(p.TotalSeconds - seconds) < 1);
    }

    [Fact]
    public async Task A_throttle_that_stays_ends_the_read_with_the_time_to_come_back()
    {
        Bench.Instance.Throttle([.. Enumerable.Repeat(ThrottleShape.Seconds, 20)]);

        var failure = await Bench.Invoking(b => b.ReadAsync()).Should().ThrowAsync<ConnectionException>();

        failure.Which.Failure.Should().Be(ConnectionFailure.Retry);
        failure.Which.RetryAfter.Should().Be(TimeSpan.FromSeconds(31));
        failure.Which.Message.Should().Contain("CallsPerMinute");
    }

    [Fact]
    public async Task A_waiting_ticket_does_not_wait_for_the_throttle_and_does_not_ask_again_meanwhile()
    {
        Bench.Instance.AddAsset(1, "PF3ABC01");
        Bench.Instance.Throttle(ThrottleShape.Seconds);
        var question = new LiveQuestion([], [new DeviceName(IdentifierKind.Serial, "PF3ABC01")]);

        for (var i = 0; i < 2; i++)
        {
            await Bench.Invoking(b => b.Source.LookUpAsync(question, default)).Should().ThrowAsync<ConnectionException>().Where(e => e.Status == 429);
        }

        Bench.Instance.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task Background_reads_stay_below_the_calls_per_minute()
    {
        Bench.Set("CallsPerMinute", "30");
        Bench.Instance.AddAsset(1, "PF3ABC01");

        await Bench.ReadAsync();

        var calls = Bench.Instance.Requests.Count;
        Bench.Time.Pauses.Should().HaveCount(calls - 1).And.OnlyContain(p => p > TimeSpan.FromSeconds(1) && p <= TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_wrong_token_asks_for_a_new_one_and_is_not_shown()
    {
        Bench.Set("Token", "a-wrong-token-of-somebody");

        var failure = await Bench.Invoking(b => b.ReadAsync()).Should().ThrowAsync<ConnectionException>();

        failure.Which.Failure.Should().Be(ConnectionFailure.Reconnect);
        failure.Which.Message.Should().Contain("401").And.NotContain("a-wrong-token");
        Bench.Source.ToString().Should().NotContain("a-wrong-token");
    }

    [Theory]
    [InlineData(FaultKind.Forbidden, ConnectionFailure.Reconnect)]
    [InlineData(FaultKind.ServerError, ConnectionFailure.Retry)]
    [InlineData(FaultKind.LoginPage, ConnectionFailure.Reconnect)]
    public async Task Each_trouble_is_what_it_is(FaultKind fault, ConnectionFailure failure)
    {
        Bench.Instance.Faults.Add(fault, int.MaxValue);

        await Bench.Invoking(b => b.ReadAsync()).Should().ThrowAsync<ConnectionException>().Where(e => e.Failure == failure);
    }
}
