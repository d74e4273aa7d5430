using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Context.Sources.Records;

namespace Itam.Context.Tests.Sources.FileDrop;

public sealed class A_folder_of_files_is_read_as_one_register : IDisposable
{
    private readonly DropBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task People_devices_licenses_and_seats_come_in_the_columns_of_the_import()
    {
        _bench.Write(
            "devices.csv",
            """
            Asset tag,Serial,Name,Type,State,Assigned to,Storage free (GB),Purchase date,Cost,Warranty end,MAC
            LT-0042,PF3ABCDE,lt-0042,Notebook,Deployed,Ada Lovelace <ada@example.com>,6.1,2024-03-01,1.299 EUR,2027-03-01,3C:7C:3F:00:11:22
            LT-0043,To be filled by O.E.M.,,Laptop,auf Lager,,,,,,
            """
        );
        _bench.Write("people.csv", "Employee number,Name,Email,Manager,VIP\n1001,Ada Lovelace,ada@example.com,1002,yes\n");
        _bench.Write("licenses.csv", "Product,Publisher,Owned,Renews on\nAcrobat Pro,Adobe,10,2027-06-30\nVisio,Microsoft,5,\n");
        _bench.Write("seats.csv", "Product,Email,Device,Assigned on\nAcrobat Pro,ada@example.com,,2025-01-02\nAcrobat Pro,,LT-0043,\n");

        var pages = await _bench.ReadAsync();

        var records = pages.SelectMany(p => p.Records).ToArray();
        var asOf = new DateTimeOffset(DropBench.Monday);
        records.Select(r => r.SourceId).Should().Equal("1001", "tag LT-0042", "tag LT-0043", "acrobat pro | adobe", "visio | microsoft");
        records.Should().OnlyContain(r => r.AsOf == asOf, "a file is as old as its last write");
        var laptop = (DeviceRecord)records[1];
        laptop.Holder.Should().Equal(new PersonName(IdentityKind.Email, "ada@example.com"));
        (laptop.Hostname, laptop.Type, laptop.State, laptop.SourceState)
            .Should()
            .Be(("lt-0042", DeviceType.Laptop, LifecycleState.InUse, "Deployed"));
        (laptop.StorageFreeBytes, laptop.Cost, laptop.Currency).Should().Be((6_100_000_000, 1299m, "EUR"));
        laptop.Warranties.Should().Equal(new WarrantyFact(WarrantyKind.Unknown, null, null, new DateOnly(2027, 3, 1)));
        laptop.Macs.Should().Equal("3C:7C:3F:00:11:22");
        var spare = (DeviceRecord)records[2];
        (spare.Serial, spare.Unassigned, spare.Hostname).Should().Be((null, true, null));
        var ada = (PersonRecord)records[0];
        (ada.DisplayName, ada.Vip, ada.Manager[0]).Should().Be(("Ada Lovelace", true, new PersonName(IdentityKind.EmployeeNumber, "1002")));
        var acrobat = (LicenseRecord)records[3];
        (acrobat.Owned, acrobat.RenewsOn, acrobat.Seats!.Value.Length).Should().Be((10, new DateOnly(2027, 6, 30), 2));
        acrobat.Seats!.Value[1].Device.Should().Contain(new DeviceName(IdentifierKind.AssetTag, "LT-0043"));
        ((LicenseRecord)records[4]).Seats!.Value.Should().BeEmpty("there is a seat list, and nobody in it has one");
        pages[^1].Complete.Should().BeTrue();
    }

    [Fact]
    public async Task A_bad_row_is_told_with_file_line_column_and_reason_and_the_good_ones_are_read()
    {
        _bench.Write(
            "devices.csv",
            "Asset tag,Serial,Purchase date\nLT-1001,PF3ABC01,2024-03-01\nLT-1002,PF3ABC02,3/4/2024\nLT-1003,\"PF3\nLT-1004,PF3ABC04,\n"
        );

        var pages = await _bench.ReadAsync();

        pages
            .SelectMany(p => p.Records)
            .Select(r => r.SourceId)
            .Should()
            .Contain("tag LT-1001")
            .And.Contain("tag LT-1004")
            .And.NotContain("tag LT-1002");
        var rejects = pages.SelectMany(p => p.Rejected.IsDefault ? [] : p.Rejected).ToArray();
        rejects[0].SourceId.Should().Be("devices.csv line 3");
        rejects[0].Reason.Should().StartWith("devices.csv line 3, Purchase date \"3/4/2024\": Day and month could be either way round");
        rejects[1].Reason.Should().StartWith("devices.csv line 4: ");
        pages[^1].Complete.Should().BeFalse("a rejected row may be a device that is still there");
    }

    [Fact]
    public async Task The_order_of_day_and_month_can_be_set()
    {
        _bench.DateOrder = "MonthFirst";
        _bench.Write("devices.csv", "Asset tag,Purchase date\nLT-1002,3/4/2024\n");

        var device = (await _bench.ReadAsync()).SelectMany(p => p.Records).OfType<DeviceRecord>().Single();

        device.PurchasedOn.Should().Be(new DateOnly(2024, 3, 4));
    }

