using Itam.Context.Enrichment;
using Itam.TeamsBot.Languages;

namespace Itam.TeamsBot.Cards;

/// <summary>What all cards are made of, so that they look and read alike. Text from outside only ever goes into text runs.</summary>
internal static class CardParts
{
    /// <summary>The card's own words say what it is about; the container's tint only underlines it.</summary>
    public static AdaptiveContainer Header(string title, string? detail = null, AdaptiveContainerStyle style = AdaptiveContainerStyle.Emphasis)
    {
        var header = new AdaptiveContainer
        {
            Style = style,
            Bleed = true,
            Items = { Line(new AdaptiveTextRun(title) { Weight = AdaptiveTextWeight.Bolder, Size = AdaptiveTextSize.Medium }) },
        };
        if (detail is { Length: > 0 })
        {
            header.Items.Add(Line(AdaptiveSpacing.None, new AdaptiveTextRun(detail)));
        }

        return header;
    }

    public static AdaptiveTextBlock Heading(string words) =>
        new(words)
        {
            Weight = AdaptiveTextWeight.Bolder,
            Style = "heading",
            Spacing = AdaptiveSpacing.Medium,
        };

    public static AdaptiveTextBlock Words(string words) => new(words);

    public static AdaptiveTextBlock Muted(string words) => new(words) { IsSubtle = true, Spacing = AdaptiveSpacing.Small };

    public static AdaptiveRichTextBlock Line(params AdaptiveTextRun[] runs) => new() { Inlines = [.. runs] };

    public static AdaptiveRichTextBlock Line(AdaptiveSpacing spacing, params AdaptiveTextRun[] runs) =>
        new() { Inlines = [.. runs], Spacing = spacing };

    /// <summary>"Price   1,249.00 EUR". Runs and not a fact set, since that reads Markdown.</summary>
    public static AdaptiveRichTextBlock Fact(string label, string value, Uri? link = null) =>
        Line(
            AdaptiveSpacing.Small,
            new AdaptiveTextRun($"{label}  ") { Weight = AdaptiveTextWeight.Bolder },
            new AdaptiveTextRun(value) { SelectAction = ReportText.SafeLink(link) is { } safe ? new AdaptiveOpenUrlAction(safe) : null }
        );

    public static AdaptiveActionSet Buttons(params IEnumerable<AdaptiveAction> actions) =>
        new() { Actions = [.. actions], Spacing = AdaptiveSpacing.Medium };

    public static AdaptiveExecuteAction Button(string title, string verb, string? id = null) =>
        new(verb, id) { Title = title, AssociatedInputs = "none" };

    /// <summary>Sends the card's inputs along.</summary>
    public static AdaptiveExecuteAction Send(string title, string verb, string? id = null) =>
        new(verb, id) { Title = title, AssociatedInputs = "auto" };

    public static string Word(this CardText text, Severity severity) =>
        $"{severity.Symbol()} {text["severity." + severity.ToString().ToLowerInvariant()]}";

    public static AdaptiveContainerStyle Tint(Severity severity) =>
        severity switch
        {
            Severity.Act => AdaptiveContainerStyle.Attention,
            Severity.Watch => AdaptiveContainerStyle.Warning,
            Severity.Ok => AdaptiveContainerStyle.Good,
            _ => AdaptiveContainerStyle.Emphasis,
        };
}
