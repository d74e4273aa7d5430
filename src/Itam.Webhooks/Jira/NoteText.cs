using System.Globalization;
using System.Text;

namespace Itam.Webhooks.Jira;

/// <summary>The last guard before a text becomes part of a note: one line, nothing that reorders or hides text, bounded. Idempotent.</summary>
internal static class NoteText
{
    private const int MaxLength = 600;

    public static string Line(string text)
    {
        var line = new StringBuilder(Math.Min(text.Length, MaxLength));
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length >= MaxLength)
            {
                return line.Append('…').ToString();
            }

            if (Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                line.Append(' ');
            }
            else if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned))
            {
                line.Append(rune.ToString());
            }
        }

        return line.ToString();
    }
}
