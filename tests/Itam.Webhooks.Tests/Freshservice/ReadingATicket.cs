using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Sandbox.Faults;

namespace Itam.Webhooks.Tests.Freshservice;

public class ReadingATicket
{
    [Fact]
    public async Task It_tells_who_what_when_and_where()
    {
        await using var stage = await Stage.StartAsync();
        var (number, reference) = await stage.RaiseAsync(description: "It dies <fast> & often.\nHelp");

        var ticket = await stage.ReadAsync(reference);

        ticket.Number.Should().Be(number).And.StartWith("INC-");
        ticket.Summary.Should().Be("Battery is empty");
        ticket.Description.Should().Be("It dies <fast> & often.\nHelp");
        ticket.Closed.Should().BeFalse();
        ticket.CreatedAt.Should().Be(stage.Time.GetUtcNow());
        ticket.LastChangedByUs.Should().BeFalse();
        ticket.Url!.AbsoluteUri.Should().EndWith($"/freshservice/a/tickets/{reference.Id}");
        ticket.Requester!.DisplayName.Should().Be("Dana Demo");
        ticket.Requester.Vip.Should().BeTrue();
        ticket.Requester.TimeZone.Should().Be("Europe/Berlin");
        ticket.Requester.Email.Should().Be(Stage.Dana);
        ticket
            .Requester.Names.Should()
            .Contain(new PersonName(IdentityKind.Account, "1001", "desk"))
            .And.Contain(new PersonName(IdentityKind.Email, "1@old.example.com"));
    }

    [Theory]
    [InlineData(1, TicketPriority.Low)]
    [InlineData(2, TicketPriority.Normal)]
    [InlineData(3, TicketPriority.High)]
    [InlineData(4, TicketPriority.Critical)]
    [InlineData(7, null)]
    public async Task Its_priority_is_the_accounts_in_our_words(int value, TicketPriority? expected)
    {
        await using var stage = await Stage.StartAsync();
        var (number, reference) = await stage.RaiseAsync();
        stage.Vendor.SetPriority(number, value);

        (await stage.ReadAsync(reference)).Priority.Should().Be(expected);
    }

    [Fact]
    public async Task A_person_without_e_mail_is_known_by_account()
    {
        await using var stage = await Stage.StartAsync();
        var (_, reference) = await stage.RaiseAsync(Stage.Omar);

        var requester = (await stage.ReadAsync(reference)).Requester!;

        requester.Email.Should().BeNull();
        requester.Names.Should().Equal(new PersonName(IdentityKind.Account, "1002", "desk"));
        requester.DisplayName.Should().Be("Omar Okafor");
    }

    [Fact]
    public async Task A_requester_may_be_an_agent()
    {
        await using var stage = await Stage.StartAsync();
        var (_, reference) = await stage.RaiseAsync(Stage.InesAgent);

        var requester = (await stage.ReadAsync(reference)).Requester!;

        requester.Email.Should().Be(Stage.InesAgent);
        stage.Vendor.Requests.Should().ContainInOrder("GET /api/v2/requesters/1003", "GET /api/v2/agents/1003");
    }

    [Fact]
    public async Task The_person_it_was_raised_for_wins()
    {
        await using var stage = await Stage.StartAsync();
        var (number, reference) = await stage.RaiseAsync(Stage.InesAgent);
        stage.Vendor.SetRequestedFor(number, Stage.Lee);

        (await stage.ReadAsync(reference)).Requester!.Email.Should().Be(Stage.Lee);
    }

    [Fact]
    public async Task Nobody_is_nobody()
    {
        await using var stage = await Stage.StartAsync();
        var (_, reference) = await stage.RaiseAsync(requester: null);

        (await stage.ReadAsync(reference)).Requester.Should().BeNull();
    }

    [Fact]
    public async Task People_are_asked_for_once_in_a_quarter_of_an_hour()
    {
        await using var stage = await Stage.StartAsync();
        var (_, reference) = await stage.RaiseAsync();

        await stage.ReadAsync(reference);
        await stage.ReadAsync(reference);
        stage.Vendor.Requests.Count(r => r.Contains("/requesters/")).Should().Be(1);

        stage.Time.Advance(TimeSpan.FromMinutes(16));
        await stage.ReadAsync(reference);
        stage.Vendor.Requests.Count(r => r.Contains("/requesters/")).Should().Be(2);
    }

