using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Context.Sources.AppleBusiness;
using Itam.Context.Tests.Sources.Calls;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Tests.Sources.AppleBusiness;

public sealed class AnAppleDeviceInNeutralWords
{
    private readonly LeapingTime _time = new();

    [Fact]
    public async Task A_mac_keeps_everything_that_Apple_says()
    {
        (await OneAsync(Apples.Mac(7)))
            .Should()
            .BeEquivalentTo(
                new DeviceRecord("C02XK00007", new(2026, 10, 1, 10, 0, 0, TimeSpan.Zero))
                {
                    Serial = "C02XK00007",
                    Macs = ["2CCA164BD29D", "2CCA164BD29F"],
                    Type = DeviceType.Laptop,
                    Platform = Platform.MacOs,
                    Manufacturer = "Apple",
                    Model = "MacBook Pro (14-inch, 2023)",
                    ModelId = "Mac14,9",
                    Ownership = Ownership.Company,
                    StorageTotalBytes = 512_000_000_000,
                    PurchasedOn = new(2024, 1, 28),
                }
            );
    }

    [Fact]
    public async Task A_device_added_by_hand_has_no_order_date_and_an_unknown_family_no_type()
    {
        var row = Apples.Mac(1);
        var about = (JObject)row["attributes"]!;
        about["purchaseSourceType"] = "MANUALLY_ADDED";
        about["productFamily"] = "Glasses";
        about["deviceCapacity"] = "plenty";
        about["imei"] = new JArray("350000000000001", "350000000000002");
        about["ethernetMacAddress"] = null;
        about["aFieldOfTomorrow"] = new JObject();

        var device = await OneAsync(row);

        device.PurchasedOn.Should().BeNull();
        device.Ownership.Should().BeNull();
        device.Type.Should().BeNull();
        device.StorageTotalBytes.Should().BeNull();
        device.Imei.Should().Be("350000000000001");
    }

    [Fact]
    public async Task A_released_device_leaves_a_list_that_is_still_whole()
    {
        using var apple = Apples.Organisation(_time, 3);
        apple.Devices[1]["attributes"]!["releasedFromOrgDateTime"] = "2026-09-01T00:00:00Z";
        await using var stage = await Stage.StartAsync(new AppleBusinessVendor(), apple, _time);

        var (pages, _) = await stage.ReadAsync();

        pages.Ids().Should().Equal(Apples.Serial(1), Apples.Serial(3));
        pages[^1].Complete.Should().BeTrue();
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_is_rejected_with_its_reason_and_the_others_are_kept()
    {
        using var apple = Apples.Organisation(_time, 3);
        apple.Devices[1]["attributes"] = null;
        await using var stage = await Stage.StartAsync(new AppleBusinessVendor(), apple, _time);

        var (pages, _) = await stage.ReadAsync();

        pages.Ids().Should().HaveCount(2);
        pages[0].Rejected.Should().Equal(new SourceReject(Apples.Serial(2), "The entry has no attributes."));
        pages[0].Complete.Should().BeTrue("the rejected device was seen, so it is not missing");
    }

    private async Task<DeviceRecord> OneAsync(JObject row)
    {
        using var apple = Apples.Organisation(_time, 0);
        apple.Devices.Add(row);
        await using var stage = await Stage.StartAsync(new AppleBusinessVendor(), apple, _time);
        return await stage.ReadOneAsync();
    }
}
