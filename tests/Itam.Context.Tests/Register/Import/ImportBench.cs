using System.Text;
using Itam.Context.Register.Import;
using Itam.Context.Storage;
using Itam.Testing.Databases;

namespace Itam.Context.Tests.Register.Import;

/// <summary>A fresh register and a folder for files, both gone after the test.</summary>
public sealed class ImportBench(TestEngine engine = TestEngine.Sqlite) : IAsyncLifetime
{
    private TestDatabase _test = null!;

    public static readonly TenantId Tenant = TenantId.Parse("acme");
    public static readonly DateTimeOffset AsOf = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);

    public string Folder { get; } = Directory.CreateTempSubdirectory("itam-import-").FullName;
    public Database Database => _test.Database;

    public async Task InitializeAsync() => _test = await TestDatabase.CreateAsync(engine);

    public async Task DisposeAsync()
    {
        await _test.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    public string File(string name, string content, Encoding? encoding = null)
    {
        var path = Path.Combine(Folder, name);
        System.IO.File.WriteAllText(path, content, encoding ?? new UTF8Encoding(false));
        return path;
    }

    public Task<ImportResult> ImportAsync(string path, ImportOptions? options = null, IProgress<ImportProgress>? progress = null) =>
        new RegisterImport(Database, TimeProvider.System).ImportAsync(
            Tenant,
            path,
            options ?? new ImportOptions(AsOf: AsOf),
            progress,
            CancellationToken.None
        );

    public Task<ImportResult> ImportTextAsync(string name, string content, ImportOptions? options = null) =>
        ImportAsync(File(name, content), options);

    public Task<int> ExportAsync(ImportKind kind, string name) =>
        new RegisterExport(Database).ExportAsync(Tenant, kind, Path.Combine(Folder, name), CancellationToken.None);

    public ItamDb Open() => Database.Open(Tenant);
}
