using Itam.Context.Register.Import;
using Itam.Testing.Databases;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Tests.Register.Import;

public abstract class WhatIsExportedComesBackUnchanged(TestEngine engine) : IAsyncLifetime
{
    private readonly ImportBench _bench = new(engine);

    public Task InitializeAsync() => _bench.InitializeAsync();

    public Task DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Every_column_survives_the_round_trip()
    {
        await _bench.ImportTextAsync(
            "p.csv",
            "employee number,name,email,upn,job title,department,site,country,time zone,language,vip,active,manager,start date,leave date\n"
                + "1,\"Ada \"\"Countess\"\" Lovelace\",ada@example.com,ada@corp.example.com,Analyst,R&D,Köln,Deutschland,W. Europe Standard Time,Deutsch,ja,yes,,2020-01-01,2027-12-31\n"
                + "2,Bob,bob@example.com,,,,,GB,UTC,en-GB,no,no,ada@example.com,,\n"
        );
        await _bench.ImportTextAsync(
            "d.csv",
            "asset tag,serial,name,type,platform,manufacturer,model,state,shared,location,assigned to,os name,os version,storage total,storage free,last seen,last boot,encryption,compliance,"
                + "purchase date,cost,currency,end of life,refresh due,lease end,warranty start,warranty end,warranty level,warranty provider,warranty kind,mac,imei,uuid\n"
                + "LT-1,S12345,ada-lt,laptop,windows,Lenovo,\"T14, Gen 4\",Parked,no,\"Room 1\nFloor 2\",ada@example.com,Windows 11,25H2,500107862016,6.1 GB,2026-11-19T07:30:00.123Z,2026-11-01T00:00:00+02:00,"
                + "partial,grace,2024-01-01,1.299,KWD,2030-01-01,2028-01-01,2027-06-30,2024-01-01,2027-01-01,Premier,Lenovo,extended,3C22FB001122,490154203237518,6e2f1f2c-0b0a-4b61-9f55-b8f7b7a0c001\n"
                + "LT-2,,,phone,ios,,,stolen,yes,,2,iOS,26.1,,,,,none,error,,0.5,,,,,,,,,,,,\n"
        );
        await _bench.ImportTextAsync(
            "l.csv",
            "product,publisher,owned,renews on,cost per seat,assigned to\nOffice,Microsoft,25,2027-01-31,€12.50,ada@example.com;bob@example.com\n"
        );
        await _bench.ImportTextAsync(
            "s.csv",
            "product,publisher,email,device,assigned on,last used\nOffice,Microsoft,ada@example.com,,2025-01-01,2026-10-01T10:00Z\nOffice,,,LT-1,,\n"
        );

        await using var db = _bench.Open();
        (await db.Seats.CountAsync()).Should().Be(3);
        foreach (var kind in Enum.GetValues<ImportKind>())
        {
            var rows = await _bench.ExportAsync(kind, $"{kind}.csv");
            var result = await _bench.ImportAsync(Path.Combine(_bench.Folder, $"{kind}.csv"));

            result
                .Should()
                .BeEquivalentTo(
                    new
                    {
                        Kind = kind,
                        Seen = rows,
                        Unchanged = rows,
                        Rejected = 0,
                        WarningCount = 0,
                    },
                    because: $"{kind} come back as they were"
                );
            result.UnknownColumns.Should().BeEmpty();
            rows.Should().BePositive();
        }
    }

    [Fact]
    public async Task An_empty_register_exports_its_headers()
    {
        (await _bench.ExportAsync(ImportKind.Seats, "s.csv")).Should().Be(0);

        (await File.ReadAllTextAsync(Path.Combine(_bench.Folder, "s.csv"))).Should().Be("product,publisher,email,device,assigned on,last used\r\n");
    }

    [Theory]
    [InlineData("=HYPERLINK(\"http://evil.example\")")]
    [InlineData("+1 Berlin")]
    [InlineData("-Berlin")]
    [InlineData("@Berlin")]
    [InlineData("'=1")]
    public async Task A_cell_that_a_spreadsheet_would_run_is_exported_as_text_and_comes_back_as_it_was(string location)
    {
        await _bench.ImportTextAsync("d.csv", "asset tag,location\nLT-1,x\n");
        await _bench.Database.WriteAsync(
            ImportBench.Tenant,
            async (db, token) => (await db.Devices.SingleAsync(token)).Location = location,
            CancellationToken.None
        );

        await _bench.ExportAsync(ImportKind.Devices, "out.csv");

        var line = (await File.ReadAllLinesAsync(Path.Combine(_bench.Folder, "out.csv")))[1];
        line.Should().NotContain("," + location).And.NotContain(",\"=");
        (await _bench.ImportAsync(Path.Combine(_bench.Folder, "out.csv"))).Unchanged.Should().Be(1);
    }
}

public sealed class WhatIsExportedComesBackUnchangedOnSqlite() : WhatIsExportedComesBackUnchanged(TestEngine.Sqlite);

public sealed class WhatIsExportedComesBackUnchangedOnPostgres() : WhatIsExportedComesBackUnchanged(TestEngine.Postgres);
