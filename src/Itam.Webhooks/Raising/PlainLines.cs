using System.Globalization;
using System.Text;

namespace Itam.Webhooks.Raising;

/// <summary>Plain text of several lines as data: no control characters, nothing that reorders or hides text. Each desk still encodes it for its own format.</summary>
internal static class PlainLines
{
    /// <param name="maxCharacters">Of all lines with their breaks; what is too long ends in "…".</param>
    public static IReadOnlyList<string> Of(string text, int maxCharacters)
    {
        var clean = new StringBuilder(Math.Min(text.Length, maxCharacters));
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength >= maxCharacters)
            {
                clean.Append('…');
                break;
            }

            if (rune.Value == '\n')
            {
                clean.Append('\n');
            }
            else if (Rune.IsControl(rune))
            {
                clean.Append(' ');
            }
            else if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned))
            {
                clean.Append(rune.ToString());
            }
        }

        return [.. clean.ToString().Split('\n').Select(line => line.TrimEnd()).SkipWhile(line => line.Length == 0)];
    }

    /// <summary>One line; what is too long ends in "…".</summary>
    public static string One(string text, int maxCharacters)
    {
        var line = string.Join(' ', Of(text, 4 * maxCharacters).Select(l => l.Trim()).Where(l => l.Length > 0));
        if (line.Length <= maxCharacters)
        {
            return line;
        }

        var end = char.IsHighSurrogate(line[maxCharacters - 2]) ? maxCharacters - 2 : maxCharacters - 1;
        return line[..end] + "…";
    }

    /// <summary>Renders with less and less room until the result fits: encoding makes some texts much longer than others.</summary>
    public static T Fit<T>(int limit, Func<int, T> render, Func<T, int> lengthOf)
    {
        const int Least = 100;
        for (var room = limit; ; room = room * 3 / 4)
        {
            var rendered = render(room);
            if (lengthOf(rendered) <= limit || room < Least)
            {
                return rendered;
            }
        }
    }
}
