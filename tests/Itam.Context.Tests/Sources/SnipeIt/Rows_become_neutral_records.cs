using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Sandbox.Sources.SnipeIt;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Tests.Sources.SnipeIt;

public sealed class Rows_become_neutral_records : IAsyncLifetime
{
    private SnipeItBench Bench { get; } = new();

    public Task InitializeAsync() => Bench.InitializeAsync();

    public Task DisposeAsync() => Bench.DisposeAsync();

    [Fact]
    public async Task An_asset_says_what_its_row_says()
    {
        Bench.Instance.Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        Bench.Set("TimeZone", "Europe/Berlin");
        Bench.Set("Currency", "eur");
        Bench.Set("CrossIds:mdm", "MDM id");
        Bench.Set("CrossIds:rmm", "RMM id");
        var changed = new DateTimeOffset(2026, 7, 1, 10, 0, 0, TimeSpan.Zero);
        var row = Bench.Instance.AddAsset(42, "PF3ABCDE", holder: Bench.Instance.AddUser(9, "Ada", "O&#039;Neil").AsHolder(), changed: changed);
        row["name"] = "lt-0042.example.com";
        row["expected_checkin"] = SnipeItRows.Day("2026-12-24");
        row["custom_fields"] = new JObject
        {
            ["Wi-Fi"] = new JObject { ["value"] = "3C:7C:3F:00:11:22", ["field_format"] = "MAC" },
            ["IMEI"] = new JObject { ["value"] = 490154203237518 },
            ["MDM id"] = new JObject { ["value"] = "815", ["field_format"] = "NUMERIC" },
            ["RMM id"] = new JObject { ["value"] = "VERSCHLÜSSELT", ["field_format"] = "ANY" },
        };

        var device = await Bench.OnlyDeviceAsync();

        device
            .Should()
            .BeEquivalentTo(
                new DeviceRecord("42", changed)
                {
                    Hostname = "lt-0042.example.com",
                    Serial = "PF3ABCDE",
                    AssetTag = "LT-0042",
                    Macs = ["3C:7C:3F:00:11:22"],
                    Imei = "490154203237518",
                    CrossIds = [new DeviceName(IdentifierKind.SourceId, "815", "mdm")],
                    Type = DeviceType.Laptop,
                    Manufacturer = "Lenovo",
                    Model = "ThinkPad T14 G4",
                    ModelId = "21HD",
                    State = LifecycleState.InUse,
                    SourceState = "Ready to Deploy",
                    Location = "Berlin",
                    Holder =
                    [
                        new PersonName(IdentityKind.Account, "9", "assets"),
                        new PersonName(IdentityKind.Email, "ada@example.com"),
                        new PersonName(IdentityKind.EmployeeNumber, "1009"),
                    ],
                    PurchasedOn = new DateOnly(2024, 3, 1),
                    Cost = 1299m,
                    Currency = "EUR",
                    EndOfLifeOn = new DateOnly(2028, 3, 1),
                    LoanDueOn = new DateOnly(2026, 12, 24),
                    Warranties = [new WarrantyFact(WarrantyKind.Unknown, null, new DateOnly(2024, 3, 1), new DateOnly(2027, 3, 1))],
                }
            );
    }

    [Fact]
    public async Task A_person_is_known_by_their_names_and_may_sign_in_nowhere()
    {
        Bench.Instance.AddUser(9, "Ada", "O&#039;Neil")["manager"] = new JObject { ["id"] = 3, ["name"] = "Bo B" };

        var person = (await Bench.ReadAsync()).SelectMany(p => p.Records).OfType<PersonRecord>().Single();

        (person.DisplayName, person.Department, person.Country, person.Active).Should().Be(("Ada O'Neil", "R&D", "DE", null));
        person.Manager.Should().Equal(new PersonName(IdentityKind.Account, "3", "assets"));
        person.Names.Should().NotContain(n => n.Kind == IdentityKind.Upn, "'ada' alone may be somebody else elsewhere");
    }

