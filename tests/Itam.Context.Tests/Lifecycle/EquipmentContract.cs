using Itam.Context.Lifecycle;
using Itam.Context.Lifecycle.Catalogue;
using Itam.Context.Lifecycle.Equipment;
using Itam.Context.Register;
using Itam.Testing.Databases;
using static Itam.Context.Tests.Lifecycle.EquipmentStage;

namespace Itam.Context.Tests.Lifecycle;

/// <summary>How a request runs from the catalogue to the custody event; the same on every database.</summary>
public abstract class EquipmentContract(TestEngine engine) : IAsyncLifetime
{
    private EquipmentStage _stage = null!;

    public async Task InitializeAsync() => _stage = await EquipmentStage.OpenAsync(engine);

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    [Fact]
    public async Task People_are_offered_what_is_for_them_with_the_nearest_stock_and_a_promised_date()
    {
        await _stage.SaveAsync(
            Stock("LT-1", "ThinkPad T14 Gen 5", "Paris"),
            Stock("MN-1", "p2425h", "Berlin, IT store", DeviceType.Monitor),
            Stock("MN-2", "P2425H", "Berlingen", DeviceType.Monitor)
        );

        var offers = (await _stage.Service.OffersAsync(Tenant, _stage.Dana.Id, default)).ToDictionary(o => o.Item.Id);

        offers.Keys.Should().BeEquivalentTo("laptop", "workstation", "monitor", "loaner", "bag");
        offers["laptop"].Availability.Should().Be(new Availability(StockPlace.OtherSite, 1, "Paris"));
        offers["monitor"].Availability.Should().Be(new Availability(StockPlace.OwnSite, 1, "Berlin, IT store"));
        offers["workstation"].Availability.Place.Should().Be(StockPlace.Buy);
        offers["loaner"].Availability.Place.Should().Be(StockPlace.Waitlist);
        // A Friday: the next weekday is Monday.
        offers["monitor"].PromisedOn.Should().Be(new DateOnly(2026, 11, 23));
        offers["workstation"].PromisedOn.Should().Be(new DateOnly(2026, 12, 10));
    }

    [Fact]
    public async Task In_policy_in_stock_and_under_the_limit_nobody_needs_to_be_asked()
    {
        var monitor = Stock("MN-1", "P2425H", type: DeviceType.Monitor);
        await _stage.SaveAsync(monitor);

        var view = await _stage.AskAsync(_stage.Dana, "monitor");
        await _stage.WorkAsync();

        view.State.Should().Be(EquipmentState.Reserved);
        view.Steps.Select(s => s.What).Should().Equal(EquipmentStep.Asked, EquipmentStep.ApprovedByPolicy, EquipmentStep.Reserved);
        view.WaitsFor.Should().Be(WaitingFor.Stockroom);
        var device = await _stage.DeviceAsync(monitor.Id);
        device.State.Should().Be(LifecycleState.Reserved);
        device
            .OriginOf(nameof(Device.State))
            .Should()
            .Be(new Origin("Equipment request", _stage.Time.GetUtcNow(), Locked: true, UntilConfirmed: true));
        _stage
            .Notices.Select(n => (n.Kind, n.PersonId))
            .Should()
            .BeEquivalentTo([
                (CaseNoticeKind.Decided, _stage.Dana.Id),
                (CaseNoticeKind.StockroomAsked, _stage.Sam.Id),
                (CaseNoticeKind.ReadyToCollect, _stage.Dana.Id),
            ]);
    }

