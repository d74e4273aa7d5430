using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Enrichment;
using Itam.Context.Register;
using Itam.Sandbox;
using Itam.Sandbox.Faults;
using Itam.Sandbox.Jira;
using Itam.Webhooks.Receiving;
using Itam.Webhooks.Tests.Freshservice;
using Itam.Webhooks.Tests.Raising;
using Microsoft.AspNetCore.Http;

namespace Itam.Webhooks.Tests.Jira;

public sealed class RaisingOnJira : RaisingContract
{
    protected override async Task<RaisingStage> StartAsync() => await Raising.StartAsync();
}

public sealed class CommentingOnJira : CommentingContract
{
    protected override ContextReport Report => Reports.Rich();

    protected override async Task<RaisingStage> StartAsync() => await Raising.StartAsync();
}

public sealed class CommentingOnJiraDataCenter : CommentingContract
{
    protected override ContextReport Report => Reports.Rich();

    protected override async Task<RaisingStage> StartAsync() => await Raising.StartAsync(JiraFlavour.DataCenter);
}

internal sealed class Raising(JiraWorld world, ManualTime time) : RaisingStage
{
    private const string DanasAccount = "qm:sandbox:1";

    public JiraWorld World => world;

    public static async Task<Raising> StartAsync(JiraFlavour flavour = JiraFlavour.Cloud, Action<Dictionary<string, string?>>? change = null)
    {
        var time = new ManualTime();
        var world = await JiraWorld.StartAsync(
            flavour,
            (settings, _) =>
            {
                foreach (var (name, value) in new JiraEmulator(time).RaisingSettings)
                {
                    settings[name] = value;
                }

                change?.Invoke(settings);
            },
            time,
            time
        );
        return new Raising(world, time);
    }

    public override IServiceDesk Desk => world.Desk;

    public override IWebhookReceiver Receiver => world.Receiver;

    public override IEmulatedDesk Emulated => world.Site;

    public override TicketPerson Dana { get; } =
        new("Dana Demo", [new(IdentityKind.Account, DanasAccount, JiraWorld.Connection), new(IdentityKind.Email, JiraWorld.Dana)]);

    public override LinkedDevice Device { get; } = new("Laptop", [new DeviceName(IdentifierKind.Serial, "PF3ABCDE")]);

    public override string DeviceLabel => "LT-0042";

    public override bool Raises(HttpRequest request) =>
        request.Method == "POST" && request.Path.Value!.EndsWith("/request", StringComparison.Ordinal);

    public override bool Comments(HttpRequest request) =>
        request.Method == "POST" && request.Path.Value!.EndsWith("/comment", StringComparison.Ordinal);

    public override bool Links(HttpRequest request) => request.Method == "PUT";

    public override TicketView View(TicketRef ticket) => world.Site.View(ticket.Id);

    public override void Pass(TimeSpan by) => time.Advance(by);

    public override ValueTask DisposeAsync() => world.DisposeAsync();
}

public sealed class RaisingARequest
{
    private static TicketDraft Draft(
        TicketPerson? requester = null,
        TicketPriority priority = TicketPriority.Normal,
        TicketKind kind = TicketKind.Incident
    ) =>
        new()
        {
            Reference = "itam-1",
            Kind = kind,
            Priority = priority,
            Summary = "Laptop",
            Description = "It *beeps* [x|https://evil.example].",
            Requester = requester ?? Named(JiraWorld.Dana, "Dana Demo"),
        };

    private static TicketPerson Named(string email, string name) => new(name, [new PersonName(IdentityKind.Email, email)]);

    private static int Raised(Raising stage) => stage.Emulated.Numbers.Count(n => stage.Emulated.View(n).Subject == "Laptop");

