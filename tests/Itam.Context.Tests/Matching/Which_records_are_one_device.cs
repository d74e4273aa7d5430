using Itam.Context.Desks;
using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Testing.Time;

namespace Itam.Context.Tests.Matching;

public class Which_records_are_one_device
{
    private static readonly DateTimeOffset Now = ManualTime.Morning;

    [Fact]
    public void An_equal_serial_joins_whatever_its_case_and_blanks() =>
        Clusters(Mdm("1", r => r with { Serial = "PF3ABCDE" }), Register("7", r => r with { Serial = " pf3 abcde" }))
            .Should()
            .Equal("intune 1+snipe 7");

    [Theory]
    [InlineData("To be filled by O.E.M.")]
    [InlineData("Default string")]
    [InlineData("0123456789")]
    [InlineData("0000000")]
    [InlineData("N/A")]
    public void Junk_serials_never_match(string junk) =>
        Clusters(Mdm("1", r => r with { Serial = junk }), Register("7", r => r with { Serial = junk })).Should().HaveCount(2);

    [Fact]
    public void Serials_of_virtual_machines_prove_nothing()
    {
        Clusters(Mdm("1", Virtual), Edr("2", Virtual)).Should().HaveCount(2);

        static DeviceRecord Virtual(DeviceRecord r) => r with { Serial = "VMware-564d1234", Manufacturer = "VMware, Inc." };
    }

    [Fact]
    public void Manufacturers_are_compared_by_their_one_name()
    {
        Clusters(Of("Dell Inc."), Typed("DELL")).Should().ContainSingle();
        Clusters(Of("Dell Inc."), Typed("HP")).Should().HaveCount(2);

        DeviceFacts Of(string manufacturer) => Mdm("1", r => r with { Serial = "ABC1234", Manufacturer = manufacturer });
        DeviceFacts Typed(string manufacturer) => Register("7", r => r with { Serial = "ABC1234", Manufacturer = manufacturer });
    }

    [Theory]
    [InlineData("FUJITSU CLIENT COMPUTING LIMITED", "Fujitsu")]
    [InlineData("Micro-Star International Co., Ltd.", "MSI")]
    [InlineData("TOSHIBA", "Dynabook Inc.")]
    [InlineData("Panasonic Corporation", "panasonic")]
    public void Other_names_of_a_maker_are_one_maker(string reported, string typed) =>
        Clusters(
                Mdm("1", r => r with { Serial = "ABC1234", Manufacturer = reported }),
                Register("7", r => r with { Serial = "ABC1234", Manufacturer = typed })
            )
            .Should()
            .ContainSingle();

    [Theory]
    [InlineData("To Be Filled By O.E.M.", "System Product Name")]
    [InlineData("System manufacturer", "Default string")]
    [InlineData("Default string", "System Model")]
    [InlineData("  ", "...")]
    public void A_placeholder_of_the_factory_is_neither_a_maker_nor_a_model(string maker, string model)
    {
        var result = Resolve(
            Mdm("1", r => r with { Serial = "SN24060012", Manufacturer = maker, Model = model, Hostname = model }),
            Register("7", r => r with { Serial = "SN24060012", Manufacturer = "Gigabyte", Model = "BRIX" })
        );

        var device = DeviceMerge.Merge(result.Clusters.Should().ContainSingle().Subject, Precedence.Shipped, Now).ToDictionary(c => c.Property);
        (device["Manufacturer"].Value, device["Model"].Value).Should().Be(("Gigabyte", "BRIX"));
        device.Should().NotContainKey("Name");
    }

    [Theory]
    [InlineData("5CG1234ABC_1")]
    [InlineData("5CG1234ABC (2)")]
    public void What_an_agent_puts_behind_a_serial_does_not_count(string reported) =>
        Clusters(Mdm("1", r => r with { Serial = reported }), Register("7", r => r with { Serial = "5CG1234ABC" })).Should().ContainSingle();

    [Theory]
    [InlineData("00:50:56:00:00:01")]
    [InlineData("00-15-5D-00-00-01")]
    [InlineData("0050B6000001")]
    public void Addresses_of_virtual_cards_and_docks_name_nothing(string mac) => Identifiers.Normalise(IdentifierKind.Mac, mac).Should().BeNull();

    [Theory]
    [InlineData("03D40274-0435-05DC-3706-8F0700080009")]
    [InlineData("FEFEFEFE-FEFE-FEFE-FEFE-FEFEFEFEFEFE")]
    public void Uuids_of_careless_factories_name_nothing(string uuid) => Identifiers.Normalise(IdentifierKind.Uuid, uuid).Should().BeNull();

    [Fact]
    public void A_maker_of_computers_may_make_virtual_ones_whose_serials_prove_nothing()
    {
        Clusters(Mdm("1", Virtual), Edr("2", Virtual)).Should().HaveCount(2);
        Clusters(Mdm("1", Real), Edr("2", Real)).Should().ContainSingle();

        static DeviceRecord Virtual(DeviceRecord r) => Real(r) with { Model = "Virtual Machine" };
        static DeviceRecord Real(DeviceRecord r) =>
            r with
            {
                Serial = "0345-6789-01",
                Manufacturer = "Microsoft Corporation",
                Model = "Surface Pro 9",
            };
    }

