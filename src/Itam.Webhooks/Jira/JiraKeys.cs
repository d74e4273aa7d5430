using System.Text.RegularExpressions;

namespace Itam.Webhooks.Jira;

/// <summary>The two ways to name an issue: its key, which changes when it moves, and its id, which does not.</summary>
internal static partial class JiraKeys
{
    public static bool IsId(string text) => Id().IsMatch(text);

    public static bool IsKey(string text) => Key().IsMatch(text);

    /// <summary>"HELP" of "HELP-7".</summary>
    public static string ProjectOf(string key) => key[..key.LastIndexOf('-')];

    [GeneratedRegex(@"^[0-9]{1,19}\z", RegexOptions.None, 1000)]
    private static partial Regex Id();

    [GeneratedRegex(@"^[A-Z][A-Z0-9_]{1,99}-[0-9]{1,12}\z", RegexOptions.None, 1000)]
    private static partial Regex Key();
}
