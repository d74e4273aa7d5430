namespace Itam.Context.Sources.Jamf;

internal static class JamfQuery
{
    /// <summary>Devices of one person or serial; more is not an answer that helps while a ticket waits.</summary>
    public const int LiveLimit = 50;

    /// <summary>RSQL "any of these"; null where nothing is asked.</summary>
    public static string? Any(params ReadOnlySpan<(string Field, IEnumerable<string> Values)> terms)
    {
        List<string> all = [];
        foreach (var (field, values) in terms)
        {
            all.AddRange(values.Select(value => $"{field}=={JamfClient.Quote(value)}"));
        }

        return all.Count == 0 ? null : string.Join(',', all);
    }
}
