using System.Globalization;
using Itam.Context;
using Itam.Context.Desks;
using Itam.Context.Storage;
using Itam.Context.Work;
using Itam.Sandbox;
using Itam.Server.Hosting;
using Itam.Testing.Databases;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Itam.Testing;

/// <summary>The real server on a free loopback port and a fresh database, connected to one emulated desk, with <see cref="SmallCompany"/> in both.</summary>
public sealed class ItamHost : IAsyncDisposable
{
    public static readonly TenantId Tenant = TenantId.Parse("acme");

    private readonly WebApplication _app;

    private readonly TestDatabase _database;

    private ItamHost(WebApplication app, TestDatabase database, SandboxHost sandbox, IEmulatedDesk desk)
    {
        _app = app;
        _database = database;
        Sandbox = sandbox;
        Desk = desk;
    }

    public SandboxHost Sandbox { get; }
    public IEmulatedDesk Desk { get; }
    public Database Database => _app.Services.GetRequiredService<Database>();
    public IServiceDesk ServiceDesk => _app.Services.GetRequiredService<DeskDirectory>().Get(Desk.Name);
    public WorkQueue Queue => _app.Services.GetRequiredService<WorkQueue>();

    /// <param name="sweepEvery">Null: never during a test.</param>
    /// <param name="historyDays">How much of the desk's past is read; 0: none.</param>
    public static async Task<ItamHost> StartAsync(
        IEmulatedDesk desk,
        TestEngine engine = TestEngine.Sqlite,
        TimeSpan? sweepEvery = null,
        int historyDays = 0
    )
    {
        var database = await TestDatabase.CreateAsync(engine);
        var sandbox = await SandboxHost.StartAsync(SmallCompany.Create(), [desk], TimeProvider.System);
        var settings = new Dictionary<string, string?>
        {
            ["Urls"] = "http://127.0.0.1:0",
            ["Database"] = database.Setting,
            [$"Connections:{desk.Name}:Kind"] = desk.Name,
            [$"Connections:{desk.Name}:Tenant"] = Tenant.Value,
            [$"Connections:{desk.Name}:HistoryDays"] = historyDays.ToString(CultureInfo.InvariantCulture),
        };
        foreach (var (name, value) in desk.ConnectionSettings(sandbox.Address))
        {
            settings[$"Connections:{desk.Name}:{name}"] = value;
        }

        var app = ServerHost.Build(
            new ConfigurationBuilder().AddInMemoryCollection(settings).Build(),
            Roles.All,
            services =>
            {
                // The schedule is minutes; here it is a hundredth of that, and work that waits is looked for as often.
                services.AddSingleton(new WorkOptions { Poll = TimeSpan.FromMilliseconds(50) });
                services.AddSingleton(new Backoff(Random.Shared.NextDouble, pace: 0.01));
                services.AddSingleton(new SweepOptions(sweepEvery ?? TimeSpan.FromDays(1), TimeSpan.FromMinutes(5), TimeSpan.Zero));
            }
        );
        var host = new ItamHost(app, database, sandbox, desk);
        await SmallCompany.RegisterAsync(host.Database, Tenant);
        await app.StartAsync();
        desk.Webhooks.Target = new Uri($"{app.Urls.First()}/webhooks/{desk.Name}");
        await host.RestAsync();
        return host;
    }

    /// <summary>The timers that are due at the start have run: what a test does next is not met by the first sweep halfway.</summary>
    private Task RestAsync() => Queue.ReachAsync(Tenant, c => c.Phase is WorkPhase.Due or WorkPhase.Running, () => true, TimeSpan.FromSeconds(10));

    /// <summary>Waits until nothing is due or running any more and the desk has no webhook on its way; false after the time has run out.</summary>
    public Task<bool> SettleAsync(TimeSpan? atMost = null) =>
        Queue.ReachAsync(
            Tenant,
            c => c.Kind is not ("sweep" or "connection-watch") && c.Phase != WorkPhase.Dead,
            () => Desk.Webhooks.OnTheWay == 0,
            atMost ?? TimeSpan.FromSeconds(40)
        );

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Sandbox.DisposeAsync();
        await _database.DisposeAsync();
    }
}
