using System.Text;
using Itam.Context.Register;
using Itam.Context.Register.Import;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Tests.Register.Import;

public sealed class DeviceFilesAreUnderstoodTests : IAsyncLifetime
{
    private readonly ImportBench _bench = new();

    public Task InitializeAsync() => _bench.InitializeAsync();

    public Task DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_Snipe_IT_export_arrives_with_its_words_and_its_warranty_in_months()
    {
        await _bench.ImportTextAsync("people.csv", "Employee No.,First Name,Last Name,Email\n1001,Ada,Lovelace,ada@example.com\n");

        var result = await _bench.ImportTextAsync(
            "assets.csv",
            "Asset Name,Asset Tag,Serial,Model,Category,Manufacturer,Status,Checked Out To,Email,Location,Purchased,Cost,Warranty (months),Order Number\n"
                + "ada-lt,LT-0042,PF3ABCDE,ThinkPad T14 Gen 4,Laptops,Lenovo,Ready to Deploy,Ada Lovelace,ada@example.com,Berlin,2024-03-01,\"1,299.00 EUR\",36 months,PO-1\n"
        );

        result
            .Should()
            .BeEquivalentTo(
                new
                {
                    Kind = ImportKind.Devices,
                    Seen = 1,
                    New = 1,
                    Rejected = 0,
                    WarningCount = 0,
                }
            );
        result.UnknownColumns.Should().Equal("Checked Out To", "Order Number");
        var device = await OnlyDeviceAsync();
        device
            .Should()
            .BeEquivalentTo(
                new
                {
                    AssetTag = "LT-0042",
                    Serial = "PF3ABCDE",
                    Type = DeviceType.Laptop,
                    State = LifecycleState.InStock,
                    SourceState = "Ready to Deploy",
                    Location = "Berlin",
                    PurchasedOn = new DateOnly(2024, 3, 1),
                    Cost = 1299.00m,
                    Currency = "EUR",
                }
            );
        device.AssignedTo!.DisplayName.Should().Be("Ada Lovelace");
        device
            .Warranties.Should()
            .ContainSingle()
            .Which.Should()
            .BeEquivalentTo(
                new
                {
                    EndsOn = new DateOnly(2027, 3, 1),
                    Lookup = WarrantyLookup.Found,
                    Source = "CSV assets.csv",
                }
            );
        device.OriginOf("Model").Should().Be(new Origin("CSV assets.csv", ImportBench.AsOf));
        device.Identifiers.Select(i => $"{i.Kind} {i.Value}").Should().BeEquivalentTo("AssetTag LT-0042", "Serial PF3ABCDE", "Hostname ada-lt");
    }

    [Fact]
    public async Task An_Intune_export_arrives_with_storage_encryption_and_check_in()
    {
        await _bench.ImportTextAsync(
            "intune.csv",
            "Device name,Serial number,Manufacturer,Model,OS,OS version,Compliance,Last check-in,Total storage,Free storage (MB),Encrypted,Wi-Fi MAC\n"
                + "DESKTOP-1,5CG1234ABC,HP,EliteBook 840 G10,Windows,10.0.26100,Noncompliant,2026-11-19T07:30:00Z,512 GB,6100,True,3C:22:FB:00:11:22\n"
        );

        (await OnlyDeviceAsync())
            .Should()
            .BeEquivalentTo(
                new
                {
                    Platform = Platform.Windows,
                    Compliance = Compliance.NonCompliant,
                    Encryption = Encryption.Full,
                    StorageTotalBytes = 512_000_000_000L,
                    StorageFreeBytes = 6_100_000_000L,
                    LastSeenAt = new DateTimeOffset(2026, 11, 19, 7, 30, 0, TimeSpan.Zero),
                }
            );
    }

    [Fact]
    public async Task A_German_list_with_semicolons_in_Windows_1252_arrives_with_its_umlauts_and_a_warning()
    {
        var path = _bench.File(
            "Geräte.csv",
            "Inventarnummer;Seriennummer;Gerätetyp;Hersteller;Modell;Zustand;Standort;Kaufdatum;Kaufpreis;Verschlüsselt;Garantie bis\r\n"
                + "LT-0001;PF3ABCDE;Notebook;Lenovo;T14;in Benutzung;München Büro;31.12.2024;1.299,50 €;ja;31.12.2027\r\n",
            CodePagesEncodingProvider.Instance.GetEncoding(1252)!
        );

        var result = await _bench.ImportAsync(path);

        result
            .Should()
            .BeEquivalentTo(
                new
                {
                    New = 1,
                    Rejected = 0,
                    Encoding = "windows-1252",
                    WarningCount = 1,
                }
            );
        (await OnlyDeviceAsync())
            .Should()
            .BeEquivalentTo(
                new
                {
                    Type = DeviceType.Laptop,
                    State = LifecycleState.InUse,
                    Location = "München Büro",
                    PurchasedOn = new DateOnly(2024, 12, 31),
                    Cost = 1299.50m,
                    Currency = "EUR",
                    Encryption = Encryption.Full,
                }
            );
    }

