using Itam.Context;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Sandbox;
using Itam.Sandbox.Company;
using Itam.Sandbox.ServiceNow;
using Itam.Webhooks.ServiceNow;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Itam.Webhooks.Tests.ServiceNow;

/// <summary>An emulated instance on loopback and the product's desk connected to it.</summary>
internal sealed class Instance : IAsyncDisposable
{
    public const string Name = "acme";
    public static readonly DateTimeOffset Start = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    private readonly SandboxHost _host;

    private Instance(SandboxHost host, ServiceNowEmulator emulator, ManualTime time, IReadOnlyDictionary<string, string?> settings)
    {
        _host = host;
        Emulator = emulator;
        Time = time;
        (Connection, var problems) = Connect(settings, time);
        problems.Should().BeEmpty();
    }

    public ServiceNowEmulator Emulator { get; }

    public ManualTime Time { get; }

    public DeskConnection Connection { get; }

    public IServiceDesk Desk => Connection.Desk;

    public static async Task<Instance> StartAsync(params (string Name, string? Value)[] settings)
    {
        var time = new ManualTime(Start);
        var emulator = new ServiceNowEmulator(time);
        var host = await SandboxHost.StartAsync(Company, [emulator], TimeProvider.System);
        var all = emulator.ConnectionSettings(host.Address).ToDictionary(s => s.Key, s => (string?)s.Value);
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        return new Instance(host, emulator, time, all);
    }

    public static (DeskConnection Connection, IReadOnlyList<SettingProblem> Problems) Connect(
        IReadOnlyDictionary<string, string?> settings,
        TimeProvider time
    )
    {
        var reader = new SettingsReader(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        var connection = new ServiceNowVendor().Connect(
            new ConnectionSettings(Name, TenantId.Parse("demo"), reader),
            new VendorServices(time, NullLoggerFactory.Instance)
        );
        return (connection, reader.Problems);
    }

    public async Task<TicketRef> RaiseAsync(
        string description = "It is slow.",
        string? email = "dana@example.com",
        string? device = null,
        string subject = "Laptop"
    ) => Ref(await Emulator.RaiseAsync(new NewTicket(email, subject, description, device), CancellationToken.None));

    public TicketRef Ref(string number) => new(TenantId.Parse("demo"), Name, Emulator.IdOf(number));

    public string NumberOf(TicketRef ticket) => Emulator.Numbers.Single(n => Emulator.IdOf(n) == ticket.Id);

    public TicketView View(TicketRef ticket) => Emulator.View(NumberOf(ticket));

    public Task ChangeAsync(TicketRef ticket, string field, string value) =>
        Emulator.ChangeAsync(NumberOf(ticket), new Dictionary<string, string> { [field] = value });

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static readonly SandboxCompany Company = new(
        [
            Person(1, "Dana Demo", "dana@example.com", vip: true),
            Person(2, "Hugo Hidden", "hugo@example.com", hidesEmail: true),
            Person(3, "Beth Agent", "beth@example.com"),
        ],
        [
            Device(1, "lt-0042", "PF3ABCDE", "LT-0042", "dana@example.com"),
            Device(2, "mb-0107", "C02XK1ABJG5H", "MB-0107", "dana@example.com"),
            Device(3, "lt-0099", "PF3ZZZZZ", "LT-0099", "hugo@example.com"),
            Device(4, "lt-0500", "PF3HIDDEN", "LT-0500", null, onDesk: false),
        ],
        [],
        [
            new("dana@example.com", "Battery swollen", "Second time.", "LT-0042", Start.AddDays(-20), true),
            new("hugo@example.com", "Battery of PF3ABCDE", "Found it in the drawer.", null, Start.AddDays(-10), false),
            new("dana@example.com", "Old story", "Years ago.", "LT-0042", Start.AddDays(-400), true),
        ]
    );

    private static SandboxPerson Person(int number, string name, string email, bool vip = false, bool hidesEmail = false) =>
        new(number, name, email, "Sales", "Manager", "Berlin", "DE", "Europe/Berlin", "de", vip, hidesEmail, null, new(2020, 1, 1), null);

    private static SandboxDevice Device(int number, string name, string serial, string tag, string? assignedTo, bool onDesk = true) =>
        new(
            number,
            name,
            serial,
            tag,
            "laptop",
            "windows",
            "Lenovo",
            "ThinkPad T14 Gen 4",
            "in use",
            false,
            "Berlin",
            assignedTo,
            "Windows 11",
            "24H2",
            512,
            15,
            Start.AddHours(-3),
            "full",
            new(2023, 12, 9),
            1500,
            new(2026, 12, 9),
            "Premier",
            null,
            null,
            onDesk
        );
}
