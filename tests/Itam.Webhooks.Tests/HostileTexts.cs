using System.Collections.Immutable;

namespace Itam.Webhooks.Tests;

internal static class HostileTexts
{
    /// <summary>Texts that mean something to HTML, to the vendors' markups, to templates or to the eye.</summary>
    public static readonly ImmutableArray<string> All =
    [
        "<script>alert(1)</script>",
        "</td></tr></table><img src=x onerror=alert(1)>",
        "[code]<b>x</b>[/code]",
        "{{issue.key}} {{7*7}}",
        "@mention @all",
        "[~user] [~accountid:712020:agent]",
        "[click|javascript:alert(1)] javascript:alert(1)",
        "https://evil.example/x http://evil.example mailto:a@b.example",
        "{code}x{code} {panel:bgColor=red}y{panel} {quote}z{quote} {html}q{html}",
        "*bold* _italic_ -gone- +new+ ^up^ ~down~ ??cite?? {{fixed}}",
        "h1. Title",
        "bq. Quote",
        "||a||b|| |c|d|",
        "!image.png! !https://evil.example/i.png|width=1!",
        "a \\\\ b \\ c",
        "line one\nline two\r\nline three\u2028four",
        "safe\u202Egnp.exe\u202C \u2066x\u2069 zero\u200Bwidth",
        "\u0000\u0007\u001b[31m",
        "---- ----- :) (!) (x)",
        "&lt;b&gt; &#60;b&#62; &amp;",
        "\"quoted\" 'single' `tick`",
        new('x', 5_000),
    ];
}
