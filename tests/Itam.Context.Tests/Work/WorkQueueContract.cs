using Itam.Context.Work;
using Itam.Testing.Databases;
using Itam.Testing.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace Itam.Context.Tests.Work;

/// <summary>What every part of the store contract starts from: an empty queue on a database of its own, a clock that stands still, and no luck.</summary>
public abstract class WorkQueueContract(TestEngine engine) : IAsyncLifetime
{
    protected static readonly TenantId Acme = TenantId.Parse("acme");
    protected static readonly TenantId Globex = TenantId.Parse("globex");

    protected TestDatabase Test { get; private set; } = null!;
    protected ManualTime Time { get; } = new();
    protected WorkOptions Options { get; init; } = new();
    protected WorkSignal Signal { get; } = new();
    protected WorkQueue Queue { get; private set; } = null!;
    protected InboxWriter Inbox { get; private set; } = null!;

    /// <summary>0.5 takes the jitter away.</summary>
    protected double Chance { get; set; } = 0.5;

    public async Task InitializeAsync()
    {
        Test = await TestDatabase.CreateAsync(engine);
        Connect();
    }

    public async Task DisposeAsync()
    {
        await Inbox.DisposeAsync();
        await Test.DisposeAsync();
    }

    protected async Task RestartAsync()
    {
        await Inbox.DisposeAsync();
        await Test.ReopenAsync();
        Connect();
    }

    protected static NewWork NewWork(string key = "", string kind = "note", string? dedupe = null, TenantId? tenant = null, string payload = "{}") =>
        new(tenant ?? Acme, kind, key, System.Text.Encoding.UTF8.GetBytes(payload), DedupeKey: dedupe, Connection: "jira-main");

    protected async Task<Ingested> IngestAsync(NewWork work) => await Inbox.IngestAsync(work, CancellationToken.None);

    protected Task<IReadOnlyList<WorkItem>> ClaimAsync(int count = 10) => Queue.ClaimAsync(count, CancellationToken.None);

    protected async Task<WorkItem> ClaimOneAsync() => (await ClaimAsync()).Should().ContainSingle().Subject;

    protected async Task<WorkItem> IngestAndClaimAsync(NewWork? work = null)
    {
        await IngestAsync(work ?? NewWork());
        return await ClaimOneAsync();
    }

    protected Task<Settlement> SettleAsync(WorkItem item, WorkOutcome outcome) => Queue.SettleAsync(item, outcome, CancellationToken.None);

    protected async Task<DeadLetter> DieAsync(NewWork? work = null, string cause = "broken")
    {
        var item = await IngestAndClaimAsync(work);
        await SettleAsync(item, new WorkOutcome.Dead(cause));
        return (await LettersAsync()).Single(l => l.Id == item.Id);
    }

    protected Task<IReadOnlyList<DeadLetter>> LettersAsync(DeadLetterFilter? filter = null) =>
        Queue.ListDeadLettersAsync(filter ?? DeadLetterFilter.All, 100, CancellationToken.None);

    protected Task<long> CountAsync(string from = "work") => ScalarAsync($"SELECT COUNT(*) FROM {from}");

    protected async Task<long> ScalarAsync(string sql)
    {
        await using var connection = await Test.Database.OpenConnectionAsync(CancellationToken.None);
        await using var command = connection.Command(null, sql);
        return Convert.ToInt64(await command.ExecuteScalarAsync());
    }

    protected async Task<TimeSpan> PauseOfAsync(WorkItem item) =>
        DateTimeOffset.FromUnixTimeMilliseconds(await ScalarAsync($"SELECT due_at FROM work WHERE id = {item.Id}")) - Time.GetUtcNow();

    private void Connect()
    {
        Queue = new WorkQueue(Test.Database, Options, new Backoff(() => Chance), Time);
        Inbox = new InboxWriter(Test.Database, Signal, Time, NullLogger<InboxWriter>.Instance);
    }
}
