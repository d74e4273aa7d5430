using Itam.Context.Register;
using Itam.Context.Register.Import;
using Itam.Testing.Databases;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Tests.Register.Import;

public abstract class ImportingAgain(TestEngine engine) : IAsyncLifetime
{
    private readonly ImportBench _bench = new(engine);

    public Task InitializeAsync() => _bench.InitializeAsync();

    public Task DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task The_same_file_changes_nothing()
    {
        const string People = "employee number,name,email,manager\n1,Ada,ada@example.com,bob@example.com\n2,Bob,bob@example.com,\n";
        const string Devices =
            "asset tag,serial,name,type,state,assigned to,cost,last seen,warranty end,mac\nLT-1,S12345,ada-lt,laptop,Ready to deploy,ada@example.com,1299.5 EUR,2026-11-19 07:30:00.1234567,2027-01-01,3C22FB001122\n";
        await _bench.ImportTextAsync("p.csv", People);
        await _bench.ImportTextAsync("d.csv", Devices);

        (await _bench.ImportTextAsync("p.csv", People))
            .Should()
            .BeEquivalentTo(
                new
                {
                    Seen = 2,
                    Unchanged = 2,
                    WarningCount = 0,
                }
            );
        (await _bench.ImportTextAsync("d.csv", Devices))
            .Should()
            .BeEquivalentTo(
                new
                {
                    Seen = 1,
                    Unchanged = 1,
                    WarningCount = 0,
                }
            );
    }

    [Fact]
    public async Task An_identical_row_twice_in_a_file_counts_as_unchanged()
    {
        (await _bench.ImportTextAsync("d.csv", "asset tag,location\nLT-1,A\nLT-1,A\n"))
            .Should()
            .BeEquivalentTo(
                new
                {
                    Seen = 2,
                    New = 1,
                    Unchanged = 1,
                    Rejected = 0,
                }
            );
    }

    [Fact]
    public async Task An_empty_cell_overwrites_nothing()
    {
        await _bench.ImportTextAsync("d.csv", "asset tag,location,model\nLT-1,Berlin,T14\n");

        var result = await _bench.ImportTextAsync("e.csv", "asset tag,location,model\nLT-1,n/a,T15\n");

        result.Changed.Should().Be(1);
        (await OnlyDeviceAsync()).Should().BeEquivalentTo(new { Location = "Berlin", Model = "T15" });
    }

    [Fact]
    public async Task A_locked_value_is_kept_and_named_in_a_warning()
    {
        await _bench.ImportTextAsync("d.csv", "asset tag,location\nLT-1,Berlin\n");
        await _bench.Database.WriteAsync(
            ImportBench.Tenant,
            async (db, token) =>
            {
                var device = await db.Devices.SingleAsync(token);
                device.Origins = new Dictionary<string, Origin>(device.Origins) { ["Location"] = new("Grace", ImportBench.AsOf, Locked: true) };
            },
            CancellationToken.None
        );

        var result = await _bench.ImportTextAsync("e.csv", "asset tag,location\nLT-1,Rom\n");

        result.Unchanged.Should().Be(1);
        result
            .Warnings.Should()
            .ContainSingle()
            .Which.Should()
            .Match<ImportNote>(n => n.Line == 2 && n.Column == "location" && n.Reason.Contains("Grace"));
        (await OnlyDeviceAsync()).Location.Should().Be("Berlin");
    }

