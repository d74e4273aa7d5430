using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Enrichment;
using Itam.Context.Enrichment.EndOfLife;
using Itam.Context.Sources;
using Itam.Context.Storage;
using Itam.Server.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Itam.Server.Hosting;

/// <summary>What a one-shot command needs: settings, database, desks and sources, without the server around them.</summary>
internal sealed class ToolHost : IAsyncDisposable
{
    private ToolHost(ServerSettings settings, Database database)
    {
        Settings = settings;
        Database = database;
        Desks = new DeskDirectory(settings.Desks.Select(d => d.Desk));
        Sources = new SourceDirectory(settings.Sources);
        var live = new LiveFacts(
            Sources,
            new LiveOptions(settings.LiveBudget) { Precedence = settings.Precedence },
            TimeProvider.System,
            NullLogger<LiveFacts>.Instance
        );
        Context = new ContextService(
            database,
            settings.Thresholds,
            TimeProvider.System,
            NullLogger<ContextService>.Instance,
            live,
            EndOfLifeCalendar.From(settings.EndOfLifeFile)
        );
    }

    public ServerSettings Settings { get; }
    public Database Database { get; }
    public DeskDirectory Desks { get; }
    public SourceDirectory Sources { get; }
    public ContextService Context { get; }

    /// <summary>With the database brought up to date.</summary>
    /// <exception cref="SettingsException">The configuration is wrong.</exception>
    public static async Task<ToolHost> OpenAsync(string? config, CancellationToken cancellationToken)
    {
        var host = Open(config);
        await host.Database.MigrateAsync(cancellationToken);
        return host;
    }

    /// <summary>With the database as it is; nothing was asked of it yet.</summary>
    /// <exception cref="SettingsException">The configuration is wrong.</exception>
    public static ToolHost Open(string? config)
    {
        var settings = ServerSettings.Read(ConfigurationFile.Load(config), new VendorServices(TimeProvider.System, NullLoggerFactory.Instance));
        return new ToolHost(settings, DatabaseProblems.Open(settings.Database));
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
