namespace Itam.TeamsBot.Cards;

/// <summary>An input. The label is its accessible name. What the client checks, the server checks again.</summary>
public abstract class AdaptiveInput : AdaptiveElement
{
    public required string Label { get; init; }
    public bool? IsRequired { get; init; }
    public string? ErrorMessage { get; init; }
}

public sealed class AdaptiveTextInput : AdaptiveInput
{
    public override string Type => "Input.Text";
    public bool? IsMultiline { get; init; }
    public int? MaxLength { get; init; }
    public string? Placeholder { get; init; }
    public string? Value { get; init; }
}

/// <summary>Values are yyyy-MM-dd.</summary>
public sealed class AdaptiveDateInput : AdaptiveInput
{
    public override string Type => "Input.Date";
    public string? Min { get; init; }
    public string? Max { get; init; }
    public string? Value { get; init; }
}

public sealed class AdaptiveNumberInput : AdaptiveInput
{
    public override string Type => "Input.Number";
    public int? Min { get; init; }
    public int? Max { get; init; }
    public int? Value { get; init; }
}

public sealed class AdaptiveChoiceSetInput : AdaptiveInput
{
    public override string Type => "Input.ChoiceSet";

    /// <summary>compact, expanded, filtered.</summary>
    public string? Style { get; init; }
    public bool Wrap => true;
    public string? Placeholder { get; init; }
    public string? Value { get; init; }
    public List<AdaptiveChoice> Choices { get; init; } = [];

    /// <summary>Looked up while the person types.</summary>
    [Newtonsoft.Json.JsonProperty("choices.data")]
    public AdaptiveDataQuery? ChoicesData { get; init; }
}

public sealed record AdaptiveChoice(string Title, string Value);

/// <param name="Dataset">"graph.microsoft.com/users" is the client's own people picker: its values are Entra object ids.</param>
public sealed record AdaptiveDataQuery(string Dataset)
{
    public const string People = "graph.microsoft.com/users";

    public string Type => "Data.Query";
}
