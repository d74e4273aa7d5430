namespace Itam.Context.Enrichment.FaultClusters;

/// <summary>Fisher's exact test for two groups: how likely are so many faults in the first group if both were equally good?</summary>
public static class Fisher
{
    private static readonly double[] Table = SmallFactorials();

    /// <summary>One-sided p: the probability of at least <paramref name="affected"/> faults in the group, given all margins.</summary>
    /// <param name="affected">Faulty devices of the group.</param>
    /// <param name="healthy">The group's other devices.</param>
    /// <param name="affectedElsewhere">Faulty devices outside the group.</param>
    /// <param name="healthyElsewhere">The others outside it.</param>
    public static double Greater(int affected, int healthy, int affectedElsewhere, int healthyElsewhere)
    {
        var group = affected + healthy;
        var faults = affected + affectedElsewhere;
        var all = group + affectedElsewhere + healthyElsewhere;
        var fixedPart = LogChoose(all, group);
        var p = 0.0;

        // The largest terms come first, so that the sum loses nothing that counts.
        for (var k = affected; k <= Math.Min(group, faults); k++)
        {
            if (group - k <= all - faults)
            {
                p += Math.Exp(LogChoose(faults, k) + LogChoose(all - faults, group - k) - fixedPart);
            }
        }

        return Math.Min(1, p);
    }

    private static double LogChoose(int n, int k) => LogFactorial(n) - LogFactorial(k) - LogFactorial(n - k);

    /// <summary>ln n!; above the table by Stirling's series, whose error is below 1e-15 there.</summary>
    internal static double LogFactorial(int n)
    {
        if (n < Table.Length)
        {
            return Table[n];
        }

        var x = (double)n;
        return x * Math.Log(x) - x + 0.5 * Math.Log(2 * Math.PI * x) + 1 / (12 * x) - 1 / (360 * x * x * x);
    }

    private static double[] SmallFactorials()
    {
        var table = new double[256];
        for (var n = 2; n < table.Length; n++)
        {
            table[n] = table[n - 1] + Math.Log(n);
        }

        return table;
    }
}
