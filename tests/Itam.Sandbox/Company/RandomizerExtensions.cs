using Bogus;

namespace Itam.Sandbox.Company;

internal static class RandomizerExtensions
{
    public static T Weighted<T>(this Randomizer random, IReadOnlyList<T> items, Func<T, int> weight)
    {
        var left = random.Int(0, items.Sum(weight) - 1);
        foreach (var item in items)
        {
            left -= weight(item);
            if (left < 0)
            {
                return item;
            }
        }

        return items[^1];
    }
}
