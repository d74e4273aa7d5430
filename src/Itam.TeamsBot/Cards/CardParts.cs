using Itam.Context.Enrichment;
using Itam.Context.Register;
using Itam.TeamsBot.Languages;

namespace Itam.TeamsBot.Cards;

/// <summary>What all cards are made of, so that they look and read alike. Text from outside only ever goes into text runs.</summary>
internal static class CardParts
{
    /// <summary>
    /// The first thing read: what the card is or says ("✕ Act"), in our words and so a heading; below it, larger, what it is about. The tint only underlines it.
    /// </summary>
    /// <param name="name">From outside: a device, a ticket, a wish. Without it the words stand large.</param>
    public static AdaptiveContainer Header(
        string words,
        string? name = null,
        string? detail = null,
        AdaptiveContainerStyle style = AdaptiveContainerStyle.Emphasis
    )
    {
        var header = new AdaptiveContainer
        {
            Style = style,
            Bleed = true,
            Items =
            {
                new AdaptiveTextBlock(words)
                {
                    Weight = AdaptiveTextWeight.Bolder,
                    Size = name is null ? AdaptiveTextSize.Large : AdaptiveTextSize.Default,
                    Style = "heading",
                },
            },
        };
        if (name is { Length: > 0 })
        {
            header.Items.Add(
                Line(AdaptiveSpacing.None, new AdaptiveTextRun(name) { Weight = AdaptiveTextWeight.Bolder, Size = AdaptiveTextSize.Large })
            );
        }

        if (detail is { Length: > 0 })
        {
            header.Items.Add(Line(AdaptiveSpacing.Small, new AdaptiveTextRun(detail)));
        }

        return header;
    }

    /// <summary>Something is not as the person expected.</summary>
    public static AdaptiveContainer Warning(string said) =>
        new() { Style = AdaptiveContainerStyle.Warning, Items = { Line(new AdaptiveTextRun($"! {said}") { Weight = AdaptiveTextWeight.Bolder }) } };

    /// <summary>A picture, lines of text, and at most one button: the row of every list.</summary>
    public static AdaptiveColumnSet Row(DeviceType? type, CardText text, IReadOnlyList<AdaptiveElement> lines, AdaptiveAction button)
    {
        var row = new AdaptiveColumnSet { Spacing = AdaptiveSpacing.Medium };
        if (type is { } kind)
        {
            row.Columns.Add(
                new AdaptiveColumn("auto")
                {
                    VerticalContentAlignment = "center",
                    Items =
                    {
                        new AdaptiveImage(Pictures.DevicePictures.Of(kind), text["type." + kind.ToString().ToLowerInvariant()]) { Width = "32px" },
                    },
                }
            );
        }

        row.Columns.Add(new AdaptiveColumn("stretch") { VerticalContentAlignment = "center", Items = [.. lines] });
        row.Columns.Add(
            new AdaptiveColumn("auto") { VerticalContentAlignment = "center", Items = { new AdaptiveActionSet { Actions = { button } } } }
        );
        return row;
    }

    public static AdaptiveTextBlock Heading(string words) =>
        new(words)
        {
            Weight = AdaptiveTextWeight.Bolder,
            Size = AdaptiveTextSize.Default,
            Style = "heading",
            Spacing = AdaptiveSpacing.Large,
        };

    public static AdaptiveTextBlock Words(string words) => new(words);

    public static AdaptiveTextBlock Muted(string words) => new(words) { IsSubtle = true, Spacing = AdaptiveSpacing.Small };

    public static AdaptiveRichTextBlock Line(params AdaptiveTextRun[] runs) => new() { Inlines = [.. runs] };

    public static AdaptiveRichTextBlock Line(AdaptiveSpacing spacing, params AdaptiveTextRun[] runs) =>
        new() { Inlines = [.. runs], Spacing = spacing };

    /// <summary>"Price | 1,249.00 EUR", the values below one another. No fact set, since that reads Markdown.</summary>
    public static AdaptiveColumnSet Fact(string label, string value, Uri? link = null) =>
        new()
        {
            Spacing = AdaptiveSpacing.Small,
            Columns =
            {
                new AdaptiveColumn("2") { Items = { new AdaptiveTextBlock(label) { IsSubtle = true } } },
                new AdaptiveColumn("3")
                {
                    Items =
                    {
                        Line(
                            new AdaptiveTextRun(value)
                            {
                                SelectAction = ReportText.SafeLink(link) is { } safe ? new AdaptiveOpenUrlAction(safe) : null,
                            }
                        ),
                    },
                },
            },
        };

    /// <summary>
    /// As many in a row as a narrow chat shows: at 320 px Teams cuts what does not fit, and phones hide it (MicrosoftDocs/msteams-docs#12081,
    /// microsoft/AdaptiveCards#4758).
    /// </summary>
    public static IEnumerable<AdaptiveActionSet> Buttons(params IEnumerable<AdaptiveAction> actions)
    {
        const int most = 3;
        const int room = 262;
        var row = new List<AdaptiveAction>();
        var rows = 0;
        foreach (var action in actions)
        {
            if (row.Count == most || (row.Count > 0 && row.Append(action).Sum(Width) > room))
            {
                yield return Set();
                row = [];
            }

            row.Add(action);
        }

        if (row.Count > 0)
        {
            yield return Set();
        }

        AdaptiveActionSet Set() => new() { Actions = [.. row], Spacing = rows++ == 0 ? AdaptiveSpacing.Medium : AdaptiveSpacing.Small };

        // In pixels, by the mean letter of Teams' button font; padding and gap included.
        static double Width(AdaptiveAction action) => (7.2 * (action.Title?.Length ?? 0)) + 34;
    }

    /// <param name="about">Tells it from other buttons of the same title.</param>
    public static AdaptiveExecuteAction Button(string title, string verb, string? id = null, string? about = null) =>
        new(verb, id)
        {
            Title = title,
            Tooltip = about is null ? null : $"{title}: {about}",
            AssociatedInputs = "none",
        };

    /// <summary>Sends the card's inputs along.</summary>
    public static AdaptiveExecuteAction Send(string title, string verb, string? id = null, string? once = null) =>
        new(verb, id, once) { Title = title, AssociatedInputs = "auto" };

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