    [Fact]
    public async Task Somebody_whom_the_role_may_not_see_is_known_by_id_until_the_right_is_there()
    {
        await using var stage = await Stage.StartAsync();
        var (_, reference) = await stage.RaiseAsync(Stage.InesAgent);
        stage.Vendor.Faults.Add(FaultKind.Forbidden, when: r => r.Path.Value!.Contains("/agents/", StringComparison.Ordinal));

        var hidden = (await stage.ReadAsync(reference)).Requester!;
        var seen = (await stage.ReadAsync(reference)).Requester!;

        hidden.Names.Should().Equal(new PersonName(IdentityKind.Account, "1003", "desk"));
        seen.Email.Should().Be(Stage.InesAgent);
    }

    [Fact]
    public async Task A_role_without_the_right_to_view_requesters_still_reads_the_ticket()
    {
        await using var stage = await Stage.StartAsync();
        var (_, reference) = await stage.RaiseAsync();
        stage.Vendor.Faults.Add(FaultKind.Forbidden, int.MaxValue, r => r.Path.Value!.Contains("/requesters/", StringComparison.Ordinal));

        (await stage.ReadAsync(reference)).Requester!.Names.Should().Equal(new PersonName(IdentityKind.Account, "1001", "desk"));
    }

    [Fact]
    public async Task A_linked_asset_of_a_workspace_the_agent_is_no_member_of_is_known_by_number()
    {
        await using var stage = await Stage.StartAsync();
        stage.Vendor.ClosedWorkspaces.Add(3);
        var (_, reference) = await stage.RaiseAsync(linked: "ASSET-107");

        (await stage.ReadAsync(reference)).LinkedDevices.Single().Names.Should().Contain(new DeviceName(IdentifierKind.SourceId, "13", "desk"));
    }

    [Fact]
    public async Task Linked_assets_carry_serial_tag_and_name_whatever_the_numbers_of_their_fields()
    {
        await using var stage = await Stage.StartAsync();
        var (_, reference) = await stage.RaiseAsync(linked: "ASSET-42");

        var device = (await stage.ReadAsync(reference)).LinkedDevices.Should().ContainSingle().Subject;

        device.Label.Should().Be("LT-0042");
        device
            .Names.Should()
            .BeEquivalentTo([
                new DeviceName(IdentifierKind.SourceId, "11", "desk"),
                new DeviceName(IdentifierKind.Serial, "PF3ABCDE"),
                new DeviceName(IdentifierKind.AssetTag, "ASSET-42"),
                new DeviceName(IdentifierKind.Hostname, "LT-0042"),
            ]);
    }

    [Fact]
    public async Task A_plan_without_assets_is_read_without_them_and_not_asked_again()
    {
        await using var stage = await Stage.StartAsync();
        stage.Vendor.WithoutAssets = true;
        var (_, reference) = await stage.RaiseAsync(linked: "ASSET-42");

        (await stage.ReadAsync(reference)).LinkedDevices.Should().BeEmpty();
        await stage.ReadAsync(reference);

        stage.Vendor.Requests.Count(r => r.Contains("include=assets")).Should().Be(1);
    }

    [Fact]
    public async Task A_service_request_is_called_SR()
    {
        await using var stage = await Stage.StartAsync();
        var (number, reference) = await stage.RaiseAsync(type: "Service Request");

        (await stage.ReadAsync(reference)).Number.Should().Be(number).And.StartWith("SR-");
    }

    [Fact]
    public async Task Our_own_note_is_seen_as_our_change_until_somebody_else_changes_the_ticket()
    {
        await using var stage = await Stage.StartAsync();
        var (number, reference) = await stage.RaiseAsync();
        stage.Time.Advance(TimeSpan.FromMinutes(1));
        await stage.Desk.WriteNoteAsync(reference, Reports.Rich, known: null, CancellationToken.None);
        (await stage.ReadAsync(reference)).LastChangedByUs.Should().BeTrue();

        stage.Time.Advance(TimeSpan.FromMinutes(1));
        stage.Vendor.WriteAsColleague(number, "<div>I looked at it, see ctx-7f3a9c2e</div>", isPrivate: true);
        (await stage.ReadAsync(reference)).LastChangedByUs.Should().BeFalse();

        stage.Time.Advance(TimeSpan.FromMinutes(1));
        await stage.Desk.WriteNoteAsync(reference, Reports.Rich, known: null, CancellationToken.None);
        (await stage.ReadAsync(reference)).LastChangedByUs.Should().BeTrue();

        stage.Time.Advance(TimeSpan.FromMinutes(1));
        await stage.Vendor.UpdateAsync(number, "Now it smokes", CancellationToken.None);
        (await stage.ReadAsync(reference)).LastChangedByUs.Should().BeFalse();
    }

