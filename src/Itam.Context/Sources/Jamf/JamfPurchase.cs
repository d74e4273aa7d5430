using Itam.Context.Sources.Calls;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.Jamf;

internal static class JamfPurchase
{
    private const int LongestLife = 30;

    /// <summary>Day of the order plus the expected life in years; 0 years is "not filled in".</summary>
    public static DateOnly? EndOfLife(JObject? bought) =>
        bought.At("poDate").Day() is { } ordered && bought.At("lifeExpectancy").Count() is { } years and > 0 and <= LongestLife
            ? ordered.AddYears(years)
            : null;
}
