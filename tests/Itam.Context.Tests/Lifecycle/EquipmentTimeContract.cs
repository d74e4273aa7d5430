using Itam.Context.Lifecycle;
using Itam.Context.Lifecycle.Equipment;
using Itam.Context.Register;
using Itam.Testing.Databases;
using static Itam.Context.Tests.Lifecycle.EquipmentStage;

namespace Itam.Context.Tests.Lifecycle;

/// <summary>What time, restarts and a broken desk do to a request; the same on every database.</summary>
public abstract class EquipmentTimeContract(TestEngine engine) : IAsyncLifetime
{
    private EquipmentStage _stage = null!;

    public async Task InitializeAsync() => _stage = await EquipmentStage.OpenAsync(engine);

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    [Fact]
    public async Task An_approver_is_reminded_twice_then_somebody_else_is_asked_and_a_restart_changes_nothing()
    {
        var asked = await _stage.AskAsync(_stage.Dana, "laptop");
        await _stage.WorkAsync();
        await _stage.RestartAsync();

        await _stage.PassAsync(TimeSpan.FromHours(23));
        Told(CaseNoticeKind.Reminder).Should().BeEmpty();
        await _stage.PassAsync(TimeSpan.FromHours(1));
        Told(CaseNoticeKind.Reminder).Should().Equal(_stage.Mia.Id);
        await _stage.RestartAsync();
        await _stage.PassAsync(TimeSpan.FromHours(24));
        Told(CaseNoticeKind.Reminder).Should().Equal(_stage.Mia.Id, _stage.Mia.Id);
        await _stage.PassAsync(TimeSpan.FromHours(24));
        Told(CaseNoticeKind.Escalated).Should().BeEquivalentTo([_stage.Boss.Id, _stage.Dana.Id]);

        var view = await _stage.ViewAsync(asked.Id, _stage.Dana);
        view.WaitsForPeople.Select(p => p.Id).Should().Equal(_stage.Mia.Id, _stage.Boss.Id);
        (await _stage.ApproveAsync(asked.Id, _stage.Boss)).Should().BeOfType<EquipmentOutcome.Accepted>();
        _stage.Notices.Clear();
        await _stage.PassAsync(TimeSpan.FromHours(80));
        Told(CaseNoticeKind.Reminder).Concat(Told(CaseNoticeKind.Escalated)).Should().BeEmpty("timers of a decided request do nothing");
    }

    [Fact]
    public async Task Somebody_who_is_asked_after_the_first_round_gets_their_own_time()
    {
        await _stage.AskAsync(_stage.Dana, "laptop");
        await _stage.PassAsync(TimeSpan.FromHours(72 * 3));

        Told(CaseNoticeKind.Escalated).Should().BeEquivalentTo([_stage.Boss.Id, _stage.Dana.Id, _stage.Fay.Id, _stage.Dana.Id]);
        Told(CaseNoticeKind.Reminder).Count(p => p == _stage.Fay.Id).Should().Be(3, "24 h and 48 h after being asked, and when nobody else is left");
    }

