using Itam.Context.Enrichment.FaultClusters;

namespace Itam.Context.Tests.Enrichment.FaultClusters;

public class FisherTests
{
    [Theory]
    // R: fisher.test(matrix(c(3,1,1,3),2), alternative="greater"), the tea tasting lady.
    [InlineData(3, 1, 1, 3, 17.0 / 70)]
    [InlineData(4, 0, 0, 4, 1.0 / 70)]
    [InlineData(0, 4, 4, 0, 1.0)]
    // R: fisher.test(Convictions, alternative="less") of Fisher (1962), turned round.
    [InlineData(10, 3, 2, 15, 0.0004651809)]
    public void Known_tables_have_their_known_probability(int a, int b, int c, int d, double p) =>
        Fisher.Greater(a, b, c, d).Should().BeApproximately(p, 1e-9);

    [Fact]
    public void A_margin_of_nothing_proves_nothing()
    {
        Fisher.Greater(0, 10, 0, 100).Should().BeApproximately(1, 1e-12);
        Fisher.Greater(5, 0, 0, 0).Should().BeApproximately(1, 1e-12);
    }

    [Fact]
    public void Large_factorials_agree_with_the_sum_of_logarithms()
    {
        var sum = 0.0;
        for (var n = 1; n <= 20_000; n++)
        {
            sum += Math.Log(n);
            if (n is 255 or 256 or 257 or 1000 or 20_000)
            {
                Fisher.LogFactorial(n).Should().BeApproximately(sum, sum * 1e-12);
            }
        }
    }

    [Fact]
    public void All_outcomes_together_are_certain_in_a_large_fleet()
    {
        // P(X >= k) falls with k, starts at 1, and does not lose its precision far out.
        var tail = Enumerable.Range(0, 61).Select(k => Fisher.Greater(k, 60 - k, 100 - k, 1840 + k)).ToList();

        tail[0].Should().BeApproximately(1, 1e-9);
        tail.Should().BeInDescendingOrder();
        tail[30].Should().BeInRange(double.Epsilon, 1e-15);
    }
}
