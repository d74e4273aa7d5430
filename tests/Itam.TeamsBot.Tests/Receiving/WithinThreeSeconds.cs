using System.Text;
using Itam.Context.Work;
using Itam.Sandbox.Teams;
using Itam.TeamsBot.Protocol;
using Itam.TeamsBot.Receiving;
using Itam.TeamsBot.Sending;
using Itam.Testing.Databases;
using Itam.Testing.Time;
using Newtonsoft.Json.Linq;

namespace Itam.TeamsBot.Tests.Receiving;

/// <summary>By a clock that moves only when told: the handler waits at its gate for as long as a test wants.</summary>
public abstract class WithinThreeSeconds(TestEngine engine) : IAsyncLifetime
{
    private readonly TestBot _bot = new() { Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) };
    private Stage _stage = null!;
    private string _card = null!;

    public async Task InitializeAsync()
    {
        _stage = await Stage.StartAsync(engine, _bot);
        await _stage.SendAsync(
            new TeamsSend
            {
                Connection = Stage.ConnectionName,
                Target = new SendTarget.Person(Dana.EntraId),
                Activity = MessageFactory.AdaptiveCard(TestBot.Card("undecided")),
            }
        );
        _card = Chat.Messages.Single().Id;
    }

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    private TeamsUser Dana => _stage.Teams.User("Dana");
    private TeamsConversation Chat => _stage.Teams.Personal(Dana);

    [Fact]
    public async Task What_is_ready_in_time_is_the_answer_and_nothing_follows()
    {
        var answer = RunAsync(Press("approve"));
        await UntilRunningAsync();
        _bot.Gate!.SetResult();

        (await answer).Body!.SelectToken("value.fallbackText")!.Value<string>().Should().StartWith("approve");
        (await _stage.RunDueAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task What_takes_longer_is_promised_and_later_takes_the_cards_place()
    {
        var answer = await OverBudgetAsync(Press("approve"));

        answer.Body!.Value<string>("type").Should().Be("application/vnd.microsoft.activity.message");
        answer.Body!.Value<string>("value").Should().StartWith("Working on it");
        await FinishAsync();

        var message = Chat.Messages.Single();
        message.Edits.Should().Be(1);
        message.Card!["fallbackText"]!.Value<string>().Should().StartWith("approve");
    }

    [Fact]
    public async Task A_late_message_is_said_in_the_conversation()
    {
        await OverBudgetAsync(Press("say"));
        await FinishAsync();

        Chat.Messages[^1].Text.Should().Be("run 1");
    }

    [Fact]
    public async Task A_late_failure_is_told_too()
    {
        await OverBudgetAsync(Press("fail"));
        await FinishAsync();

        Chat.Messages[^1].Text.Should().Contain("did not work");
    }

    [Fact]
    public async Task The_channels_second_try_waits_for_the_first_and_gets_its_answer()
    {
        var press = Press("approve");
        var first = RunAsync(press);
        await UntilRunningAsync();
        var second = RunAsync(press);
        _bot.Gate!.SetResult();
        (await first).Body!.SelectToken("value.fallbackText")!.Value<string>().Should().EndWith("run 1");
        while (!second.IsCompleted)
        {
            // The database answers in real time; the budget must not run out while it does.
            _stage.Time.Advance(TimeSpan.FromMilliseconds(20));
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        JToken.DeepEquals((await second).Body, (await first).Body).Should().BeTrue();
        _bot.Runs.Should().Be(1);
    }

    [Fact]
    public async Task What_a_dead_process_promised_is_finished_by_another_one()
    {
        _bot.Hangs = true;
        await OverBudgetAsync(Press("approve"));
        // That process never comes back. Another one has a bot of its own.
        var other = new TestBot();
        var runner = new InvokeRunner(other, _stage.Answers, _stage.Database, new WorkSignal(), new BotWords(), _stage.Time, _stage.InvokeLog);
        var late = new LateInvokeHandler(_stage.Bots, _stage.Answers, runner, _stage.Time);
        (await _stage.Queue.ClaimAsync(1, default)).Should().BeEmpty("its lease runs");
        _stage.Time.Advance(InvokeAnswers.Lease + TimeSpan.FromSeconds(1));
        var item = (await _stage.Queue.ClaimAsync(1, default)).Single();
        await _stage.Queue.SettleAsync(item, await late.HandleAsync(item, default), default);
        await _stage.RunDueAsync();

        other.Runs.Should().Be(1);
        Chat.Messages.Single().Card!["fallbackText"]!.Value<string>().Should().StartWith("approve");
    }

    [Theory]
    [InlineData("task/fetch", "task.value", "try again")]
    [InlineData("composeExtension/query", "composeExtension.text", "try again")]
    [InlineData("task/submit", "task.value", "Working on it")]
    public async Task Every_kind_of_invoke_is_answered_in_time(string name, string path, string words)
    {
        var answer = await OverBudgetAsync(_stage.Teams.Channel.Invoke(Dana, Chat, name, new JObject { ["data"] = new JObject() }));

        answer.Status.Should().Be(200);
        answer.Body!.SelectToken(path)!.Value<string>().Should().Contain(words);
    }

    private JObject Press(string verb) => _stage.Teams.Channel.Press(Dana, Chat, _card, verb);

    private Task<InvokeResponse> RunAsync(JObject activity)
    {
        var body = Encoding.UTF8.GetBytes(activity.ToString());
        return _stage.Runner.RunAsync(_stage.Connection, ActivityJson.Read(body)!, body, TimeSpan.Zero);
    }

    private async Task<InvokeResponse> OverBudgetAsync(JObject activity)
    {
        var answer = RunAsync(activity);
        await UntilRunningAsync();
        _stage.Time.Advance(InvokeRunner.Budget);
        // What is owed is being written down meanwhile, which takes no time of this clock.
        return await answer.WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>The handler ends, and the result is delivered.</summary>
    private async Task FinishAsync()
    {
        _bot.Gate!.SetResult();
        await Eventually.IsTrueAsync(
            async () => (await _stage.Queue.SummariseAsync(Stage.Tenant, default)).Total(WorkPhase.Due) > 0,
            "the result is due to be delivered"
        );
        await _stage.RunDueAsync();
    }

    private Task UntilRunningAsync() => Eventually.IsTrueAsync(() => _bot.Runs > 0, "the bot runs");
}

public sealed class WithinThreeSecondsOnSqlite() : WithinThreeSeconds(TestEngine.Sqlite);

public sealed class WithinThreeSecondsOnPostgres() : WithinThreeSeconds(TestEngine.Postgres);