    [Fact]
    public async Task A_loan_is_due_where_the_borrower_is_and_the_next_in_line_gets_it_when_it_comes_back()
    {
        var loaner = Stock("LN-1", "Latitude 5420");
        await _stage.SaveAsync(loaner);
        var first = (await _stage.AskAsync(_stage.Dana, "loaner", loanDays: 3)).Id;
        var second = (await _stage.AskAsync(_stage.Kim, "loaner")).Id;
        var third = (await _stage.AskAsync(_stage.Mia, "loaner")).Id;
        (await _stage.ViewAsync(third, _stage.Mia)).PlaceInLine.Should().Be(2);
        (await _stage.ViewAsync(third, _stage.Sam)).May.Should().Contain(EquipmentAction.Reserve, "one may come from elsewhere");
        await _stage.Service.HandOverAsync(Tenant, _stage.Sam.Id, first, new Kit(), default);
        await _stage.Service.ConfirmAsync(Tenant, _stage.Dana.Id, first, default);
        (await _stage.ViewAsync(first, _stage.Dana)).LoanDueOn.Should().Be(new DateOnly(2026, 11, 23));
        (await _stage.DeviceAsync(loaner.Id)).LoanDueOn.Should().Be(new DateOnly(2026, 11, 23));

        // Friday 08:00Z; Sunday 9 o'clock in Berlin is 08:00Z, 48 hours on.
        await _stage.PassAsync(TimeSpan.FromHours(47));
        Told(CaseNoticeKind.LoanDueSoon).Should().BeEmpty();
        await _stage.PassAsync(TimeSpan.FromHours(1));
        Told(CaseNoticeKind.LoanDueSoon).Should().Equal(_stage.Dana.Id);
        await _stage.PassAsync(TimeSpan.FromHours(48));
        Told(CaseNoticeKind.LoanOverdue).Should().BeEquivalentTo([_stage.Dana.Id, _stage.Sam.Id]);
        (await _stage.ViewAsync(first, _stage.Dana)).State.Should().Be(EquipmentState.Overdue);
        (await _stage.ViewAsync(first, _stage.Sam)).May.Should().Equal([EquipmentAction.Return], "it is due already");
        (await LentAsync(_stage.Sam)).Should().Equal(first, second, third);
        (await LentAsync(_stage.Dana)).Should().BeEmpty();

        (await _stage.Service.ReturnLoanAsync(Tenant, _stage.Dana.Id, first, null, default))
            .Should()
            .Be(new EquipmentOutcome.NotAllowed(NotAllowedReason.NotTheStockroom));
        (await _stage.Service.ReturnLoanAsync(Tenant, _stage.Sam.Id, first, "scratched", default)).Should().BeOfType<EquipmentOutcome.Accepted>();
        await _stage.WorkAsync();

        (await _stage.ViewAsync(second, _stage.Kim)).State.Should().Be(EquipmentState.Reserved);
        (await _stage.ViewAsync(third, _stage.Mia)).PlaceInLine.Should().Be(1);
        Told(CaseNoticeKind.WaitlistTurn).Should().Equal(_stage.Kim.Id);
        var custody = await _stage.CustodyAsync();
        custody.Select(c => (c.FromPersonId, c.ToPersonId)).Should().Equal((null, _stage.Dana.Id), (_stage.Dana.Id, null));
        custody[1].PreviousHash.Should().Be(custody[0].Hash);
        var device = await _stage.DeviceAsync(loaner.Id);
        (device.State, device.AssignedToId, device.LoanDueOn).Should().Be((LifecycleState.Reserved, null, null));
    }

    [Fact]
    public async Task A_loaner_can_be_asked_back_earlier()
    {
        await _stage.SaveAsync(Stock("LN-1", "Latitude 5420"));
        var id = (await _stage.AskAsync(_stage.Dana, "loaner")).Id;
        await _stage.Service.HandOverAsync(Tenant, _stage.Sam.Id, id, new Kit(), default);
        await _stage.Service.ConfirmAsync(Tenant, _stage.Dana.Id, id, default);
        var tomorrow = new DateOnly(2026, 11, 21);

        (await _stage.Service.ReclaimLoanAsync(Tenant, _stage.Sam.Id, id, tomorrow.AddDays(-2), null, default))
            .Should()
            .BeOfType<EquipmentOutcome.Invalid>();
        (await _stage.Service.ReclaimLoanAsync(Tenant, _stage.Sam.Id, id, tomorrow, "Needed", default))
            .Should()
            .BeOfType<EquipmentOutcome.Accepted>();
        await _stage.PassAsync(TimeSpan.FromHours(48));

        Told(CaseNoticeKind.LoanReclaimed).Should().Equal(_stage.Dana.Id);
        (await _stage.ViewAsync(id, _stage.Dana)).State.Should().Be(EquipmentState.Overdue);
    }