    [Theory]
    [InlineData(TicketKind.Incident, TicketPriority.Critical, "Highest", "10")]
    [InlineData(TicketKind.ServiceRequest, TicketPriority.Low, "Low", "11")]
    public async Task Kind_and_priority_are_the_sites_own(TicketKind kind, TicketPriority priority, string name, string type)
    {
        await using var stage = await Raising.StartAsync();

        var raised = await stage.Desk.RaiseTicketAsync(Draft(priority: priority, kind: kind), default);

        stage.World.Site.RequestOf(raised.Number).Should().Be((name, type));
        stage.View(raised.Ref).Requester.Should().Be("Dana Demo", "her account was found by the e-mail that it shows");
        raised.Url!.AbsoluteUri.Should().EndWith($"/browse/{raised.Number}");
    }

    [Fact]
    public async Task A_site_with_other_priorities_names_them_and_a_form_without_the_field_gets_a_line()
    {
        await using var stage = await Raising.StartAsync(change: s => s["Priorities:Critical"] = "Blocker");

        var raised = await stage.Desk.RaiseTicketAsync(Draft(priority: TicketPriority.Critical), default);

        stage.View(raised.Ref).Description.Should().Contain("Priority Blocker", "the form has no such value");
    }

    [Theory]
    [InlineData("hides")]
    [InlineData("stranger")]
    [InlineData("refused")]
    [InlineData("no right")]
    public async Task Who_cannot_be_raised_for_is_named_in_the_description(string reason)
    {
        await using var stage = await Raising.StartAsync();
        var person = reason == "hides" ? Named(JiraWorld.Hidden, "Henry Hidden") : Named(JiraWorld.Dana, "Dana Demo");
        switch (reason)
        {
            case "stranger":
                stage.World.Site.Strangers.Add(JiraWorld.Dana);
                break;
            case "refused":
                stage.World.Site.CanRaiseOnBehalfOf = false;
                break;
            case "no right":
                stage.Emulated.Faults.Add(FaultKind.Forbidden, int.MaxValue, r => r.Path.Value!.EndsWith("/user/search", StringComparison.Ordinal));
                break;
        }

        var raised = await stage.Desk.RaiseTicketAsync(Draft(person), default);

        stage.View(raised.Ref).Description.Should().Contain($"Requested by {person.DisplayName} ({person.Email})");
        stage.View(raised.Ref).Requester.Should().Be("Asset context");
    }

    [Fact]
    public async Task A_hidden_e_mail_does_not_matter_where_the_account_is_known()
    {
        await using var stage = await Raising.StartAsync();
        var henry = new TicketPerson("Henry", [new(IdentityKind.Account, "qm:sandbox:2", JiraWorld.Connection)]);

        var raised = await stage.Desk.RaiseTicketAsync(Draft(henry), default);

        stage.View(raised.Ref).Requester.Should().Be("Henry Hidden");
    }

    [Fact]
    public async Task While_the_search_trails_a_lost_request_is_waited_for()
    {
        await using var stage = await Raising.StartAsync();
        stage.World.Site.SearchLag = TimeSpan.FromSeconds(40);
        stage.Emulated.Faults.Add(FaultKind.LostAnswer, when: stage.Raises);
        var raise = () => stage.Desk.RaiseTicketAsync(Draft(), default);
        await raise.Should().ThrowAsync<ConnectionException>();

        var early = (await raise.Should().ThrowAsync<ConnectionException>()).Which;
        early.Failure.Should().Be(ConnectionFailure.Retry);
        early.RetryAfter.Should().Be(TimeSpan.FromMinutes(1));
        stage.Pass(early.RetryAfter!.Value);
        await raise();

        Raised(stage).Should().Be(1);
    }

    [Fact]
    public async Task Another_process_that_takes_up_a_lost_request_waits_as_long()
    {
        await using var stage = await Raising.StartAsync();
        stage.World.Site.SearchLag = TimeSpan.FromSeconds(40);
        stage.Emulated.Faults.Add(FaultKind.LostAnswer, when: stage.Raises);
        var raise = () => stage.Desk.RaiseTicketAsync(Draft(), default);

        var lost = (await raise.Should().ThrowAsync<ConnectionException>()).Which;
        lost.Failure.Should().Be(ConnectionFailure.Retry);
        lost.RetryAfter.Should().BeGreaterThanOrEqualTo(TimeSpan.FromMinutes(1), "the queue keeps this for whoever takes the work up");
        stage.Pass(lost.RetryAfter!.Value);
        await stage.World.AnotherProcess().RaiseTicketAsync(Draft(), default);

        Raised(stage).Should().Be(1);
    }

