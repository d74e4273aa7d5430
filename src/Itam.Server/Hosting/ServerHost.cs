using Itam.Context.Connections;
using Itam.Context.Connections.Watching;
using Itam.Context.Desks;
using Itam.Context.Desks.History;
using Itam.Context.Enrichment;
using Itam.Context.Enrichment.EndOfLife;
using Itam.Context.Lifecycle.Equipment;
using Itam.Context.Sources;
using Itam.Context.Sources.Syncing;
using Itam.Context.Storage;
using Itam.Context.Work;
using Itam.Server.Configuration;
using Itam.TeamsBot;
using Itam.TeamsBot.Conversations;
using Itam.Webhooks.Receiving;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Itam.Server.Hosting;

/// <summary>What this process does. Any number of processes may share the roles over one PostgreSQL.</summary>
[Flags]
public enum Roles
{
    /// <summary>Takes webhooks in.</summary>
    Webhooks = 1,

    /// <summary>Does the work: reads, describes, writes, sweeps.</summary>
    Worker = 2,

    /// <summary>Takes messages and button presses from Teams.</summary>
    Bot = 4,
    All = Webhooks | Worker | Bot,
}

/// <summary>Builds the server from its settings. Tests build the same one.</summary>
public static class ServerHost
{
    /// <param name="adjust">Registers what tests replace (a clock, a faster back-off) before the product's own.</param>
    /// <exception cref="Itam.Context.Connections.SettingsException">The configuration is wrong.</exception>
    public static WebApplication Build(IConfiguration configuration, Roles roles, Action<IServiceCollection>? adjust = null)
    {
        CancellationToken started = default;
        var logs = LoggerFactory.Create(logging => Logging(logging, () => started.IsCancellationRequested));
        var settings = ServerSettings.Read(configuration, new VendorServices(TimeProvider.System, logs));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(_ => logs);
        adjust?.Invoke(builder.Services);
        builder.WebHost.UseUrls(settings.Urls).ConfigureKestrel(kestrel => kestrel.HardenForWebhooks());
        AddContext(builder.Services, settings);
        if (roles.HasFlag(Roles.Webhooks))
        {
            builder.Services.AddReceiving();
        }

        if (IsBot(roles, settings))
        {
            builder.Services.AddBotReceiving(settings.Bot);
        }

        if (roles.HasFlag(Roles.Worker))
        {
            AddWorker(builder.Services, settings);
        }

        var app = builder.Build();
        started = app.Lifetime.ApplicationStarted;
        app.MapGet("/health", HealthAsync);
        if (roles.HasFlag(Roles.Webhooks))
        {
            app.MapWebhooks();
        }

        if (IsBot(roles, settings))
        {
            app.MapBot();
        }

        return app;
    }

    private static bool IsBot(Roles roles, ServerSettings settings) => roles.HasFlag(Roles.Bot) && settings.Bot.Bots.Count > 0;

    /// <param name="hasStarted">What fails the start is thrown to whoever starts it and said there, not twice.</param>
    private static void Logging(ILoggingBuilder logging, Func<bool> hasStarted) =>
        logging
            .AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
            })
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.Server.Kestrel", level => level >= LogLevel.Warning && (hasStarted() || level < LogLevel.Error))
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => level >= LogLevel.Warning && (hasStarted() || level < LogLevel.Error))
            .AddFilter("Itam", LogLevel.Information);

    private static void AddContext(IServiceCollection services, ServerSettings settings)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.AddSingleton(DatabaseProblems.Open(settings.Database));
        services.AddSingleton(settings.Thresholds);
        foreach (var desk in settings.Desks)
        {
            services.AddSingleton(desk);
            services.AddSingleton(desk.Desk);
        }

        services.AddSingleton<DeskDirectory>();
        var sources = new SourceDirectory(settings.Sources);
        services.AddSingleton(sources);
        services.AddSingleton(new LiveOptions(settings.LiveBudget) { Precedence = settings.Precedence });
        services.AddSingleton<LiveFacts>();
        services.AddSingleton(EndOfLifeCalendar.From(settings.EndOfLifeFile));
        services.AddSingleton<ContextService>();
        var notices = settings.Bot.Bots.Any(b => b.Tenant == settings.Equipment.Tenant);
        services.AddEquipment(settings.Equipment with { Notices = notices, AssetWriters = sources.WritersOf(settings.Equipment.Tenant) });
        services.AddSingleton(new Announcing(settings.Bot.Bots.Any(b => b.Assistant.Triage is not null)));
        if (settings.Bot.Bots.Count > 0)
        {
            services.AddAssistant(settings.Bot);
        }

        // First, since everything hosted after it uses the database.
        services.AddHostedService<SchemaUpgrade>();
    }

    private static void AddWorker(IServiceCollection services, ServerSettings settings)
    {
        services.AddReceiving();
        if (settings.Bot.Bots.Count > 0)
        {
            services.AddAssistantWork();
        }

        services.AddBotWork(settings.Bot);
        services.AddSingleton(new DeviceLinking(settings.LinkDevicesAbove));
        services.TryAddSingleton(SweepOptions.Default with { Every = settings.SweepEvery });
        services.AddSingleton<IWorkHandler, EnrichTicketHandler>();
        services.AddSingleton<IWorkHandler, WriteNoteHandler>();
        services.AddSingleton<IWorkHandler, LinkDeviceHandler>();
        services.AddSingleton<IWorkHandler, SweepHandler>();
        services.TryAddSingleton(new HistoryOptions(settings.HistoryDays));
        services.AddSingleton<HistoryReader>();
        services.AddSingleton<IWorkHandler, HistoryHandler>();
        services.AddSingleton(SyncOptions.Default with { Every = settings.SyncEvery });
        services.AddSingleton(s => new SyncRunner(s.GetRequiredService<Database>(), s.GetRequiredService<TimeProvider>(), settings.Precedence));
        services.AddSingleton<WarrantyRunner>();
        services.AddSingleton<IWorkHandler, SyncHandler>();
        services.AddSingleton<IWorkHandler, WarrantyHandler>();
        services.AddEquipmentWork();
        services.AddSingleton(s => new ConnectionWatch(
            WatchedConnections.Of(
                settings,
                s.GetRequiredService<Database>(),
                new VendorServices(s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILoggerFactory>())
            ),
            settings.Administrators,
            s.GetRequiredService<DeskDirectory>(),
            s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<ILogger<ConnectionWatch>>()
        ));
        services.AddSingleton<IWorkHandler>(s => s.GetRequiredService<ConnectionWatch>());
        services.AddHostedService<SweepTimers>();
        services.AddHostedService<WatchTimers>();
        services.AddHostedService<SyncTimers>();
        services.AddHostedService<HistoryTimers>();
        services.AddWorkLoop();
    }

    private static async Task<IResult> HealthAsync(Database database, CancellationToken cancellationToken)
    {
        await using var db = database.Open(WorkQueue.House);
        return await db.Database.CanConnectAsync(cancellationToken)
            ? Results.Json(new { status = "ok" })
            : Results.Json(new { status = "the database does not answer" }, statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
