using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.TeamsBot.Cards;

/// <summary>Buttons. Always in a set: older clients honour an action's fallback only there.</summary>
public sealed class AdaptiveActionSet : AdaptiveElement
{
    /// <summary>Teams shows no more in a row.</summary>
    public const int MaxActions = 6;

    public override string Type => "ActionSet";
    public List<AdaptiveAction> Actions { get; init; } = [];
}

public abstract class AdaptiveAction
{
    [JsonProperty(Order = -2)]
    public abstract string Type { get; }
    public string? Title { get; init; }

    /// <summary>What tells this button from others of the same title, for the mouse and for screen readers. Plain text.</summary>
    public string? Tooltip { get; init; }
}

/// <param name="verb">What is to be done.</param>
/// <param name="id">To what; null where the verb says all.</param>
/// <param name="once">Tells a form from the same form shown another time. Nothing else travels in a card: the server knows the rest, and believes nothing.</param>
public sealed class AdaptiveExecuteAction(string verb, string? id = null, string? once = null) : AdaptiveAction
{
    public override string Type => "Action.Execute";
    public string Verb { get; } = verb;
    public JObject Data { get; } = DataOf(verb, id, once);

    /// <summary>"none": inputs are neither sent nor required.</summary>
    public string? AssociatedInputs { get; init; }

    /// <summary>For older clients, which send it as a message.</summary>
    public AdaptiveSubmitAction Fallback => new(Data) { Title = Title, AssociatedInputs = AssociatedInputs };

    internal static JObject DataOf(string verb, string? id, string? once = null)
    {
        var data = new JObject { [CardVerbs.Member] = verb };
        if (id is not null)
        {
            data["id"] = id;
        }

        if (once is not null)
        {
            data[CardVerbs.Once] = once;
        }

        return data;
    }
}

public sealed class AdaptiveSubmitAction(JObject data) : AdaptiveAction
{
    public override string Type => "Action.Submit";
    public JObject Data { get; } = data;
    public string? AssociatedInputs { get; init; }

    /// <summary>Within a dialog, which knows no Action.Execute: the client sends it with <c>task/submit</c>.</summary>
    public static AdaptiveSubmitAction Of(string title, string verb, string? id = null, string? once = null) =>
        new(AdaptiveExecuteAction.DataOf(verb, id, once)) { Title = title };

    /// <summary>Opens a dialog: the client asks for it with <c>task/fetch</c>.</summary>
    public static AdaptiveSubmitAction Dialog(string title, string verb, string id, string about)
    {
        var data = AdaptiveExecuteAction.DataOf(verb, id);
        data["msteams"] = new JObject { ["type"] = "task/fetch" };
        return new AdaptiveSubmitAction(data)
        {
            Title = title,
            Tooltip = $"{title}: {about}",
            AssociatedInputs = "none",
        };
    }
}

public sealed class AdaptiveOpenUrlAction(Uri url) : AdaptiveAction
{
    public override string Type => "Action.OpenUrl";
    public string Url { get; } = url.AbsoluteUri;
}

/// <summary>
/// Unfolds a form on the client, without asking us. A button within sends the inputs of its own form and of the card around it, never those of another form:
/// in one card, a required input that is folded away would keep every other button from being sent.
/// </summary>
public sealed class AdaptiveShowCardAction(IReadOnlyList<AdaptiveElement> form) : AdaptiveAction
{
    public override string Type => "Action.ShowCard";
    public AdaptiveShownCard Card { get; } = new(form);
}

public sealed class AdaptiveShownCard(IReadOnlyList<AdaptiveElement> body)
{
    [JsonProperty(Order = -2)]
    public string Type => "AdaptiveCard";
    public IReadOnlyList<AdaptiveElement> Body { get; } = body;
}
