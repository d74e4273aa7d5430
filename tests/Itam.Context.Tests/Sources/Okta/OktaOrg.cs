using Itam.Context.Connections;
using Itam.Context.Sources;
using Itam.Context.Sources.Okta;
using Itam.Sandbox;
using Itam.Sandbox.Company;
using Itam.Sandbox.Sources.Okta;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Tests.Sources.Okta;

/// <summary>An emulated Okta org on loopback and the product connected to it.</summary>
internal sealed class OktaOrg : IAsyncDisposable
{
    private readonly SandboxHost _host;

    private OktaOrg(SandboxHost host, OktaEmulator emulator)
    {
        _host = host;
        Emulator = emulator;
        Source = Connect();
    }

    public OktaEmulator Emulator { get; }

    public SkippingTime Time { get; } = new(DateTimeOffset.UnixEpoch.AddYears(56));

    public ISource Source { get; }

    public ILiveSource Live => (ILiveSource)Source;

    public static async Task<OktaOrg> StartAsync(Action<OktaEmulator>? arrange = null)
    {
        var emulator = new OktaEmulator(TimeProvider.System);
        for (var n = 1; n <= 5; n++)
        {
            emulator.Devices.Add(Device(n));
            emulator.Users.Add(User(n));
        }

        arrange?.Invoke(emulator);
        return new OktaOrg(await SandboxHost.StartAsync(new SandboxCompany([], [], [], []), [], TimeProvider.System, sources: [emulator]), emulator);
    }

    public ISource Connect(TimeProvider? time = null, params (string Name, string? Value)[] settings)
    {
        var (source, problems) = Connect(Emulator.ConnectionSettings(_host.Address), time ?? Time, settings);
        problems.Should().BeEmpty();
        return source;
    }

    public static (ISource Source, IReadOnlyList<SettingProblem> Problems) Connect(
        IReadOnlyDictionary<string, string> settings,
        TimeProvider time,
        params (string Name, string? Value)[] changes
    )
    {
        var all = settings.ToDictionary(s => s.Key, s => (string?)s.Value);
        foreach (var (name, value) in changes)
        {
            all[name] = value;
        }

        var reader = new SettingsReader(new ConfigurationBuilder().AddInMemoryCollection(all).Build());
        var connection = new OktaVendor().Connect(
            new ConnectionSettings("acme", TenantId.Parse("demo"), reader),
            new VendorServices(time, NullLoggerFactory.Instance)
        );
        return (connection.Source!, reader.Problems);
    }

    public static async Task<List<SourcePage>> ReadAsync(ISource source, SourceRead? read = null)
    {
        var pages = new List<SourcePage>();
        await foreach (var page in source.ReadAsync(read ?? SourceRead.Everything, CancellationToken.None))
        {
            pages.Add(page);
        }

        return pages;
    }

    public static JObject User(int n) =>
        new()
        {
            ["id"] = $"user-{n}",
            ["status"] = "ACTIVE",
            ["created"] = "2025-01-01T00:00:00.000Z",
            ["lastUpdated"] = $"2025-12-0{n}T08:00:00.000Z",
            ["profile"] = new JObject
            {
                ["login"] = $"login{n}@acme.com",
                ["email"] = $"person{n}@acme.com",
                ["firstName"] = "Person",
                ["lastName"] = $"{n}",
                ["employeeNumber"] = 100 + n,
                ["department"] = "Sales",
                ["title"] = "Rep",
                ["city"] = "Hamburg",
                ["countryCode"] = "de",
                ["locale"] = "de_DE",
                ["timezone"] = "Europe/Berlin",
                ["managerId"] = "boss@acme.com",
                ["manager"] = "The Boss",
                ["shoeSize"] = 43,
            },
        };

    public static JObject Device(int n) =>
        new()
        {
            ["id"] = $"guo{n}",
            ["status"] = "ACTIVE",
            ["created"] = "2025-01-01T00:00:00.000Z",
            ["lastUpdated"] = $"2025-11-0{n}T08:00:00.000Z",
            ["profile"] = new JObject
            {
                ["displayName"] = $"LT-{n}",
                ["platform"] = "WINDOWS",
                ["manufacturer"] = "Dell Inc.",
                ["model"] = "Latitude 7440",
                ["osVersion"] = "10.0.26100",
                ["serialNumber"] = $"SER000{n}",
                ["imei"] = "",
                ["udid"] = null,
                ["registered"] = true,
                ["diskEncryptionType"] = "ALL_INTERNAL_VOLUMES",
            },
            ["_embedded"] = new JObject { ["users"] = new JArray(Registration(n)) },
        };

    public static JObject Registration(int n) =>
        new()
        {
            ["created"] = "2025-01-01T00:00:00.000Z",
            ["managementStatus"] = "MANAGED",
            ["user"] = User(n),
        };

    public async ValueTask DisposeAsync()
    {
        ((IDisposable)Source).Dispose();
        await _host.DisposeAsync();
    }
}
