using Itam.Context;
using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Context.Sources;
using Microsoft.Extensions.Logging.Abstractions;

namespace Itam.Webhooks.Tests.ServiceNow;

public sealed class WhatTheAssetStoreSays
{
    private static Task<Instance> InstanceAsync(params (string, string?)[] settings) =>
        Instance.StartAsync([("ReadAssets", "true"), ("ReadLicenses", "false"), .. settings]);

    private static ISource Assets(Instance instance) => instance.Connection.Assets!;

    [Fact]
    public async Task The_id_of_a_device_is_the_one_that_a_ticket_carries()
    {
        await using var instance = await InstanceAsync();
        var ticket = await instance.RaiseAsync(device: "LT-0042");

        var linked = (await instance.Desk.ReadTicketAsync(ticket, default)).LinkedDevices.Single();

        var device = (await Assets(instance).PagesAsync()).Device("LT-0042");
        linked.Names.Should().Contain(new DeviceName(IdentifierKind.SourceId, device.SourceId, Instance.Name));
        device
            .CrossIds.Should()
            .Equal(new DeviceName(IdentifierKind.SourceId, instance.Emulator.RecordId("alm_hardware", "asset_tag", "LT-0042"), Instance.Name));
    }

    [Fact]
    public async Task Hardware_is_joined_with_its_computer()
    {
        await using var instance = await InstanceAsync();

        var device = (await Assets(instance).PagesAsync()).Device("LT-0042");

        device.Serial.Should().Be("PF3ABCDE");
        device.Hostname.Should().Be("lt-0042");
        (device.Manufacturer, device.Model, device.Type).Should().Be(("Lenovo", "ThinkPad T14 Gen 4", DeviceType.Laptop));
        (device.OsName, device.OsVersion, device.Platform).Should().Be(("Windows 11", "24H2", Platform.Windows));
        device.StorageTotalBytes.Should().Be(512_000_000_000);
        (device.State, device.SourceState).Should().Be((LifecycleState.InUse, "In use"));
        device.LastSeenAt.Should().Be(Instance.Start.AddHours(-3));
        device.Warranties.Single().EndsOn.Should().Be(new DateOnly(2026, 12, 9));
        device.PurchasedOn.Should().Be(new DateOnly(2023, 12, 9));
        device.Cost.Should().Be(1500m);
        device.Location.Should().Be("Berlin");
        device
            .Holder.Should()
            .Equal(
                new PersonName(IdentityKind.Account, instance.Emulator.RecordId("sys_user", "user_name", "dana"), Instance.Name),
                new PersonName(IdentityKind.Email, "dana@example.com"),
                new PersonName(IdentityKind.Upn, "dana"),
                new PersonName(IdentityKind.EmployeeNumber, "E0001")
            );
    }

    [Fact]
    public async Task People_are_read_with_all_their_names()
    {
        await using var instance = await InstanceAsync();

        var people = (await Assets(instance).PagesAsync()).Of<PersonRecord>();

        var dana = people.Single(p => p.DisplayName == "Dana Demo");
        dana.Names.Select(n => n.Kind).Should().Equal(IdentityKind.Account, IdentityKind.Email, IdentityKind.Upn, IdentityKind.EmployeeNumber);
        (dana.Vip, dana.Active, dana.TimeZone, dana.Department).Should().Be((true, true, "Europe/Berlin", "Sales"));
        people.Single(p => p.DisplayName == "Hugo Hidden").Names.Should().NotContain(n => n.Kind == IdentityKind.Email);
    }

