using System.Net;
using System.Text.RegularExpressions;

namespace Itam.Webhooks.ServiceNow;

/// <summary>A description as people read it: without [code] tags and the HTML that e-mails leave behind.</summary>
internal static partial class PlainText
{
    private const int MaxLength = 32_000;

    /// <summary>Longer input is cut before the work, so that a pasted log of megabytes costs little.</summary>
    private const int MaxInput = 4 * MaxLength;

    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var plain = text.Length > MaxInput ? text[..MaxInput] : text;
        plain = CodeTag().Replace(plain, "");
        plain = LineTag().Replace(plain, "\n");
        plain = AnyTag().Replace(plain, "");
        plain = WebUtility.HtmlDecode(plain).Replace("\r", "", StringComparison.Ordinal).Replace('\u00A0', ' ').Trim();
        return plain.Length > MaxLength ? plain[..MaxLength] : plain;
    }

    [GeneratedRegex(@"\[/?code\]", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex CodeTag();

    [GeneratedRegex(@"<(br|/p|/div|/tr|/li|/h[1-6])\b[^<>]*>", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LineTag();

    /// <summary>Only what starts like a tag or a comment: "disk &lt; 5 %" stays. Never looks past the next bracket, so that it stays linear.</summary>
    [GeneratedRegex(@"<[/!]?[a-z[-][^<>]*>", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex AnyTag();
}
