using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Sandbox;
using Itam.Sandbox.Faults;

namespace Itam.Webhooks.Tests.ServiceNow;

public sealed class LinkingADeviceTests
{
    [Theory]
    [InlineData(IdentifierKind.Serial, "pf3abcde")]
    [InlineData(IdentifierKind.AssetTag, "LT-0042")]
    [InlineData(IdentifierKind.Hostname, "LT-0042.corp.example.com")]
    public async Task An_empty_field_gets_the_device(IdentifierKind kind, string value)
    {
        await using var instance = await Instance.StartAsync();
        var ticket = await instance.RaiseAsync();

        (await instance.Desk.LinkDeviceAsync(ticket, Device((kind, value)), default)).Status.Should().Be(LinkStatus.Linked);
        (await instance.Desk.LinkDeviceAsync(ticket, Device((kind, value)), default)).Status.Should().Be(LinkStatus.AlreadyLinked);

        instance.View(ticket).LinkedDevices.Should().Equal("lt-0042");
    }

    [Fact]
    public async Task The_instances_own_id_is_enough()
    {
        await using var instance = await Instance.StartAsync();
        var ticket = await instance.RaiseAsync();
        var device = new LinkedDevice("x", [new(IdentifierKind.SourceId, instance.Emulator.ItemId("asset_tag", "LT-0099"), Instance.Name)]);

        (await instance.Desk.LinkDeviceAsync(ticket, device, default)).Status.Should().Be(LinkStatus.Linked);

        instance.View(ticket).LinkedDevices.Should().Equal("lt-0099");
    }

    [Fact]
    public async Task A_requested_item_gets_it_in_its_own_field()
    {
        await using var instance = await Instance.StartAsync();
        var ticket = instance.Ref(await instance.Emulator.RaiseRequestedItemAsync(new NewTicket("dana@example.com", "Dock", "Please"), default));

        (await instance.Desk.LinkDeviceAsync(ticket, Device((IdentifierKind.Serial, "PF3ABCDE")), default)).Status.Should().Be(LinkStatus.Linked);

        (await instance.Desk.ReadTicketAsync(ticket, default)).LinkedDevices.Should().ContainSingle();
    }

    [Fact]
    public async Task The_choice_of_a_person_stays()
    {
        await using var instance = await Instance.StartAsync();
        var ticket = await instance.RaiseAsync(device: "MB-0107");

        var result = await instance.Desk.LinkDeviceAsync(ticket, Device((IdentifierKind.Serial, "PF3ABCDE")), default);

        result.Status.Should().Be(LinkStatus.NotPossible);
        result.Reason.Should().Contain("another configuration item");
        instance.View(ticket).LinkedDevices.Should().Equal("mb-0107");
    }

    [Fact]
    public async Task The_right_device_takes_the_place_of_the_one_that_we_linked()
    {
        await using var instance = await Instance.StartAsync();
        var ticket = await instance.RaiseAsync();
        var linked = await instance.Desk.LinkDeviceAsync(ticket, Device((IdentifierKind.Serial, "PF3ABCDE")), default);

        var corrected = await instance.Desk.CorrectLinkAsync(ticket, linked.LinkedAs!, Device((IdentifierKind.AssetTag, "MB-0107")), default);
        corrected.Status.Should().Be(LinkStatus.Linked);
        instance.View(ticket).LinkedDevices.Should().Equal("mb-0107");

        (await instance.Desk.CorrectLinkAsync(ticket, corrected.LinkedAs!, null, default)).Status.Should().Be(LinkStatus.Removed);
        instance.View(ticket).LinkedDevices.Should().BeEmpty();
    }

    [Fact]
    public async Task What_a_person_chose_in_place_of_our_link_is_not_corrected()
    {
        await using var instance = await Instance.StartAsync();
        var ticket = await instance.RaiseAsync();
        var linked = await instance.Desk.LinkDeviceAsync(ticket, Device((IdentifierKind.Serial, "PF3ABCDE")), default);
        await instance.ChangeAsync(ticket, "cmdb_ci", instance.Emulator.ItemId("asset_tag", "LT-0099"));

        var result = await instance.Desk.CorrectLinkAsync(ticket, linked.LinkedAs!, Device((IdentifierKind.AssetTag, "MB-0107")), default);

        result.Status.Should().Be(LinkStatus.Removed);
        result.Reason.Should().Contain("another configuration item");
        instance.View(ticket).LinkedDevices.Should().Equal("lt-0099");
    }

    [Fact]
    public async Task The_instances_own_id_tells_twins_apart_and_a_duplicate_is_nobodys()
    {
        await using var instance = await Instance.StartAsync();
        var ticket = await instance.RaiseAsync();
        Add(instance, ("name", "lt-0042-old"), ("serial_number", "PF3ABCDE"));
        var own = instance.Emulator.ItemId("asset_tag", "LT-0042");
        var device = new LinkedDevice("x", [new(IdentifierKind.SourceId, own, Instance.Name), new(IdentifierKind.Serial, "PF3ABCDE")]);

        (await instance.Desk.LinkDeviceAsync(ticket, device, default)).LinkedAs.Should().Be(own);

        instance.Emulator.Change(own, new Dictionary<string, string> { ["duplicate_of"] = instance.Emulator.ItemId("name", "lt-0042-old") });
        var other = await instance.RaiseAsync();
        (await instance.Desk.LinkDeviceAsync(other, device, default)).Status.Should().Be(LinkStatus.Linked);
        instance.View(other).LinkedDevices.Should().Equal("lt-0042-old");
    }

