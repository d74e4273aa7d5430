using Newtonsoft.Json;
using Newtonsoft.Json.Converters;
using Newtonsoft.Json.Serialization;

namespace Itam.TeamsBot.Cards;

/// <summary>An Adaptive Card, version 1.5 (adaptivecards.io schema). Type and member names are those of the AdaptiveCards package.</summary>
public sealed class AdaptiveCard
{
    private static readonly JsonSerializerSettings Json = new()
    {
        NullValueHandling = NullValueHandling.Ignore,
        ContractResolver = new CamelCasePropertyNamesContractResolver(),
        Converters = { new StringEnumConverter(new CamelCaseNamingStrategy()) },
    };

    [JsonProperty("$schema", Order = -3)]
    public string Schema => "http://adaptivecards.io/schemas/adaptive-card.json";

    [JsonProperty(Order = -2)]
    public string Type => "AdaptiveCard";

    [JsonProperty(Order = -1)]
    public string Version => "1.5";

    /// <summary>What a client that shows no cards shows instead.</summary>
    public required string FallbackText { get; init; }

    /// <summary>What a screen reader says for the whole card.</summary>
    public required string Speak { get; init; }
    public List<AdaptiveElement> Body { get; init; } = [];

    public string ToJson() => JsonConvert.SerializeObject(this, Formatting.Indented, Json);
}

public abstract class AdaptiveElement
{
    [JsonProperty(Order = -2)]
    public abstract string Type { get; }
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

public sealed class AdaptiveOpenUrlAction(Uri url)
{
    [JsonProperty(Order = -2)]
    public string Type => "Action.OpenUrl";
    public string Url { get; } = url.AbsoluteUri;
}

public sealed class AdaptiveContainer : AdaptiveElement
{
    public override string Type => "Container";
    public AdaptiveContainerStyle? Style { get; init; }
    public bool? Bleed { get; init; }
    public List<AdaptiveElement> Items { get; init; } = [];
}
