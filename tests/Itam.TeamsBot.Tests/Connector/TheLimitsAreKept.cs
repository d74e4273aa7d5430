using Itam.TeamsBot.Connector;
using Itam.Testing.Databases;
using Itam.Testing.Logs;
using Itam.Testing.Time;

namespace Itam.TeamsBot.Tests.Connector;

public class TheLimitsAreKept
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_conversation_takes_seven_a_second_eight_in_two_and_sixty_in_thirty()
    {
        var budget = new LocalRateBudget(_time);

        (await BurstAsync(budget, "a", 20)).Should().Be(7);
        _time.Advance(TimeSpan.FromSeconds(1));
        (await BurstAsync(budget, "a", 20)).Should().Be(1, "eight in two seconds");
        _time.Advance(TimeSpan.FromSeconds(1));
        var taken = 8;
        for (var second = 2; second < 30; second++)
        {
            taken += await BurstAsync(budget, "a", 20);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        taken.Should().Be(60);
    }

    [Fact]
    public async Task An_hour_takes_1800()
    {
        var budget = new LocalRateBudget(_time);
        var taken = 0;
        for (var half = 0; half < 119; half++)
        {
            for (var pair = 0; pair < 15; pair++)
            {
                taken += await BurstAsync(budget, "a", 7);
                _time.Advance(TimeSpan.FromSeconds(2));
            }
        }

        taken.Should().Be(1800);
    }

    [Fact]
    public async Task The_app_takes_25_a_second_over_all_conversations_and_reads_count_apart_within_one()
    {
        var budget = new LocalRateBudget(_time);
        var taken = 0;
        for (var conversation = 0; conversation < 10; conversation++)
        {
            taken += await BurstAsync(budget, $"c{conversation}", 7);
        }

        taken.Should().Be(25);
        _time.Advance(TimeSpan.FromSeconds(10));
        (await BurstAsync(budget, "a", 20, RateKind.Write)).Should().Be(7);
        (await BurstAsync(budget, "a", 20, RateKind.Read)).Should().Be(14);
    }

    [Fact]
    public async Task Whoever_is_refused_is_told_when_there_is_room_and_it_is_true()
    {
        var budget = new LocalRateBudget(_time);
        await BurstAsync(budget, "a", 7);
        var wait = await budget.TakeAsync("app", "a", RateKind.Write, default);

        wait.Should().Be(TimeSpan.FromSeconds(1));
        _time.Advance(wait - TimeSpan.FromTicks(1));
        (await budget.TakeAsync("app", "a", RateKind.Write, default)).Should().BePositive();
        _time.Advance(TimeSpan.FromTicks(1));
        (await budget.TakeAsync("app", "a", RateKind.Write, default)).Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public async Task Replicas_share_one_budget_through_redis()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var one = new RedisRateBudget(redis.Address, TimeProvider.System, new RecordingLog<RedisRateBudget>());
        await using var two = new RedisRateBudget(redis.Address, TimeProvider.System, new RecordingLog<RedisRateBudget>());
        var waits = new List<TimeSpan>();
        for (var i = 0; i < 16; i++)
        {
            waits.Add(await (i % 2 == 0 ? one : two).TakeAsync("app", "a", RateKind.Write, default));
        }

        // 16 takes last well below the two seconds in which 8 are allowed; each replica alone would have allowed 7.
        waits.Count(w => w == TimeSpan.Zero).Should().BeInRange(7, 8);
        waits.Where(w => w > TimeSpan.Zero).Should().OnlyContain(w => w <= TimeSpan.FromSeconds(2));
        (await one.TakeAsync("app", "b", RateKind.Write, default)).Should().Be(TimeSpan.Zero, "another conversation has its own");
        (await two.TakeAsync("other", "a", RateKind.Write, default)).Should().Be(TimeSpan.Zero, "another app has its own");
    }

    [Fact]
    public async Task When_redis_dies_the_process_keeps_the_limits_by_itself()
    {
        var redis = await RedisServer.StartAsync();
        var log = new RecordingLog<RedisRateBudget>();
        await using var budget = new RedisRateBudget(redis.Address, _time, log);
        (await budget.TakeAsync("app", "a", RateKind.Write, default)).Should().Be(TimeSpan.Zero);
        await redis.DisposeAsync();

        (await BurstAsync(budget, "a", 20)).Should().Be(7);
        log.Entries.Should().ContainSingle(e => e.Id == 3101, "it is not asked again at every call");
    }

    [Fact]
    public async Task A_redis_that_was_never_there_stops_nothing()
    {
        await using var budget = new RedisRateBudget("127.0.0.1:1", _time, new RecordingLog<RedisRateBudget>());

        (await BurstAsync(budget, "a", 20)).Should().Be(7);
    }

    private static async Task<int> BurstAsync(IRateBudget budget, string conversation, int tries, RateKind kind = RateKind.Write)
    {
        var taken = 0;
        for (var i = 0; i < tries; i++)
        {
            taken += await budget.TakeAsync("app", conversation, kind, default) == TimeSpan.Zero ? 1 : 0;
        }

        return taken;
    }
}
