using Itam.Server.Evaluation;

namespace Itam.Server.Tests.Evaluation;

public class SharesTests
{
    [Theory]
    [InlineData(10, 10, 0.7225, 1.0)]
    [InlineData(0, 120, 0.0, 0.0310)]
    [InlineData(50, 100, 0.4038, 0.5962)]
    public void The_interval_is_that_of_Wilson(int hits, int of, double low, double high)
    {
        var interval = new Share(hits, of).Interval!.Value;

        interval.Low.Should().BeApproximately(low, 0.0001);
        interval.High.Should().BeApproximately(high, 0.0001);
    }

    [Fact]
    public void A_share_of_nothing_is_no_number()
    {
        new Share(0, 0).Value.Should().BeNull();
        new Share(0, 0).Interval.Should().BeNull();
    }

    [Fact]
    public void The_bar_of_the_judge_is_the_bar_of_the_product() => Answer.GivenFrom.Should().Be(Itam.Context.Enrichment.Candidate.GivenFrom);
}