    [Fact]
    public async Task Nothings_say_nothing()
    {
        var row = Bench.Instance.AddAsset(1, "To be filled by O.E.M.");
        row["asset_tag"] = "-";
        row["name"] = "Ada's old laptop";
        row["purchase_date"] = SnipeItRows.Day("0001-01-01");
        row["purchase_cost"] = null;
        row["warranty_expires"] = null;
        row["asset_eol_date"] = null;
        row["location"] = row["rtd_location"] = row["category"] = row["manufacturer"] = row["model"] = null;
        row["custom_fields"] = new JArray();

        var device = await Bench.OnlyDeviceAsync();

        (device.Serial, device.AssetTag, device.Hostname, device.PurchasedOn, device.Cost, device.Currency)
            .Should()
            .Be((null, null, null, null, null, null));
        (device.EndOfLifeOn, device.Location, device.Type, device.Manufacturer, device.Model).Should().Be((null, null, null, null, null));
        device.Warranties.Should().BeEmpty();
        device.Unassigned.Should().BeTrue("an asset that is checked out to nobody says so");
    }

    [Fact]
    public async Task A_drifted_row_is_still_read()
    {
        var row = Bench.Instance.AddAsset(1, "PF3ABC01");
        row["id"] = "1";
        row["byod"] = "1";
        row["status"] = new JObject
        {
            ["id"] = "9",
            ["name"] = "Quarantined",
            ["status_meta"] = "isolated",
        };
        row["something_new"] = new JObject { ["deep"] = new JArray(1, 2) };
        row["category"] = new JObject { ["name"] = "Hovercraft" };
        row["purchase_cost"] = "1.299,50";
        row["updated_at"] = "2026-07-01 10:00:00";

        var device = await Bench.OnlyDeviceAsync();

        (device.SourceId, device.State, device.SourceState, device.Type).Should().Be(("1", LifecycleState.Unknown, "Quarantined", null));
        (device.Ownership, device.Cost, device.AsOf)
            .Should()
            .Be((Ownership.Personal, 1299.5m, new DateTimeOffset(2026, 7, 1, 10, 0, 0, TimeSpan.Zero)));
    }

    [Theory]
    [InlineData("Company Laptops", DeviceType.Laptop)]
    [InlineData("Mobile Phone", DeviceType.Phone)]
    [InlineData("Laptop Bags", null)]
    public async Task A_category_is_what_stands_last_in_it(string category, DeviceType? type)
    {
        Bench.Instance.AddAsset(1, "PF3ABC01")["category"] = new JObject { ["id"] = 3, ["name"] = category };

        (await Bench.OnlyDeviceAsync()).Type.Should().Be(type);
    }

    [Theory]
    [InlineData("deployable", "Ready to Deploy", LifecycleState.InStock)]
    [InlineData("deployable", "Reserved for new hires", LifecycleState.Reserved)]
    [InlineData("pending", "On order", LifecycleState.Ordered)]
    [InlineData("pending", "Shipped", LifecycleState.InTransit)]
    [InlineData("pending", "Waiting", LifecycleState.Unknown)]
    [InlineData("undeployable", "Broken", LifecycleState.InRepair)]
    [InlineData("undeployable", "Stolen 2026", LifecycleState.Stolen)]
    [InlineData("archived", "Lost", LifecycleState.Lost)]
    [InlineData("archived", "Sold to staff", LifecycleState.Disposed)]
    [InlineData("archived", "Old", LifecycleState.Retired)]
    public async Task A_status_label_means_its_type_and_its_name(string type, string label, LifecycleState state)
    {
        Bench.Instance.AddAsset(1, "PF3ABC01", type, label);

        var device = await Bench.OnlyDeviceAsync();

        (device.State, device.SourceState).Should().Be((state, label));
    }

    [Fact]
    public async Task An_asset_in_a_room_is_nobodys_and_is_there()
    {
        Bench.Instance.AddAsset(
            1,
            "PF3ABC01",
            holder: new JObject
            {
                ["id"] = 77,
                ["name"] = "Room 4.12",
                ["type"] = "location",
            }
        );

        var device = await Bench.OnlyDeviceAsync();

        (device.Unassigned, device.Location, device.Holder.IsEmpty, device.State).Should().Be((true, "Room 4.12", true, LifecycleState.InUse));
    }
}
