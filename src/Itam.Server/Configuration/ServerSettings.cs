using Itam.Context;
using Itam.Context.Connections;
using Itam.Context.Connections.Watching;
using Itam.Context.Enrichment;
using Itam.Context.Lifecycle.Equipment;
using Itam.Context.Matching;
using Itam.Context.Sources;
using Itam.Context.Storage;
using Itam.TeamsBot;
using Itam.TeamsBot.Authentication;
using Itam.Webhooks;

namespace Itam.Server.Configuration;

/// <summary>The whole configuration, parsed: it cannot be wrong any more.</summary>
/// <param name="Urls">Where the server listens, ASP.NET's form.</param>
/// <param name="Database">A connection string; its first word decides between SQLite and PostgreSQL.</param>
/// <param name="Sources">Configured sources, and the asset stores that desks bring.</param>
/// <param name="EndOfLifeFile">Where <c>itam data update</c> writes; what ships with the product counts until it is there.</param>
/// <param name="Precedence">Whose value of a device wins.</param>
/// <param name="Administrators">Who is told of connections that fail; null: nobody but the log.</param>
/// <param name="Bot">Every Teams connection, and what their replicas share.</param>
/// <param name="LiveBudget">How long a ticket waits for the newest values of its device.</param>
/// <param name="LinkDevicesAbove">Connections on which devices are linked, with the confidence that it takes.</param>
/// <param name="HistoryDays">How far back each desk's past tickets are read; 0: not at all.</param>
/// <param name="Equipment">What people may ask for, and how; closed where no catalogue is named.</param>
public sealed record ServerSettings(
    string Urls,
    string Database,
    IReadOnlyList<DeskConnection> Desks,
    IReadOnlyDictionary<string, double> LinkDevicesAbove,
    IReadOnlyDictionary<string, int> HistoryDays,
    ThresholdsByTenant Thresholds,
    TimeSpan SweepEvery,
    IReadOnlyList<SourceConnection> Sources,
    TimeSpan SyncEvery,
    TimeSpan LiveBudget,
    string EndOfLifeFile,
    Precedence Precedence,
    EquipmentSettings Equipment,
    BotOptions Bot,
    Administrators? Administrators
)
{
    public const string DefaultTenant = "main";

    /// <exception cref="SettingsException">Something is wrong; every problem is listed with the setting's name and an example.</exception>
    public static ServerSettings Read(IConfiguration configuration, VendorServices services)
    {
        var reader = new SettingsReader(configuration);
        var connections = reader.Section("Connections");
        var desks = new List<DeskConnection>();
        var sources = new List<SourceConnection>();
        var bots = new List<TeamsConnection>();
        var linking = new Dictionary<string, double>(StringComparer.Ordinal);
        var history = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (name, section) in connections.Children())
        {
            switch (ReadConnection(name, section, services))
            {
                case null:
                    continue;
                case SourceConnection source:
                    sources.Add(source);
                    break;
                case TeamsConnection bot:
                    bots.Add(bot);
                    break;
                case DeskConnection desk:
                    desks.Add(desk);
                    history[name] = (int)section.Number("HistoryDays", 365, 0, 3650);
                    if (desk.Assets is { } assets)
                    {
                        sources.Add(new SourceConnection(desk.Name, desk.Tenant, assets));
                    }

                    if (section.Has("LinkDevicesAbove"))
                    {
                        linking[name] = section.Number("LinkDevicesAbove", 0.9, 0.5, 1);
                    }

                    break;
            }

            section.ReportUnread();
        }

        var thresholds = new Dictionary<TenantId, Thresholds>();
        foreach (var (name, section) in reader.Section("Tenants").Children())
        {
            try
            {
                thresholds[TenantId.Parse(name)] = ThresholdsSection.Read(section.Section("Thresholds"));
            }
            catch (FormatException problem)
            {
                reader.Report($"Tenants:{name}", problem.Message, "Tenants:main");
            }

            section.ReportUnread();
        }

        foreach (var bot in bots)
        {
            CheckDesk(connections.Section(bot.Name), bot.Assistant.Desk, bot.Tenant, desks);
        }

        var settings = new ServerSettings(
            ReadUrls(reader),
            ReadDatabase(reader),
            desks,
            linking,
            history,
            new ThresholdsByTenant(thresholds),
            TimeSpan.FromMinutes(reader.Number("SweepEveryMinutes", 5, 0.05, 1440)),
            sources,
            TimeSpan.FromMinutes(reader.Number("SyncEveryMinutes", 60, 1, 1440)),
            TimeSpan.FromSeconds(reader.Number("LiveBudgetSeconds", 1.5, 0, 10)),
            reader.OptionalText("EndOfLifeFile") ?? "data/end-of-life.csv",
            ReadPrecedence(reader),
            ReadEquipment(reader.Section("Equipment"), desks),
            new BotOptions(bots, reader.OptionalText("Redis")),
            ReadAdministrators(reader.Section("Administrators"), desks)
        );
        reader.ReportUnread();
        reader.ThrowIfAny();
        return settings;
    }

    /// <returns>A <see cref="DeskConnection"/>, a <see cref="SourceConnection"/>, a <see cref="TeamsConnection"/>, or null for what cannot be connected.</returns>
    private static object? ReadConnection(string name, SettingsReader section, VendorServices services)
    {
        if (name.Length > 40 || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            section.Report(
                "",
                $"has a name that cannot stand in an address ('{name}'): use a-z, 0-9 and '-', at most 40 characters",
                "Connections:helpdesk"
            );
        }

        var tenant = section.Tenant("Tenant", DefaultTenant);
        var kinds = string.Join(", ", DeskVendors.All.Select(v => v.Kind).Concat(SourceVendors.All.Select(v => v.Kind)).Append(TeamsConnection.Kind));
        var kind = section.Text("Kind", kinds);
        if (kind == TeamsConnection.Kind)
        {
            return TeamsConnection.Read(new ConnectionSettings(name, tenant, section));
        }

        if (SourceVendors.All.FirstOrDefault(v => v.Kind == kind) is { } source)
        {
            return source.Connect(new ConnectionSettings(name, tenant, section), services);
        }

        if (DeskVendors.All.FirstOrDefault(v => v.Kind == kind) is not { } vendor)
        {
            if (kind != kinds)
            {
                section.Report("Kind", $"is '{kind}', which cannot be connected", $"one of {kinds}");
            }

            return null;
        }

        return vendor.Connect(new ConnectionSettings(name, tenant, section), services) with
        {
            CredentialEnd = CredentialEnd.Read(section),
        };
    }

    private static Precedence ReadPrecedence(SettingsReader reader)
    {
        const string Setting = "PrecedenceFile";
        if (reader.OptionalText(Setting) is not { } path)
        {
            return Precedence.Shipped;
        }

        try
        {
            using var file = File.OpenRead(path);
            return Precedence.Changed(file);
        }
        catch (Exception wrong) when (wrong is FormatException or IOException or UnauthorizedAccessException)
        {
            var why = wrong is FormatException ? $"is '{path}', which {wrong.Message}" : $"is '{path}', which cannot be read: {wrong.Message}";
            reader.Report(Setting, why, """a file with { "fields": { "Location": ["DeviceManagement", "AssetRegister"] } }""");
            return Precedence.Shipped;
        }
    }

    private static EquipmentSettings ReadEquipment(SettingsReader section, List<DeskConnection> desks)
    {
        var equipment = EquipmentSettings.Read(section, DefaultTenant);
        CheckDesk(section, equipment.Desk, equipment.Tenant, desks);
        return equipment;
    }

    private static Administrators? ReadAdministrators(SettingsReader section, List<DeskConnection> desks)
    {
        if (!section.Children().Any() && !section.Has("Desk") && !section.Has("Email"))
        {
            return null;
        }

        var administrators = new Administrators(section.Text("Desk", "helpdesk"), section.Text("Email", "it-admin@example.com"));
        if (section.Has("Desk") && !desks.Exists(d => d.Name == administrators.Desk))
        {
            section.Report("Desk", $"names '{administrators.Desk}', which is no desk below Connections", "helpdesk");
        }

        section.ReportUnread();
        return administrators;
    }

    private static void CheckDesk(SettingsReader section, string? desk, TenantId tenant, List<DeskConnection> desks)
    {
        if (desk is not null && !desks.Exists(d => d.Name == desk && d.Tenant == tenant))
        {
            var names = desks.Where(d => d.Tenant == tenant).Select(d => d.Name).Order(StringComparer.Ordinal).ToArray();
            section.Report(
                "Desk",
                $"names '{desk}', which is no desk of the tenant '{tenant}' below Connections",
                names.Length > 0 ? string.Join(" or ", names) : "the name of a desk"
            );
        }
    }

    private static string ReadDatabase(SettingsReader reader)
    {
        var database = reader.OptionalText("Database") ?? "Data Source=data/itam.db";
        try
        {
            DatabaseSetting.Parse(database);
        }
        catch (FormatException wrong)
        {
            reader.Report("Database", wrong.Message, DatabaseSetting.Example);
        }

        return database;
    }

    private static string ReadUrls(SettingsReader reader)
    {
        const string Usual = "http://127.0.0.1:8080";
        var urls = reader.OptionalText("Urls") ?? Usual;
        try
        {
            foreach (var url in urls.Split(';'))
            {
                BindingAddress.Parse(url);
            }
        }
        catch (FormatException)
        {
            reader.Report("Urls", $"is '{urls}', not an address to listen on", Usual);
        }

        return urls;
    }
}
