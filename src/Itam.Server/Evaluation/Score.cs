namespace Itam.Server.Evaluation;

/// <summary>A share of a number of tickets.</summary>
internal readonly record struct Share(int Hits, int Of)
{
    /// <summary>95 % of a normal distribution lie within so many standard deviations.</summary>
    private const double Z = 1.959964;

    /// <summary>Null where there is nothing to take a share of.</summary>
    public double? Value => Of == 0 ? null : (double)Hits / Of;

    /// <summary>The Wilson score interval at 95 % (E. B. Wilson, 1927), which stays honest for small numbers and for shares near 0 and 1.</summary>
    public (double Low, double High)? Interval
    {
        get
        {
            if (Value is not { } p)
            {
                return null;
            }

            double n = Of;
            var middle = p + Z * Z / (2 * n);
            var reach = Z * Math.Sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
            var scale = 1 + Z * Z / n;
            return (Math.Max(0, (middle - reach) / scale), Math.Min(1, (middle + reach) / scale));
        }
    }
}

/// <summary>How well a group of tickets was answered. Tickets about which nobody could tell count only in <see cref="HeldBack"/>.</summary>
/// <param name="Precision">Of the devices given, the right ones. A device given to a ticket without one counts against it.</param>
/// <param name="Recall">Of the tickets that mean a device, those that were given it.</param>
/// <param name="FalseDevice">Of the tickets that mean none, those that were given one.</param>
/// <param name="HeldBack">Of the tickets about which nobody could tell, those that show all possible devices and give none.</param>
internal sealed record Score(string Name, int Tickets, Share Precision, Share Recall, Share FalseDevice, Share HeldBack)
{
    public static Score Of(string name, IReadOnlyCollection<Answer> answers)
    {
        var counts = answers.CountBy(a => a.Outcome).ToDictionary();
        int Count(params Outcome[] outcomes) => outcomes.Sum(o => counts.GetValueOrDefault(o));
        var right = Count(Outcome.Right);
        return new Score(
            name,
            answers.Count,
            new Share(right, Count(Outcome.Right, Outcome.Wrong, Outcome.FalseDevice)),
            new Share(right, Count(Outcome.Right, Outcome.Wrong, Outcome.Missed)),
            new Share(Count(Outcome.FalseDevice), Count(Outcome.FalseDevice, Outcome.RightlyNone)),
            new Share(Count(Outcome.HeldBack), Count(Outcome.HeldBack, Outcome.Guessed, Outcome.Hidden))
        );
    }
}
