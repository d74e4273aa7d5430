using Itam.Context;
using Itam.Context.Storage;
using Itam.Context.Work;
using Itam.Sandbox;
using Itam.Sandbox.Teams;
using Itam.Server.Hosting;
using Itam.Testing;
using Itam.Testing.Databases;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Itam.TeamsBot.Tests;

/// <summary>The real server with the bot's role, on the wire with emulated Teams.</summary>
internal sealed class BotHost : IAsyncDisposable
{
    public static readonly TenantId Tenant = TenantId.Parse("acme");

    private readonly WebApplication _app;
    private readonly TestDatabase _database;
    private readonly SandboxHost _sandbox;

    private BotHost(WebApplication app, TestDatabase database, SandboxHost sandbox, TeamsEmulator teams)
    {
        _app = app;
        _database = database;
        _sandbox = sandbox;
        Teams = teams;
    }

    public TeamsEmulator Teams { get; }
    public SandboxHost Sandbox => _sandbox;
    public Database Database => _app.Services.GetRequiredService<Database>();
    public WorkQueue Queue => _app.Services.GetRequiredService<WorkQueue>();

    /// <param name="teams">Prepared before the first token is judged; null is an ordinary one.</param>
    public static async Task<BotHost> StartAsync(ActivityHandler handler, TestEngine engine = TestEngine.Sqlite, TeamsEmulator? teams = null)
    {
        teams ??= new TeamsEmulator(TimeProvider.System);
        var database = await TestDatabase.CreateAsync(engine);
        var sandbox = await SandboxHost.StartAsync(SmallCompany.Create(), [], TimeProvider.System, sources: [teams]);
        var settings = new Dictionary<string, string?>
        {
            ["Urls"] = "http://127.0.0.1:0",
            ["Database"] = database.Setting,
            ["Connections:teams:Tenant"] = Tenant.Value,
        };
        foreach (var (name, value) in teams.ConnectionSettings(sandbox.Address))
        {
            settings[$"Connections:teams:{name}"] = value;
        }

        var app = ServerHost.Build(
            new ConfigurationBuilder().AddInMemoryCollection(settings).Build(),
            Roles.All,
            services =>
            {
                services.AddSingleton(new WorkOptions { Poll = TimeSpan.FromMilliseconds(50) });
                services.AddSingleton(new Backoff(Random.Shared.NextDouble, pace: 0.01));
                services.AddSingleton(handler);
            }
        );
        await app.StartAsync();
        teams.Channel.Target = new Uri($"{app.Urls.First()}/api/messages");
        return new BotHost(app, database, sandbox, teams);
    }

    /// <summary>Waits until nothing is due or running any more; false after the time has run out.</summary>
    public Task<bool> SettleAsync() =>
        Queue.ReachAsync(Tenant, c => c.Kind != "connection-watch" && c.Phase != WorkPhase.Dead, () => true, TimeSpan.FromSeconds(30));

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _sandbox.DisposeAsync();
        await _database.DisposeAsync();
        Teams.Dispose();
    }
}
