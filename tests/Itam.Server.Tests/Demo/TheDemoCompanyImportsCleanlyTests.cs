using System.Diagnostics;
using Itam.Context;
using Itam.Context.Register;
using Itam.Context.Register.Import;
using Itam.Context.Storage;
using Itam.Sandbox.Company;
using Microsoft.EntityFrameworkCore;
using Xunit.Abstractions;

namespace Itam.Server.Tests.Demo;

public sealed class TheDemoCompanyImportsCleanlyTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 30, 0, TimeSpan.Zero);
    private static readonly TenantId Tenant = TenantId.Parse("demo");
    private static readonly string[] Files = ["people.csv", "devices.csv", "licenses.csv", "seats.csv"];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("itam-demo-");
    private Database _database = null!;

    public async Task InitializeAsync()
    {
        CompanyCsv.Write(DemoCompany.Create(Now), _folder.FullName, DateOnly.FromDateTime(Now.UtcDateTime));
        _database = Database.From($"Data Source={Path.Combine(_folder.FullName, "itam.db")}");
        await _database.MigrateAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Nothing_is_rejected_only_the_planted_serial_is_warned_about_and_what_is_exported_comes_back_unchanged()
    {
        var results = await ImportAllAsync(_folder.FullName);

        results.Select(r => r.Kind).Should().Equal(ImportKind.People, ImportKind.Devices, ImportKind.Licenses, ImportKind.Seats);
        results.Should().OnlyContain(r => r.Seen == r.New && r.Rejected == 0 && r.UnknownColumns.IsEmpty);
        results
            .SelectMany(r => r.Warnings)
            .Should()
            .ContainSingle()
            .Which.Should()
            .Match<ImportNote>(n => n.File == "devices.csv" && n.Column == "serial" && n.Reason.Contains("LT-0006"));
        (results[0].Seen, results[1].Seen).Should().Be((2000, 5600));

        (await ImportAllAsync(_folder.FullName)).Should().OnlyContain(r => r.Unchanged == r.Seen);

        var exported = Directory.CreateDirectory(Path.Combine(_folder.FullName, "export")).FullName;
        foreach (var kind in Enum.GetValues<ImportKind>())
        {
            await new RegisterExport(_database).ExportAsync(
                Tenant,
                kind,
                Path.Combine(exported, kind.ToString().ToLowerInvariant() + ".csv"),
                CancellationToken.None
            );
        }

        (await ImportAllAsync(exported)).Should().OnlyContain(r => r.Unchanged == r.Seen && r.Rejected == 0);
    }

    [Fact]
    public async Task The_register_answers_with_what_was_planted()
    {
        await ImportAllAsync(_folder.FullName);

        await using var db = _database.Open(Tenant);
        var device = await db
            .Devices.Include(d => d.AssignedTo)
            .Include(d => d.Warranties)
            .SingleAsync(d => d.AssetTag == DemoStories.ExpiringWarranty.Device);
        device.AssignedTo!.Email.Should().Be(DemoStories.ExpiringWarranty.Person);
        device.Warranties.Should().ContainSingle().Which.EndsOn.Should().Be(new DateOnly(2026, 12, 8));
        (await db.Devices.CountAsync(d => d.State == LifecycleState.Stolen)).Should().Be(1);
        (await db.People.CountAsync(p => !p.Active)).Should().BePositive();
        (await db.People.CountAsync(p => p.ManagerId == null)).Should().Be(1);
    }

    private async Task<List<ImportResult>> ImportAllAsync(string folder)
    {
        var results = new List<ImportResult>();
        foreach (var file in Files)
        {
            var clock = Stopwatch.StartNew();
            results.Add(
                await new RegisterImport(_database, TimeProvider.System).ImportAsync(
                    Tenant,
                    Path.Combine(folder, file),
                    new ImportOptions(AsOf: Now),
                    null,
                    CancellationToken.None
                )
            );
            output.WriteLine($"{file}: {results[^1].Seen} rows in {clock.ElapsedMilliseconds} ms");
        }

        return results;
    }
}
