using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Sandbox;
using Itam.Sandbox.Faults;

namespace Itam.Webhooks.Tests.ServiceNow;

public sealed class ReadingATicketTests
{
    [Theory]
    [InlineData("1", TicketPriority.Critical)]
    [InlineData("2", TicketPriority.High)]
    [InlineData("3", TicketPriority.Normal)]
    [InlineData("4", TicketPriority.Low)]
    [InlineData("5", TicketPriority.Low)]
    [InlineData("6", null)]
    [InlineData("urgent", null)]
    [InlineData("", null)]
    public async Task Its_priority_is_the_instances_in_our_words(string value, TicketPriority? expected)
    {
        await using var instance = await Instance.StartAsync();
        var ticket = await instance.RaiseAsync();
        await instance.ChangeAsync(ticket, "priority", value);

        (await instance.Desk.ReadTicketAsync(ticket, default)).Priority.Should().Be(expected);
    }

    [Fact]
    public async Task A_ticket_comes_with_its_person_device_and_address()
    {
        await using var instance = await Instance.StartAsync();
        var ticket = await instance.Desk.ReadTicketAsync(await instance.RaiseAsync("Disk is full", device: "LT-0042"), default);

        ticket.Number.Should().StartWith("INC");
        ticket.Summary.Should().Be("Laptop");
        ticket.Description.Should().Be("Disk is full");
        ticket.Closed.Should().BeFalse();
        ticket.CreatedAt.Should().Be(Instance.Start);
        ticket.UpdatedAt.Should().Be(Instance.Start);
        ticket.Url!.AbsoluteUri.Should().EndWith($"/nav_to.do?uri=incident.do%3Fsys_id%3D{ticket.Ref.Id.Split(':')[1]}");
        ticket.Requester!.DisplayName.Should().Be("Dana Demo");
        ticket.Requester.Vip.Should().BeTrue();
        ticket.Requester.TimeZone.Should().Be("Europe/Berlin");
        ticket
            .Requester.Names.Where(n => n.Kind != IdentityKind.Account)
            .Should()
            .Equal(
                new PersonName(IdentityKind.Email, "dana@example.com"),
                new PersonName(IdentityKind.Upn, "dana"),
                new PersonName(IdentityKind.EmployeeNumber, "E0001")
            );
        ticket.Requester.Names.Should().ContainSingle(n => n.Kind == IdentityKind.Account && n.Scope == Instance.Name && n.Value.Length == 32);
        var device = ticket.LinkedDevices.Should().ContainSingle().Subject;
        device.Label.Should().Be("lt-0042");
        device
            .Names.Should()
            .Equal(
                new DeviceName(IdentifierKind.SourceId, instance.Emulator.ItemId("asset_tag", "LT-0042"), Instance.Name),
                new DeviceName(IdentifierKind.Serial, "PF3ABCDE"),
                new DeviceName(IdentifierKind.AssetTag, "LT-0042"),
                new DeviceName(IdentifierKind.Hostname, "lt-0042")
            );
    }

    [Fact]
    public async Task A_requested_item_is_about_the_person_it_is_for()
    {
        await using var instance = await Instance.StartAsync();
        var number = await instance.Emulator.RaiseRequestedItemAsync(new NewTicket("hugo@example.com", "New dock", "Please", "LT-0099"), default);

        var ticket = await instance.Desk.ReadTicketAsync(instance.Ref(number), default);

        ticket.Ref.Id.Should().StartWith("sc_req_item:");
        ticket.Requester!.DisplayName.Should().Be("Hugo Hidden");
        ticket.LinkedDevices.Should().ContainSingle().Which.Label.Should().Be("lt-0099");
    }

    [Fact]
    public async Task A_hidden_email_leaves_the_account_as_a_name()
    {
        await using var instance = await Instance.StartAsync();

        var ticket = await instance.Desk.ReadTicketAsync(await instance.RaiseAsync(email: "hugo@example.com"), default);

        ticket.Requester!.Email.Should().BeNull();
        ticket.Requester.Names.Should().Contain(n => n.Kind == IdentityKind.Account);
    }

    [Fact]
    public async Task A_ticket_of_nobody_without_a_device_is_fine()
    {
        await using var instance = await Instance.StartAsync();

        var ticket = await instance.Desk.ReadTicketAsync(await instance.RaiseAsync(email: null), default);

        ticket.Requester.Should().BeNull();
        ticket.LinkedDevices.Should().BeEmpty();
    }

