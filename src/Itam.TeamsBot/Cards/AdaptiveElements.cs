using Newtonsoft.Json;

namespace Itam.TeamsBot.Cards;

public abstract class AdaptiveElement
{
    [JsonProperty(Order = -2)]
    public abstract string Type { get; }

    [JsonProperty(Order = -1)]
    public string? Id { get; init; }
    public AdaptiveSpacing? Spacing { get; init; }
    public bool? Separator { get; init; }
}

public enum AdaptiveSpacing
{
    None,
    Small,
    Default,
    Medium,
    Large,
    Padding,
}

public enum AdaptiveContainerStyle
{
    Default,
    Emphasis,
    Good,
    Attention,
    Warning,
    Accent,
}

public enum AdaptiveTextWeight
{
    Default,
    Lighter,
    Bolder,
}

public enum AdaptiveTextSize
{
    Default,
    Small,
    Medium,
    Large,
}

/// <summary>Fixed words only: its text is Markdown, so text from outside goes into an <see cref="AdaptiveRichTextBlock"/>.</summary>
public sealed class AdaptiveTextBlock(string text) : AdaptiveElement
{
    public override string Type => "TextBlock";
    public string Text { get; } = text;
    public bool Wrap => true;
    public AdaptiveTextWeight? Weight { get; init; }
    public AdaptiveTextSize? Size { get; init; }
    public bool? IsSubtle { get; init; }

    /// <summary>"heading" for screen readers.</summary>
    public string? Style { get; init; }
}

/// <summary>Text that is shown exactly as it is: runs know neither Markdown nor links from their text.</summary>
public sealed class AdaptiveRichTextBlock : AdaptiveElement
{
    public override string Type => "RichTextBlock";
    public List<AdaptiveTextRun> Inlines { get; init; } = [];
}

public sealed class AdaptiveTextRun(string text)
{
    [JsonProperty(Order = -2)]
    public string Type => "TextRun";
    public string Text { get; } = text;
    public AdaptiveTextWeight? Weight { get; init; }
    public AdaptiveTextSize? Size { get; init; }
    public bool? IsSubtle { get; init; }
    public string? FontType { get; init; }
    public AdaptiveOpenUrlAction? SelectAction { get; init; }
}

/// <param name="url">https or a data URI.</param>
/// <param name="altText">What it shows; empty for decoration.</param>
public sealed class AdaptiveImage(string url, string altText) : AdaptiveElement
{
    public override string Type => "Image";
    public string Url { get; } = url;
    public string AltText { get; } = altText;

    /// <summary>"32px".</summary>
    public string? Width { get; init; }
}

public sealed class AdaptiveContainer : AdaptiveElement
{
    public override string Type => "Container";
    public AdaptiveContainerStyle? Style { get; init; }
    public bool? Bleed { get; init; }
    public List<AdaptiveElement> Items { get; init; } = [];
}

public sealed class AdaptiveColumnSet : AdaptiveElement
{
    public override string Type => "ColumnSet";
    public List<AdaptiveColumn> Columns { get; init; } = [];
}

/// <param name="width">"auto" for pictures and short words, "stretch" for text, or a weight.</param>
public sealed class AdaptiveColumn(string width)
{
    [JsonProperty(Order = -2)]
    public string Type => "Column";
    public string Width { get; } = width;
    public string? VerticalContentAlignment { get; init; }
    public List<AdaptiveElement> Items { get; init; } = [];
}
