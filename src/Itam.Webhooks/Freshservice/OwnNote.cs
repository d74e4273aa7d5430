using System.Text.RegularExpressions;
using Itam.Context.Connections;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Freshservice;

/// <summary>
/// Recognises our note by what everybody can see: private, begins with our title, ends with a reference. The desk keeps no hidden marker (its sanitiser may
/// drop comments), and a colleague who only quotes the reference has not written our note.
/// </summary>
internal static partial class OwnNote
{
    public static bool Is(JObject conversation) => Reference(conversation) is not null;

    public static bool Is(JObject conversation, string reference) => string.Equals(Reference(conversation), reference, StringComparison.Ordinal);

    /// <summary>What people read in it.</summary>
    public static string Words(JObject conversation) =>
        conversation["body"].Text() is { } html ? HtmlText.Of(html) : HtmlText.Plain(conversation["body_text"].Text() ?? "");

    private static string? Reference(JObject conversation)
    {
        if (!conversation.IsTrue("private"))
        {
            return null;
        }

        var text = Words(conversation);
        return text.StartsWith("Asset context", StringComparison.Ordinal) && LastWord().Match(text) is { Success: true } match
            ? match.Groups["word"].Value
            : null;
    }

    [GeneratedRegex(@"(^|\s)(?<word>ctx-[0-9A-Za-z-]{1,64})\s*$", RegexOptions.ExplicitCapture, 250)]
    private static partial Regex LastWord();
}