    [Fact]
    public async Task The_manager_decides_with_the_facts_that_decide()
    {
        var old = Stock("LT-OLD", "Latitude 7490");
        (old.State, old.AssignedToId, old.PurchasedOn) = (LifecycleState.InUse, _stage.Dana.Id, new DateOnly(2023, 1, 10));
        await _stage.SaveAsync(old, Stock("LT-1", "ThinkPad T14 Gen 5"));

        var asked = await _stage.AskAsync(_stage.Dana, "laptop");
        asked.Facts.Should().BeNull("the requester is not told the department's money");
        asked.WaitsForPeople.Should().ContainSingle(p => p.Id == _stage.Mia.Id);

        var card = await _stage.ViewAsync(asked.Id, _stage.Mia);
        card.May.Should().BeEquivalentTo([EquipmentAction.Approve, EquipmentAction.Refuse, EquipmentAction.Delegate]);
        card.Facts!.Holdings.Should().ContainSingle(h => h.Device.Label == "LT-OLD" && h.AgeMonths == 46 && h.SameKind);
        card.Facts.LastRefreshOn.Should().Be(new DateOnly(2023, 1, 10));
        card.Facts.BudgetLeft.Should().Be(new Money(5000, "EUR"));
        card.Facts.Policy.Reasons.Should().Equal(PolicyReason.AlwaysAsk);
        card.Item.Policy!.Default.Should().Be("One per person");
        card.Facts.Availability.Place.Should().Be(StockPlace.OwnSite);
        (await _stage.ViewAsync(asked.Id, _stage.Sam)).Facts.Should().BeNull("the stockroom decides nothing");

        (await _stage.ApproveAsync(asked.Id, _stage.Mia))
            .Should()
            .BeOfType<EquipmentOutcome.Accepted>()
            .Which.View.State.Should()
            .Be(EquipmentState.Reserved);
        var after = await _stage.ViewAsync(asked.Id, _stage.Mia);
        after.Facts.Should().BeNull("who has decided needs to know no more of what somebody holds");
        after.Device!.Location.Should().BeNull();
        (await _stage.ViewAsync(asked.Id, _stage.Sam)).Device!.Location.Should().Be("Berlin, IT store");
        var next = await _stage.AskAsync(_stage.Kim, "laptop");
        (await _stage.ViewAsync(next.Id, _stage.Mia)).Facts!.BudgetLeft.Should().BeNull("no budget is set for Finance");
    }

    [Fact]
    public async Task Who_was_too_late_is_told_who_decided_what_and_when()
    {
        var asked = await _stage.AskAsync(_stage.Dana, "laptop");
        await _stage.Service.DelegateAsync(Tenant, _stage.Mia.Id, asked.Id, _stage.Kim.Id, "On leave", default);
        await _stage.ApproveAsync(asked.Id, _stage.Kim);
        _stage.Time.Advance(TimeSpan.FromMinutes(5));

        var late = await _stage.Service.DecideAsync(Tenant, _stage.Mia.Id, asked.Id, approve: false, "No", default);

        var told = late.Should().BeOfType<EquipmentOutcome.TooLate>().Subject;
        (told.What, told.By!.Name, told.At).Should().Be((EquipmentStep.Approved, "Kim Lee", _stage.Time.GetUtcNow().AddMinutes(-5)));
        told.View.State.Should().Be(EquipmentState.AwaitingPurchase);
    }

    [Fact]
    public async Task Nobody_decides_but_those_who_are_asked()
    {
        var asked = await _stage.AskAsync(_stage.Dana, "laptop");

        (await _stage.ApproveAsync(asked.Id, _stage.Dana)).Should().Be(new EquipmentOutcome.NotAllowed(NotAllowedReason.OwnRequest));
        (await _stage.ApproveAsync(asked.Id, _stage.Sam)).Should().Be(new EquipmentOutcome.NotAllowed(NotAllowedReason.NotAnApprover));
        (await _stage.ApproveAsync(asked.Id, _stage.Kim)).Should().Be(new EquipmentOutcome.NotAllowed(NotAllowedReason.UnknownRequest));
        (await _stage.Service.ViewAsync(Tenant, asked.Id, _stage.Kim.Id, default))
            .Should()
            .Be(new EquipmentOutcome.NotAllowed(NotAllowedReason.UnknownRequest));
        (await _stage.Service.DecideAsync(TenantId.Parse("other"), _stage.Mia.Id, asked.Id, true, null, default))
            .Should()
            .BeOfType<EquipmentOutcome.NotAllowed>("another tenant knows neither the person nor the request");
        (await _stage.ViewAsync(asked.Id, _stage.Mia)).State.Should().Be(EquipmentState.AwaitingApproval);
    }

    [Fact]
    public async Task A_refusal_needs_a_reason_and_gives_the_device_to_nobody()
    {
        var asked = await _stage.AskAsync(_stage.Dana, "laptop");

        (await _stage.Service.DecideAsync(Tenant, _stage.Mia.Id, asked.Id, false, "  ", default))
            .Should()
            .BeOfType<EquipmentOutcome.Invalid>()
            .Which.Field.Should()
            .Be("comment");
        var refused = await _stage.Service.DecideAsync(Tenant, _stage.Mia.Id, asked.Id, false, "Yours is new", default);

        refused.Should().BeOfType<EquipmentOutcome.Accepted>().Which.View.Steps[^1].Comment.Should().Be("Yours is new");
        (await _stage.ViewAsync(asked.Id, _stage.Dana)).May.Should().BeEmpty();
    }

