using Itam.Context.Connections;
using Itam.Context.Sources;
using Itam.Sandbox;
using Itam.Sandbox.Company;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Itam.Context.Tests.Sources.Calls;

/// <summary>An emulated system on loopback and the product's source connected to it.</summary>
internal sealed class Stage(SandboxHost host, SourceConnection connection) : IAsyncDisposable
{
    public const string Name = "acme";

    public ISource Source => connection.Source!;

    public ILiveSource Live => (ILiveSource)connection.Source!;

    public IWarrantySource Warranty => connection.Warranty!;

    public SandboxHost Host => host;

    public static async Task<Stage> StartAsync(
        ISourceVendor vendor,
        IEmulatedSystem emulator,
        TimeProvider time,
        params (string Name, string Value)[] settings
    )
    {
        var host = await SandboxHost.StartAsync(new SandboxCompany([], [], [], []), [], TimeProvider.System, sources: [emulator]);
        var all = emulator.ConnectionSettings(host.Address).ToDictionary(s => s.Key, s => (string?)s.Value);
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        var (connection, problems) = Connect(vendor, time, all);
        problems.Should().BeEmpty();
        return new Stage(host, connection);
    }

    public static (SourceConnection Connection, IReadOnlyList<SettingProblem> Problems) Connect(
        ISourceVendor vendor,
        TimeProvider time,
        IReadOnlyDictionary<string, string?> settings
    )
    {
        var reader = new SettingsReader(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        reader.OptionalText("Kind");
        var connection = vendor.Connect(
            new ConnectionSettings(Name, TenantId.Parse("demo"), reader),
            new VendorServices(time, NullLoggerFactory.Instance)
        );
        reader.ReportUnread();
        return (connection, reader.Problems);
    }

    /// <summary>Pages up to the end or to a failure.</summary>
    public async Task<(List<SourcePage> Pages, ConnectionException? Failure)> ReadAsync(string? highWater = null, string? resumeFrom = null)
    {
        List<SourcePage> pages = [];
        try
        {
            await foreach (var page in Source.ReadAsync(new SourceRead(highWater, resumeFrom), CancellationToken.None))
            {
                pages.Add(page);
            }

            return (pages, null);
        }
        catch (ConnectionException failure)
        {
            return (pages, failure);
        }
    }

    public async Task<DeviceRecord> ReadOneAsync()
    {
        var (pages, failure) = await ReadAsync();
        failure.Should().BeNull();
        return pages.SelectMany(p => p.Records).Should().ContainSingle().Which.Should().BeOfType<DeviceRecord>().Subject;
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();
}

internal static class Pages
{
    public static List<string> Ids(this IEnumerable<SourcePage> pages) => [.. pages.SelectMany(p => p.Records).Select(r => r.SourceId)];
}
