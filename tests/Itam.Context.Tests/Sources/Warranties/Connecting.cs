using Itam.Context.Connections;
using Itam.Context.Sources;
using Itam.Context.Tests.Sources.Calls;
using Itam.Sandbox;
using Itam.Sandbox.Company;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Itam.Context.Tests.Sources.Warranties;

/// <summary>The product connected over HTTP to one emulated vendor.</summary>
internal sealed class Connecting : IAsyncDisposable
{
    private readonly SandboxHost _host;

    private Connecting(SandboxHost host, SourceConnection connection, LeapingTime time)
    {
        _host = host;
        Connection = connection;
        Time = time;
    }

    public SourceConnection Connection { get; }

    public LeapingTime Time { get; }

    /// <summary>What was called, newest first: "GET /path".</summary>
    public IEnumerable<string> Calls(string vendor) => _host.Calls.Latest(vendor, 50).Select(c => $"{c.Method} {c.Path}");

    public static async Task<Connecting> StartAsync(IEmulatedSystem vendor, Dictionary<string, string?>? settings = null)
    {
        var time = new LeapingTime();
        var host = await SandboxHost.StartAsync(new SandboxCompany([], [], [], []), [], TimeProvider.System, sources: [vendor]);
        var all = vendor.ConnectionSettings(host.Address).ToDictionary(s => s.Key, s => (string?)s.Value, StringComparer.Ordinal);
        foreach (var (name, value) in settings ?? [])
        {
            all[name] = value;
        }

        return new Connecting(host, Connect(all, time), time);
    }

    public static SourceConnection Connect(Dictionary<string, string?> settings, TimeProvider time)
    {
        var reader = new SettingsReader(
            new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => $"Connections:vendor:{s.Key}", s => s.Value)).Build()
        )
            .Section("Connections")
            .Section("vendor");
        var kind = reader.Text("Kind", "");
        var connection = SourceVendors
            .All.Single(v => v.Kind == kind)
            .Connect(new ConnectionSettings("vendor", TenantId.Parse("acme"), reader), new VendorServices(time, NullLoggerFactory.Instance));
        reader.ReportUnread();
        reader.ThrowIfAny();
        return connection;
    }

    public static IReadOnlyList<SettingProblem> Problems(Dictionary<string, string?> settings) =>
        FluentActions.Invoking(() => Connect(settings, TimeProvider.System)).Should().Throw<SettingsException>().Which.Problems;

    /// <param name="devices">"SERIAL" or "SERIAL product-number".</param>
    public Task<IReadOnlyList<WarrantyAnswer>> AskAsync(params string[] devices) =>
        Connection.Warranty!.LookUpAsync(
            [.. devices.Select(d => d.Split(' ')).Select(d => new WarrantyQuestion(d[0], null, d.ElementAtOrDefault(1), null))],
            CancellationToken.None
        );

    public Task<IReadOnlyList<ConnectionCheck>> CheckAsync() =>
        Connection.Warranty?.CheckAsync(CancellationToken.None) ?? Connection.Source!.CheckAsync(CancellationToken.None);

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