    [Theory]
    [InlineData("utf-8", "utf-8")]
    [InlineData("utf-16", "utf-16")]
    [InlineData("utf-16BE", "utf-16BE")]
    public async Task A_file_with_a_byte_order_mark_is_read_in_its_encoding(string encoding, string expected)
    {
        var result = await _bench.ImportAsync(_bench.File("d.csv", "asset tag\tlocation\nLT-1\tZürich\n", Encoding.GetEncoding(encoding)));

        result.Encoding.Should().Be(expected);
        (await OnlyDeviceAsync()).Location.Should().Be("Zürich");
    }

    [Fact]
    public async Task Excels_hint_for_the_delimiter_is_followed()
    {
        (await _bench.ImportTextAsync("d.csv", "sep=;\nasset tag;location\nLT-1;Köln, Dom\n")).New.Should().Be(1);

        (await OnlyDeviceAsync()).Location.Should().Be("Köln, Dom");
    }

    [Fact]
    public async Task Junk_identifiers_name_nothing()
    {
        await _bench.ImportTextAsync("d.csv", "asset tag,serial\nLT-1,To be filled by O.E.M.\nLT-2,To be filled by O.E.M.\n");

        await using var db = _bench.Open();
        (await db.Devices.CountAsync(d => d.Serial == null)).Should().Be(2);
        (await db.DeviceIdentifiers.CountAsync(i => i.Kind == IdentifierKind.Serial)).Should().Be(0);
    }

    [Fact]
    public async Task A_word_of_the_companys_own_is_kept_beside_the_unknown_state_and_warned_about_once()
    {
        var result = await _bench.ImportTextAsync("d.csv", "asset tag,state\nLT-1,Parked\nLT-2,Parked\n");

        result
            .Warnings.Should()
            .ContainSingle()
            .Which.Should()
            .BeEquivalentTo(
                new
                {
                    Line = 2,
                    Column = "state",
                    Value = "Parked",
                }
            );
        await using var db = _bench.Open();
        (await db.Devices.AllAsync(d => d.State == LifecycleState.Unknown && d.SourceState == "Parked")).Should().BeTrue();
    }

    [Fact]
    public async Task Day_and_month_are_read_as_told()
    {
        await _bench.ImportTextAsync("d.csv", "asset tag,purchase date\nLT-1,3/4/2026\n", new ImportOptions(DateOrder: DateOrder.MonthFirst));

        (await OnlyDeviceAsync()).PurchasedOn.Should().Be(new DateOnly(2026, 3, 4));
    }

    [Theory]
    [InlineData("Name,Email,Abteilung", ImportKind.People)]
    [InlineData("Personalnummer;Vorname;Nachname;E-Mail", ImportKind.People)]
    [InlineData("Software name,Publisher,Total licenses,Expiry date", ImportKind.Licenses)]
    [InlineData("product,publisher,email", ImportKind.Seats)]
    [InlineData("display_name,serial_number,asset_tag,model_category,install_status,assigned_to", ImportKind.Devices)]
    public async Task The_kind_of_file_is_recognised_by_its_headers(string headers, ImportKind kind)
    {
        (await _bench.ImportTextAsync("x.csv", headers + "\n")).Kind.Should().Be(kind);
    }

    [Fact]
    public async Task A_workbook_a_strange_file_and_the_wrong_kind_are_refused_with_what_to_do()
    {
        var workbook = () => _bench.ImportTextAsync("d.xlsx", "PK\u0003\u0004rest");
        var strange = () => _bench.ImportTextAsync("x.csv", "a,b,c\n1,2,3\n");
        var wrong = () => _bench.ImportTextAsync("p.csv", "name,email\nAda,ada@example.com\n", new ImportOptions(ImportKind.Licenses));

        (await workbook.Should().ThrowAsync<ImportRefusedException>()).WithMessage("*Excel workbook*Save it as*");
        (await strange.Should().ThrowAsync<ImportRefusedException>()).WithMessage("*a, b, c*");
        (await wrong.Should().ThrowAsync<ImportRefusedException>()).WithMessage("*as licenses*\"publisher\"*");
    }

    private async Task<Device> OnlyDeviceAsync()
    {
        await using var db = _bench.Open();
        return await db.Devices.Include(d => d.AssignedTo).Include(d => d.Warranties).Include(d => d.Identifiers).SingleAsync();
    }
}
