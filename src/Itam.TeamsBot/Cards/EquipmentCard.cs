using Itam.Context.Enrichment;
using Itam.Context.Lifecycle.Equipment;
using Itam.TeamsBot.Languages;
using static Itam.TeamsBot.Cards.CardParts;

namespace Itam.TeamsBot.Cards;

/// <summary>
/// One request as one person sees it: where it stands and whom it waits for, the facts that decide for those who decide, what happened so far, and a button for
/// each thing this person may do now. The same card takes the place of the last one at every step.
/// </summary>
public static class EquipmentCard
{
    private const int MaxSteps = 6;

    /// <param name="viewerChannelId">The viewer's "29:…", so that the client asks for a fresh view by itself; null where it is not known.</param>
    /// <param name="said">Why the card is not what the person expected, e.g. that somebody was faster.</param>
    public static AdaptiveCard Of(CardText text, EquipmentRequestView view, string? viewerChannelId = null, string? said = null)
    {
        var state = text[$"state.{view.State}"];
        var title = TitleOf(text, view);
        var card = new AdaptiveCard
        {
            Lang = text.Language,
            FallbackText = $"{title}. {state}",
            Speak = $"{title}. {state}",
            Refresh =
                viewerChannelId is null || view.State.IsFinal()
                    ? null
                    : new AdaptiveRefresh(new AdaptiveExecuteAction(CardVerbs.Request, IdOf(view)), [viewerChannelId]),
            Body = { Header($"{Symbol(view.State)} {state}", title, Costs(text, view), Tint(view.State)) },
        };
        if (said is not null)
        {
            card.Body.Add(Warning(said));
        }

        card.Body.AddRange(Facts(text, view).Select(f => Fact(f.Label, f.Value, f.Link)));
        card.Body.AddRange(Deciding(text, view));
        card.Body.AddRange(EquipmentActions.Of(text, view));
        card.Body.Add(Heading(text["request.steps"]));
        card.Body.AddRange(view.Steps.Reverse().Take(MaxSteps).Select(s => Step(text, s)));
        return card;
    }

    /// <summary>Who decides reads when it would be there; after that the day is a promise, and stands below with the rest.</summary>
    private static string? Costs(CardText text, EquipmentRequestView view) =>
        view.Facts is { } facts ? $"{CatalogueCards.Price(text, facts.Price)} · {text.Of("stock.promised", text.Day(facts.PromisedOn))}"
        : (view.ViewerRole & (ViewerRole.Approver | ViewerRole.Stockroom)) != ViewerRole.None ? CatalogueCards.Price(text, view.Item.Price)
        : null;

    public static string IdOf(EquipmentRequestView view) => view.Id.ToString("N");

    internal static string TitleOf(CardText text, EquipmentRequestView view) =>
        view.ViewerRole.HasFlag(ViewerRole.Requester)
            ? ReportText.Clean(text.In(view.Item.Name))
            : text.Of(
                view.State is EquipmentState.OnLoan or EquipmentState.Overdue ? "request.lent" : "request.title",
                ReportText.Clean(view.Requester.Name),
                ReportText.Clean(text.In(view.Item.Name))
            );

    internal static string WaitsFor(CardText text, EquipmentRequestView view)
    {
        var who = view.WaitsForPeople.IsEmpty
            ? text[$"waits.{view.WaitsFor}"]
            : string.Join(", ", view.WaitsForPeople.Select(p => ReportText.Clean(p.Name)));
        return view.WaitsSince is { } since ? text.Of("request.since", who, text.Day(since)) : who;
    }

    internal static string Symbol(EquipmentState state) =>
        state switch
        {
            EquipmentState.Completed or EquipmentState.Returned => "✓",
            EquipmentState.Refused or EquipmentState.Cancelled => "✕",
            EquipmentState.Overdue => "!",
            _ => "…",
        };

    private static AdaptiveContainerStyle Tint(EquipmentState state) =>
        state switch
        {
            EquipmentState.Completed or EquipmentState.Returned or EquipmentState.OnLoan => AdaptiveContainerStyle.Good,
            EquipmentState.Refused or EquipmentState.Overdue => AdaptiveContainerStyle.Attention,
            EquipmentState.AwaitingApproval or EquipmentState.AwaitingSecondApproval or EquipmentState.HandedOver => AdaptiveContainerStyle.Warning,
            _ => AdaptiveContainerStyle.Emphasis,
        };

