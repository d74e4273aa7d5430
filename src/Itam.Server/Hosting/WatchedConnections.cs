using Itam.Context.Connections;
using Itam.Context.Connections.Watching;
using Itam.Context.Lifecycle.Equipment;
using Itam.Context.Sources;
using Itam.Context.Storage;
using Itam.Server.Configuration;
using Itam.TeamsBot;

namespace Itam.Server.Hosting;

/// <summary>Every configured connection, for <c>itam doctor</c> and for the daily look.</summary>
internal static class WatchedConnections
{
    public static IReadOnlyList<WatchedConnection> Of(ServerSettings settings, Database database, VendorServices services)
    {
        var sources = new SourceDirectory(settings.Sources);
        return
        [
            .. settings
                .Desks.OrderBy(d => d.Name, StringComparer.Ordinal)
                .Select(d => new WatchedConnection(d.Name, d.Tenant, d.Desk.Product, token => d.CheckAsync(services.Time, token))),
            .. sources.Sources.Select(s => new WatchedConnection(s.Connection, s.Tenant, $"{s.Product}, source", s.CheckAsync)),
            .. sources.WarrantySources.Select(s => new WatchedConnection(s.Connection, s.Tenant, $"{s.Product}, warranties", s.CheckAsync)),
            .. settings.Bot.Bots.Select(b => new WatchedConnection(
                b.Name,
                b.Tenant,
                "Microsoft Teams",
                async token =>
                    [
                        .. await BotChecks.RunAsync(
                            b,
                            settings.Bot.Redis is null && settings.Database.StartsWith("Host=", StringComparison.OrdinalIgnoreCase),
                            services,
                            token
                        ),
                        .. await NamedPeopleChecks.RunAsync(
                            b,
                            b.Tenant == settings.Equipment.Tenant ? NamedIn(settings.Equipment) : [],
                            database,
                            token
                        ),
                    ]
            )),
        ];
    }

    private static IEnumerable<NamedInSettings> NamedIn(EquipmentSettings equipment) =>
        [
            .. equipment.Stockroom.Select(a => new NamedInSettings("Equipment:Stockroom", a)),
            .. new[] { equipment.SecondApprover }.OfType<string>().Select(a => new NamedInSettings("Equipment:SecondApprover", a)),
            .. new[] { equipment.FallbackApprover }.OfType<string>().Select(a => new NamedInSettings("Equipment:FallbackApprover", a)),
        ];
}
