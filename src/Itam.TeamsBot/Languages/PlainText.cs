using System.Globalization;
using System.Text;

namespace Itam.TeamsBot.Languages;

/// <summary>What people write, so that it can be compared: lower case, without accents and punctuation, single spaces.</summary>
internal static class PlainText
{
    public static string Of(string text) => string.Join(' ', WordsOf(text));

    public static string[] WordsOf(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text.ToLowerInvariant().Normalize(NormalizationForm.FormD))
        {
            if (char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark)
            {
                continue;
            }

            plain.Append(char.IsLetterOrDigit(c) || c == '\'' ? c : ' ');
        }

        return plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }
}
