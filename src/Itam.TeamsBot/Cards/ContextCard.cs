using Itam.Context.Enrichment;

namespace Itam.TeamsBot.Cards;

/// <summary>The report as a card: verdict first, the same rows and words as in the ticket. Colour is only the container's tint; the word and the symbol
/// carry the meaning, since coloured text fails contrast in Teams' light theme.</summary>
public static class ContextCard
{
    public static AdaptiveCard Of(ContextReport report)
    {
        var card = new AdaptiveCard
        {
            Lang = "en",
            FallbackText = PlainText.Render(report),
            Speak = $"{report.Verdict.Word()}: {report.Headline}",
            Body = { CardParts.Header($"{report.Verdict.Symbol()} {report.Verdict.Word()}", report.Headline, style: CardParts.Tint(report.Verdict)) },
        };
        foreach (var row in ReportLayout.Rows(report).Where(r => r.Kind != RowKind.Title))
        {
            card.Body.Add(Row(row));
        }

        return card;
    }

    private static AdaptiveRichTextBlock Row(ReportRow row)
    {
        var block = new AdaptiveRichTextBlock { Spacing = row.Label is null ? AdaptiveSpacing.Small : AdaptiveSpacing.Default };
        if (row.Severity is { } severity)
        {
            block.Inlines.Add(new AdaptiveTextRun($"{severity.Symbol()} {severity.Word()}: ") { Weight = AdaptiveTextWeight.Bolder });
        }
        else if (row.Label is { } label)
        {
            block.Inlines.Add(new AdaptiveTextRun($"{label}  ") { IsSubtle = true });
        }

        foreach (var (index, span) in row.Spans.Index())
        {
            if (index > 0 && row.Kind != RowKind.Do)
            {
                block.Inlines.Add(new AdaptiveTextRun(" · ") { IsSubtle = true });
            }

            block.Inlines.Add(
                new AdaptiveTextRun(span.Text)
                {
                    Weight = span.Style == SpanStyle.Strong ? AdaptiveTextWeight.Bolder : null,
                    IsSubtle = span.Style == SpanStyle.Muted ? true : null,
                    FontType = span.Style == SpanStyle.Code ? "monospace" : null,
                    SelectAction = ReportText.SafeLink(span.Link) is { } link ? new AdaptiveOpenUrlAction(link) : null,
                }
            );
        }

        return block;
    }
}