    [Fact]
    public async Task Over_the_limit_a_second_person_decides_too()
    {
        var asked = await _stage.AskAsync(_stage.Dana, "workstation");
        await _stage.ApproveAsync(asked.Id, _stage.Mia);

        var halfway = await _stage.ViewAsync(asked.Id, _stage.Dana);
        halfway.State.Should().Be(EquipmentState.AwaitingSecondApproval);
        halfway.WaitsForPeople.Should().ContainSingle(p => p.Id == _stage.Fin.Id);
        (await _stage.ApproveAsync(asked.Id, _stage.Mia)).Should().BeOfType<EquipmentOutcome.TooLate>();
        (await _stage.Service.WaitingForMeAsync(Tenant, _stage.Fin.Id, 0, 10, default)).Should().ContainSingle(v => v.Id == asked.Id);
        (await _stage.Service.WaitingForMeAsync(Tenant, _stage.Mia.Id, 0, 10, default)).Should().BeEmpty();

        (await _stage.ApproveAsync(asked.Id, _stage.Fin))
            .Should()
            .BeOfType<EquipmentOutcome.Accepted>()
            .Which.View.State.Should()
            .Be(EquipmentState.AwaitingPurchase);
    }

    [Fact]
    public async Task The_recipient_confirms_the_whole_kit_once_and_the_device_is_theirs()
    {
        var laptop = Stock("LT-1", "ThinkPad T14 Gen 5");
        await _stage.SaveAsync(laptop);
        var id = await _stage.ApprovedLaptopAsync(_stage.Dana);
        (await _stage.Service.ConfirmAsync(Tenant, _stage.Dana.Id, id, default))
            .Should()
            .Be(new EquipmentOutcome.NotAllowed(NotAllowedReason.NotNow));
        (await _stage.Service.HandOverAsync(Tenant, _stage.Dana.Id, id, new Kit(), default))
            .Should()
            .Be(new EquipmentOutcome.NotAllowed(NotAllowedReason.NotTheStockroom));

        await _stage.Service.ShipAsync(Tenant, _stage.Sam.Id, id, new Tracking("DHL", "00340"), new Kit("new", "charger, bag"), default);
        (await _stage.ViewAsync(id, _stage.Dana)).Tracking.Should().Be(new Tracking("DHL", "00340"));
        (await _stage.Service.ConfirmAsync(Tenant, _stage.Sam.Id, id, default))
            .Should()
            .Be(new EquipmentOutcome.NotAllowed(NotAllowedReason.NotYours));
        (await _stage.Service.ConfirmAsync(Tenant, _stage.Dana.Id, id, default)).Should().BeOfType<EquipmentOutcome.Accepted>();
        (await _stage.Service.ConfirmAsync(Tenant, _stage.Dana.Id, id, default)).Should().BeOfType<EquipmentOutcome.TooLate>();

        var device = await _stage.DeviceAsync(laptop.Id);
        (device.State, device.AssignedToId).Should().Be((LifecycleState.InUse, _stage.Dana.Id));
        var custody = (await _stage.CustodyAsync()).Should().ContainSingle().Subject;
        (custody.FromPersonId, custody.ToPersonId, custody.Condition, custody.Accessories, custody.CaseId)
            .Should()
            .Be((null, _stage.Dana.Id, "new", "charger, bag", id));
        custody.Hash.Should().Be(custody.ComputeHash());
    }

    [Fact]
    public async Task A_cancelled_request_gives_its_device_to_the_next_who_waits()
    {
        var laptop = Stock("LT-1", "ThinkPad T14 Gen 5");
        await _stage.SaveAsync(laptop);
        var first = await _stage.ApprovedLaptopAsync(_stage.Dana);
        var second = await _stage.ApprovedLaptopAsync(_stage.Kim);
        (await _stage.ViewAsync(second, _stage.Kim)).State.Should().Be(EquipmentState.AwaitingPurchase);

        await _stage.Service.CancelAsync(Tenant, _stage.Dana.Id, first, null, default);

        (await _stage.ViewAsync(second, _stage.Kim)).Device!.Id.Should().Be(laptop.Id);
        (await _stage.ViewAsync(first, _stage.Dana)).State.Should().Be(EquipmentState.Cancelled);
    }

