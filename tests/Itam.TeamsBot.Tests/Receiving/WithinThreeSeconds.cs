using System.Text;
using Itam.Context.Work;
using Itam.Sandbox.Teams;
using Itam.TeamsBot.Protocol;
using Itam.TeamsBot.Receiving;
using Itam.TeamsBot.Sending;
using Itam.Testing.Databases;
using Itam.Testing.Time;
using Microsoft.EntityFrameworkCore;
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

    [Fact]
    public async Task Whoever_repeats_what_a_dead_process_left_gets_what_is_promised()
    {
        var press = Press("approve");
        (await ClaimAsync(press)).Should().BeOfType<InvokeClaim.Mine>("that process dies at once, before it wrote down what it owes");

        var answer = RunAsync(press);
        await PassAsync(answer);

        (await answer).Body!.Value<string>("value").Should().StartWith("Working on it");
        _bot.Gate!.SetResult();
        _stage.Time.Advance(InvokeAnswers.Lease);
        await _stage.RunDueAsync();
        Chat.Messages.Single().Card!["fallbackText"]!.Value<string>().Should().StartWith("approve");
    }

    [Fact]
    public async Task A_second_tap_on_what_a_dead_process_left_is_promised_and_done_too()
    {
        (await ClaimAsync(Press("approve"))).Should().BeOfType<InvokeClaim.Mine>();

        var answer = RunAsync(Press("approve"));
        await PassAsync(answer);

        (await answer).Body!.Value<string>("value").Should().StartWith("Working on it");
        _bot.Gate!.SetResult();
        _stage.Time.Advance(InvokeAnswers.Lease);
        await _stage.RunDueAsync();
        Chat.Messages.Single().Edits.Should().Be(1);
    }

    [Fact]
    public async Task Nothing_is_promised_and_nothing_done_when_the_database_is_slow_to_take_it()
    {
        var press = Press("approve");
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var holds = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var holding = _stage.Database.WriteAsync(
            Stage.Tenant,
            async (db, token) =>
            {
                await db.LockAsync("invoke", InvokeAnswers.KeyOf(Stage.ConnectionName, ActivityJson.Read(Body(press))!), token);
                holds.SetResult();
                await held.Task;
            },
            default
        );
        await holds.Task;

        var answer = RunAsync(press);
        await Task.Yield();
        _stage.Time.Advance(InvokeRunner.Budget);

        (await answer.WaitAsync(TimeSpan.FromSeconds(30))).Body!.Value<string>("value").Should().Contain("try again");
        held.SetResult();
        await holding;
        await _stage.Runner.StopAsync(default);
        _bot.Runs.Should().Be(0, "the person was asked to try again");
        (await ClaimAsync(press)).Should().BeOfType<InvokeClaim.Mine>("the next try is a new one");
    }

    [Fact]
    public async Task A_dialog_that_opens_too_late_is_not_sent_into_the_chat()
    {
        await OverBudgetAsync(Dialog("task/fetch"));
        _bot.Gate!.SetResult();
        await _stage.Runner.StopAsync(default);
        _stage.Time.Advance(InvokeAnswers.Lease);

        (await _stage.RunDueAsync()).Should().BeEmpty();
        Chat.Messages.Should().ContainSingle();
    }

    [Fact]
    public async Task A_dialog_that_is_refused_too_late_says_what_was_wrong()
    {
        await OverBudgetAsync(Dialog("task/submit", "why"));
        await FinishAsync();

        Chat.Messages[^1].Card.Should().BeNull("a form outside of its dialog is dead");
        Chat.Messages[^1].Text.Should().Be("Please say why");
    }

    [Fact]
    public async Task A_card_that_the_client_refreshes_by_itself_is_not_replaced_behind_its_back()
    {
        var refresh = _stage.Teams.Channel.Press(Dana, Chat, _card, "approve", trigger: "automatic");

        (await OverBudgetAsync(refresh)).Body!.Value<string>("value").Should().NotContain("Working on it");
        _bot.Gate!.SetResult();
        await _stage.Runner.StopAsync(default);
        _stage.Time.Advance(InvokeAnswers.Lease);

        (await _stage.RunDueAsync()).Should().BeEmpty();
        Chat.Messages.Single().Edits.Should().Be(0);
    }

    [Fact]
    public async Task A_database_that_fails_is_no_bare_error()
    {
        await _stage.Database.WriteAsync(Stage.Tenant, (db, token) => db.Database.ExecuteSqlRawAsync("DROP TABLE invoke_answers", token), default);

        var answer = await RunAsync(Press("approve"));

        answer.Status.Should().Be(200);
        answer.Body!.Value<string>("value").Should().Contain("try again");
        _bot.Runs.Should().Be(0);
    }

    [Theory]
    [InlineData("task/fetch", "task.value", "try again")]
    [InlineData("composeExtension/query", "composeExtension.text", "try again")]
    [InlineData("task/submit", "task.value", "Working on it")]
    public async Task Every_kind_of_invoke_is_answered_in_time(string name, string path, string words)
    {
        var answer = await OverBudgetAsync(Dialog(name));

        answer.Status.Should().Be(200);
        answer.Body!.SelectToken(path)!.Value<string>().Should().Contain(words);
    }

    private JObject Press(string verb) => _stage.Teams.Channel.Press(Dana, Chat, _card, verb);

    private JObject Dialog(string name, string? say = null) =>
        _stage.Teams.Channel.Invoke(Dana, Chat, name, new JObject { ["data"] = new JObject { ["say"] = say } });

    private static byte[] Body(JObject activity) => Encoding.UTF8.GetBytes(activity.ToString());

    private Task<InvokeClaim> ClaimAsync(JObject activity)
    {
        var read = ActivityJson.Read(Body(activity))!;
        return _stage.Answers.ClaimAsync(Stage.Tenant, Stage.ConnectionName, read, BotUser.Of(read, _stage.Connection.EntraTenants), default);
    }

    /// <summary>Time goes by until the answer is there.</summary>
    private async Task PassAsync(Task answer)
    {
        while (!answer.IsCompleted)
        {
            _stage.Time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    private Task<InvokeResponse> RunAsync(JObject activity)
    {
        var body = Body(activity);
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