    [Fact]
    public async Task A_request_that_never_arrived_is_raised_after_the_wait()
    {
        await using var stage = await Raising.StartAsync();
        stage.Emulated.Faults.Add(FaultKind.ServerError, when: stage.Raises);
        var raise = () => stage.Desk.RaiseTicketAsync(Draft(), default);
        await raise.Should().ThrowAsync<ConnectionException>();
        (await raise.Should().ThrowAsync<ConnectionException>()).WithMessage("*does not show the request yet*");
        stage.Pass(TimeSpan.FromMinutes(1));

        await raise();

        Raised(stage).Should().Be(1);
    }

    [Fact]
    public async Task A_clone_does_not_take_the_place_of_its_original()
    {
        await using var stage = await Raising.StartAsync();
        var raised = await stage.Desk.RaiseTicketAsync(Draft(), default);
        stage.Pass(TimeSpan.FromMinutes(1));
        await stage.Emulated.RaiseAsync(new NewTicket(JiraWorld.Dana, "Clone", stage.View(raised.Ref).Description), default);

        (await stage.Desk.RaiseTicketAsync(Draft(), default)).Should().Be(raised);
    }

    [Theory]
    [InlineData("ServiceDesk,RequestTypes:Incident,RequestTypes:ServiceRequest", "Connections:helpdesk:ServiceDesk")]
    [InlineData("RequestTypes:Incident", "Connections:helpdesk:RequestTypes:Incident")]
    public async Task Without_its_settings_nothing_is_raised_and_the_message_names_them(string left, string named)
    {
        await using var stage = await Raising.StartAsync(change: s => Array.ForEach(left.Split(','), name => s.Remove(name)));

        var raise = () => stage.Desk.RaiseTicketAsync(Draft(), default);

        var failure = (await raise.Should().ThrowAsync<ConnectionException>()).Which;
        failure.Failure.Should().Be(ConnectionFailure.GiveUp);
        failure.Message.Should().Contain(named).And.Contain("Example:");
    }

    [Theory]
    [InlineData("ServiceDesk", null, "ServiceDesk is missing beside RequestTypes")]
    [InlineData("ServiceDesk", "HELP", "ServiceDesk is 'HELP', not a number")]
    [InlineData("RequestTypes:Incident", "Report a fault", "RequestTypes:Incident is 'Report a fault', not a number")]
    [InlineData("RequestTypes:Request", "12", "RequestTypes:Request is not a setting here")]
    [InlineData("Priorities:Urgent", "P1", "Priorities:Urgent is not a setting here")]
    public async Task Settings_that_cannot_work_are_reported_at_the_start(string name, string? value, string problem)
    {
        var start = () => Raising.StartAsync(change: s => s[name] = value);

        (await start.Should().ThrowAsync<SettingsException>()).WithMessage($"*{problem}*");
    }

    [Theory]
    [InlineData("ServiceDesk", "9", "no service desk 9")]
    [InlineData("RequestTypes:Incident", "99", "request type 99")]
    [InlineData("Projects", "DEV", "belongs to project HELP")]
    public async Task Numbers_that_mean_nothing_there_raise_nothing(string name, string value, string words)
    {
        await using var stage = await Raising.StartAsync(change: s => s[name] = value);

        var raise = () => stage.Desk.RaiseTicketAsync(Draft(), default);

        var failure = (await raise.Should().ThrowAsync<ConnectionException>()).Which;
        failure.Failure.Should().Be(ConnectionFailure.GiveUp);
        failure.Message.Should().Contain(words);
        (await stage.Desk.CheckAsync(default)).Should().ContainSingle(c => !c.Ok && c.What.Contains("RequestTypes:Incident"));
        Raised(stage).Should().Be(0);
    }

