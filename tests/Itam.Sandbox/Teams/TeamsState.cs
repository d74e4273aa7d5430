using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Teams;

/// <summary>Somebody in the emulated tenant.</summary>
/// <param name="ChannelId">"29:…"</param>
public sealed record TeamsUser(string Name, string EntraId, string ChannelId, string Upn)
{
    /// <summary>The app is installed for them.</summary>
    public bool Installed { get; set; } = true;

    /// <summary>They have blocked the bot.</summary>
    public bool Blocked { get; set; }

    /// <summary>In whose directory they are, under <see cref="EntraId"/>.</summary>
    public string EntraTenant { get; init; } = TeamsEmulator.EntraTenant;

    /// <summary>Where they come from: of a guest another one.</summary>
    public string HomeTenant
    {
        get => field ?? EntraTenant;
        set;
    }

    public string Locale { get; set; } = "en-US";
    public string TimeZone { get; set; } = "Europe/Berlin";
}

/// <param name="Type">personal, groupChat, channel.</param>
public sealed record TeamsConversation(string Id, string Type, IReadOnlyList<TeamsUser> Members, string? TeamId = null)
{
    private readonly Lock _lock = new();
    private readonly List<TeamsMessage> _messages = [];

    /// <summary>What stands in it, oldest first.</summary>
    public IReadOnlyList<TeamsMessage> Messages
    {
        get
        {
            lock (_lock)
            {
                return [.. _messages];
            }
        }
    }

    /// <summary>The history was deleted: the channel does not find it any more.</summary>
    public bool Gone { get; set; }

    /// <summary>The bot is no part of it: a search may come from it, and nothing is told about it.</summary>
    public bool IsElsewhere { get; init; }

    internal void Add(TeamsMessage message)
    {
        lock (_lock)
        {
            _messages.Add(message);
        }
    }

    internal TeamsMessage? Find(string id) => Messages.FirstOrDefault(m => m.Id == id && !m.Deleted);
}

/// <summary>One message as it stands now.</summary>
/// <param name="FromBot">Else from a person.</param>
public sealed class TeamsMessage(string id, bool fromBot, JObject activity, DateTimeOffset at)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, JObject> _answers = new(StringComparer.Ordinal);

    public string Id => id;
    public bool FromBot => fromBot;
    public DateTimeOffset At => at;

    /// <summary>As it was sent, or replaced last.</summary>
    public JObject Activity { get; private set; } = activity;
    public int Edits { get; private set; }
    public bool Deleted { get; set; }

    public string? Text => (string?)Activity["text"];

    /// <summary>The adaptive card in it, as it is stored: what everybody sees who opens the chat anew.</summary>
    public JObject? Card => (Activity["attachments"] as JArray)?.FirstOrDefault()?["content"] as JObject;

    /// <summary>The card on somebody's screen: the answer to what they pressed, until the message is replaced.</summary>
    public JObject? CardFor(TeamsUser viewer)
    {
        lock (_lock)
        {
            return _answers.GetValueOrDefault(viewer.ChannelId) ?? Card;
        }
    }

    internal void Replace(JObject by)
    {
        lock (_lock)
        {
            Activity = by;
            Edits++;
            _answers.Clear();
        }
    }

    /// <summary>A client shows a card in an answer to whoever pressed, and stores it nowhere.</summary>
    /// <param name="edits">When it was pressed; what has been replaced since stays.</param>
    internal void Answer(TeamsUser presser, JObject card, int edits)
    {
        lock (_lock)
        {
            if (Edits == edits)
            {
                _answers[presser.ChannelId] = card;
            }
        }
    }
}
