using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Context.Sources.CrowdStrike;
using Itam.Context.Tests.Sources.Calls;
using Itam.Sandbox.Sources.CrowdStrike;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Tests.Sources.CrowdStrike;

public sealed class AFalconHostInNeutralWords
{
    private readonly LeapingTime _time = new();

    [Fact]
    public async Task A_host_keeps_everything_it_says_but_never_its_last_login_as_the_holder()
    {
        var device = await OneAsync(Falcons.Host(7));

        device
            .Should()
            .BeEquivalentTo(
                new DeviceRecord(Falcons.Id(7), new(2026, 11, 20, 7, 30, 0, TimeSpan.Zero))
                {
                    Hostname = "LT-0007",
                    Serial = "PF300007",
                    Macs = ["3c-06-30-00-00-01", "3c-06-30-00-00-02"],
                    Type = DeviceType.Laptop,
                    Platform = Platform.Windows,
                    Manufacturer = "LENOVO",
                    Model = "21HD",
                    Location = "Berlin",
                    OsName = "Windows 11",
                    OsVersion = "26100",
                    LastSeenAt = new(2026, 11, 20, 7, 30, 0, TimeSpan.Zero),
                    LastBootAt = new(2026, 11, 1, 5, 0, 0, TimeSpan.Zero),
                    Protection = Protection.Healthy,
                }
            );
    }

    [Theory]
    [InlineData("normal", "no", "2026-11-20T07:30:00Z", Protection.Healthy)]
    [InlineData("normal", "yes", "2026-11-20T07:30:00Z", Protection.Degraded)]
    [InlineData("normal", "no", "2026-11-12T07:30:00Z", Protection.Stale)]
    [InlineData("contained", "yes", "2026-11-12T07:30:00Z", Protection.Contained)]
    [InlineData("containment_pending", "no", "2026-11-20T07:30:00Z", Protection.Contained)]
    [InlineData("lift_containment_pending", "no", "2026-11-20T07:30:00Z", Protection.Contained)]
    [InlineData("normal", "no", "", Protection.Unknown)]
    public async Task The_sensor_is_judged_by_isolation_then_silence_then_its_own_word(
        string status,
        string reduced,
        string seen,
        Protection expected
    )
    {
        var host = Falcons.Host(1);
        host["status"] = status;
        host["reduced_functionality_mode"] = reduced;
        host["last_seen"] = seen;

        (await OneAsync(host)).Protection.Should().Be(expected);
    }

    [Fact]
    public async Task A_status_of_tomorrow_is_unknown_and_kept_in_its_own_words()
    {
        var host = Falcons.Host(1);
        host["status"] = "quarantined_by_moonlight";
        host["a_field_of_tomorrow"] = new JObject();
        host["os_build"] = 26100;

        var device = await OneAsync(host);

        (device.Protection, device.SourceState, device.OsVersion).Should().Be((Protection.Unknown, "quarantined_by_moonlight", "26100"));
    }

    [Fact]
    public async Task Nothings_become_nothing()
    {
        var host = new JObject
        {
            ["device_id"] = Falcons.Id(1),
            ["serial_number"] = "",
            ["last_seen"] = "0001-01-01T00:00:00Z",
            ["mac_address"] = null,
            ["site_name"] = "N/A",
        };

        var device = await OneAsync(host);

        device.AsOf.Should().Be(_time.GetUtcNow(), "the host does not say, so it is as of now");
        device.Should().BeEquivalentTo(new DeviceRecord(Falcons.Id(1), device.AsOf) { Protection = Protection.Unknown });
    }

    [Theory]
    [InlineData("VMware, Inc.", "VMware Virtual Platform", "Other", "Server", DeviceType.Virtual)]
    [InlineData("Microsoft Corporation", "Virtual Machine", "Desktop", "Workstation", DeviceType.Virtual)]
    [InlineData("Dell Inc.", "PowerEdge R740", "Rack Mount Chassis", "Server", DeviceType.Server)]
    [InlineData("Microsoft Corporation", "Surface Laptop 5", "Laptop", "Workstation", DeviceType.Laptop)]
    [InlineData("HP", "HP EliteDesk 800", "Mini Tower", "Workstation", DeviceType.Desktop)]
    public async Task Its_type_follows_from_maker_and_chassis(string maker, string model, string chassis, string product, DeviceType expected)
    {
        var host = Falcons.Host(1);
        host["system_manufacturer"] = maker;
        host["system_product_name"] = model;
        host["chassis_type_desc"] = chassis;
        host["product_type_desc"] = product;

        (await OneAsync(host)).Type.Should().Be(expected);
    }

    [Fact]
    public async Task A_mac_names_its_system_as_others_do()
    {
        var host = Falcons.Host(1);
        host["platform_name"] = "Mac";
        host["os_version"] = "Sonoma (14)";
        host["os_build"] = "23A344";

        var device = await OneAsync(host);

        (device.Platform, device.OsName, device.OsVersion).Should().Be((Platform.MacOs, "macOS", "14"));
    }

    [Fact]
    public async Task A_host_that_cannot_be_read_is_rejected_with_its_reason_and_the_others_are_kept()
    {
        var falcon = Falcons.Cloud(_time, 3);
        falcon.Hosts[1]["serial_number"] = new JArray("a", "b");
        await using var stage = await Stage.StartAsync(new CrowdStrikeVendor(), falcon, _time);

        var (pages, _) = await stage.ReadAsync();

        pages.Ids().Should().Equal(Falcons.Id(1), Falcons.Id(3));
        pages[^1].Rejected.Should().Equal(new SourceReject(Falcons.Id(2), "The host's name or serial number is not text."));
    }

    private async Task<DeviceRecord> OneAsync(JObject host)
    {
        var falcon = new CrowdStrikeEmulator(_time);
        falcon.Hosts.Add(host);
        await using var stage = await Stage.StartAsync(new CrowdStrikeVendor(), falcon, _time);
        return await stage.ReadOneAsync();
    }
}