    [Fact]
    public async Task A_form_that_demands_more_is_named_by_the_desk_and_by_the_doctor()
    {
        await using var stage = await Raising.StartAsync();
        stage.World.Site.FormFields.Add("building");

        var raise = () => stage.Desk.RaiseTicketAsync(Draft(), default);

        var failure = (await raise.Should().ThrowAsync<ConnectionException>()).Which;
        failure.Failure.Should().Be(ConnectionFailure.GiveUp);
        failure.Message.Should().Contain("building is required").And.Contain("RequestTypes");
        (await stage.Desk.CheckAsync(default)).Where(c => !c.Ok).Should().HaveCount(2).And.OnlyContain(c => c.Remedy!.Contains("Building"));
        Raised(stage).Should().Be(0);
    }

    [Fact]
    public async Task A_form_without_description_takes_nothing_since_it_could_not_be_found_again()
    {
        await using var stage = await Raising.StartAsync();
        stage.World.Site.FormFields.Remove("description");

        var raise = () => stage.Desk.RaiseTicketAsync(Draft(), default);

        (await raise.Should().ThrowAsync<ConnectionException>()).WithMessage("*no field Description*");
        (await stage.Desk.CheckAsync(default)).Should().Contain(c => !c.Ok && c.Remedy!.Contains("Description"));
    }

    [Fact]
    public async Task Doctor_is_content_where_everything_is_set_up()
    {
        await using var stage = await Raising.StartAsync();

        var checks = await stage.Desk.CheckAsync(default);

        checks.Should().OnlyContain(c => c.Ok);
        checks.Count(c => c.What.Contains("RequestTypes:")).Should().Be(2);
    }

    [Fact]
    public async Task On_Data_Center_the_words_are_markup_that_means_nothing()
    {
        await using var stage = await Raising.StartAsync(JiraFlavour.DataCenter);
        var dana = new TicketPerson("Dana Demo", [new(IdentityKind.Account, "qm.sandbox.1", JiraWorld.Connection)]);

        var raised = await stage.Desk.RaiseTicketAsync(Draft(dana), default);

        (await stage.Desk.RaiseTicketAsync(Draft(dana), default)).Should().Be(raised);
        var view = stage.View(raised.Ref);
        view.Requester.Should().Be("Dana Demo");
        JiraEmulator.RenderMarkup(view.Description).Should().NotContain("<strong>").And.NotContain("<a ");
        (await stage.Desk.ReadTicketAsync(raised.Ref, default)).Description.Should().Contain("[x|https://evil.example]");
    }

    [Fact]
    public async Task A_comment_that_the_site_publishes_is_removed_at_once_and_alarms()
    {
        await using var stage = await Raising.StartAsync();
        stage.World.Site.Comments = CommentMode.Publishes;
        var ticket = await stage.World.RaiseAsync();

        var add = () => stage.Desk.AddCommentAsync(ticket, new TicketComment("itam-1", "Approved."), default);

        (await add.Should().ThrowAsync<ConnectionException>()).WithMessage("*PUBLISHED the comment itam-1*removed*");
        stage.View(ticket).Notes.Should().BeEmpty();
    }

    [Fact]
    public async Task Where_rich_text_is_refused_the_comment_is_plain_and_written_once()
    {
        await using var stage = await Raising.StartAsync();
        stage.World.Site.Comments = CommentMode.RefusesRich;
        var ticket = await stage.World.RaiseAsync();

        await stage.Desk.AddCommentAsync(ticket, new TicketComment("itam-1", "Approved."), default);
        await stage.Desk.AddCommentAsync(ticket, new TicketComment("itam-1", "Approved."), default);

        stage.View(ticket).Notes.Should().ContainSingle().Which.Public.Should().BeFalse();
    }
}