    [Fact]
    public async Task A_person_who_chooses_while_we_look_wins()
    {
        await using var instance = await Instance.StartAsync();
        var ticket = await instance.RaiseAsync();
        var other = instance.Emulator.ItemId("asset_tag", "MB-0107");
        // The change comes after our first reading of the ticket, while the configuration items are searched.
        instance.Emulator.Faults.Add(
            FaultKind.ServerError,
            when: r =>
            {
                if (r.Path.Value!.EndsWith("/cmdb_ci", StringComparison.Ordinal))
                {
                    _ = instance.ChangeAsync(ticket, "cmdb_ci", other);
                    return true;
                }

                return false;
            }
        );

        (await instance.Desk.LinkDeviceAsync(ticket, Device((IdentifierKind.Serial, "PF3ABCDE")), default))
            .Status.Should()
            .Be(LinkStatus.NotPossible);

        instance.View(ticket).LinkedDevices.Should().Equal("mb-0107");
    }

    [Fact]
    public async Task A_device_that_two_items_claim_is_left_to_a_person()
    {
        await using var instance = await Instance.StartAsync();
        var ticket = await instance.RaiseAsync();
        Add(instance, ("name", "lt-0042-old"), ("serial_number", "PF3ABCDE"));

        var result = await instance.Desk.LinkDeviceAsync(ticket, Device((IdentifierKind.Serial, "PF3ABCDE")), default);

        result.Status.Should().Be(LinkStatus.NotPossible);
        result.Reason.Should().Contain("2 configuration items");
        instance.View(ticket).LinkedDevices.Should().BeEmpty();
    }

    [Fact]
    public async Task A_marked_duplicate_does_not_count()
    {
        await using var instance = await Instance.StartAsync();
        var ticket = await instance.RaiseAsync();
        Add(instance, ("name", "lt-0042-old"), ("serial_number", "PF3ABCDE"), ("duplicate_of", instance.Emulator.ItemId("asset_tag", "LT-0042")));

        (await instance.Desk.LinkDeviceAsync(ticket, Device((IdentifierKind.Serial, "PF3ABCDE")), default)).Status.Should().Be(LinkStatus.Linked);
    }

    [Fact]
    public async Task A_reused_name_with_another_serial_is_another_device()
    {
        await using var instance = await Instance.StartAsync();
        var ticket = await instance.RaiseAsync();

        var result = await instance.Desk.LinkDeviceAsync(
            ticket,
            Device((IdentifierKind.Serial, "NEWSERIAL1"), (IdentifierKind.Hostname, "lt-0042")),
            default
        );

        result.Status.Should().Be(LinkStatus.NotPossible);
    }

    [Theory]
    [InlineData("PF3HIDDEN")]
    [InlineData("To be filled by O.E.M.")]
    [InlineData("X^ORserial_numberISNOTEMPTY")]
    [InlineData("PF3ABCDE^NQsys_idISNOTEMPTY")]
    [InlineData("javascript:gs.sleep(10000)")]
    [InlineData("PF3ABCDE\n^ORname=lt-0042")]
    [InlineData("NULL")]
    public async Task A_serial_that_means_nothing_there_links_nothing(string serial)
    {
        await using var instance = await Instance.StartAsync();
        var ticket = await instance.RaiseAsync();

        (await instance.Desk.LinkDeviceAsync(ticket, Device((IdentifierKind.Serial, serial)), default)).Status.Should().Be(LinkStatus.NotPossible);

        instance.View(ticket).LinkedDevices.Should().BeEmpty();
        instance.Emulator.EvaluatedScripts.Should().Be(0);
    }

    [Fact]
    public async Task A_link_that_the_instance_silently_dropped_is_reported()
    {
        await using var instance = await Instance.StartAsync();
        instance.Emulator.IgnoredWrites.Add("cmdb_ci");
        var ticket = await instance.RaiseAsync();

        var result = await instance.Desk.LinkDeviceAsync(ticket, Device((IdentifierKind.Serial, "PF3ABCDE")), default);

        result.Status.Should().Be(LinkStatus.NotPossible);
        result.Reason.Should().Contain("write access");
    }

    [Fact]
    public async Task A_lost_answer_ends_as_already_linked()
    {
        await using var instance = await Instance.StartAsync();
        var ticket = await instance.RaiseAsync();
        instance.Emulator.Faults.Add(FaultKind.LostAnswer, when: r => r.Method == "PATCH");
        var link = () => instance.Desk.LinkDeviceAsync(ticket, Device((IdentifierKind.Serial, "PF3ABCDE")), default);

        (await link.Should().ThrowAsync<ConnectionException>()).Which.Failure.Should().Be(ConnectionFailure.Retry);

        (await link()).Status.Should().Be(LinkStatus.AlreadyLinked);
    }

    private static LinkedDevice Device(params (IdentifierKind Kind, string Value)[] names) =>
        new("x", [.. names.Select(n => new DeviceName(n.Kind, n.Value))]);

    private static void Add(Instance instance, params (string Name, string Value)[] values) =>
        instance.Emulator.AddItem("cmdb_ci_computer", values.ToDictionary(v => v.Name, v => v.Value));
}
