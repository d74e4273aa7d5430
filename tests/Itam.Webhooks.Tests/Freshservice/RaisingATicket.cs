using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Enrichment;
using Itam.Context.Register;
using Itam.Sandbox;
using Itam.Sandbox.Faults;
using Itam.Webhooks.Receiving;
using Itam.Webhooks.Tests.Raising;
using Microsoft.AspNetCore.Http;

namespace Itam.Webhooks.Tests.Freshservice;

public sealed class RaisingOnFreshservice : RaisingContract
{
    protected override async Task<RaisingStage> StartAsync() => new Raising(await Stage.StartAsync());
}

public sealed class CommentingOnFreshservice : CommentingContract
{
    protected override ContextReport Report => Reports.Rich;

    protected override async Task<RaisingStage> StartAsync() => new Raising(await Stage.StartAsync());
}

internal sealed class Raising(Stage stage) : RaisingStage
{
    public override IServiceDesk Desk => stage.Desk;

    public override IWebhookReceiver Receiver => stage.Receiver;

    public override IEmulatedDesk Emulated => stage.Vendor;

    public override TicketPerson Dana { get; } = new("Dana Demo", [new(IdentityKind.Account, "1001", "desk"), new(IdentityKind.Email, Stage.Dana)]);

    public override LinkedDevice Device { get; } = Stage.Device(serial: "PF3ABCDE");

    public override string DeviceLabel => "LT-0042";

    public override bool Raises(HttpRequest request) =>
        request.Method == "POST" && request.Path.Value!.EndsWith("/tickets", StringComparison.Ordinal);

    public override bool Comments(HttpRequest request) =>
        request.Method == "POST" && request.Path.Value!.EndsWith("/notes", StringComparison.Ordinal);

    public override bool Links(HttpRequest request) => request.Method == "PUT";

    public override TicketView View(TicketRef ticket) =>
        stage.Vendor.View(stage.Vendor.Numbers.Single(n => n.EndsWith($"-{ticket.Id}", StringComparison.Ordinal)));

    public override void Pass(TimeSpan time) => stage.Time.Advance(time);

    public override ValueTask DisposeAsync() => stage.DisposeAsync();
}

public class RaisingATicket
{
    private static TicketDraft Draft(TicketKind kind = TicketKind.Incident, params PersonName[] names) =>
        new()
        {
            Reference = "itam-1",
            Kind = kind,
            Priority = TicketPriority.Critical,
            Summary = "Laptop",
            Description = "It beeps.",
            Requester = new TicketPerson("Dana Demo", [.. names.DefaultIfEmpty(new PersonName(IdentityKind.Email, Stage.Dana))]),
        };

    [Fact]
    public async Task Kind_priority_person_and_tag_are_sent_as_the_desk_names_them()
    {
        await using var stage = await Stage.StartAsync();

        var raised = await stage.Desk.RaiseTicketAsync(Draft(TicketKind.ServiceRequest), default);

        raised.Number.Should().StartWith("SR-");
        raised.Url!.AbsoluteUri.Should().EndWith($"/a/tickets/{raised.Ref.Id}");
        stage.Vendor.TicketOf(raised.Number).Should().Be((4, "itam-1", 1_001L));
    }

