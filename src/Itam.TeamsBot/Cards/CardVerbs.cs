namespace Itam.TeamsBot.Cards;

/// <summary>What a button asks for. With the id beside it, and in some forms <see cref="Once"/>, this is all that a card's data says.</summary>
public static class CardVerbs
{
    /// <summary>The member of a card's data that holds the verb; an older client's submit has no other place for it.</summary>
    public const string Member = "itam";

    /// <summary>The member that tells a form from the same form shown another time.</summary>
    public const string Once = "once";

    public const string Menu = "menu";
    public const string Devices = "devices";
    public const string Device = "device";
    public const string Licenses = "licenses";
    public const string Requests = "requests";
    public const string Catalogue = "catalogue";

    /// <summary>Which device? Or, with a device's id, what we see on it already.</summary>
    public const string Problem = "problem";
    public const string ProblemHelped = "problem-helped";
    public const string ProblemRaise = "problem-raise";
    public const string Loss = "loss";
    public const string LossReport = "loss-report";

    /// <summary>The holder: what was reported lost or stolen is there again.</summary>
    public const string Found = "found";

    /// <summary>Security or an agent: somebody's lost device is there again.</summary>
    public const string FoundFor = "found-for";
    public const string Return = "return";
    public const string ReturnAsk = "return-ask";

    /// <summary>Opens the dialog for a catalogue item.</summary>
    public const string Ask = "ask";
    public const string AskSend = "ask-send";

    /// <summary>The current card of a request, for whoever looks at it.</summary>
    public const string Request = "request";
    public const string Approve = "approve";
    public const string Refuse = "refuse";
    public const string Delegate = "delegate";
    public const string Reserve = "reserve";
    public const string HandOver = "hand-over";
    public const string Ship = "ship";
    public const string Confirm = "confirm";
    public const string Cancel = "cancel";
    public const string TakeBack = "take-back";
    public const string Reclaim = "reclaim";

    /// <summary>An agent: the ticket is not about this device.</summary>
    public const string NotThis = "not-this";

    /// <summary>An agent: the ticket is about this device.</summary>
    public const string ThisOne = "this-one";

    /// <summary>The current card of a ticket.</summary>
    public const string Ticket = "ticket";
}
