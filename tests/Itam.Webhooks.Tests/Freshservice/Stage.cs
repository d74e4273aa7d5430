using Itam.Context;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Sandbox;
using Itam.Sandbox.Company;
using Itam.Sandbox.Freshservice;
using Itam.Webhooks.Freshservice;
using Itam.Webhooks.Receiving;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Itam.Webhooks.Tests.Freshservice;

/// <summary>The product's desk, connected over HTTP to an emulated account of a small company.</summary>
internal sealed class Stage : IAsyncDisposable
{
    public const string Dana = "dana@example.com";
    public const string Omar = "omar@example.com";
    public const string InesAgent = "ines@example.com";
    public const string Lee = "lee@example.com";

    private readonly SandboxHost _host;

    private Stage(SandboxHost host, EmulatedFreshservice vendor, ManualTime time, DeskConnection connection)
    {
        _host = host;
        Vendor = vendor;
        Time = time;
        Desk = connection.Desk;
        Receiver = connection.Receiver;
        Assets = connection.Assets;
    }

    public EmulatedFreshservice Vendor { get; }
    public ManualTime Time { get; }
    public IServiceDesk Desk { get; }
    public IWebhookReceiver Receiver { get; }
    public ISource? Assets { get; }
    public Uri Address => _host.Address;

    public static async Task<Stage> StartAsync(
        Dictionary<string, string?>? settings = null,
        Action<WebApplication>? more = null,
        int webhookRetries = 3
    )
    {
        var time = new ManualTime();
        var vendor = new EmulatedFreshservice(time, retries: webhookRetries);
        var host = await SandboxHost.StartAsync(Company(time), [vendor], time, more: more);
        var all = vendor.ConnectionSettings(host.Address).ToDictionary(s => s.Key, s => (string?)s.Value, StringComparer.Ordinal);
        foreach (var (name, value) in settings ?? [])
        {
            all[name] = value;
        }

        return new Stage(host, vendor, time, Connect(all, time));
    }

    public static DeskConnection Connect(Dictionary<string, string?> settings, TimeProvider time, HttpMessageHandler? network = null)
    {
        var reader = Reader(settings);
        var connection = new FreshserviceVendor().Connect(
            new ConnectionSettings("desk", TenantId.Parse("acme"), reader),
            new VendorServices(time, NullLoggerFactory.Instance, network)
        );
        reader.ThrowIfAny();
        return connection;
    }

    public static SettingsReader Reader(Dictionary<string, string?> settings) =>
        new SettingsReader(
            new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => $"Connections:desk:{s.Key}", s => s.Value)).Build()
        )
            .Section("Connections")
            .Section("desk");

    public async Task<(string Number, TicketRef Ref)> RaiseAsync(
        string? requester = Dana,
        string subject = "Battery is empty",
        string description = "It dies after an hour.",
        string? linked = null,
        string type = "Incident"
    )
    {
        var number = await Vendor.RaiseAsync(new NewTicket(requester, subject, description, linked), type);
        return (number, Ref(number));
    }

    public TicketRef Ref(string number) => new(Desk.Tenant, Desk.Connection, number[(number.IndexOf('-') + 1)..]);

    public Task<Ticket> ReadAsync(TicketRef ticket) => Desk.ReadTicketAsync(ticket, CancellationToken.None);

    public static LinkedDevice Device(string? serial = null, string? tag = null, string? host = null, string? id = null) =>
        new(
            "device",
            [
                .. new[]
                {
                    (IdentifierKind.Serial, serial, ""),
                    (IdentifierKind.AssetTag, tag, ""),
                    (IdentifierKind.Hostname, host, ""),
                    (IdentifierKind.SourceId, id, "desk"),
                }
                    .Where(n => n.Item2 is not null)
                    .Select(n => new DeviceName(n.Item1, n.Item2!, n.Item3)),
            ]
        );

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static SandboxCompany Company(TimeProvider time)
    {
        var now = time.GetUtcNow();
        return new SandboxCompany(
            [
                Person(1, "Dana Demo", Dana, "Sales", vip: true),
                Person(2, "Omar Okafor", Omar, "Finance", hidesEmail: true),
                Person(3, "Ines Ionescu", InesAgent, "IT"),
                Person(4, "Lee Lindqvist", Lee, "Finance"),
            ],
            [
                Device(1, "LT-0042", "PF3ABCDE", "ASSET-42", Dana),
                // Starts like the first in every field: the search finds both.
                Device(2, "LT-00421", "PF3ABCDE1", "ASSET-421", Lee),
                Device(3, "MB-0107", "C02XYZ123456", "ASSET-107", Dana),
                Device(4, "LT-0050", "DUPE-5555", "ASSET-50", Lee),
                Device(5, "LT-0051", "DUPE-5555", "ASSET-51", Lee),
                Device(6, "LT-0099", "NOTONDESK1", "ASSET-99", Dana, onDesk: false),
            ],
            [
                new SandboxLicense("Draw Studio", "Acme Software", 25, new DateOnly(2027, 3, 31), [Dana, Lee]),
                new SandboxLicense("Mail Suite", "Acme Software", 100, null, [Dana]),
            ],
            [
                new SandboxPastTicket(Dana, "Ancient", "Long ago", "ASSET-42", now.AddDays(-120), Closed: true),
                new SandboxPastTicket(Dana, "Battery swells", "It bends", "ASSET-42", now.AddDays(-60), Closed: true),
                new SandboxPastTicket(Lee, "Loan of Dana's laptop", "No power", "ASSET-42", now.AddDays(-20), Closed: false),
                new SandboxPastTicket(Dana, "Mouse", "Broken wheel", null, now.AddDays(-10), Closed: false),
            ]
        );
    }

    private static SandboxPerson Person(int number, string name, string email, string department, bool vip = false, bool hidesEmail = false) =>
        new(number, name, email, department, "Clerk", "Berlin", "DE", "Europe/Berlin", "en", vip, hidesEmail, null, new DateOnly(2020, 1, 1), null);

    private static SandboxDevice Device(int number, string name, string serial, string tag, string assignedTo, bool onDesk = true) =>
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
            "Berlin",
            assignedTo,
            "Windows 11",
            "24H2",
            256,
            8,
            null,
            "full",
            new DateOnly(2024, 1, 1),
            1200,
            new DateOnly(2026, 12, 9),
            "Premier",
            null,
            null,
            onDesk
        );
}
