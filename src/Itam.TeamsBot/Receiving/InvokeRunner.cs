using System.Collections.Concurrent;
using Itam.Context.Storage;
using Itam.Context.Work;
using Itam.TeamsBot.Authentication;
using Itam.TeamsBot.Protocol;
using Itam.TeamsBot.Sending;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Itam.TeamsBot.Receiving;

/// <summary>
/// Answers invokes while somebody waits. Each runs once, whoever asks again gets the first answer, and what was pressed and is not ready within the budget
/// goes on: its result is kept and later put into the conversation by <see cref="LateInvokeHandler"/>, even if this process dies. It is promised only when
/// that is written down.
/// </summary>
internal sealed class InvokeRunner(
    ActivityHandler handler,
    InvokeAnswers answers,
    Database database,
    WorkSignal signal,
    BotWords words,
    TimeProvider time,
    ILogger<InvokeRunner> log
) : IHostedService
{
    /// <summary>What the handler gets; the rest of the three seconds is for receiving and answering.</summary>
    public static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(2200);

    /// <summary>For writing down that a result is owed.</summary>
    private static readonly TimeSpan NoteBudget = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    /// <summary>Below the lease, so that no two processes work on one answer.</summary>
    private static readonly TimeSpan LongestRun = InvokeAnswers.Lease - TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Task, bool> _running = new();

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What runs may end; what does not is taken over when its lease ends.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(_running.Keys).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stopping.CancelAsync();
    }

    /// <param name="spent">Of the person's patience, before this.</param>
    public async Task<InvokeResponse> RunAsync(TeamsConnection connection, Activity activity, ReadOnlyMemory<byte> body, TimeSpan spent)
    {
        var actor = BotUser.Of(activity, connection.EntraTenants);
        var turn = new TurnContext(activity, connection.Tenant, connection.Name, actor);
        if (Refusal(turn) is { } refusal)
        {
            return refusal;
        }

        var raw = body.ToArray();
        var patience = new Patience();
        var run = Track(ClaimAndRunAsync(connection, turn, raw, patience));
        var left = Budget - spent;
        try
        {
            return await run.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            if (!patience.End())
            {
                // It was ready in the same moment.
                return await run;
            }
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            // The database did not take it: the log has the cause already.
            return Said(turn, words.TryAgain(turn.Culture));
        }

        if (activity.IsPress() && patience.Owed is { } owed && await IsNotedAsync(connection, owed, raw))
        {
            Log.OverBudget(log, activity.Name ?? "-", connection.Name);
            return Waiting(turn);
        }

        Log.SentAway(log, activity.Name ?? "-", connection.Name);
        return Said(turn, words.TryAgain(turn.Culture));
    }

    /// <summary>Runs the handler for a claim and keeps its answer with all that the turn does, in one transaction.</summary>
    internal async Task<InvokeResponse> AnswerAsync(
        TeamsConnection connection,
        TurnContext turn,
        InvokeClaim.Mine claim,
        CancellationToken cancellationToken
    )
    {
        InvokeResponse response;
        var ok = true;
        try
        {
            using var end = new CancellationTokenSource(LongestRun, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellationToken);
            response = await handler.OnInvokeActivityAsync(turn, either.Token);
            await database.WriteAsync(connection.Tenant, (db, token) => CommitAsync(db, response, token), cancellationToken);
            signal.Notify();
            return response;
        }
        catch (InvokeResponseException special)
        {
            ok = special.Status < 400;
            response = Special(special.Status, turn);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.InvokeFailed(log, failure, turn.Activity.Name ?? "-", connection.Name);
            ok = false;
            response = Failure(turn, words.Failed(turn.Culture));
        }

        // Nothing of a failed turn is done, and pressing again is a new try.
        await database.WriteAsync(connection.Tenant, (db, token) => InvokeAnswers.StoreAsync(db, claim, response, ok, token), cancellationToken);
        return response;

        async Task CommitAsync(ItamDb db, InvokeResponse answer, CancellationToken token)
        {
            await InvokeAnswers.StoreAsync(db, claim, answer, repeatable: true, token);
            await ConversationBook.RefreshAsync(db, connection, turn.Activity, time.GetUtcNow(), token);
            await turn.CommitAsync(db, time.GetUtcNow(), token);
        }
    }

    private async Task<InvokeResponse> ClaimAndRunAsync(TeamsConnection connection, TurnContext turn, byte[] body, Patience patience)
    {
        await Task.Yield();
        var claim = await answers.ClaimAsync(connection.Tenant, connection.Name, turn.Activity, turn.Actor, _stopping.Token);
        var isWaitedFor = patience.Claimed(claim);
        var response = claim switch
        {
            InvokeClaim.Answered answered => answered.Response,
            InvokeClaim.Mine mine when isWaitedFor => await AnswerAsync(connection, turn, mine, _stopping.Token),
            InvokeClaim.Mine mine => await GiveBackAsync(connection, mine, turn),
            InvokeClaim.Running running => await WaitForAsync(connection, running, patience, turn),
            _ => throw new InvalidOperationException("A claim is answered, ours or somebody else's."),
        };
        if (!patience.Finish() && isWaitedFor && claim is InvokeClaim.Mine done && turn.Activity.IsPress())
        {
            // Somebody was told to wait: the result is due now.
            await database.WriteAsync(
                connection.Tenant,
                (db, token) => db.ReplaceAsync(LateInvokeHandler.WorkOf(connection, done.Key, body, time.GetUtcNow()), time.GetUtcNow(), token),
                _stopping.Token
            );
            signal.Notify();
        }

        return response;
    }

    /// <summary>The person was asked to try again before we had it, so it is not done behind their back.</summary>
    private async Task<InvokeResponse> GiveBackAsync(TeamsConnection connection, InvokeClaim.Mine claim, TurnContext turn)
    {
        await answers.ReleaseAsync(connection.Tenant, claim, _stopping.Token);
        return Said(turn, words.TryAgain(turn.Culture));
    }

    /// <summary>The same request is being worked on, here or in another replica; it delivers its own result.</summary>
    private async Task<InvokeResponse> WaitForAsync(TeamsConnection connection, InvokeClaim.Running running, Patience patience, TurnContext turn)
    {
        while (!patience.IsOver)
        {
            await Task.Delay(LookAgain, time, _stopping.Token);
            if (await answers.FindAsync(connection.Tenant, running.Key, _stopping.Token) is { } answer)
            {
                return answer;
            }
        }

        return Said(turn, words.TryAgain(turn.Culture));
    }

    /// <summary>A result is owed: taken over from the process that does not deliver it before its lease ends. False: that is not on disk in time.</summary>
    private async Task<bool> IsNotedAsync(TeamsConnection connection, Owed owed, byte[] body)
    {
        var noted = Track(
            database.WriteAsync(
                connection.Tenant,
                (db, token) => db.EnqueueOnceAsync(LateInvokeHandler.WorkOf(connection, owed.Key, body, owed.LeaseUntil), time.GetUtcNow(), token),
                _stopping.Token
            )
        );
        await noted.WaitAsync(NoteBudget, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return noted.IsCompletedSuccessfully;
    }

    private InvokeResponse? Refusal(TurnContext turn)
    {
        switch (turn.Activity.Name)
        {
            case InvokeNames.AdaptiveCardAction:
                var invoke = AdaptiveCardInvokeValue.Read(turn.Activity.Value, out var problem);
                return invoke is null ? AdaptiveCardInvokeResponse.BadRequest($"{words.BadCard(turn.Culture)} ({problem})").ToInvokeResponse()
                    : turn.Actor is null ? Failure(turn, words.UnknownPerson(turn.Culture))
                    : null;
            case InvokeNames.TaskFetch
            or InvokeNames.TaskSubmit
            or InvokeNames.SubmitAction
            or InvokeNames.Query
            or InvokeNames.QueryLink
            or InvokeNames.Search:
                return turn.Actor is null ? Failure(turn, words.UnknownPerson(turn.Culture)) : null;
            default:
                return InvokeResponse.NotImplemented;
        }
    }

    private InvokeResponse Special(int status, TurnContext turn) =>
        status == 400 && turn.Activity.Name == InvokeNames.AdaptiveCardAction
            ? AdaptiveCardInvokeResponse.BadRequest(words.BadCard(turn.Culture)).ToInvokeResponse()
            : new InvokeResponse(status);

    private InvokeResponse Waiting(TurnContext turn) =>
        turn.Activity.Name switch
        {
            InvokeNames.AdaptiveCardAction => AdaptiveCardInvokeResponse.Message(words.WorkingOnIt(turn.Culture)).ToInvokeResponse(),
            InvokeNames.TaskSubmit => TaskModuleResponse.Message(words.WorkingOnIt(turn.Culture)).ToInvokeResponse(),
            InvokeNames.SubmitAction => InvokeResponse.Empty,
            _ => throw new InvalidOperationException($"{turn.Activity.Name} promises nothing."),
        };

    private static InvokeResponse Failure(TurnContext turn, string text) =>
        turn.Activity.Name == InvokeNames.AdaptiveCardAction
            ? (turn.Actor is null ? AdaptiveCardInvokeResponse.BadRequest(text) : AdaptiveCardInvokeResponse.InternalError(text)).ToInvokeResponse()
            : Said(turn, text);

    private static InvokeResponse Said(TurnContext turn, string text) =>
        turn.Activity.Name switch
        {
            InvokeNames.AdaptiveCardAction => AdaptiveCardInvokeResponse.Message(text).ToInvokeResponse(),
            InvokeNames.TaskFetch or InvokeNames.TaskSubmit => TaskModuleResponse.Message(text).ToInvokeResponse(),
            InvokeNames.Search => new SearchInvokeResponse([]).ToInvokeResponse(),
            _ => MessagingExtensionResponse.Message(text).ToInvokeResponse(),
        };

    private Task<T> Track<T>(Task<T> task)
    {
        _ = Track((Task)task);
        return task;
    }

    private Task Track(Task task)
    {
        _running[task] = true;
        _ = task.ContinueWith(
            ended =>
            {
                _running.TryRemove(ended, out _);
                if (ended.Exception is { } failure)
                {
                    Log.InvokeUnsettled(log, failure.GetBaseException());
                }
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
        return task;
    }

    /// <param name="LeaseUntil">Until when somebody is at it.</param>
    private sealed record Owed(string Key, DateTimeOffset LeaseUntil);

    /// <summary>Settles the race between the claim, the result and the end of the person's patience.</summary>
    private sealed class Patience
    {
        private const int Claiming = 0;
        private const int Working = 1;
        private const int Finished = 2;
        private const int Over = 3;
        private int _state;
        private volatile Owed? _claimed;

        /// <summary>What was being worked on when the patience ended; null when it ended before anybody was at it.</summary>
        public Owed? Owed { get; private set; }

        public bool IsOver => Volatile.Read(ref _state) == Over;

        /// <summary>False: nobody waits any more.</summary>
        public bool Claimed(InvokeClaim claim)
        {
            _claimed = claim switch
            {
                InvokeClaim.Mine mine => new Owed(mine.Key, mine.LeaseUntil),
                InvokeClaim.Running running => new Owed(running.Key, running.LeaseUntil),
                _ => null,
            };
            return Move(Claiming, Working);
        }

        /// <summary>False: the person was answered before.</summary>
        public bool Finish() => Move(Working, Finished);

        /// <summary>False: the result was there first.</summary>
        public bool End()
        {
            if (Move(Claiming, Over))
            {
                return true;
            }

            Owed = _claimed;
            return Move(Working, Over);
        }

        private bool Move(int from, int to) => Interlocked.CompareExchange(ref _state, to, from) == from;
    }
}
