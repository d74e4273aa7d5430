using Itam.Context.Connections;
using Itam.Context.Sources;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Itam.Context.Tests.Sources.FileDrop;

/// <summary>A folder that is gone after the test, and the source that reads it.</summary>
public sealed class DropBench : IDisposable
{
    public static readonly DateTime Monday = new(2026, 11, 16, 6, 0, 0, DateTimeKind.Utc);

    public string Folder { get; } = Directory.CreateTempSubdirectory("itam-drop-").FullName;

    internal PassingTime Time { get; } = new();

    public string? DateOrder { get; set; }

    public ISource Source
    {
        get
        {
            var settings = new Dictionary<string, string?> { ["Folder"] = Folder, ["DateOrder"] = DateOrder };
            var reader = new SettingsReader(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
            var connection = SourceVendors
                .All.Single(v => v.Kind == "file-drop")
                .Connect(new ConnectionSettings("drop", TenantId.Parse("acme"), reader), new VendorServices(Time, NullLoggerFactory.Instance));
            reader.ThrowIfAny();
            return connection.Source!;
        }
    }

    public string Write(string name, string content, DateTime? at = null)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, content);
        File.SetLastWriteTimeUtc(path, at ?? Monday);
        return path;
    }

    public async Task<IReadOnlyList<SourcePage>> ReadAsync(string? highWater = null) =>
        await Source.ReadAsync(new SourceRead(highWater, null), default).ToListAsync();

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
