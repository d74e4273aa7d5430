using Itam.Context;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Sources;
using Itam.Sandbox;
using Itam.Sandbox.Company;
using Itam.Sandbox.Jira;
using Itam.Webhooks.Jira;
using Itam.Webhooks.Receiving;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Itam.Webhooks.Tests.Jira;

/// <summary>A small company, an emulated Jira on a loopback port and the product connected to it.</summary>
internal sealed class JiraWorld : IAsyncDisposable
{
    public const string Dana = "dana@acme.example";
    public const string Hidden = "henry@acme.example";
    public const string Connection = "helpdesk";
    public static readonly TenantId Tenant = TenantId.Parse("acme");

    private readonly SandboxHost _host;
    private readonly Func<DeskConnection> _connect;

    private JiraWorld(SandboxHost host, JiraEmulator site, Func<DeskConnection> connect)
    {
        _host = host;
        _connect = connect;
        Site = site;
        var connection = connect();
        Desk = connection.Desk;
        Receiver = connection.Receiver;
        Assets = connection.Assets;
    }

    public JiraEmulator Site { get; }

    public IServiceDesk Desk { get; }

    public IWebhookReceiver Receiver { get; }

    public ISource? Assets { get; }

    public static async Task<JiraWorld> StartAsync(
        JiraFlavour flavour = JiraFlavour.Cloud,
        Action<Dictionary<string, string?>, Uri>? change = null,
        TimeProvider? productTime = null,
        TimeProvider? siteTime = null
    )
    {
        var site = new JiraEmulator(siteTime ?? TimeProvider.System, flavour);
        var host = await SandboxHost.StartAsync(Company(), [site], TimeProvider.System);
        var settings = site.ConnectionSettings(host.Address).ToDictionary(s => s.Key, s => (string?)s.Value);
        change?.Invoke(settings, host.Address);
        return new JiraWorld(host, site, () => Connect(settings, productTime ?? TimeProvider.System));
    }

    public static DeskConnection Connect(Dictionary<string, string?> settings, TimeProvider time)
    {
        var reader = new SettingsReader(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        var connection = new JiraVendor().Connect(
            new ConnectionSettings(Connection, Tenant, reader),
            new VendorServices(time, NullLoggerFactory.Instance)
        );
        reader.ThrowIfAny();
        return connection;
    }

    /// <summary>The desk as another process has it, which remembers nothing.</summary>
    public IServiceDesk AnotherProcess() => _connect().Desk;

    public static TicketRef Ref(string id) => new(Tenant, Connection, id);

    public async Task<TicketRef> RaiseAsync(
        string subject = "Laptop is slow",
        string description = "Since Monday.",
        string? email = Dana,
        string? deviceTag = null
    ) => await Desk.FindTicketAsync(await Site.RaiseAsync(new NewTicket(email, subject, description, deviceTag), default), default);

    /// <summary>The ticket's comments as an agent sees them.</summary>
    public IReadOnlyList<NoteView> Notes(TicketRef ticket) => Site.View(ticket.Id).Notes;

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    private static SandboxCompany Company() =>
        new(
            [
                Person(1, "Dana Demo", Dana, hides: false),
                Person(2, "Henry Hidden", Hidden, hides: true),
                Person(3, "Olga Other", "olga@acme.example", hides: false),
            ],
            [
                Device(1, "LT-0042", "PF3ABCDE", "LT-0042"),
                Device(2, "LT-0043", "PF3ABCDF", "LT-0043"),
                Device(3, "LT-0077", "TWIN0001", "LT-0077"),
                Device(4, "LT-0078", "TWIN0001", "LT-0078"),
                Device(5, "MB-0107", "C02XY123", "MB-0107") with
                {
                    OnDesk = false,
                },
            ],
            [],
            [
                new(Dana, "Battery swells", "The case is bent.", "LT-0042", TimeProvider.System.GetUtcNow().AddDays(-20), true),
                new(Hidden, "Fan is loud", "It is LT-0042 again, serial PF3ABCDE.", null, TimeProvider.System.GetUtcNow().AddDays(-10), false),
                new(Dana, "Printer jams", "Second floor.", null, TimeProvider.System.GetUtcNow().AddDays(-5), true),
                new(Dana, "Very old story", "LT-0042", "LT-0042", TimeProvider.System.GetUtcNow().AddDays(-400), true),
            ]
        );

    private static SandboxPerson Person(int number, string name, string email, bool hides) =>
        new(number, name, email, "Sales", "Manager", "Berlin", "DE", "Europe/Berlin", "de", false, hides, null, new DateOnly(2020, 1, 1), null);

    private static SandboxDevice Device(int number, string name, string serial, string tag) =>
        new(
            number,
            name,
            serial,
            tag,
            "laptop",
            "Windows",
            "Lenovo",
            "ThinkPad T14",
            "in use",
            false,
            null,
            Dana,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            OnDesk: true
        );
}
