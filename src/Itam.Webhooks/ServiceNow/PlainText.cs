using System.Collections.Frozen;
using System.Net;
using System.Text.RegularExpressions;

namespace Itam.Webhooks.ServiceNow;

/// <summary>A description as people read it: without [code] tags and the HTML that e-mails leave behind.</summary>
internal static partial class PlainText
{
    private const int MaxLength = 32_000;

    /// <summary>Longer input is cut before the work, so that a pasted log of megabytes costs little.</summary>
    private const int MaxInput = 4 * MaxLength;

    /// <summary>"disk &lt; 5 %", "&lt;lt-0042&gt;" and "&lt;dana@acme.example&gt;" are words; only what HTML knows is markup.</summary>
    private static readonly FrozenSet<string> Names = (
        "a abbr address article aside audio b base big blockquote body button caption center cite code col colgroup dd del div dl dt em embed fieldset figure font footer "
        + "form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link main map mark meta nav noscript object ol option p param pre q s samp "
        + "script section select small source span strike strong style sub sup svg table tbody td textarea tfoot th thead title tr tt u ul var video wbr br"
    )
        .Split(' ')
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var plain = text.Length > MaxInput ? text[..MaxInput] : text;
        plain = CodeTag().Replace(plain, "");
        plain = LineTag().Replace(plain, "\n");
        plain = Tag().Replace(plain, tag => IsMarkup(tag.Groups["name"]) ? "" : tag.Value);
        plain = WebUtility.HtmlDecode(plain).Replace("\r", "", StringComparison.Ordinal).Replace('\u00A0', ' ').Trim();
        return plain.Length > MaxLength ? plain[..MaxLength] : plain;
    }

    /// <summary>Comments have no name; Word writes names with a colon (<c>o:p</c>).</summary>
    private static bool IsMarkup(Group name) => !name.Success || Names.Contains(name.Value) || name.Value.Contains(':', StringComparison.Ordinal);

    [GeneratedRegex(@"\[/?code\]", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex CodeTag();

    [GeneratedRegex(@"<(br|/p|/div|/tr|/li|/h[1-6])(?=[\s/>])[^<>]*>", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LineTag();

    /// <summary>A tag or a comment. Never looks past the next bracket, so that it stays linear.</summary>
    [GeneratedRegex(
        @"<(!(--|doctype|\[)|/?(?<name>(?>[a-z][a-z0-9:]*))(?=[\s/>]))[^<>]*>",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Tag();
}
