using System.Text;

namespace Itam.Context.Sources.Jira;

/// <summary>Puts text from outside into JQL and AQL. Both quote with double quotes and escape with a backslash (Atlassian: "Advanced searching").</summary>
public static class JiraQuery
{
    private const int MaxLength = 255;

    /// <summary>One quoted literal, whatever is in the text. Control characters become blanks.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text.Length > MaxLength ? text[..MaxLength] : text)
        {
            if (c is '"' or '\\')
            {
                quoted.Append('\\');
            }

            quoted.Append(char.IsControl(c) ? ' ' : c);
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>
    /// A literal for the operator <c>~</c> that finds exactly these words in this order. The index has its own operators inside the literal, so only letters,
    /// digits and <c>- _ .</c> are kept.
    /// </summary>
    /// <returns>Null where too little is left to search for: fewer than four letters or digits.</returns>
    public static string? Phrase(string text)
    {
        var words = new StringBuilder(text.Length);
        foreach (var c in text.Length > MaxLength ? text[..MaxLength] : text)
        {
            words.Append(char.IsLetterOrDigit(c) || c is '-' or '_' or '.' ? c : ' ');
        }

        var phrase = string.Join(' ', words.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return phrase.Count(char.IsLetterOrDigit) < 4 ? null : Quote($"\"{phrase}\"");
    }

    /// <summary><c>"A", "B"</c> for the operator IN.</summary>
    public static string List(IEnumerable<string> values) => string.Join(", ", values.Select(Quote));
}