    private static IEnumerable<(string Label, string Value, Uri? Link)> Facts(CardText text, EquipmentRequestView view)
    {
        if (view.WaitsFor != WaitingFor.Nobody)
        {
            yield return (text["fact.waits"], WaitsFor(text, view), null);
        }

        if (view.PlaceInLine is { } place)
        {
            yield return (text["fact.line"], text.Of("request.line", place), null);
        }

        yield return (text["fact.reason"], ReportText.Clean(view.Reason), null);
        if (!view.ViewerRole.HasFlag(ViewerRole.Requester))
        {
            yield return (text["fact.asked"], text.Day(view.Steps[0].At), null);
        }

        if (view.Facts is null && !view.State.IsFinal() && !view.State.IsWithRecipient())
        {
            yield return (text["fact.promised"], text.Day(view.PromisedOn), null);
        }

        if (view.NeededBy is { } needed)
        {
            yield return (text["fact.needed"], text.Day(needed), null);
        }

        if (view.Device is { } device)
        {
            yield return (text["fact.device"], ReportText.Clean($"{device.Model} · {device.Label}"), null);
            if (view.State == EquipmentState.Reserved && device.Location is { } location)
            {
                yield return (text["fact.lies"], ReportText.Clean(location), null);
            }
        }

        if (view.Tracking is { } tracking)
        {
            yield return (text["fact.tracking"], ReportText.Clean($"{tracking.Carrier} {tracking.Number}"), null);
        }

        if (view.LoanDueOn is { } due)
        {
            yield return (text["fact.loan"], text.Day(due), null);
        }

        if (view.Ticket is { } ticket)
        {
            yield return (text["fact.ticket"], ReportText.Clean(ticket.Number), ticket.Url);
        }
    }

    /// <summary>What an approver weighs.</summary>
    private static IEnumerable<AdaptiveElement> Deciding(CardText text, EquipmentRequestView view)
    {
        if (view.Facts is not { } facts)
        {
            yield break;
        }

        yield return Heading(text["decide.title"]);
        yield return Fact(text["fact.budget"], facts.BudgetLeft is { } left ? text.Price(left) : text["decide.no-budget"]);
        yield return Fact(text["fact.stock"], CatalogueCards.Stock(text, facts.Availability, theirs: true));
        yield return Fact(
            text["fact.policy"],
            facts.Policy.Auto
                ? text["policy.auto"]
                : string.Join(", ", facts.Policy.Reasons.Select(r => text[$"policy.{r}"]))
                    + (view.Item.Policy is { } words ? $". {ReportText.Clean(text.In(words))}" : "")
        );
        yield return Fact(text["fact.refresh"], facts.LastRefreshOn is { } last ? text.Day(last) : text["decide.never"]);
        yield return Fact(
            text["fact.holds"],
            facts.Holdings.IsEmpty ? text["decide.holds-nothing"] : string.Join("; ", facts.Holdings.Take(5).Select(h => Held(text, h)))
        );
    }

    private static string Held(CardText text, Holding holding)
    {
        var name = ReportText.Clean(holding.Device.Model is { Length: > 0 } model ? model : holding.Device.Label);
        return holding.AgeMonths is { } months ? text.Of("decide.held", name, months) : name;
    }

    private static AdaptiveRichTextBlock Step(CardText text, StepView step)
    {
        var name = step.Actor is { } actor ? ReportText.Clean(actor.Name) : null;
        var what =
            step.To is { } to && step.What != EquipmentStep.Asked
                ? text.Of("step.to", text[$"step.{step.What}"], ReportText.Clean(to.Name))
                : text[$"step.{step.What}"];
        var line = Line(
            AdaptiveSpacing.Small,
            new AdaptiveTextRun(
                step.What == EquipmentStep.Unreached ? text.Of("step.Unreached", name ?? "")
                : name is null ? what
                : $"{what} · {name}"
            ),
            new AdaptiveTextRun($"  {text.Moment(step.At)}") { IsSubtle = true }
        );
        if (step.Comment is { Length: > 0 } comment)
        {
            line.Inlines.Add(new AdaptiveTextRun($" · “{ReportText.Clean(comment)}”"));
        }

        return line;
    }
}
