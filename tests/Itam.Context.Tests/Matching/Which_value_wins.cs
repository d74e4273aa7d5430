using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Testing.Time;

namespace Itam.Context.Tests.Matching;

public class Which_value_wins
{
    private static readonly DateTimeOffset Now = ManualTime.Morning;

    [Fact]
    public void The_asset_register_says_where_and_management_says_what()
    {
        var chosen = Merge(
            Fact(SourceRole.AssetRegister, 400, r => r with { Location = "Berlin", Model = "T14 (typed)" }),
            Fact(SourceRole.DeviceManagement, 0, r => r with { Location = "Unknown site", Model = "ThinkPad T14 Gen 4" })
        );

        chosen["Location"].Value.Should().Be("Berlin");
        chosen["Model"].Value.Should().Be("ThinkPad T14 Gen 4");
        chosen["Model"].Lost.Should().ContainSingle(l => l.Value == "T14 (typed)" && l.Why.Contains("later"));
    }

    [Fact]
    public void An_empty_value_never_beats_a_filled_one()
    {
        var chosen = Merge(
            Fact(SourceRole.AssetRegister, 0, r => r with { Location = " ", Encryption = Encryption.Unknown, Type = DeviceType.Other }),
            Fact(SourceRole.DeviceManagement, 0, r => r with { Location = "Berlin", Encryption = Encryption.Full, Type = DeviceType.Laptop })
        );

        chosen["Location"].Value.Should().Be("Berlin");
        chosen["Encryption"].Value.Should().Be("Full");
        chosen["Type"].Value.Should().Be("Laptop");
    }

    [Fact]
    public void The_freshest_of_equals_wins()
    {
        var chosen = Merge(
            Fact(SourceRole.DeviceManagement, 2, r => r with { StorageFreeBytes = 1 }),
            Fact(SourceRole.EndpointProtection, 1, r => r with { StorageFreeBytes = 2 })
        );

        chosen["StorageFreeBytes"].Value.Should().Be("2");
        chosen["StorageFreeBytes"].Lost.Should().ContainSingle(l => l.Why == "older");
    }

    [Fact]
    public void A_stale_source_yields_to_a_fresher_lower_one_and_to_nobody_else()
    {
        var stale = Fact(SourceRole.DeviceManagement, 8, r => r with { Encryption = Encryption.Full });
        Merge(stale, Fact(SourceRole.EndpointProtection, 1, r => r with { Encryption = Encryption.None }))["Encryption"].Value.Should().Be("None");
        Merge(stale, Fact(SourceRole.EndpointProtection, 9, r => r with { Encryption = Encryption.None }))["Encryption"].Value.Should().Be("Full");
        Merge(stale, Fact(SourceRole.AssetRegister, 90, r => r with { Encryption = Encryption.None }))["Encryption"].Value.Should().Be("Full");
    }

    [Fact]
    public void A_locked_value_wins_over_everything()
    {
        var own = new DeviceFacts(
            new RecordId("", "x"),
            "register",
            SourceRole.AssetRegister,
            new DeviceRecord("x", Now.AddDays(-900)) { OsName = "Plan 9", Model = "free" },
            Origins: new Dictionary<string, Origin> { ["OsName"] = new("Ada", Now.AddDays(-900), Locked: true) }
        );

        var chosen = Merge(own, Fact(SourceRole.DeviceManagement, 0, r => r with { OsName = "Windows", Model = "T14" }));

        chosen["OsName"].Value.Should().Be("Plan 9");
        chosen["OsName"].Origin!.Locked.Should().BeTrue();
        chosen["OsName"].Why.Should().Contain("Ada");
        chosen["Model"].Value.Should().Be("T14");
    }

    [Fact]
    public void One_new_entry_makes_no_old_value_of_the_register_new()
    {
        var register = Fact(SourceRole.AssetRegister, 60, r => r with { Location = "Berlin", OsName = "Windows 10" });
        var mdm = Fact(SourceRole.DeviceManagement, 8, r => r with { OsName = "Windows 11", Model = "T14", Location = "Unknown site" });
        var imported = new Dictionary<string, Origin>
        {
            ["Location"] = new("Old list", Now.AddDays(-300)),
            ["OsName"] = new("Old list", Now.AddDays(-300)),
            ["Model"] = new("Old list", Now.AddDays(-300)),
        };
        var before = Merge(Own(imported, 300), register, mdm);
        var locked = new Dictionary<string, Origin>(imported) { ["Cost"] = new("Ada", Now, Locked: true) };

        var after = Merge(Own(locked, 0), register, mdm);

        string[] fields = ["Location", "OsName", "Model"];
        fields.Select(f => before[f].Value).Should().Equal("Berlin", "Windows 11", "T14");
        fields.Select(f => after[f].Value).Should().Equal("Berlin", "Windows 11", "T14");
        after["Cost"].Value.Should().Be("900");

        static DeviceFacts Own(Dictionary<string, Origin> origins, int daysOld) =>
            new(
                new RecordId("", "x"),
                "register",
                SourceRole.AssetRegister,
                new DeviceRecord("x", Now.AddDays(-daysOld))
                {
                    Location = "Paris",
                    OsName = "Windows 7",
                    Model = "typed",
                    Cost = 900,
                },
                Origins: origins
            );
    }

    [Fact]
    public void A_purchase_does_not_age()
    {
        var chosen = Merge(
            Fact(SourceRole.Reseller, 400, r => r with { Model = "MacBook Pro 14-inch", Ownership = Ownership.Company, StorageTotalBytes = 512 }),
            Fact(SourceRole.DeviceManagement, 0, r => r with { Model = "MacBook Pro (typed)" })
        );

        chosen["Model"].Value.Should().Be("MacBook Pro 14-inch");
        chosen["Ownership"].Value.Should().Be("Company");
        chosen["StorageTotalBytes"].Value.Should().Be("512");
    }

    [Fact]
    public void Whoever_logged_in_last_never_becomes_the_holder()
    {
        var chosen = Merge(Fact(SourceRole.EndpointProtection, 0, r => r) with { HolderId = Guid.AllBitsSet });

        chosen.Should().NotContainKey("AssignedToId");
    }

    [Fact]
    public void Plainly_nobody_is_an_answer()
    {
        var chosen = Merge(
            Fact(SourceRole.AssetRegister, 0, r => r with { Unassigned = true }),
            Fact(SourceRole.DeviceManagement, 0, r => r) with
            {
                HolderId = Guid.AllBitsSet,
            }
        );

        chosen["AssignedToId"].Value.Should().Be("nobody");
    }

    [Fact]
    public void Every_field_of_a_merge_has_its_row_in_the_table()
    {
        var roles = Enum.GetValues<SourceRole>();

        DeviceField.All.Should().OnlyContain(f => roles.Any(role => Precedence.Shipped.RankOf(f.Property, role) != null));
    }

    private static Dictionary<string, FieldChoice> Merge(params DeviceFacts[] facts) =>
        DeviceMerge.Merge(new DeviceCluster([.. facts]), Precedence.Shipped, Now).ToDictionary(c => c.Property);

    private static DeviceFacts Fact(SourceRole role, int daysOld, Func<DeviceRecord, DeviceRecord> fill) =>
        new(new RecordId(role.ToString(), "1"), role.ToString(), role, fill(new DeviceRecord("1", Now.AddDays(-daysOld))));
}
