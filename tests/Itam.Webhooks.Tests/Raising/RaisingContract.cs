using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Sandbox.Faults;
using Itam.Webhooks.Receiving;

namespace Itam.Webhooks.Tests.Raising;

/// <summary>What holds for raising a ticket on every desk.</summary>
public abstract class RaisingContract
{
    private const string Name = "itam-7f3a9c2e";

    private static readonly LinkedDevice Unknown = new(
        "Loaner",
        [new DeviceName(IdentifierKind.Serial, "NOBODYKNOWS1"), new DeviceName(IdentifierKind.AssetTag, "TAG-0815")]
    );

    public static TheoryData<string> Hostile => [.. HostileTexts.All];

    protected abstract Task<RaisingStage> StartAsync();

    private static TicketDraft Draft(RaisingStage stage, params LinkedDevice[] devices) =>
        new()
        {
            Reference = Name,
            Kind = TicketKind.Incident,
            Priority = TicketPriority.High,
            Summary = "Laptop does not boot",
            Description = "It beeps twice.\n\nSince <Monday> & \"again\" today.",
            Requester = stage.Dana,
            Devices = [.. devices],
        };

    private static int Count(RaisingStage stage, string summary = "Laptop does not boot") =>
        stage.Emulated.Numbers.Count(n => stage.Emulated.View(n).Subject == summary);

    [Theory]
    [InlineData(TicketKind.Incident)]
    [InlineData(TicketKind.ServiceRequest)]
    public async Task A_ticket_is_raised_for_the_person_with_words_and_device(TicketKind kind)
    {
        await using var stage = await StartAsync();

        var raised = await stage.Desk.RaiseTicketAsync(Draft(stage, stage.Device) with { Kind = kind }, default);

        var view = stage.View(raised.Ref);
        view.Number.Should().Be(raised.Number);
        view.Subject.Should().Be("Laptop does not boot");
        view.Requester.Should().Be("Dana Demo");
        view.LinkedDevices.Should().Equal(stage.DeviceLabel);
        view.Notes.Should().BeEmpty();
        var read = await stage.Desk.ReadTicketAsync(raised.Ref, default);
        read.Number.Should().Be(raised.Number);
        read.Url.Should().Be(raised.Url);
        read.Description.Should().StartWith("It beeps twice.").And.Contain("& \"again\" today.").And.EndWith($"Reference {Name}");
        read.Requester!.DisplayName.Should().Be("Dana Demo");
    }

    [Fact]
    public async Task The_same_draft_again_returns_the_same_ticket()
    {
        await using var stage = await StartAsync();
        var first = await stage.Desk.RaiseTicketAsync(Draft(stage), default);

        var second = await stage.Desk.RaiseTicketAsync(Draft(stage), default);

        second.Should().Be(first);
        Count(stage).Should().Be(1);
    }

    [Fact]
    public async Task Another_reference_is_another_ticket_even_if_one_begins_like_the_other()
    {
        await using var stage = await StartAsync();
        var longer = await stage.Desk.RaiseTicketAsync(Draft(stage) with { Reference = Name + "-b" }, default);

        var shorter = await stage.Desk.RaiseTicketAsync(Draft(stage), default);

        shorter.Ref.Should().NotBe(longer.Ref);
        Count(stage).Should().Be(2);
    }

    [Fact]
    public async Task A_ticket_that_only_quotes_the_reference_is_not_ours()
    {
        await using var stage = await StartAsync();
        await stage.Desk.RaiseTicketAsync(Draft(stage) with { Reference = "itam-other", Description = $"See Reference {Name}\nplease." }, default);

        await stage.Desk.RaiseTicketAsync(Draft(stage), default);

        Count(stage).Should().Be(2);
    }

    [Fact]
    public async Task After_a_lost_answer_the_retry_finds_the_one_ticket_and_links_its_device()
    {
        await using var stage = await StartAsync();
        stage.Emulated.Faults.Add(FaultKind.LostAnswer, when: stage.Raises);
        var raise = () => stage.Desk.RaiseTicketAsync(Draft(stage, stage.Device), default);

        (await raise.Should().ThrowAsync<ConnectionException>()).Which.Failure.Should().Be(ConnectionFailure.Retry);
        Count(stage).Should().Be(1);
        var raised = await raise();

        Count(stage).Should().Be(1);
        stage.View(raised.Ref).LinkedDevices.Should().Equal(stage.DeviceLabel);
    }

    [Theory]
    [InlineData(FaultKind.Forbidden, ConnectionFailure.Reconnect)]
    [InlineData(FaultKind.LoginPage, ConnectionFailure.Reconnect)]
    [InlineData(FaultKind.NotFound, ConnectionFailure.GiveUp)]
    [InlineData(FaultKind.TooLarge, ConnectionFailure.GiveUp)]
    [InlineData(FaultKind.Conflict, ConnectionFailure.Retry)]
    [InlineData(FaultKind.TooManyRequests, ConnectionFailure.Retry)]
    [InlineData(FaultKind.TooManyRequestsRetryAfter, ConnectionFailure.Retry)]
    [InlineData(FaultKind.ServerError, ConnectionFailure.Retry)]
    [InlineData(FaultKind.Unavailable, ConnectionFailure.Retry)]
    public async Task Whatever_happens_to_the_write_there_is_one_ticket_in_the_end(FaultKind fault, ConnectionFailure expected)
    {
        await using var stage = await StartAsync();
        stage.Emulated.Faults.Add(fault, when: stage.Raises);
        var raise = () => stage.Desk.RaiseTicketAsync(Draft(stage), default);

        var failure = (await raise.Should().ThrowAsync<ConnectionException>()).Which;
        stage.Pass(TimeSpan.FromMinutes(10));
        await raise();

        failure.Failure.Should().Be(expected);
        failure.Message.Should().NotContain("Laptop", "a ticket's words are nobody's business in a log");
        stage.Emulated.Faults.Hits.Should().Be(1, "a write is never repeated on the spot");
        Count(stage).Should().Be(1);
    }

