using Itam.Context.Register.Import;
using Itam.Testing.Databases;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Tests.Register.Import;

public abstract class BadRowsAreRejectedWithTheirReason(TestEngine engine) : IAsyncLifetime
{
    private readonly ImportBench _bench = new(engine);

    public Task InitializeAsync() => _bench.InitializeAsync();

    public Task DisposeAsync() => _bench.DisposeAsync();

    [Theory]
    [InlineData("Purchased", "31.02.2024", "*no such day*")]
    [InlineData("Purchased", "soon", "*not a date*")]
    [InlineData("Purchased", "3/4/2024", "*either way round*")]
    [InlineData("Last seen", "2026-01-01 25:00", "*time of day*")]
    [InlineData("Storage total", "big", "*not a size*")]
    [InlineData("Storage total", "-5 GB", "*negative*")]
    [InlineData("Storage total", "99999999999 TB", "*larger than any disk*")]
    [InlineData("Cost", "cheap", "*not an amount*")]
    [InlineData("Cost", "-5", "*negative*")]
    [InlineData("Cost", "5 bananas", "*not an amount*")]
    [InlineData("Shared", "perhaps", "*neither yes nor no*")]
    public async Task A_value_that_cannot_be_read_names_its_line_and_column(string column, string value, string reason)
    {
        var result = await _bench.ImportTextAsync("d.csv", $"asset tag,{column}\nLT-1,\nLT-2,{value}\nLT-3,\n");

        result
            .Should()
            .BeEquivalentTo(
                new
                {
                    Seen = 3,
                    New = 2,
                    Rejected = 1,
                }
            );
        var note = result.Rejections.Should().ContainSingle().Subject;
        note.Should()
            .BeEquivalentTo(
                new
                {
                    File = "d.csv",
                    Line = 3,
                    Column = column,
                    Value = value,
                }
            );
        note.Reason.Should().Match(reason);
    }

    [Theory]
    [InlineData("asset tag,serial,name\n,To be filled by O.E.M.,\n", null, "*names a device*")]
    [InlineData("asset tag,serial,location\n,S12345,A\n,S12345,B\n", null, "*already on line 2*")]
    [InlineData("asset tag,location\nLT-1,A\nLT-1,B\n", null, "Asset tag LT-1 is already on line 2*")]
    [InlineData("asset tag,serial\nLT-1,S12345\n,S12345\n", "serial", "*already on line 2*")]
    [InlineData("asset tag,storage total,storage free\nLT-1,1 GB,2 GB\n", "storage free", "More storage is free*")]
    [InlineData("asset tag,warranty start,warranty end\nLT-1,2026-01-01,2025-01-01\n", "warranty end", "*before it starts*")]
    [InlineData("asset tag,location\nLT-1,A,B\n", null, "The row has 3 cells and the header 2*")]
    [InlineData("asset tag,location,name\nLT-1,A\n", null, "The row has 2 cells and the header 3*")]
    [InlineData("asset tag,location\nLT-1,A \"B\" C\n", null, "A quote stands inside*")]
    [InlineData("asset tag,location\nLT-1,\"A\"B\n", null, "Text follows the closing quote*")]
    [InlineData("employee number,name,email\n,Ada,\n", null, "*neither an employee number nor an e-mail*")]
    [InlineData("employee number,name,email\n1,Ada,ada(at)example.com\n", "email", "This is not an e-mail*")]
    [InlineData("employee number,name,email\n1,,ada@example.com\n", null, "*no name for a new person*")]
    [InlineData("employee number,name,email\n1,Ada,ada@example.com\n2,Bob,ada@example.com\n", null, "E-mail ada@example.com is already on line 2*")]
    [InlineData("name,email,start date,leave date\nAda,ada@example.com,2026-05-01,2026-04-01\n", "leave date", "*leaves before*")]
    [InlineData("product,owned\nOffice,many\n", "owned", "*not a whole number*")]
    [InlineData("product,owned\n,5\n", "product", "The row names no product*")]
    [InlineData("product,email\nOffice,ada@example.com\n", "product", "The register has no such license*")]
    [InlineData("product,email,device\nOffice,,\n", null, "*neither a person nor a device*")]
    public async Task A_row_that_cannot_be_kept_says_why(string content, string? column, string reason)
    {
        var result = await _bench.ImportTextAsync("x.csv", content);

        result.Rejected.Should().Be(1);
        var note = result.Rejections[0];
        note.Line.Should().Be(content.Count(c => c == '\n'), "the bad row is the last one");
        note.Column.Should().Be(column);
        note.Reason.Should().Match(reason);
    }

