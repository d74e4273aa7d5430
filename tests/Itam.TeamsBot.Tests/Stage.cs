using Itam.Context;
using Itam.Context.Chat;
using Itam.Context.Connections;
using Itam.Context.Storage;
using Itam.Context.Work;
using Itam.Sandbox;
using Itam.Sandbox.Teams;
using Itam.TeamsBot.Authentication;
using Itam.TeamsBot.Connector;
using Itam.TeamsBot.Receiving;
using Itam.TeamsBot.Sending;
using Itam.Testing;
using Itam.Testing.Databases;
using Itam.Testing.Logs;
using Itam.Testing.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Itam.TeamsBot.Tests;

/// <summary>The bot's parts by a clock that moves only when told, against emulated Teams on the wire.</summary>
internal sealed class Stage : IAsyncDisposable
{
    public static readonly TenantId Tenant = TenantId.Parse("acme");
    public const string ConnectionName = "teams";

    private readonly SandboxHost _sandbox;
    private readonly TestDatabase _database;

    private Stage(
        SandboxHost sandbox,
        TestDatabase database,
        TeamsEmulator teams,
        ManualTime time,
        TeamsConnection connection,
        ActivityHandler handler
    )
    {
        _sandbox = sandbox;
        _database = database;
        Teams = teams;
        Time = time;
        Connection = connection;
        Services = new VendorServices(time, NullLoggerFactory.Instance);
        Bots = new BotConnectors([connection], new LocalRateBudget(time), Services);
        Queue = new WorkQueue(Database, new WorkOptions(), new Backoff(() => 0), time);
        Send = new TeamsSendHandler(Bots, Database, new BotWords(), [Undelivered], time);
        Answers = new InvokeAnswers(Database, time);
        Runner = new InvokeRunner(handler, Answers, Database, new WorkSignal(), new BotWords(), time, InvokeLog);
        Late = new LateInvokeHandler(Bots, Answers, Runner, time);
        Turns = new ActivityWorkHandler(handler, Bots, new BotWords(), time);
    }

    public TeamsEmulator Teams { get; }
    public ManualTime Time { get; }
    public TeamsConnection Connection { get; }
    public VendorServices Services { get; }
    public BotConnectors Bots { get; }
    public WorkQueue Queue { get; }
    public TeamsSendHandler Send { get; }
    public InvokeAnswers Answers { get; }
    public InvokeRunner Runner { get; }
    public LateInvokeHandler Late { get; }
    public ActivityWorkHandler Turns { get; }
    public RecordingLog<InvokeRunner> InvokeLog { get; } = new();

    /// <summary>Hears what could not be said.</summary>
    public UndeliveredKeys Undelivered { get; } = new();
    public Database Database => _database.Database;
    public SandboxHost Sandbox => _sandbox;
    public IConnector Connector => Bots.Find(ConnectionName, Tenant)!.Connector;

    public static async Task<Stage> StartAsync(
        TestEngine engine = TestEngine.Sqlite,
        ActivityHandler? handler = null,
        IReadOnlyList<TeamsUser>? users = null,
        params (string, string?)[] settings
    )
    {
        var time = new ManualTime();
        var teams = new TeamsEmulator(time, users);
        var sandbox = await SandboxHost.StartAsync(SmallCompany.Create(), [], time, sources: [teams]);
        var values = teams.ConnectionSettings(sandbox.Address).ToDictionary(s => s.Key, s => (string?)s.Value);
        foreach (var (name, value) in settings)
        {
            values[name] = value;
        }

        return new Stage(sandbox, await TestDatabase.CreateAsync(engine), teams, time, Read(values), handler ?? new ActivityHandler());
    }

    public static TeamsConnection Read(Dictionary<string, string?> values)
    {
        var reader = new SettingsReader(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        reader.Text("Kind", "teams");
        var connection = TeamsConnection.Read(new ConnectionSettings(ConnectionName, Tenant, reader));
        reader.ReportUnread();
        reader.ThrowIfAny();
        return connection;
    }

    public Task EnqueueAsync(TeamsSend send) =>
        Database.WriteAsync(Tenant, (db, token) => db.EnqueueSendAsync(send, Time.GetUtcNow(), token), default);

    /// <summary>Runs everything that is due, one after another, until nothing is.</summary>
    /// <returns>How each attempt ended.</returns>
    public async Task<List<WorkOutcome>> RunDueAsync()
    {
        var outcomes = new List<WorkOutcome>();
        while (await Queue.ClaimAsync(1, default) is [var item])
        {
            IWorkHandler handler = item.Kind switch
            {
                TeamsOutbox.KindName => Send,
                ActivityWorkHandler.KindName => Turns,
                _ => Late,
            };
            var outcome = await handler.HandleAsync(item, default);
            outcomes.Add(outcome);
            await Queue.SettleAsync(item, outcome, default);
        }

        return outcomes;
    }

    public async Task<WorkOutcome> SendAsync(TeamsSend send)
    {
        await EnqueueAsync(send);
        return (await RunDueAsync()).Should().ContainSingle().Subject;
    }

    /// <summary>As the worker sees an activity that came in.</summary>
    public async Task<List<WorkOutcome>> TakeInAsync(Newtonsoft.Json.Linq.JObject activity)
    {
        var body = System.Text.Encoding.UTF8.GetBytes(activity.ToString());
        var work = ActivityWorkHandler.WorkOf(Connection, TeamsBot.Protocol.ActivityJson.Read(body)!, body);
        await Database.WriteAsync(
            Tenant,
            (db, _) =>
            {
                db.Enqueue(work with { DedupeKey = null }, Time.GetUtcNow());
                return Task.CompletedTask;
            },
            default
        );
        return await RunDueAsync();
    }

    public async Task<ConversationReference?> ReferenceAsync(string conversation)
    {
        await using var db = Database.Open(Tenant);
        return await db.ConversationReferences.AsNoTracking().FirstOrDefaultAsync(r => r.ConversationId == conversation);
    }

    public async Task<SentActivity?> SentAsync(string key)
    {
        await using var db = Database.Open(Tenant);
        return await db.SentActivities.AsNoTracking().FirstOrDefaultAsync(s => s.Key == key);
    }

    public async ValueTask DisposeAsync()
    {
        Bots.Dispose();
        await _sandbox.DisposeAsync();
        await _database.DisposeAsync();
        Teams.Dispose();
    }
}

internal sealed class UndeliveredKeys : IUndelivered
{
    public List<string> Keys { get; } = [];

    public Task HearAsync(ItamDb db, string key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Keys.Add(key);
        return Task.CompletedTask;
    }
}