    [Fact]
    public async Task What_was_bought_is_set_aside_when_it_comes_into_stock_and_by_hand_before()
    {
        var first = await _stage.ApprovedLaptopAsync(_stage.Dana);
        var second = await _stage.ApprovedLaptopAsync(_stage.Kim);
        await _stage.SaveAsync(Stock("LT-1", "ThinkPad T14 Gen 5"));

        await _stage.PassAsync(TimeSpan.FromHours(2));

        (await _stage.ViewAsync(first, _stage.Dana)).Device!.Label.Should().Be("LT-1");
        (await _stage.ViewAsync(second, _stage.Kim)).State.Should().Be(EquipmentState.AwaitingPurchase);

        var parcel = Stock("LT-2", "ThinkPad T14 Gen 6", "Paris");
        parcel.State = LifecycleState.Ordered;
        await _stage.SaveAsync(parcel);
        (await _stage.Service.HandOverAsync(Tenant, _stage.Sam.Id, second, new Kit(), default))
            .Should()
            .BeOfType<EquipmentOutcome.Invalid>()
            .Which.Field.Should()
            .Be("deviceTag");
        (await _stage.Service.HandOverAsync(Tenant, _stage.Sam.Id, second, new Kit(DeviceTag: "LT-1"), default))
            .Should()
            .BeOfType<EquipmentOutcome.Invalid>()
            .Which.Reason.Should()
            .Be(InvalidReason.DeviceNotFree);
        (await _stage.Service.HandOverAsync(Tenant, _stage.Sam.Id, second, new Kit(DeviceTag: "LT-2"), default))
            .Should()
            .BeOfType<EquipmentOutcome.Accepted>();
        (await _stage.ViewAsync(second, _stage.Kim)).May.Should().Equal(EquipmentAction.Confirm);
    }

    [Fact]
    public async Task What_the_stockroom_can_do_now_comes_before_what_has_to_be_bought_a_page_at_a_time()
    {
        await _stage.SaveAsync(Stock("MN-1", "P2425H", type: DeviceType.Monitor));
        var bought = await _stage.ApprovedLaptopAsync(_stage.Dana);
        var ready = (await _stage.AskAsync(_stage.Dana, "monitor")).Id;

        (await _stage.Service.WaitingForMeAsync(Tenant, _stage.Sam.Id, 0, 1, default)).Select(v => v.Id).Should().Equal(ready);
        (await _stage.Service.WaitingForMeAsync(Tenant, _stage.Sam.Id, 1, 1, default)).Select(v => v.Id).Should().Equal(bought);
        (await _stage.Service.MineAsync(Tenant, _stage.Dana.Id, 1, 5, default)).Select(v => v.Id).Should().Equal(bought);
    }

    [Fact]
    public async Task Asking_twice_with_one_key_is_asking_once()
    {
        var ask = new EquipmentAsk("laptop", "Mine broke", "activity-1");
        var first = await _stage.Service.AskAsync(Tenant, _stage.Dana.Id, ask, default);
        var again = await _stage.Service.AskAsync(Tenant, _stage.Dana.Id, ask, default);

        again.Should().BeOfType<EquipmentOutcome.Accepted>().Which.View.Id.Should().Be(((EquipmentOutcome.Accepted)first).View.Id);
        (await _stage.Service.MineAsync(Tenant, _stage.Dana.Id, 0, 10, default)).Should().ContainSingle();
        (await _stage.TryAskAsync(_stage.Dana, "laptop")).Should().BeOfType<EquipmentOutcome.Invalid>("one is asked for already");
        (await _stage.TryAskAsync(_stage.Dana, "press")).Should().BeOfType<EquipmentOutcome.Invalid>("it is for Marketing");
    }

    [Fact]
    public async Task Without_a_manager_the_fallback_decides_and_without_either_nobody_is_made_up()
    {
        var asked = await _stage.AskAsync(_stage.Boss, "laptop");
        asked.WaitsForPeople.Should().ContainSingle(p => p.Id == _stage.Fay.Id);

        (await _stage.TryAskAsync(_stage.Fay, "laptop"))
            .Should()
            .BeOfType<EquipmentOutcome.Invalid>()
            .Which.Reason.Should()
            .Be(InvalidReason.NobodyToApprove);
    }

    [Fact]
    public async Task Where_no_second_approver_is_left_that_is_the_reason_and_not_the_manager()
    {
        await using var stage = await EquipmentStage.OpenAsync(engine, s => s with { FallbackApprover = null });

        (await stage.TryAskAsync(stage.Fin, "workstation"))
            .Should()
            .BeOfType<EquipmentOutcome.Invalid>()
            .Which.Reason.Should()
            .Be(InvalidReason.NoSecondApprover);
    }

    [Fact]
    public async Task Of_what_is_not_counted_nobody_is_told_that_none_is_free()
    {
        await _stage.AskAsync(_stage.Dana, "bag");
        await _stage.WorkAsync();

        _stage
            .Desk.Comments.Should()
            .Contain(c => c.Text.Contains("It waits for the stockroom"))
            .And.NotContain(c => c.Text.Contains("Nothing is free"));
    }
}

public sealed class EquipmentOnSqlite() : EquipmentContract(TestEngine.Sqlite);

public sealed class EquipmentOnPostgres() : EquipmentContract(TestEngine.Postgres);