    [Fact]
    public async Task An_account_that_takes_incidents_only_gets_an_incident_that_says_what_it_is()
    {
        await using var stage = await Stage.StartAsync();
        stage.Vendor.IncidentsOnly = true;

        var raised = await stage.Desk.RaiseTicketAsync(Draft(TicketKind.ServiceRequest), default);

        raised.Number.Should().StartWith("INC-");
        stage.Vendor.View(raised.Number).Description.Should().Contain("This is a service request.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Somebody_new_becomes_a_requester_by_mail(bool listRefusesStrangers)
    {
        await using var stage = await Stage.StartAsync();
        if (listRefusesStrangers)
        {
            stage.Vendor.Faults.Add(FaultKind.NotFound, when: r => r.Query.ContainsKey("email"));
        }

        var raised = await stage.Desk.RaiseTicketAsync(Draft(names: new PersonName(IdentityKind.Email, "newcomer@example.com")), default);

        stage.Vendor.View(raised.Number).Requester.Should().Be("newcomer");
    }

    [Fact]
    public async Task Somebody_without_account_and_mail_cannot_have_a_ticket_here()
    {
        await using var stage = await Stage.StartAsync();

        var raise = () => stage.Desk.RaiseTicketAsync(Draft(names: new PersonName(IdentityKind.EmployeeNumber, "E0001")), default);

        (await raise.Should().ThrowAsync<ConnectionException>()).Which.Failure.Should().Be(ConnectionFailure.GiveUp);
    }

    [Fact]
    public async Task While_the_filter_trails_the_persons_own_list_finds_it()
    {
        await using var stage = await Stage.StartAsync();
        stage.Vendor.IndexLag = TimeSpan.FromMinutes(10);
        stage.Vendor.Faults.Add(FaultKind.LostAnswer, when: r => r.Method == "POST");
        var raise = () => stage.Desk.RaiseTicketAsync(Draft(), default);
        await raise.Should().ThrowAsync<ConnectionException>();

        var raised = await raise();

        stage.Vendor.Numbers.Count(n => stage.Vendor.View(n).Subject == "Laptop").Should().Be(1);
        (await raise()).Should().Be(raised);
    }

    [Fact]
    public async Task When_an_agent_rewrote_the_description_the_tag_finds_it_wherever_it_moved()
    {
        await using var stage = await Stage.StartAsync();
        var raised = await stage.Desk.RaiseTicketAsync(Draft(), default);
        await stage.Vendor.UpdateAsync(raised.Number, "Rewritten.", default);
        stage.Vendor.MoveToOtherWorkspace(raised.Number);

        (await stage.Desk.RaiseTicketAsync(Draft(), default)).Should().Be(raised);
    }

    [Fact]
    public async Task In_an_account_without_workspaces_it_is_found_as_well()
    {
        await using var stage = await Stage.StartAsync();
        stage.Vendor.WithoutWorkspaces = true;
        var raised = await stage.Desk.RaiseTicketAsync(Draft(), default);

        (await stage.Desk.RaiseTicketAsync(Draft(), default)).Should().Be(raised);
    }

    [Theory]
    [InlineData(TicketKind.Incident)]
    [InlineData(TicketKind.ServiceRequest)]
    public async Task A_mandatory_field_is_named(TicketKind kind)
    {
        await using var stage = await Stage.StartAsync();
        stage.Vendor.MandatoryFieldIsEmpty = true;

        var raise = () => stage.Desk.RaiseTicketAsync(Draft(kind), default);

        var failure = (await raise.Should().ThrowAsync<ConnectionException>()).Which;
        failure.Failure.Should().Be(ConnectionFailure.GiveUp);
        failure.Message.Should().Contain("category Mandatory attribute missing").And.Contain("Field Manager");
    }

    [Fact]
    public async Task A_plan_without_assets_raises_all_the_same()
    {
        await using var stage = await Stage.StartAsync();
        stage.Vendor.WithoutAssets = true;

        var raised = await stage.Desk.RaiseTicketAsync(Draft() with { Devices = [Stage.Device(serial: "PF3ABCDE")] }, default);

        stage.Vendor.View(raised.Number).Description.Should().Contain("Device device · PF3ABCDE");
    }

    [Fact]
    public async Task A_comment_that_the_desk_made_public_is_deleted_at_once_and_reported()
    {
        await using var stage = await Stage.StartAsync();
        var (number, reference) = await stage.RaiseAsync();
        stage.Vendor.MakesNotesPublic = true;

        var add = () => stage.Desk.AddCommentAsync(reference, new TicketComment("itam-1", "Approved."), default);

        (await add.Should().ThrowAsync<ConnectionException>()).WithMessage("*PUBLIC*deleted at once*");
        stage.Vendor.View(number).Notes.Should().BeEmpty();
    }
}
