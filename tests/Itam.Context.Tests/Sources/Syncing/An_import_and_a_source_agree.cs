using Itam.Context.Register.Import;

namespace Itam.Context.Tests.Sources.Syncing;

public sealed class An_import_and_a_source_agree : IDisposable
{
    private const string Csv = "asset tag,serial,location,model\nLT-1,PF3ABCDE,Berlin,typed\n";
    private readonly string _folder = Directory.CreateTempSubdirectory("itam-import-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Whichever_comes_first_the_register_says_the_same()
    {
        await using var first = await SyncBench.CreateAsync();
        await ImportAsync(first);
        await first.SyncAsync(Source());
        await using var second = await SyncBench.CreateAsync();
        await second.SyncAsync(Source());
        await ImportAsync(second);
        await second.SyncAsync(Source(), full: true);

        var device = (await first.DevicesAsync()).Should().ContainSingle().Subject;
        device
            .Should()
            .BeEquivalentTo(
                new
                {
                    AssetTag = "LT-1",
                    Location = "Berlin",
                    Model = "ThinkPad T14",
                }
            );
        (await second.ExportAsync()).Should().Equal(await first.ExportAsync());
    }

    [Fact]
    public async Task An_import_after_the_merge_keeps_its_say()
    {
        await using var bench = await SyncBench.CreateAsync();
        await ImportAsync(bench);
        await bench.SyncAsync(Source());
        await ImportAsync(bench, Csv.Replace("Berlin", "Paris"));
        await bench.SyncAsync(Source(), full: true);

        (await bench.DevicesAsync()).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Location = "Paris", Model = "ThinkPad T14" });
    }

    private async Task ImportAsync(SyncBench bench, string csv = Csv)
    {
        var path = Path.Combine(_folder, "devices.csv");
        await File.WriteAllTextAsync(path, csv);
        var options = new ImportOptions(AsOf: SyncBench.Now.AddDays(-100));
        (await new RegisterImport(bench.Database, bench.Time).ImportAsync(SyncBench.Tenant, path, options, null, default)).Rejected.Should().Be(0);
    }

    private static FakeSource Source() => new("intune") { Records = [SyncBench.Record("1", "PF3ABCDE") with { Model = "ThinkPad T14" }] };
}