    [Fact]
    public async Task A_later_export_of_the_same_source_makes_its_values_fresher_without_calling_them_changed()
    {
        await _bench.ImportTextAsync("d.csv", "asset tag,location\nLT-1,Berlin\n", new ImportOptions(Source: "inventory", AsOf: ImportBench.AsOf));

        var result = await _bench.ImportTextAsync(
            "d.csv",
            "asset tag,location,as of\nLT-1,Berlin,2026-11-21T09:00:00Z\n",
            new ImportOptions(Source: "inventory")
        );

        result.Unchanged.Should().Be(1);
        (await OnlyDeviceAsync()).OriginOf("Location")!.AsOf.Should().Be(new DateTimeOffset(2026, 11, 21, 9, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_serial_on_two_tags_is_kept_and_warned_about_once_at_every_import()
    {
        const string Content = "asset tag,serial\nLT-1,S12345\nLT-2,s12345\n";

        var first = await _bench.ImportTextAsync("d.csv", Content, new ImportOptions(AsOf: ImportBench.AsOf, BatchSize: 1));
        var second = await _bench.ImportTextAsync("d.csv", Content, new ImportOptions(AsOf: ImportBench.AsOf, BatchSize: 1));

        first
            .Should()
            .BeEquivalentTo(
                new
                {
                    New = 2,
                    Rejected = 0,
                    WarningCount = 1,
                }
            );
        first
            .Warnings[0]
            .Should()
            .BeEquivalentTo(
                new
                {
                    Line = 3,
                    Column = "serial",
                    Value = "s12345",
                }
            );
        second.Should().BeEquivalentTo(new { Unchanged = 2, WarningCount = 1 });
    }

    [Fact]
    public async Task A_device_that_came_by_serial_takes_on_its_tag_and_its_new_name_alone_finds_it()
    {
        await _bench.ImportTextAsync("mdm.csv", "device name,serial number\nold-name,S12345\n");

        var result = await _bench.ImportTextAsync("assets.csv", "asset tag,serial,name\nLT-1,S12345,new-name\n");

        result.Changed.Should().Be(1);
        (await OnlyDeviceAsync()).Identifiers.Select(i => i.Value).Should().BeEquivalentTo("LT-1", "S12345", "new-name");
    }

    [Fact]
    public async Task A_device_of_an_unknown_person_is_kept_unassigned_with_a_warning()
    {
        var result = await _bench.ImportTextAsync("d.csv", "asset tag,assigned to\nLT-1,ghost@example.com\n");

        result
            .Warnings.Should()
            .ContainSingle()
            .Which.Should()
            .BeEquivalentTo(
                new
                {
                    Line = 2,
                    Column = "assigned to",
                    Value = "ghost@example.com",
                }
            );
        (await OnlyDeviceAsync()).AssignedToId.Should().BeNull();
    }

    [Fact]
    public async Task An_assignee_may_be_given_by_name_and_e_mail_or_by_employee_number()
    {
        await _bench.ImportTextAsync("p.csv", "employee number,name,email\n1001,Ada,ada@example.com\n");

        var result = await _bench.ImportTextAsync("d.csv", "asset tag,assigned to\nLT-1,Ada <Ada@Example.com>\nLT-2,1001\n");

        result.WarningCount.Should().Be(0);
        await using var db = _bench.Open();
        (await db.Devices.CountAsync(d => d.AssignedTo!.Email == "ada@example.com")).Should().Be(2);
    }

    [Fact]
    public async Task A_manager_may_stand_further_down_and_a_new_e_mail_replaces_the_old_one()
    {
        await _bench.ImportTextAsync("p.csv", "employee number,name,email\n1,Ada,ada@example.com\n");

        var result = await _bench.ImportTextAsync(
            "p.csv",
            "employee number,name,email,manager\n1,Ada,ada.king@example.com,bob@example.com\n2,Bob,bob@example.com,nobody@example.com\n",
            new ImportOptions(AsOf: ImportBench.AsOf, BatchSize: 1)
        );

        result
            .Should()
            .BeEquivalentTo(
                new
                {
                    New = 1,
                    Changed = 1,
                    WarningCount = 1,
                }
            );
        await using var db = _bench.Open();
        var ada = await db.People.Include(p => p.Identities).SingleAsync(p => p.DisplayName == "Ada");
        ada.ManagerId.Should().Be((await db.People.SingleAsync(p => p.DisplayName == "Bob")).Id);
        ada.Identities.Select(i => i.Value).Should().BeEquivalentTo("1", "ada.king@example.com");
    }

    [Fact]
    public async Task A_warranty_that_is_extended_in_the_same_list_stays_one_warranty()
    {
        await _bench.ImportTextAsync("d.csv", "asset tag,warranty end\nLT-1,2027-01-01\n");
        await _bench.ImportTextAsync("d.csv", "asset tag,warranty end\nLT-1,2028-01-01\n");

        (await OnlyDeviceAsync()).Warranties.Should().ContainSingle().Which.EndsOn.Should().Be(new DateOnly(2028, 1, 1));
    }

    [Fact]
    public async Task Progress_reaches_the_end_of_the_file()
    {
        var reports = new List<ImportProgress>();
        var path = _bench.File("d.csv", "asset tag\nLT-1\nLT-2\nLT-3\n");

        await _bench.ImportAsync(path, new ImportOptions(BatchSize: 1), new Collected(reports));

        reports.Select(r => r.Rows).Should().Equal(1, 2, 3, 3);
        reports[^1].Should().Be(new ImportProgress(25, 25, 3, 0));
    }

    private async Task<Device> OnlyDeviceAsync()
    {
        await using var db = _bench.Open();
        return await db.Devices.Include(d => d.Identifiers).Include(d => d.Warranties).SingleAsync();
    }

    private sealed class Collected(List<ImportProgress> reports) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => reports.Add(value);
    }
}

public sealed class ImportingAgainOnSqlite() : ImportingAgain(TestEngine.Sqlite);

public sealed class ImportingAgainOnPostgres() : ImportingAgain(TestEngine.Postgres);
