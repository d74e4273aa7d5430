namespace Itam.Context.Sources.ServiceNow;

/// <summary>Whether a text names something.</summary>
internal static class Words
{
    /// <summary>True where the name stands in the text with nothing before or after it that would make it another name or a longer number.</summary>
    public static bool Name(string text, string name)
    {
        for (
            var at = text.IndexOf(name, StringComparison.OrdinalIgnoreCase);
            at >= 0;
            at = text.IndexOf(name, at + 1, StringComparison.OrdinalIgnoreCase)
        )
        {
            if (!GoesOn(text.AsSpan(at + name.Length), name) && !GoesOn(Reversed(text[..at]), name))
            {
                return true;
            }
        }

        return false;
    }

    /// <param name="rest">What is next to the name, nearest first.</param>
    private static bool GoesOn(ReadOnlySpan<char> rest, string name) =>
        rest is [var next, ..]
        && (
            char.IsLetterOrDigit(next)
            || rest is ['-' or '_', var joined, ..] && char.IsLetterOrDigit(joined)
            // Digits alone may be part of a number that is written in groups.
            || rest is [' ' or '/' or '.' or '(' or ')' or '+', var digit, ..] && char.IsAsciiDigit(digit) && name.All(char.IsAsciiDigit)
        );

    private static ReadOnlySpan<char> Reversed(string text)
    {
        var near = text.Length > 2 ? text[^2..].ToCharArray() : text.ToCharArray();
        Array.Reverse(near);
        return near;
    }
}
