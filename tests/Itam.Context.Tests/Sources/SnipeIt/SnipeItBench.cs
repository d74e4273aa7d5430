using Itam.Context.Connections;
using Itam.Context.Sources;
using Itam.Context.Sources.SnipeIt;
using Itam.Sandbox;
using Itam.Sandbox.Company;
using Itam.Sandbox.Sources.SnipeIt;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Itam.Context.Tests.Sources.SnipeIt;

/// <summary>An emulated instance on a loopback port and the source connected to it.</summary>
public sealed class SnipeItBench : IAsyncLifetime
{
    private readonly Dictionary<string, string> _changes = [];
    private SandboxHost _host = null!;
    private SnipeItSource? _source;

    internal PassingTime Time { get; } = new();

    public SnipeItEmulator Instance { get; } = new(TimeProvider.System);

    internal SnipeItSource Source => _source ??= Connect();

    public async Task InitializeAsync() =>
        _host = await SandboxHost.StartAsync(new SandboxCompany([], [], [], []), [], TimeProvider.System, sources: [Instance]);

    public async Task DisposeAsync()
    {
        _source?.Dispose();
        await _host.DisposeAsync();
    }

    /// <summary>Before the source is first used.</summary>
    public void Set(string setting, string value) => _changes[setting] = value;

    public async Task<IReadOnlyList<SourcePage>> ReadAsync(SourceRead? read = null) =>
        await Source.ReadAsync(read ?? SourceRead.Everything, default).ToListAsync();

    public async Task<DeviceRecord> OnlyDeviceAsync() => (await ReadAsync()).SelectMany(p => p.Records).OfType<DeviceRecord>().Single();

    public static SettingsReader Reader(IReadOnlyDictionary<string, string> settings) =>
        new(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value)).Build());

    private SnipeItSource Connect()
    {
        var settings = Instance.ConnectionSettings(_host.Address).ToDictionary(StringComparer.Ordinal);
        foreach (var (name, value) in _changes)
        {
            settings[name] = value;
        }

        var reader = Reader(settings);
        var vendor = SourceVendors.All.Single(v => v.Kind == Instance.Name);
        var connection = vendor.Connect(
            new ConnectionSettings("assets", TenantId.Parse("acme"), reader),
            new VendorServices(Time, NullLoggerFactory.Instance)
        );
        reader.ThrowIfAny();
        return (SnipeItSource)connection.Source!;
    }
}