    [Theory]
    [InlineData("1", "In use", "", LifecycleState.InUse)]
    [InlineData("2", "On order", "", LifecycleState.Ordered)]
    [InlineData("3", "In maintenance", "", LifecycleState.InRepair)]
    [InlineData("6", "In stock", "available", LifecycleState.InStock)]
    [InlineData("6", "In stock", "reserved", LifecycleState.Reserved)]
    [InlineData("6", "In stock", "defective", LifecycleState.InRepair)]
    [InlineData("6", "In stock", "pending_disposal", LifecycleState.Retired)]
    [InlineData("7", "Retired", "", LifecycleState.Retired)]
    [InlineData("7", "Retired", "sold", LifecycleState.Disposed)]
    [InlineData("8", "Missing", "stolen", LifecycleState.Stolen)]
    [InlineData("8", "Missing", "", LifecycleState.Lost)]
    [InlineData("9", "In transit", "", LifecycleState.InTransit)]
    [InlineData("10", "Consumed", "", LifecycleState.Unknown)]
    [InlineData("4711", "4711", "", LifecycleState.Unknown)]
    public async Task States_come_from_codes_and_an_unknown_one_stays_unknown(string status, string label, string detail, LifecycleState state)
    {
        await using var instance = await InstanceAsync();
        instance.Emulator.Change(
            instance.Emulator.RecordId("alm_hardware", "asset_tag", "LT-0042"),
            new Dictionary<string, string> { ["install_status"] = status, ["substatus"] = detail }
        );

        var device = (await Assets(instance).PagesAsync()).Device("LT-0042");

        device.State.Should().Be(state);
        device.SourceState.Should().Be(detail.Length > 0 ? $"{label} / {detail}" : label);
    }