    [Theory]
    [InlineData("Serial <PF3ABCDE>, host <lt-0042>", "Serial <PF3ABCDE>, host <lt-0042>")]
    [InlineData("From <dana@example.com>, <b-17>, <o:p>old</o:p><!-- x -->", "From <dana@example.com>, <b-17>, old")]
    [InlineData("<p>Disk &lt; 5 %</p><p>Help</p>", "Disk < 5 %\nHelp")]
    [InlineData("[code]<b>Bold</b>[/code] and 3 < 4 > 2", "Bold and 3 < 4 > 2")]
    [InlineData("<script>alert(1)</script>", "alert(1)")]
    [InlineData("plain\r\ntext", "plain\ntext")]
    [InlineData("<!-- hidden --><![endif]-->seen", "seen")]
    public async Task A_description_is_plain_text(string stored, string expected)
    {
        await using var instance = await Instance.StartAsync();

        (await instance.Desk.ReadTicketAsync(await instance.RaiseAsync(stored), default)).Description.Should().Be(expected);
    }

    [Theory]
    [InlineData("<")]
    [InlineData("<!--")]
    [InlineData("<a ")]
    [InlineData("[code")]
    public async Task A_description_of_megabytes_is_cut(string repeated)
    {
        await using var instance = await Instance.StartAsync();
        var description = string.Concat(Enumerable.Repeat(repeated, 1_000_000 / repeated.Length));

        var ticket = await instance.Desk.ReadTicketAsync(await instance.RaiseAsync(description), default);

        ticket.Description.Length.Should().Be(32_000);
    }

    [Fact]
    public async Task A_service_in_the_device_field_is_no_hostname()
    {
        await using var instance = await Instance.StartAsync();
        var ticket = await instance.RaiseAsync();
        await instance.ChangeAsync(
            ticket,
            "cmdb_ci",
            instance.Emulator.AddItem("cmdb_ci_service", new Dictionary<string, string> { ["name"] = "email" })
        );

        var device = (await instance.Desk.ReadTicketAsync(ticket, default)).LinkedDevices.Should().ContainSingle().Subject;

        device.Label.Should().Be("email");
        device.Names.Should().OnlyContain(n => n.Kind == IdentifierKind.SourceId);
    }

    [Fact]
    public async Task A_closed_ticket_is_seen_as_closed()
    {
        await using var instance = await Instance.StartAsync();
        var ticket = await instance.RaiseAsync();
        await instance.ChangeAsync(ticket, "active", "false");

        (await instance.Desk.ReadTicketAsync(ticket, default)).Closed.Should().BeTrue();
    }

    [Theory]
    [InlineData("incident:not-a-sys-id")]
    [InlineData("sys_user:6816f79cc0a8016401c5a33be04be441")]
    [InlineData("../sys_user:6816f79cc0a8016401c5a33be04be441")]
    [InlineData("")]
    public async Task A_name_that_is_no_ticket_of_ours_never_reaches_the_instance(string id)
    {
        await using var instance = await Instance.StartAsync();
        instance.Emulator.Faults.Add(FaultKind.ServerError, int.MaxValue);

        var read = () => instance.Desk.ReadTicketAsync(instance.Ref("INC0010001") with { Id = id }, default);

        (await read.Should().ThrowAsync<ConnectionException>()).Which.Failure.Should().Be(ConnectionFailure.GiveUp);
        instance.Emulator.Faults.Hits.Should().Be(0);
    }

    [Fact]
    public async Task A_ticket_is_found_by_the_number_people_use()
    {
        await using var instance = await Instance.StartAsync();
        var ticket = await instance.RaiseAsync();

        (await instance.Desk.FindTicketAsync(instance.NumberOf(ticket).ToLowerInvariant(), default)).Should().Be(ticket);
    }

    [Theory]
    [InlineData("INC9999999")]
    [InlineData("INC1^ORnumberISNOTEMPTY")]
    [InlineData("javascript:gs.getUserID()")]
    [InlineData("")]
    public async Task A_number_that_names_nothing_finds_nothing(string number)
    {
        await using var instance = await Instance.StartAsync();
        await instance.RaiseAsync();

        var find = () => instance.Desk.FindTicketAsync(number, default);

        (await find.Should().ThrowAsync<ConnectionException>()).Which.Failure.Should().Be(ConnectionFailure.GiveUp);
        instance.Emulator.EvaluatedScripts.Should().Be(0);
    }
}
