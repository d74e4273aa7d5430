using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Enrichment;
using Itam.Context.Register;
using Itam.Sandbox;
using Itam.Sandbox.Faults;
using Itam.Webhooks.Receiving;
using Itam.Webhooks.Tests.Raising;
using Microsoft.AspNetCore.Http;

namespace Itam.Webhooks.Tests.ServiceNow;

public sealed class RaisingOnServiceNow : RaisingContract
{
    protected override async Task<RaisingStage> StartAsync() => await Raising.StartAsync();
}

public sealed class CommentingOnServiceNow : CommentingContract
{
    protected override ContextReport Report => Reports.Rich();

    protected override async Task<RaisingStage> StartAsync() => await Raising.StartAsync();
}

internal sealed class Raising(Instance instance) : RaisingStage
{
    public static async Task<Raising> StartAsync() => new(await Instance.StartAsync(("ServiceRequestTable", "sc_req_item")));

    public override IServiceDesk Desk => instance.Desk;

    public override IWebhookReceiver Receiver => instance.Connection.Receiver;

    public override IEmulatedDesk Emulated => instance.Emulator;

    public override TicketPerson Dana { get; } =
        new(
            "Dana Demo",
            [
                new(IdentityKind.Account, instance.Emulator.RecordId("sys_user", "email", "dana@example.com"), Instance.Name),
                new(IdentityKind.Email, "dana@example.com"),
            ]
        );

    public override LinkedDevice Device { get; } = new("Laptop", [new DeviceName(IdentifierKind.Serial, "PF3ABCDE")]);

    public override string DeviceLabel => "lt-0042";

    public override bool Raises(HttpRequest request) => request.Method == "POST" && request.Path.Value!.Contains("/table/", StringComparison.Ordinal);

    public override bool Comments(HttpRequest request) => request.Method == "PATCH";

    public override bool Links(HttpRequest request) => request.Method == "PATCH";

    public override TicketView View(TicketRef ticket) => instance.View(ticket);

    public override void Pass(TimeSpan time) => instance.Time.Advance(time);

    public override ValueTask DisposeAsync() => instance.DisposeAsync();
}

public sealed class RaisingATicketTests
{
    private static TicketDraft Draft(Instance instance, TicketPriority priority = TicketPriority.Normal, TicketKind kind = TicketKind.Incident) =>
        new()
        {
            Reference = "itam-1",
            Kind = kind,
            Priority = priority,
            Summary = "Laptop",
            Description = "It beeps.",
            Requester = new TicketPerson("Dana Demo", [new PersonName(IdentityKind.Email, "dana@example.com")]),
        };

    private static string Field(Instance instance, RaisedTicket ticket, string field)
    {
        lock (instance.Emulator.Lock)
        {
            return instance.Emulator.Store.Find(ticket.Ref.Id.Split(':')[1])![field];
        }
    }

    [Theory]
    [InlineData(TicketPriority.Critical, "1")]
    [InlineData(TicketPriority.High, "2")]
    [InlineData(TicketPriority.Normal, "5")]
    [InlineData(TicketPriority.Low, "5")]
    public async Task The_instance_computes_the_priority(TicketPriority priority, string expected)
    {
        await using var instance = await Instance.StartAsync();

        var raised = await instance.Desk.RaiseTicketAsync(Draft(instance, priority), default);

        Field(instance, raised, "priority").Should().Be(expected);
        Field(instance, raised, "correlation_id").Should().Be("itam-1");
        instance.View(raised.Ref).Requester.Should().Be("Dana Demo", "the account was found by e-mail");
    }

    [Theory]
    [InlineData(null, "INC")]
    [InlineData("sc_req_item", "RITM")]
    public async Task A_service_request_goes_where_the_setting_says(string? table, string prefix)
    {
        await using var instance = await Instance.StartAsync(("ServiceRequestTable", table));

        (await instance.Desk.RaiseTicketAsync(Draft(instance, kind: TicketKind.ServiceRequest), default)).Number.Should().StartWith(prefix);
    }

    [Fact]
    public async Task A_table_that_is_not_followed_takes_no_tickets()
    {
        await using var instance = await Instance.StartAsync(("Tables", "sc_req_item"));

        var raise = () => instance.Desk.RaiseTicketAsync(Draft(instance), default);

        (await raise.Should().ThrowAsync<ConnectionException>())
            .Which.Should()
            .Match<ConnectionException>(e => e.Failure == ConnectionFailure.GiveUp && e.Message.Contains("Tables"));
    }

    [Fact]
    public void A_request_table_that_is_not_followed_is_reported_at_the_start()
    {
        var settings = new Dictionary<string, string?>
        {
            ["BaseUrl"] = "https://acme.service-now.com",
            ["ApiKey"] = "key",
            ["WebhookSecret"] = "0123456789abcdef0123456789abcdef",
            ["ServiceRequestTable"] = "sc_request",
        };

        Instance
            .Connect(settings, TimeProvider.System)
            .Problems.Should()
            .ContainSingle()
            .Which.ToString()
            .Should()
            .Contain("ServiceRequestTable")
            .And.Contain("sc_req_item");
    }