    [Fact]
    public async Task A_seat_of_a_product_that_no_file_has_is_told()
    {
        _bench.Write("licenses.csv", "Product,Publisher,Owned\nVisio,Microsoft,5\n");
        _bench.Write("seats.csv", "Product,Email\nAcrobat,ada@example.com\n");

        var pages = await _bench.ReadAsync();

        pages.SelectMany(p => p.Rejected.IsDefault ? [] : p.Rejected).Single().Reason.Should().StartWith("seats.csv line 2, Product \"Acrobat\"");
    }

    [Fact]
    public async Task A_file_that_is_none_of_ours_is_told_and_the_others_are_read()
    {
        _bench.Write("devices.csv", "Asset tag,Serial\nLT-1001,PF3ABC01\n");
        _bench.Write("weather.csv", "Day,Rain\nMonday,yes\n");
        _bench.Write("book.csv", "PK\u0003\u0004 not text");
        _bench.Write("devices.rejects.csv", "Asset tag,reason\nLT-1009,broken\n");

        var pages = await _bench.ReadAsync();

        pages.SelectMany(p => p.Records).Select(r => r.SourceId).Should().Equal("tag LT-1001");
        pages.SelectMany(p => p.Rejected.IsDefault ? [] : p.Rejected).Select(r => r.SourceId).Should().BeEquivalentTo("weather.csv", "book.csv");
        pages[^1].Complete.Should().BeFalse();
    }

    [Fact]
    public async Task An_empty_folder_never_says_that_everything_is_gone()
    {
        var pages = await _bench.ReadAsync();

        pages.Should().ContainSingle();
        (pages[0].Complete, pages[0].HighWater).Should().Be((false, null));
    }

    [Fact]
    public async Task A_list_without_rows_or_one_that_is_gone_never_says_that_everything_in_it_is_gone()
    {
        _bench.Write("people.csv", "Email\nada@example.com\n");
        _bench.Write("devices.csv", "Asset tag\nLT-1001\n");
        var first = (await _bench.ReadAsync())[^1];
        first.Complete.Should().BeTrue();

        _bench.Write("devices.csv", "Asset tag\n");
        (await _bench.ReadAsync())[^1].Complete.Should().BeFalse();

        // A source that was just started knows only what was stored.
        File.Delete(Path.Combine(_bench.Folder, "devices.csv"));
        var again = SourceRead.Everything with { LastHighWater = first.HighWater };
        var after = (await _bench.Source.ReadAsync(again, default).ToListAsync())[^1];
        after.CompleteFor!.Value.Should().NotContain(RecordKind.Device).And.Contain(RecordKind.Person);
        var later = (await _bench.Source.ReadAsync(again with { LastHighWater = after.HighWater }, default).ToListAsync())[^1];
        later.CompleteFor!.Value.Should().NotContain(RecordKind.Device, "a list that is gone is remembered over every read");
    }

    [Fact]
    public async Task Two_rows_that_contradict_each_other_are_not_both_believed()
    {
        _bench.Write("devices.csv", "Asset tag,Location\nLT-1001,Berlin\nLT-1001,Hamburg\nLT-1001,Berlin\n");

        var pages = await _bench.ReadAsync();

        pages.SelectMany(p => p.Records).OfType<DeviceRecord>().Should().ContainSingle().Which.Location.Should().Be("Berlin");
        pages
            .SelectMany(p => p.Rejected.IsDefault ? [] : p.Rejected)
            .Should()
            .ContainSingle()
            .Which.Reason.Should()
            .Be("devices.csv line 3: This device is already on line 2 with other values. Keep one of the two rows.");
    }

    [Fact]
    public async Task Many_rows_come_in_pages()
    {
        _bench.Write("devices.csv", "Asset tag\n" + string.Join('\n', Enumerable.Range(1000, 1234).Select(n => $"LT-{n}")));

        var pages = await _bench.ReadAsync();

        pages.Select(p => p.Records.Length).Should().Equal(500, 500, 234, 0);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_says_what_to_do()
    {
        Directory.Delete(_bench.Folder);
        try
        {
            await _bench.Invoking(b => b.ReadAsync()).Should().ThrowAsync<ConnectionException>().Where(e => e.Failure == ConnectionFailure.Reconnect);
            (await _bench.Source.CheckAsync(default)).Should().ContainSingle().Which.Remedy.Should().Contain("Create it");
        }
        finally
        {
            Directory.CreateDirectory(_bench.Folder);
        }
    }

    [Fact]
    public async Task Doctor_says_what_each_file_holds()
    {
        (await _bench.Source.CheckAsync(default)).Should().ContainSingle(c => !c.Ok).Which.Remedy.Should().Contain("*.csv");
        _bench.Write("devices.csv", "Asset tag,Serial\nLT-1001,PF3ABC01\n");
        _bench.Write("weather.csv", "Day,Rain\nMonday,yes\n");

        var checks = await _bench.Source.CheckAsync(default);

        checks.Should().Contain(new ConnectionCheck(true, "devices.csv holds devices"));
        checks.Should().ContainSingle(c => !c.Ok).Which.Remedy.Should().Contain("Day, Rain");
    }

    [Fact]
    public void A_folder_must_be_a_full_path()
    {
        var reader = new SettingsReader(
            new Microsoft.Extensions.Configuration.ConfigurationManager { ["Folder"] = "drop", ["DateOrder"] = "YearFirst" }
        );

        _ = Context.Sources.FileDrop.FileDropSettings.Read(reader);

        reader.Problems.Select(p => p.Setting).Should().Equal("Folder", "DateOrder");
    }
}
