using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Context.Sources.Jamf;
using Itam.Context.Tests.Sources.Calls;
using Itam.Sandbox.Sources.Jamf;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Tests.Sources.Jamf;

public sealed class AJamfDeviceInNeutralWords
{
    private readonly LeapingTime _time = new();

    [Fact]
    public async Task A_computer_keeps_everything_it_says()
    {
        var device = await OneAsync(Macs.Computer(42));

        device
            .Should()
            .BeEquivalentTo(
                new DeviceRecord("computer:42", new(2026, 11, 20, 7, 0, 0, 123, TimeSpan.Zero))
                {
                    Hostname = "mac-42",
                    Serial = "C02XK00042",
                    AssetTag = "MB-42",
                    Macs = ["3C:06:30:00:00:01", "3C:06:30:00:00:02"],
                    Uuid = "0A1B2C3D-0000-4000-8000-000000000042",
                    Type = DeviceType.Laptop,
                    Platform = Platform.MacOs,
                    Manufacturer = "Apple",
                    Model = "MacBook Pro (14-inch, 2023)",
                    ModelId = "Mac14,9",
                    Ownership = Ownership.Company,
                    Location = "4.12",
                    Holder = [new(IdentityKind.Email, "user42@example.com"), new(IdentityKind.Account, "user42", Stage.Name)],
                    OsName = "macOS",
                    OsVersion = "15.5",
                    StorageTotalBytes = 512_000_000_000,
                    StorageFreeBytes = 12_000_000_000,
                    LastSeenAt = new(2026, 11, 20, 7, 30, 0, TimeSpan.Zero),
                    Encryption = Encryption.Full,
                    Managed = true,
                    PurchasedOn = new(2024, 3, 1),
                    Cost = 2199,
                    EndOfLifeOn = new(2028, 3, 1),
                    Warranties = [new(WarrantyKind.Unknown, null, null, new(2027, 3, 1))],
                }
            );
    }

    [Fact]
    public async Task A_phone_keeps_everything_it_says_and_a_lost_one_is_lost()
    {
        var phone = Macs.Phone(7);
        phone["security"]!["lostModeEnabled"] = "true";
        var jamf = new JamfEmulator(_time);
        jamf.MobileDevices.Add(phone);
        await using var stage = await Stage.StartAsync(new JamfVendor(), jamf, _time);

        var device = await stage.ReadOneAsync();

        device.SourceId.Should().Be("mobile:7");
        (device.Type, device.Platform, device.OsName, device.OsVersion).Should().Be((DeviceType.Phone, Platform.Ios, "iOS", "18.5"));
        (device.State, device.SourceState).Should().Be((LifecycleState.Lost, "Lost Mode"));
        device.AssetTag.Should().BeNull();
        device.Holder.Should().Equal(new PersonName(IdentityKind.Email, "user7@example.com"), new PersonName(IdentityKind.Upn, "user7@example.com"));
        device.Warranties.Should().ContainSingle().Which.EndsOn.Should().Be(new DateOnly(2026, 12, 24));
        (device.StorageTotalBytes, device.StorageFreeBytes).Should().Be((128_000_000_000, 64_000_000_000));
    }

    [Fact]
    public async Task Nothings_become_nothing()
    {
        var mac = Macs.Computer(1);
        mac["hardware"]!["serialNumber"] = "Not Available";
        mac["general"]!["assetTag"] = " ";
        mac["general"]!["lastContact"] = "0001-01-01T00:00:00Z";
        mac["general"]!["reportDate"] = "1970-01-01T00:00:00Z";
        mac["userAndLocation"] = JObject.Parse("""{"username": "", "email": null}""");
        mac["purchasing"] = JObject.Parse("""{"purchasePrice": "", "lifeExpectancy": 0, "warrantyDate": ""}""");
        mac["storage"] = null;

        var device = await OneAsync(mac);

        device.AsOf.Should().Be(LeapingTime.Morning);
        device.Serial.Should().BeNull();
        device.AssetTag.Should().BeNull();
        device.LastSeenAt.Should().BeNull();
        device.Holder.Should().BeEmpty();
        device.Unassigned.Should().BeFalse("an empty field says nothing about who has it");
        device.Cost.Should().BeNull();
        device.EndOfLifeOn.Should().BeNull();
        device.Warranties.Should().BeEmpty();
        device.StorageTotalBytes.Should().BeNull();
    }

    [Fact]
    public async Task Unknown_fields_words_and_number_shapes_are_survived()
    {
        var mac = Macs.Computer(1);
        mac["id"] = 1;
        mac["general"]!["aFieldOfTomorrow"] = new JObject { ["x"] = 1 };
        mac["operatingSystem"]!["fileVault2Status"] = "QUANTUM_ENCRYPTED";
        mac["operatingSystem"]!["version"] = 15.5;
        mac["purchasing"]!["purchasePrice"] = 2199;
        mac["storage"]!["bootDriveAvailableSpaceMegabytes"] = "12000";
        mac["general"]!["remoteManagement"]!["managed"] = "true";

        var device = await OneAsync(mac);

        device.SourceId.Should().Be("computer:1");
        device.Encryption.Should().Be(Encryption.Unknown);
        device.OsVersion.Should().Be("15.5");
        device.Cost.Should().Be(2199);
        device.StorageFreeBytes.Should().Be(12_000_000_000);
        device.Managed.Should().BeTrue();
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_is_rejected_with_its_reason_and_the_others_are_kept()
    {
        var jamf = Macs.Fleet(_time, 3, 0);
        jamf.Computers[1]["hardware"] = new JArray(1, 2);
        await using var stage = await Stage.StartAsync(new JamfVendor(), jamf, _time, ("MobileDevices", "false"));

        var (pages, _) = await stage.ReadAsync();

        pages.Ids().Should().Equal("computer:1", "computer:3");
        pages.SelectMany(p => p.Rejected).Should().Equal(new SourceReject("computer:2", "The part 'hardware' is not an object."));
        pages[^1].Complete.Should().BeTrue("the rejected device was seen, so it is not missing");
    }

    [Fact]
    public async Task A_row_without_an_id_leaves_open_what_is_missing()
    {
        var jamf = Macs.Fleet(_time, 3, 0);
        jamf.Computers[1].Remove("id");
        await using var stage = await Stage.StartAsync(new JamfVendor(), jamf, _time);

        var (pages, _) = await stage.ReadAsync();

        pages.Should().NotContain(p => p.Complete);
    }

    private async Task<DeviceRecord> OneAsync(JObject computer)
    {
        var jamf = new JamfEmulator(_time);
        jamf.Computers.Add(computer);
        await using var stage = await Stage.StartAsync(new JamfVendor(), jamf, _time, ("MobileDevices", "false"));
        return await stage.ReadOneAsync();
    }
}