    [Fact]
    public async Task A_reference_that_is_hidden_from_us_raises_nothing()
    {
        await using var instance = await Instance.StartAsync();
        var raised = await instance.Desk.RaiseTicketAsync(Draft(instance), default);
        instance.Emulator.Hide(raised.Ref.Id.Split(':')[1]);

        var raise = () => instance.Desk.RaiseTicketAsync(Draft(instance), default);

        (await raise.Should().ThrowAsync<ConnectionException>()).Which.Failure.Should().Be(ConnectionFailure.Reconnect);
        instance.Emulator.Numbers.Count(n => instance.Emulator.View(n).Subject == "Laptop").Should().Be(1);
    }

    [Fact]
    public async Task A_data_policy_is_named_by_its_field()
    {
        await using var instance = await Instance.StartAsync();
        instance.Emulator.MandatoryField = "category";

        var raise = () => instance.Desk.RaiseTicketAsync(Draft(instance), default);

        (await raise.Should().ThrowAsync<ConnectionException>()).WithMessage("*mandatory: category*data policy*");
    }

    [Fact]
    public async Task A_rule_that_copies_our_comment_to_the_requester_raises_the_alarm()
    {
        await using var instance = await Instance.StartAsync();
        instance.Emulator.CopiesWorkNotesToComments = true;
        var ticket = await instance.RaiseAsync();

        var add = () => instance.Desk.AddCommentAsync(ticket, new TicketComment("itam-1", "Approved."), default);

        (await add.Should().ThrowAsync<ConnectionException>()).WithMessage("ALARM*requester can read*");
    }

    [Fact]
    public async Task What_a_person_changed_before_our_comment_is_still_heard()
    {
        await using var instance = await Instance.StartAsync();
        var ticket = await instance.RaiseAsync();
        await instance.Desk.ReadTicketAsync(ticket, default);

        await instance.Desk.AddCommentAsync(ticket, new TicketComment("itam-1", "Approved."), default);

        (await instance.Desk.ReadTicketAsync(ticket, default)).LastChangedByUs.Should().BeFalse();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reference_that_the_instance_drops_is_named_and_raises_no_second_ticket(bool answerIsLost)
    {
        await using var instance = await Instance.StartAsync();
        instance.Emulator.IgnoredWrites.Add("correlation_id");
        if (answerIsLost)
        {
            instance.Emulator.Faults.Add(FaultKind.LostAnswer, when: r => r.Method == "POST" && r.Path.Value!.Contains("/table/"));
        }

        var raise = () => instance.Desk.RaiseTicketAsync(Draft(instance), default);
        var first = (await raise.Should().ThrowAsync<ConnectionException>()).Which;
        var second = (await raise.Should().ThrowAsync<ConnectionException>()).Which;

        first.Failure.Should().Be(answerIsLost ? ConnectionFailure.Retry : ConnectionFailure.Reconnect);
        second.Failure.Should().Be(ConnectionFailure.Reconnect);
        second.Message.Should().Contain("write access to correlation_id of incident").And.Contain("INC");
        Laptops(instance).Should().ContainSingle();

        instance.Emulator.IgnoredWrites.Clear();
        var raised = await raise();

        Laptops(instance).Should().ContainSingle().Which.Should().Be(raised.Number);
        Field(instance, raised, "correlation_id").Should().Be("itam-1");
    }

    [Fact]
    public async Task A_reference_that_only_begins_like_ours_is_not_ours()
    {
        await using var instance = await Instance.StartAsync();
        var other = await instance.Desk.RaiseTicketAsync(Draft(instance) with { Reference = "itam-10" }, default);

        (await instance.Desk.RaiseTicketAsync(Draft(instance), default)).Ref.Should().NotBe(other.Ref);
    }

    [Fact]
    public async Task A_person_whom_the_instance_drops_is_named_to_the_agents()
    {
        await using var instance = await Instance.StartAsync();
        instance.Emulator.IgnoredWrites.Add("caller_id");

        var raised = await instance.Desk.RaiseTicketAsync(Draft(instance), default);

        instance.View(raised.Ref).Requester.Should().BeNull();
        instance.View(raised.Ref).Notes.Should().ContainSingle().Which.Text.Should().Contain("Requested by Dana Demo (dana@example.com)");
    }

    [Theory]
    [InlineData("sc_req_item", 2)]
    [InlineData(null, 1)]
    public async Task Doctor_looks_at_the_reference_wherever_tickets_are_raised(string? requests, int tables)
    {
        await using var instance = await Instance.StartAsync(("ServiceRequestTable", requests));

        var checks = await instance.Desk.CheckAsync(default);

        checks.Should().OnlyContain(c => c.Ok);
        checks.Count(c => c.What.Contains("correlation_id")).Should().Be(tables);
    }

    private static IEnumerable<string> Laptops(Instance instance) =>
        instance.Emulator.Numbers.Where(n => instance.Emulator.View(n).Subject == "Laptop");
}
