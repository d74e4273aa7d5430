using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Itam.Webhooks.Freshservice;

/// <summary>The words of an HTML text, for reading only: never put back into a page without encoding.</summary>
internal static partial class HtmlText
{
    public const int MaxLength = 32_000;

    // Far more markup than words is a pasted image or a newsletter; the words stand at its beginning.
    private const int MaxMarkup = 512_000;

    public static string Of(string? html)
    {
        if (string.IsNullOrWhiteSpace(html))
        {
            return "";
        }

        var markup = html.Length > MaxMarkup ? html[..MaxMarkup] : html;
        string words;
        try
        {
            words = Tag().Replace(LineEnd().Replace(Unseen().Replace(markup, " "), "\n"), "");
        }
        catch (RegexMatchTimeoutException)
        {
            words = markup;
        }

        return Plain(WebUtility.HtmlDecode(words));
    }

    /// <summary>Runs of blanks and empty lines become one; at most <see cref="MaxLength"/> characters.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(Math.Min(text.Length, MaxLength));
        foreach (var line in text.Split('\n'))
        {
            var words = line.Split([' ', '\t', '\r', '\u00A0'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
            {
                continue;
            }

            if (plain.Length > 0)
            {
                plain.Append('\n');
            }

            plain.AppendJoin(' ', words);
            if (plain.Length >= MaxLength)
            {
                break;
            }
        }

        return plain.Length > MaxLength ? plain.ToString(0, MaxLength) : plain.ToString();
    }

    [GeneratedRegex(@"<(script|style|head)\b[^>]*>.*?</\1\s*>|<!--.*?-->", RegexOptions.IgnoreCase | RegexOptions.Singleline, 500)]
    private static partial Regex Unseen();

    [GeneratedRegex(
        @"<br\s*/?>|</?(p|div|li|ul|ol|tr|table|h[1-6]|blockquote)\b[^>]*>|</td\s*>",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        500
    )]
    private static partial Regex LineEnd();

    [GeneratedRegex(@"</?[A-Za-z!][^>]*>", RegexOptions.ExplicitCapture, 500)]
    private static partial Regex Tag();
}