    [Fact]
    public async Task After_an_outage_nobody_is_told_that_it_is_due_tomorrow_when_that_is_over()
    {
        await _stage.SaveAsync(Stock("LN-1", "Latitude 5420"));
        var id = (await _stage.AskAsync(_stage.Dana, "loaner", loanDays: 3)).Id;
        await _stage.Service.HandOverAsync(Tenant, _stage.Sam.Id, id, new Kit(), default);
        await _stage.Service.ConfirmAsync(Tenant, _stage.Dana.Id, id, default);

        _stage.Time.Advance(TimeSpan.FromDays(3));
        await _stage.WorkAsync();

        Told(CaseNoticeKind.LoanDueSoon).Should().BeEmpty();
        await _stage.PassAsync(TimeSpan.FromHours(25));
        Told(CaseNoticeKind.LoanOverdue).Should().NotBeEmpty();
    }

    [Fact]
    public async Task Asked_back_for_today_it_is_not_due_tomorrow()
    {
        await _stage.SaveAsync(Stock("LN-1", "Latitude 5420"));
        var id = (await _stage.AskAsync(_stage.Dana, "loaner")).Id;
        await _stage.Service.HandOverAsync(Tenant, _stage.Sam.Id, id, new Kit(), default);
        await _stage.Service.ConfirmAsync(Tenant, _stage.Dana.Id, id, default);

        await _stage.Service.ReclaimLoanAsync(Tenant, _stage.Sam.Id, id, new DateOnly(2026, 11, 20), null, default);
        await _stage.WorkAsync();

        Told(CaseNoticeKind.LoanReclaimed).Should().Equal(_stage.Dana.Id);
        Told(CaseNoticeKind.LoanDueSoon).Should().BeEmpty();
    }

    [Fact]
    public async Task Whoever_is_asked_to_decide_is_named_on_the_ticket_and_in_the_history()
    {
        var id = (await _stage.AskAsync(_stage.Dana, "workstation")).Id;
        await _stage.WorkAsync();
        await _stage.Service.DelegateAsync(Tenant, _stage.Mia.Id, id, _stage.Kim.Id, "On leave", default);
        await _stage.PassAsync(TimeSpan.FromHours(72));
        await _stage.ApproveAsync(id, _stage.Kim);
        await _stage.WorkAsync();

        _stage.Desk.Tickets.Should().ContainSingle().Which.Description.Should().Contain("For decision by: Mia Manager");
        _stage
            .Desk.Comments.Select(c => c.Text)
            .Should()
            .Equal(
                "The decision was handed on to Kim Lee by Mia Manager; any of them may decide now: Mia Manager, Kim Lee: On leave",
                "Reminded: Mia Manager, Kim Lee.",
                "Reminded: Mia Manager, Kim Lee.",
                "Nobody decided in time, so Bo Boss was asked too; any of them may decide now: Mia Manager, Kim Lee, Bo Boss.",
                "Approved by Kim Lee; Fin Finance decides too, since the price is over the limit."
            );
        (await _stage.ViewAsync(id, _stage.Dana))
            .Steps.Where(s => s.To is not null)
            .Select(s => (s.What, s.To!.Name))
            .Should()
            .Equal(
                (EquipmentStep.Asked, "Mia Manager"),
                (EquipmentStep.Delegated, "Kim Lee"),
                (EquipmentStep.Escalated, "Bo Boss"),
                (EquipmentStep.SecondApprovalAsked, "Fin Finance")
            );
    }