    [Fact]
    public async Task A_device_that_the_desk_does_not_know_is_named_and_stops_nothing()
    {
        await using var stage = await StartAsync();

        var raised = await stage.Desk.RaiseTicketAsync(Draft(stage, Unknown, stage.Device), default);

        stage.View(raised.Ref).LinkedDevices.Should().Equal(stage.DeviceLabel);
        (await stage.Desk.ReadTicketAsync(raised.Ref, default)).Description.Should().Contain("Device Loaner · TAG-0815 · NOBODYKNOWS1");
    }

    [Theory]
    [InlineData(FaultKind.ServerError)]
    [InlineData(FaultKind.Forbidden)]
    [InlineData(FaultKind.LostAnswer)]
    public async Task A_link_that_fails_stops_nothing(FaultKind fault)
    {
        await using var stage = await StartAsync();
        stage.Emulated.Faults.Add(fault, int.MaxValue, stage.Links);

        await stage.Desk.RaiseTicketAsync(Draft(stage, stage.Device), default);

        stage.Emulated.Faults.Hits.Should().BeGreaterThan(0);
        Count(stage).Should().Be(1);
    }

    [Fact]
    public async Task Somebody_whom_the_desk_does_not_know_by_account_is_named_or_found_by_mail()
    {
        await using var stage = await StartAsync();
        var email = stage.Dana.Email!;
        var stranger = new TicketPerson("Dana Demo", [new PersonName(IdentityKind.Email, email)]);

        var raised = await stage.Desk.RaiseTicketAsync(Draft(stage) with { Requester = stranger }, default);

        var view = stage.View(raised.Ref);
        $"{view.Requester} {view.Description}".Should().Contain("Dana Demo");
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task Hostile_words_stay_words(string text)
    {
        await using var stage = await StartAsync();

        var raised = await stage.Desk.RaiseTicketAsync(Draft(stage) with { Summary = $"{text} x", Description = text }, default);
        var again = await stage.Desk.RaiseTicketAsync(Draft(stage) with { Summary = $"{text} x", Description = text }, default);

        again.Should().Be(raised);
        var view = stage.View(raised.Ref);
        view.Subject.Should().NotContainAny("\n", "\r", "\u202E", "\u200B", "\u0000");
        view.Description.Should().NotContainAny("\u202E", "\u200B", "\u0000");
        (await stage.Desk.ReadTicketAsync(raised.Ref, default)).Description.Should().EndWith($"Reference {Name}");
    }

    [Theory]
    [InlineData("&")]
    [InlineData("x")]
    [InlineData("word ")]
    [InlineData("line\n")]
    public async Task Words_without_end_are_cut_and_the_device_and_the_reference_are_kept(string word)
    {
        await using var stage = await StartAsync();
        var draft = Draft(stage, Unknown) with { Summary = new string('s', 5_000), Description = string.Concat(Enumerable.Repeat(word, 100_000)) };

        var raised = await stage.Desk.RaiseTicketAsync(draft, default);

        stage.View(raised.Ref).Subject.Length.Should().BeLessThanOrEqualTo(255);
        (await stage.Desk.RaiseTicketAsync(draft, default)).Should().Be(raised);
        (await stage.Desk.ReadTicketAsync(raised.Ref, default)).Description.Should().Contain("NOBODYKNOWS1").And.EndWith($"Reference {Name}");
    }

    [Fact]
    public async Task A_ticket_without_words_still_has_a_summary()
    {
        await using var stage = await StartAsync();

        var raised = await stage.Desk.RaiseTicketAsync(Draft(stage) with { Summary = " \u200B\n ", Description = "" }, default);

        stage.View(raised.Ref).Subject.Should().Be("Incident");
    }

    [Fact]
    public async Task The_new_ticket_is_looked_at_like_any_other_and_nothing_of_ours_hides_it()
    {
        await using var stage = await StartAsync();
        var raised = await stage.Desk.RaiseTicketAsync(Draft(stage), default);

        (await stage.ReadingsAsync()).Should().Equal(new WebhookReading.TicketChanged(raised.Ref.Id));
        (await stage.Desk.ReadTicketAsync(raised.Ref, default)).LastChangedByUs.Should().BeFalse();
        stage.Pass(TimeSpan.FromMinutes(1));
        await stage.Desk.AddCommentAsync(raised.Ref, new TicketComment("itam-7f3a9c2e-1", "Approved."), default);
        (await stage.Desk.ReadTicketAsync(raised.Ref, default)).LastChangedByUs.Should().BeFalse("the first note is still to be written");
    }

    [Theory]
    [InlineData("")]
    [InlineData("Itam")]
    [InlineData("itam 1")]
    [InlineData("ctx-7f3a9c2e")]
    [InlineData("itam\" OR project = X")]
    [InlineData("itam-1\n")]
    public async Task What_is_no_reference_is_refused_before_anything_is_asked(string reference)
    {
        await using var stage = await StartAsync();
        stage.Emulated.Faults.Add(FaultKind.ServerError, int.MaxValue);

        var raise = () => stage.Desk.RaiseTicketAsync(Draft(stage) with { Reference = reference }, default);

        await raise.Should().ThrowAsync<ArgumentException>();
        stage.Emulated.Faults.Hits.Should().Be(0);
    }
}
