using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Itam.Sandbox.Page;

/// <summary>Finished HTML. It is made of literals and encoded values only, so that text from outside cannot become markup.</summary>
internal readonly record struct Html
{
    private readonly string? _markup;

    private Html(string markup) => _markup = markup;

    public static Html Empty => default;

    /// <summary>Every hole is encoded unless it is Html itself. Attribute values stand in double quotes.</summary>
    public static Html Of(HtmlWriter writer) => new(writer.Finish());

    /// <summary>Markup that somebody else made safe: the note as a desk renders it.</summary>
    public static Html AlreadySafe(string markup) => new(markup);

    public override string ToString() => _markup ?? "";
}

[InterpolatedStringHandler]
internal readonly ref struct HtmlWriter(int literalLength, int formattedCount)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _markup = new(literalLength + (formattedCount * 16));

    public void AppendLiteral(string literal) => _markup.Append(literal);

    public void AppendFormatted(Html html) => _markup.Append(html.ToString());

    public void AppendFormatted(IEnumerable<Html> parts) => _markup.AppendJoin("", parts);

    public void AppendFormatted(string? text) => _markup.Append(Encoder.Encode(text ?? ""));

    public void AppendFormatted(long number) => _markup.Append(CultureInfo.InvariantCulture, $"{number}");

    public void AppendFormatted(DateTime moment, string format) => _markup.Append(moment.ToString(format, CultureInfo.InvariantCulture));

    public string Finish() => _markup.ToString();
}
