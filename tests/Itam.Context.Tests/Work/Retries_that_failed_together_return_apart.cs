using FsCheck;
using Itam.Context.Work;

namespace Itam.Context.Tests.Work;

public sealed class Retries_that_failed_together_return_apart
{
    [Fact]
    public void A_thousand_first_retries_do_not_share_the_moment()
    {
        var random = new System.Random(7);
        var backoff = new Backoff(random.NextDouble);

        var slots = Enumerable.Range(0, 1000).Select(_ => backoff.After(3, null)!.Value.Ticks / TimeSpan.FromMilliseconds(50).Ticks).ToList();

        // 48 s of jitter in slots of 50 ms: an even spread puts about one into each.
        slots.GroupBy(s => s).Max(g => g.Count()).Should().BeLessThan(10);
        slots.Distinct().Count().Should().BeGreaterThan(500);
    }

    [Fact]
    public void No_pause_leaves_its_bounds_whatever_the_luck_and_whatever_was_asked()
    {
        Prop.ForAll<byte, NormalFloat, uint>(
                (attempt, luck, asked) =>
                {
                    var chance = Math.Abs(luck.Get % 1);
                    var retryAfter = TimeSpan.FromMilliseconds(asked);
                    var pause = new Backoff(() => chance).After(attempt, retryAfter);
                    if (attempt > Backoff.Schedule.Count)
                    {
                        return pause is null;
                    }

                    var planned = Backoff.Schedule[Math.Max((int)attempt, 1) - 1];
                    var most = planned > retryAfter ? planned : retryAfter;
                    return pause >= planned * 0.8 && pause <= most * 1.2 && (pause >= retryAfter || retryAfter > TimeSpan.FromDays(30));
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_senseless_retry_after_waits_a_month_at_most()
    {
        new Backoff(() => 0).After(1, TimeSpan.MaxValue).Should().Be(TimeSpan.FromDays(30));
    }
}