    [Fact]
    public async Task Every_step_is_told_on_the_one_ticket_and_a_desk_that_is_down_holds_nobody_up()
    {
        await _stage.SaveAsync(Stock("LT-1", "ThinkPad T14 Gen 5"));
        _stage.Desk.Down = true;
        var id = await _stage.ApprovedLaptopAsync(_stage.Dana);
        await _stage.WorkAsync();
        (await _stage.ViewAsync(id, _stage.Dana)).Should().Match<EquipmentRequestView>(v => v.Ticket == null && v.State == EquipmentState.Reserved);

        _stage.Desk.Down = false;
        await _stage.PassAsync(TimeSpan.FromHours(1));
        await _stage.Service.HandOverAsync(Tenant, _stage.Sam.Id, id, new Kit(), default);
        await _stage.WorkAsync();

        _stage.Desk.Tickets.Should().ContainSingle(t => t.Summary == "Equipment: Laptop for Dana Demo" && t.Requester.Email == "dana@example.com");
        _stage
            .Desk.Comments.Select(c => c.Text)
            .Should()
            .Equal(
                "Approved by Mia Manager.",
                "A device is set aside; it waits for the stockroom.",
                "Handed over by Sam Store; the recipient confirms it."
            );
        _stage.Desk.Comments.Select(c => c.Reference).Should().OnlyContain(r => r.Length <= 60);
        (await _stage.ViewAsync(id, _stage.Dana)).Ticket.Should().Be(new TicketLink("helpdesk", "HELP-1", new Uri("https://desk.example.com/0")));
    }

    [Fact]
    public async Task A_sync_that_has_not_heard_of_it_undoes_nothing()
    {
        var monitor = Stock("MN-1", "P2425H", type: DeviceType.Monitor);
        await _stage.SaveAsync(monitor);
        var source = new Sources.Syncing.FakeSource("snipe", Itam.Context.Sources.SourceRole.AssetRegister);
        async Task SyncAsync(LifecycleState state)
        {
            source.Records =
            [
                new Itam.Context.Sources.DeviceRecord("1", _stage.Time.GetUtcNow())
                {
                    Serial = monitor.Serial,
                    AssetTag = "MN-1",
                    State = state,
                    Location = "Berlin, IT store",
                    Model = "P2425H",
                    Type = DeviceType.Monitor,
                },
            ];
            await new Itam.Context.Sources.Syncing.SyncRunner(_stage.Database, _stage.Time).RunAsync(source, true, null, default);
            _stage.Time.Advance(TimeSpan.FromHours(1));
        }

        await SyncAsync(LifecycleState.InStock);
        var id = (await _stage.AskAsync(_stage.Dana, "monitor")).Id;
        await SyncAsync(LifecycleState.InStock);
        (await _stage.DeviceAsync(monitor.Id)).State.Should().Be(LifecycleState.Reserved);

        await _stage.Service.HandOverAsync(Tenant, _stage.Sam.Id, id, new Kit(), default);
        await _stage.Service.ConfirmAsync(Tenant, _stage.Dana.Id, id, default);
        await SyncAsync(LifecycleState.InStock);
        var device = await _stage.DeviceAsync(monitor.Id);
        (device.State, device.AssignedToId).Should().Be((LifecycleState.InUse, _stage.Dana.Id));
    }

    [Fact]
    public async Task A_cancelled_reservation_leaves_the_device_to_its_source_again()
    {
        var monitor = Stock("MN-1", "P2425H", type: DeviceType.Monitor);
        await _stage.SaveAsync(monitor);
        var id = (await _stage.AskAsync(_stage.Dana, "monitor")).Id;
        await _stage.Service.CancelAsync(Tenant, _stage.Dana.Id, id, null, default);

        var device = await _stage.DeviceAsync(monitor.Id);
        device.State.Should().Be(LifecycleState.InStock);
        device.OriginOf(nameof(Device.State))!.Locked.Should().BeFalse();
    }

    private async Task<IEnumerable<Guid>> LentAsync(Person person) =>
        (await _stage.Service.LentAsync(Tenant, person.Id, 0, 10, default)).Select(v => v.Id);

    private IEnumerable<Guid> Told(CaseNoticeKind kind) => _stage.Notices.Where(n => n.Kind == kind).Select(n => n.PersonId);
}

public sealed class EquipmentTimeOnSqlite() : EquipmentTimeContract(TestEngine.Sqlite);

public sealed class EquipmentTimeOnPostgres() : EquipmentTimeContract(TestEngine.Postgres);