    [Fact]
    public async Task Seats_and_people_that_contradict_the_register_are_rejected()
    {
        await _bench.ImportTextAsync("p.csv", "employee number,name,email\n1,Ada,ada@example.com\n");
        await _bench.ImportTextAsync("l.csv", "product,publisher,owned\nOffice,Microsoft,5\nOffice,Corel,5\n");

        var taken = await _bench.ImportTextAsync("p2.csv", "employee number,name,email\n2,Bob,ada@example.com\n");
        var seats = await _bench.ImportTextAsync(
            "s.csv",
            "product,publisher,email,device\nOffice,,ada@example.com,\nOffice,Corel,nobody@example.com,\nOffice,Corel,,LT-404\n"
        );

        taken
            .Rejections.Should()
            .ContainSingle()
            .Which.Should()
            .Match<ImportNote>(n => n.Line == 2 && n.Column == "email" && n.Reason.StartsWith("Ada (employee number 1)"));
        seats.Rejections.Select(n => (n.Line, n.Column)).Should().Equal((2, null), (3, "email"), (4, "device"));
    }

    [Fact]
    public async Task Two_devices_with_the_name_that_a_row_gives_are_never_guessed_between()
    {
        await _bench.ImportTextAsync("d.csv", "asset tag,name\nLT-1,pc-7\nLT-2,pc-7\n");

        var result = await _bench.ImportTextAsync("e.csv", "name,location\npc-7,Berlin\n");

        result.Rejections.Should().ContainSingle().Which.Reason.Should().Match("2 devices carry this name*asset tag*");
    }

    [Fact]
    public async Task A_quote_that_is_never_closed_costs_its_row_and_not_the_rest_of_the_file()
    {
        var result = await _bench.ImportTextAsync("d.csv", "asset tag,location\nLT-1,\"Berlin\nMitte\"\nLT-2,\"Bonn\nLT-3,Ulm\nLT-4,Rom\n");

        result
            .Should()
            .BeEquivalentTo(
                new
                {
                    Seen = 4,
                    New = 3,
                    Rejected = 1,
                }
            );
        result.Rejections[0].Should().Match<ImportNote>(n => n.Line == 4 && n.Reason.StartsWith("A quote is opened"));
    }

    [Fact]
    public async Task A_cell_of_a_megabyte_is_refused_and_what_stood_before_it_is_kept()
    {
        var result = await _bench.ImportTextAsync("d.csv", $"asset tag,location\nLT-1,Berlin\nLT-2,{new string('x', 1024 * 1024)}\nLT-3,Rom\n");

        result.New.Should().Be(1);
        result.Stopped!.Line.Should().Be(3);
        result.Stopped.Reason.Should().Contain("longer than 256 KB");
    }

    [Fact]
    public async Task The_reject_file_can_be_corrected_and_imported()
    {
        var first = await _bench.ImportTextAsync("d.csv", "Tag,Purchased,Note\nLT-1,2024-01-01,a\nLT-2,soon,\"b, \"\"c\"\"\"\nLT-3,later,=1+1\n");

        Path.GetFileName(first.RejectFile).Should().Be("d.rejects.csv");
        var rejected = await File.ReadAllTextAsync(first.RejectFile!);
        rejected.Split("\r\n")[0].Should().Be("Tag,Purchased,Note,reason");
        rejected.Should().Contain("LT-2,soon,\"b, \"\"c\"\"\",Purchased: This is not a date.").And.Contain("'=1+1");

        var second = await _bench.ImportTextAsync("d.rejects.csv", rejected.Replace("soon", "2024-02-01").Replace("later", "2024-03-01"));

        second
            .Should()
            .BeEquivalentTo(
                new
                {
                    Seen = 2,
                    New = 2,
                    Rejected = 0,
                    RejectFile = (string?)null,
                }
            );
        second.UnknownColumns.Should().Equal("Note");
        await using var db = _bench.Open();
        (await db.Devices.CountAsync()).Should().Be(3);
    }

    [Fact]
    public async Task Reasons_of_a_second_rejection_replace_those_of_the_first()
    {
        var first = await _bench.ImportTextAsync("d.csv", "asset tag,cost\nLT-1,cheap\n");
        var second = await _bench.ImportAsync(first.RejectFile!);

        (await File.ReadAllLinesAsync(second.RejectFile!))[0].Should().Be("asset tag,cost,reason");
        second.Rejected.Should().Be(1);
    }
}

public sealed class BadRowsAreRejectedWithTheirReasonOnSqlite() : BadRowsAreRejectedWithTheirReason(TestEngine.Sqlite);

public sealed class BadRowsAreRejectedWithTheirReasonOnPostgres() : BadRowsAreRejectedWithTheirReason(TestEngine.Postgres);