    [Fact]
    public async Task What_discovery_found_after_the_last_read_shows_while_a_ticket_waits()
    {
        await using var instance = await InstanceAsync();
        var known = (await Assets(instance).PagesAsync()).Device("LT-0042");
        instance.Time.Advance(TimeSpan.FromHours(2));
        instance.Emulator.Change(
            instance.Emulator.ItemId("name", "lt-0042"),
            new Dictionary<string, string> { ["last_discovered"] = "2026-11-21 10:59:00" }
        );
        var device = new Device
        {
            Id = Guid.AllBitsSet,
            Serial = known.Serial,
            LastSeenAt = known.LastSeenAt,
            Origins = new() { [nameof(Device.LastSeenAt)] = new Origin("ServiceNow", known.AsOf) },
        };
        var serial = new DeviceIdentifier
        {
            Kind = IdentifierKind.Serial,
            Value = "PF3ABCDE",
            DeviceId = device.Id,
        };
        var sources = new SourceDirectory([new SourceConnection(Instance.Name, TenantId.Parse("demo"), Assets(instance))]);
        var live = new LiveFacts(sources, new LiveOptions(TimeSpan.FromMinutes(1)), instance.Time, NullLogger<LiveFacts>.Instance);

        using var budget = live.Begin(default);
        await live.RefreshAsync(TenantId.Parse("demo"), device, null, [serial], budget);

        device.LastSeenAt.Should().Be(new DateTimeOffset(2026, 11, 21, 10, 59, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData(IdentityKind.Email, "DANA@example.com")]
    [InlineData(IdentityKind.Upn, "dana")]
    [InlineData(IdentityKind.EmployeeNumber, "E0001")]
    public async Task A_person_is_asked_for_by_the_surest_name_and_what_is_retired_is_left_out(IdentityKind kind, string name)
    {
        await using var instance = await InstanceAsync();
        instance.Emulator.Change(
            instance.Emulator.RecordId("alm_hardware", "asset_tag", "MB-0107"),
            new Dictionary<string, string> { ["install_status"] = "7" }
        );

        var found = await ((ILiveSource)Assets(instance)).LookUpAsync(new LiveQuestion([new PersonName(kind, name)], []), default);

        found.Select(d => d.AssetTag).Should().Equal("LT-0042");
    }

    [Fact]
    public async Task The_item_of_a_ticket_is_asked_for_by_its_id()
    {
        await using var instance = await InstanceAsync();
        var item = instance.Emulator.ItemId("name", "lt-0042");

        var found = await ((ILiveSource)Assets(instance)).LookUpAsync(
            new LiveQuestion(
                [],
                [new DeviceName(IdentifierKind.SourceId, item, Instance.Name), new DeviceName(IdentifierKind.Serial, "x^ORserial_numberISNOTEMPTY")]
            ),
            default
        );

        found.Should().ContainSingle().Which.SourceId.Should().Be(item);
    }

    [Fact]
    public async Task Values_that_say_nothing_become_nothing()
    {
        await using var instance = await InstanceAsync();
        instance.Emulator.Change(
            instance.Emulator.RecordId("alm_hardware", "asset_tag", "LT-0042"),
            new Dictionary<string, string>
            {
                ["serial_number"] = " N/A ",
                ["assigned_to"] = "",
                ["install_status"] = "",
                ["warranty_expiration"] = "0001-01-01",
                ["cost"] = "0",
            }
        );
        instance.Emulator.Change(instance.Emulator.ItemId("name", "lt-0042"), new Dictionary<string, string> { ["disk_space"] = "-1" });

        var device = (await Assets(instance).PagesAsync()).Device("LT-0042");

        (device.Serial, device.State, device.SourceState, device.Cost, device.StorageTotalBytes).Should().Be((null, null, null, null, null));
        device.Warranties.Should().BeEmpty();
        device.Unassigned.Should().BeTrue();
    }

    [Fact]
    public async Task Hardware_without_an_item_or_with_a_duplicate_has_its_own_id()
    {
        await using var instance = await InstanceAsync();
        var asset = instance.Emulator.RecordId("alm_hardware", "asset_tag", "LT-0042");
        var item = instance.Emulator.ItemId("name", "lt-0042");
        instance.Emulator.Change(item, new Dictionary<string, string> { ["duplicate_of"] = instance.Emulator.ItemId("name", "mb-0107") });
        var bare = instance.Emulator.AddItem("alm_hardware", new Dictionary<string, string> { ["asset_tag"] = "ST-1" });

        var pages = await Assets(instance).PagesAsync();

        pages.Device("LT-0042").SourceId.Should().Be(asset);
        pages.Device("LT-0042").CrossIds.Should().ContainSingle().Which.Value.Should().Be(item);
        pages.Device("ST-1").SourceId.Should().Be(bare);
        pages.Device("ST-1").CrossIds.Should().BeEmpty();
    }

    [Fact]
    public async Task Entitlements_come_with_their_seats()
    {
        await using var instance = await InstanceAsync(("ReadLicenses", "true"));
        var license = instance.Emulator.AddItem(
            "alm_license",
            new Dictionary<string, string>
            {
                ["display_name"] = "Draw Studio",
                ["rights"] = "25",
                ["end_date"] = "2027-03-31",
                ["vendor"] = "Acme Software",
            }
        );
        instance.Emulator.AddItem("alm_license", new Dictionary<string, string> { ["rights"] = "1" });
        instance.Emulator.AddItem(
            "alm_entitlement_user",
            new Dictionary<string, string>
            {
                ["licensed_by"] = license,
                ["assigned_to"] = instance.Emulator.RecordId("sys_user", "user_name", "dana"),
            }
        );

        var pages = await Assets(instance).PagesAsync();

        var read = pages.Of<LicenseRecord>().Single();
        (read.Product, read.Publisher, read.Owned, read.RenewsOn).Should().Be(("Draw Studio", "Acme Software", 25, new DateOnly(2027, 3, 31)));
        read.Seats!.Value.Single().Person.Should().Contain(new PersonName(IdentityKind.Email, "dana@example.com"));
        pages
            .SelectMany(p => p.Rejected.IsDefault ? [] : p.Rejected)
            .Should()
            .ContainSingle()
            .Which.Reason.Should()
            .Contain("neither a model nor a name");
        pages[^1].Complete.Should().BeTrue();

        instance.Emulator.ForbiddenTables.Add("alm_entitlement_user");
        (await Assets(instance).PagesAsync()).Of<LicenseRecord>().Single().Seats.Should().BeNull("not listed is not nobody");
    }
}