    [Theory]
    [InlineData("SC02XK1ABJG5J", "C02XK1ABJG5J", "Apple Inc.")]
    [InlineData("1S21HDCTO1WWPF3ABCDE", "PF3ABCDE", "LENOVO")]
    public void A_scanned_barcode_is_the_same_serial(string scanned, string reported, string manufacturer) =>
        Clusters(Register("7", r => r with { Serial = scanned, Manufacturer = manufacturer }), Mdm("1", r => r with { Serial = reported }))
            .Should()
            .ContainSingle();

    [Fact]
    public void Directory_id_imei_uuid_and_ids_in_other_systems_join()
    {
        var cross = new DeviceName(IdentifierKind.SourceId, "1", "intune");
        Clusters(
                Mdm("1", r => r with { DirectoryDeviceId = "6F9619FF-8B86-D011-B42D-00C04FC964FF", Imei = "356938035643809" }),
                Fact("entra", SourceRole.Directory, "2", r => r with { DirectoryDeviceId = "6f9619ff-8b86-d011-b42d-00c04fc964ff" }),
                Edr("3", r => r with { Imei = "35-693803-564380-9" }),
                Register("7", r => r with { CrossIds = [cross] })
            )
            .Should()
            .ContainSingle();
    }

    [Fact]
    public void An_equal_tag_joins_unless_the_serials_contradict()
    {
        Clusters(Register("7", r => r with { AssetTag = "LT-1", Serial = "AAAA1" }), Mdm("1", r => r with { AssetTag = "lt-1" }))
            .Should()
            .ContainSingle();

        var vetoed = Resolve(
            Register("7", r => r with { AssetTag = "LT-1", Serial = "AAAA1" }),
            Mdm("1", r => r with { AssetTag = "LT-1", Serial = "BBBB2" })
        );
        vetoed.Clusters.Should().HaveCount(2);
        vetoed.Doubts.Should().ContainSingle(d => d.Reason == ReviewReason.Contradiction).Which.Words.Should().Contain("AAAA1").And.Contain("BBBB2");
    }

    [Fact]
    public void A_record_that_could_be_two_devices_joins_neither()
    {
        var result = Resolve(
            Register("7", r => r with { Serial = "PF3ABCDE" }),
            Register("8", r => r with { Serial = "PF3ABCDE" }),
            Mdm("1", r => r with { Serial = "PF3ABCDE" })
        );

        result.Clusters.Should().HaveCount(3);
        result.Doubts.Should().Contain(d => d.Reason == ReviewReason.SeveralCandidates && d.Records[0].ToString() == "intune 1");
    }

    [Fact]
    public void A_weaker_key_may_settle_what_a_stronger_one_left_open()
    {
        var result = Resolve(
            Register("7", r => r with { Serial = "PF3ABCDE", AssetTag = "LT-7" }),
            Register("8", r => r with { Serial = "PF3ABCDE", AssetTag = "LT-8" }),
            Mdm("1", r => r with { Serial = "PF3ABCDE", AssetTag = "LT-8" })
        );

        Words(result).Should().BeEquivalentTo("intune 1+snipe 8", "snipe 7");
        result.Doubts.Should().NotContain(d => d.Reason == ReviewReason.SeveralCandidates);
    }

    [Fact]
    public void A_bridge_between_contradicting_serials_joins_neither()
    {
        var result = Resolve(
            Mdm("1", r => r with { Serial = "AAAA1", Imei = "356938035643809" }),
            Edr("2", r => r with { Serial = "BBBB2", Uuid = "6f9619ff-8b86-d011-b42d-00c04fc964ff" }),
            Fact("rmm", SourceRole.RemoteMonitoring, "3", r => r with { Imei = "356938035643809", Uuid = "6f9619ff-8b86-d011-b42d-00c04fc964ff" })
        );

        result.Clusters.Should().HaveCount(3);
        result.Doubts.Should().Contain(d => d.Reason == ReviewReason.SeveralCandidates);
    }

    [Fact]
    public void Weak_signs_only_suggest_and_only_for_a_month()
    {
        var soon = Resolve(Mdm("1", Weak), Edr("2", r => Weak(r) with { AsOf = Now.AddDays(-29) }));
        soon.Clusters.Should().HaveCount(2);
        soon.Doubts.Should().ContainSingle(d => d.Reason == ReviewReason.LooksAlike);
        Resolve(Mdm("1", Weak), Edr("2", r => Weak(r) with { AsOf = Now.AddDays(-31) })).Doubts.Should().BeEmpty();

        static DeviceRecord Weak(DeviceRecord r) => r with { Hostname = "LT-1.corp.example.com", Macs = ["3C-22-FB-00-00-01"] };
    }

    private static MatchResult Resolve(params DeviceFacts[] facts) => DeviceClusters.Resolve(facts);

    private static string[] Clusters(params DeviceFacts[] facts) => Words(Resolve(facts));

    private static string[] Words(MatchResult result) => [.. result.Clusters.Select(c => string.Join('+', c.Records.Select(r => r.Id)))];

    private static DeviceFacts Mdm(string id, Func<DeviceRecord, DeviceRecord> fill) => Fact("intune", SourceRole.DeviceManagement, id, fill);

    private static DeviceFacts Edr(string id, Func<DeviceRecord, DeviceRecord> fill) => Fact("edr", SourceRole.EndpointProtection, id, fill);

    private static DeviceFacts Register(string id, Func<DeviceRecord, DeviceRecord> fill) => Fact("snipe", SourceRole.AssetRegister, id, fill);

    private static DeviceFacts Fact(string connection, SourceRole role, string id, Func<DeviceRecord, DeviceRecord> fill) =>
        new(new RecordId(connection, id), connection, role, fill(new DeviceRecord(id, Now)));
}
