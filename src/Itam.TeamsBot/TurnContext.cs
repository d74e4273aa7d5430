using System.Globalization;
using Itam.Context;
using Itam.Context.Storage;
using Itam.TeamsBot.Protocol;
using Itam.TeamsBot.Sending;

namespace Itam.TeamsBot;

/// <summary>
/// One activity and what is done about it. Sends and database changes are collected and commit in one transaction when the turn ends, so that a turn that
/// is repeated after a crash is seen once.
/// </summary>
public sealed class TurnContext
{
    private readonly List<TeamsSend> _sends = [];
    private readonly List<Func<ItamDb, DateTimeOffset, CancellationToken, Task>> _changes = [];

    /// <param name="connection">The name of the connection the activity came in through.</param>
    /// <param name="actor">Who acts; null where that is not known.</param>
    public TurnContext(Activity activity, TenantId tenant, string connection, BotUser? actor)
    {
        // Nobody downstream has to know about mentions of ourselves.
        Activity = activity with
        {
            Text = activity.RemoveRecipientMention(),
        };
        Tenant = tenant;
        Connection = connection;
        Actor = actor;
        Culture = activity.Culture();
        TimeZone = activity.TimeZone();
    }

    /// <summary>As it came, but without mentions of the bot in its text.</summary>
    public Activity Activity { get; }
    public TenantId Tenant { get; }
    public string Connection { get; }

    /// <summary>Null: actions are refused before they reach a handler.</summary>
    public BotUser? Actor { get; }

    /// <summary>The person's language; invariant where it is unknown.</summary>
    public CultureInfo Culture { get; }
    public TimeZoneInfo? TimeZone { get; }

    public bool IsPersonal => Activity.IsPersonal();

    /// <summary>Sent after the turn, in order, through the durable queue. Text and card of one activity are sent as two, as Teams would split them.</summary>
    /// <param name="key">Remembered under this key: a later send with the same key takes its place. Null: never replaced.</param>
    public Task SendActivityAsync(Activity activity, string? key = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _sends.Add(
            new TeamsSend
            {
                Connection = Connection,
                Target = Here(),
                Activity = activity,
                Key = key,
            }
        );
        return Task.CompletedTask;
    }

    public Task SendActivityAsync(string text, CancellationToken cancellationToken = default) =>
        SendActivityAsync(MessageFactory.Text(text), key: null, cancellationToken);

    /// <summary>Replaces what stands in this conversation under <see cref="Activity.Id"/>.</summary>
    /// <exception cref="ArgumentException">The activity has no id.</exception>
    public Task UpdateActivityAsync(Activity activity, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _sends.Add(
            new TeamsSend
            {
                Connection = Connection,
                Target = Here(),
                Activity = activity with { Id = null },
                UpdateActivityId = activity.Id ?? throw new ArgumentException("An update needs the id of what it replaces.", nameof(activity)),
            }
        );
        return Task.CompletedTask;
    }

    /// <summary>Runs in the transaction in which the turn ends.</summary>
    public void InTransaction(Func<ItamDb, CancellationToken, Task> change) => _changes.Add((db, _, token) => change(db, token));

    /// <summary>What stands in this conversation is known under the key from now on, unless something else is already.</summary>
    public void RememberPlace(string key, string conversationId, string activityId) =>
        _changes.Add((db, now, token) => db.RememberPlaceAsync(Connection, key, conversationId, activityId, now, token));

    /// <summary>What was collected, for the transaction that ends the turn. Tests of handlers call it too.</summary>
    public async Task CommitAsync(ItamDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var change in _changes)
        {
            await change(db, now, cancellationToken);
        }

        foreach (var send in _sends)
        {
            await db.EnqueueSendAsync(send, now, cancellationToken);
        }
    }

    /// <summary>What will be sent so far.</summary>
    public IReadOnlyList<TeamsSend> Sends => _sends;

    private SendTarget.Conversation Here() =>
        new(Activity.Conversation?.Id ?? throw new InvalidOperationException("The activity has no conversation to answer in."), Activity.ServiceUrl);
}