    [Theory]
    [InlineData("INC-{0}")]
    [InlineData("SR-{0}")]
    [InlineData("#{0}")]
    [InlineData("#INC-{0}")]
    [InlineData(" {0} ")]
    [InlineData("inc-{0}")]
    public async Task A_ticket_is_found_by_what_people_call_it(string written)
    {
        await using var stage = await Stage.StartAsync();
        var (_, reference) = await stage.RaiseAsync();

        (await stage.Desk.FindTicketAsync(string.Format(written, reference.Id), CancellationToken.None)).Should().Be(reference);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HELP")]
    [InlineData("12/../13")]
    [InlineData("12?include=x")]
    [InlineData("CHN-41")]
    [InlineData("0")]
    [InlineData("99999")]
    [InlineData("9999999999999999999999")]
    public async Task What_is_no_ticket_is_said_plainly(string written)
    {
        await using var stage = await Stage.StartAsync();

        var find = () => stage.Desk.FindTicketAsync(written, CancellationToken.None);

        (await find.Should().ThrowAsync<ConnectionException>()).Which.Failure.Should().Be(ConnectionFailure.GiveUp);
    }

    [Fact]
    public async Task A_ticket_in_the_trash_is_left_alone()
    {
        await using var stage = await Stage.StartAsync();
        var (number, reference) = await stage.RaiseAsync();
        stage.Vendor.MoveToTrash(number);

        var read = () => stage.ReadAsync(reference);

        (await read.Should().ThrowAsync<ConnectionException>()).Which.Failure.Should().Be(ConnectionFailure.GiveUp);
    }

    [Theory]
    [InlineData(FaultKind.Unauthorized, ConnectionFailure.Reconnect)]
    [InlineData(FaultKind.Forbidden, ConnectionFailure.Reconnect)]
    [InlineData(FaultKind.LoginPage, ConnectionFailure.Reconnect)]
    [InlineData(FaultKind.NotFound, ConnectionFailure.GiveUp)]
    [InlineData(FaultKind.Conflict, ConnectionFailure.Retry)]
    [InlineData(FaultKind.TooLarge, ConnectionFailure.GiveUp)]
    [InlineData(FaultKind.TooManyRequests, ConnectionFailure.Retry)]
    [InlineData(FaultKind.TooManyRequestsRetryAfter, ConnectionFailure.Retry)]
    [InlineData(FaultKind.ServerError, ConnectionFailure.Retry)]
    [InlineData(FaultKind.Unavailable, ConnectionFailure.Retry)]
    [InlineData(FaultKind.LostAnswer, ConnectionFailure.Retry)]
    public async Task Each_fault_says_what_to_do_and_carries_no_secret(FaultKind fault, ConnectionFailure expected)
    {
        await using var stage = await Stage.StartAsync();
        var (_, reference) = await stage.RaiseAsync();
        stage.Vendor.Faults.Add(fault, int.MaxValue);

        var read = () => stage.ReadAsync(reference);

        var failure = (await read.Should().ThrowAsync<ConnectionException>()).Which;
        failure.Failure.Should().Be(expected);
        failure.Message.Should().Contain("'desk'").And.NotContain(stage.Vendor.ApiKey);
    }

    [Theory]
    [InlineData(FaultKind.ServerError)]
    [InlineData(FaultKind.LostAnswer)]
    [InlineData(FaultKind.TooManyRequests)]
    public async Task A_passing_fault_does_not_show(FaultKind fault)
    {
        await using var stage = await Stage.StartAsync();
        var (_, reference) = await stage.RaiseAsync();
        stage.Vendor.Faults.Add(fault, times: 2);

        (await stage.ReadAsync(reference)).Summary.Should().Be("Battery is empty");
    }
}
