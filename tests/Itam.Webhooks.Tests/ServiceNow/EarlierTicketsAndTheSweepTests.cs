using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Sandbox.Faults;

namespace Itam.Webhooks.Tests.ServiceNow;

public sealed class EarlierTicketsAndTheSweepTests
{
    [Fact]
    public async Task History_is_of_the_device_linked_or_named_and_of_the_requester_newest_first()
    {
        await using var instance = await Instance.StartAsync();
        var ticket = await instance.Desk.ReadTicketAsync(await instance.RaiseAsync(device: "LT-0042"), default);
        await instance.RaiseAsync(subject: "Mouse");

        var query = new EarlierTicketsQuery(ticket.Ref, ticket.Requester, ticket.LinkedDevices[0].Names, Instance.Start.AddDays(-90));
        var history = await instance.Desk.FindEarlierTicketsAsync(query, default);

        history
            .Select(t => (t.Summary, t.OfDevice, t.Closed))
            .Should()
            .Equal(("Mouse", false, false), ("Battery of PF3ABCDE", true, false), ("Battery swollen", true, true));
        history.Should().OnlyContain(t => t.Url != null && t.Ref.Connection == Instance.Name && t.Number.StartsWith("INC"));
    }

    [Theory]
    [InlineData("LT-0042", "LT-00421 is slow", false)]
    [InlineData("LT-0042", "LT-0042-B is slow", false)]
    [InlineData("LT-0042", "Is it lt-0042?", true)]
    [InlineData("LT-0042", "LT-00421, or rather LT-0042.", true)]
    [InlineData("10042", "Follows INC0010042", false)]
    [InlineData("10042", "Call me: +49 221 10042 33", false)]
    [InlineData("10042", "Tag 10042 fell down", true)]
    public async Task A_device_has_the_tickets_that_name_it_and_not_those_that_name_another(string tag, string words, bool its)
    {
        await using var instance = await Instance.StartAsync();
        var ticket = await instance.RaiseAsync();
        await instance.RaiseAsync(email: "hugo@example.com", subject: words);
        DeviceName[] device = [new(IdentifierKind.AssetTag, tag)];

        var history = await instance.Desk.FindEarlierTicketsAsync(new(ticket, null, [.. device], Instance.Start.AddDays(-1)), default);

        history.Where(t => t.OfDevice).Select(t => t.Summary).Should().Equal(its ? [words] : []);
    }

    [Fact]
    public async Task Tickets_that_name_another_device_do_not_crowd_out_its_own()
    {
        await using var instance = await Instance.StartAsync();
        var ticket = await instance.RaiseAsync();
        await instance.RaiseAsync(email: "hugo@example.com", subject: "LT-0042 again");
        for (var i = 0; i < 8; i++)
        {
            instance.Time.Advance(TimeSpan.FromMinutes(1));
            await instance.RaiseAsync(email: "hugo@example.com", subject: $"LT-0042{i}");
        }

        DeviceName[] device = [new(IdentifierKind.AssetTag, "LT-0042")];
        var history = await instance.Desk.FindEarlierTicketsAsync(new(ticket, null, [.. device], Instance.Start.AddDays(-1), 3), default);

        history.Should().ContainSingle().Which.Summary.Should().Be("LT-0042 again");
    }

    [Fact]
    public async Task A_person_from_elsewhere_is_found_by_email()
    {
        await using var instance = await Instance.StartAsync();
        var ticket = await instance.RaiseAsync();
        var person = new TicketPerson("Dana", [new(IdentityKind.Email, "DANA@example.com")]);

        var history = await instance.Desk.FindEarlierTicketsAsync(new(ticket, person, [], Instance.Start.AddDays(-90)), default);

        history.Should().ContainSingle().Which.Summary.Should().Be("Battery swollen");
    }

    [Theory]
    [InlineData("nobody@example.com")]
    [InlineData("x^ORemailISNOTEMPTY")]
    [InlineData("javascript:gs.getUser().getEmail()")]
    public async Task A_person_who_is_not_there_has_no_history(string email)
    {
        await using var instance = await Instance.StartAsync();
        var ticket = await instance.RaiseAsync();
        var person = new TicketPerson("X", [new(IdentityKind.Email, email)]);

        (await instance.Desk.FindEarlierTicketsAsync(new(ticket, person, [], Instance.Start.AddDays(-90)), default)).Should().BeEmpty();
        instance.Emulator.EvaluatedScripts.Should().Be(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_condition_that_the_instance_ignores_does_not_bring_the_tickets_of_strangers(bool strict)
    {
        // This table has no opened_for, so the instance drops the condition and returns every row; a strict one returns none.
        await using var instance = await Instance.StartAsync(("Tables", "sc_request"));
        instance.Emulator.InvalidQueryReturnsNoRows = strict;
        var ticket = instance.Ref("INC0010001") with
        {
            Id = $"sc_request:{instance.Emulator.AddItem("sc_request", new Dictionary<string, string> { ["number"] = "REQ1" })}",
        };
        instance.Emulator.AddItem("sc_request", new Dictionary<string, string> { ["number"] = "REQ2", ["short_description"] = "Of a stranger" });
        var person = new TicketPerson("Dana", [new(IdentityKind.Email, "dana@example.com")]);

        (await instance.Desk.FindEarlierTicketsAsync(new(ticket, person, [], Instance.Start.AddDays(-1)), default)).Should().BeEmpty();
    }

    [Fact]
    public async Task Each_side_of_history_is_limited()
    {
        await using var instance = await Instance.StartAsync();
        var ticket = await instance.RaiseAsync();
        for (var i = 0; i < 5; i++)
        {
            instance.Time.Advance(TimeSpan.FromMinutes(1));
            await instance.RaiseAsync(subject: $"Mouse {i}");
        }

        var person = (await instance.Desk.ReadTicketAsync(ticket, default)).Requester;
        var history = await instance.Desk.FindEarlierTicketsAsync(new(ticket, person, [], Instance.Start.AddDays(-1), 3), default);

        history.Select(t => t.Summary).Should().Equal("Mouse 4", "Mouse 3", "Mouse 2");
    }

    [Fact]
    public async Task The_sweep_brings_every_change_of_all_tables_oldest_first()
    {
        await using var instance = await Instance.StartAsync();
        List<TicketRef> raised = [];
        for (var i = 0; i < 4; i++)
        {
            instance.Time.Advance(TimeSpan.FromSeconds(10));
            raised.Add(
                i % 2 == 0
                    ? await instance.RaiseAsync()
                    : instance.Ref(await instance.Emulator.RaiseRequestedItemAsync(new("dana@example.com", "Dock", "Please"), default))
            );
        }

        var changed = await SweepAsync(instance, Instance.Start.AddSeconds(20));

        changed.Select(c => c.Ref).Should().Equal(raised[1..]);
        changed.Should().BeInAscendingOrder(c => c.UpdatedAt);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_bulk_update_of_one_second_is_swept_completely_and_ends(bool counted)
    {
        await using var instance = await Instance.StartAsync();
        instance.Emulator.CountsRows = counted;
        instance.Time.Advance(TimeSpan.FromMinutes(1));
        HashSet<TicketRef> raised = [];
        for (var i = 0; i < 1_103; i++)
        {
            raised.Add(await instance.RaiseAsync());
        }

        instance.Time.Advance(TimeSpan.FromSeconds(1));
        raised.Add(await instance.RaiseAsync());

        var changed = await SweepAsync(instance, Instance.Start.AddSeconds(30));

        changed.Should().HaveCount(1_104);
        raised.SetEquals(changed.Select(c => c.Ref)).Should().BeTrue();
    }

    [Fact]
    public async Task Pages_of_hidden_tickets_do_not_end_the_sweep()
    {
        await using var instance = await Instance.StartAsync();
        instance.Time.Advance(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 501; i++)
        {
            instance.Emulator.Hide((await instance.RaiseAsync()).Id.Split(':')[1]);
        }

        instance.Time.Advance(TimeSpan.FromMinutes(1));
        var shown = await instance.RaiseAsync();

        (await SweepAsync(instance, Instance.Start.AddSeconds(30))).Should().ContainSingle().Which.Ref.Should().Be(shown);
    }

    [Fact]
    public async Task A_page_of_hidden_tickets_does_not_end_the_past()
    {
        await using var instance = await Instance.StartAsync(("Tables", "incident"));
        instance.Time.Advance(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 101; i++)
        {
            instance.Emulator.Hide((await instance.RaiseAsync()).Id.Split(':')[1]);
        }

        var shown = await instance.RaiseAsync();

        var page = await instance.Desk.ReadHistoryAsync(Instance.Start.AddSeconds(30), null, default);

        page.Tickets.Should().ContainSingle().Which.Ref.Should().Be(shown);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, true)]
    public async Task An_answer_that_breaks_off_after_its_status_is_no_answer(int times, bool fails)
    {
        await using var instance = await Instance.StartAsync();
        var ticket = await instance.RaiseAsync();
        instance.Emulator.BreaksOff = times;

        var read = () => instance.Desk.ReadTicketAsync(ticket, default);

        if (fails)
        {
            (await read.Should().ThrowAsync<ConnectionException>()).Which.Failure.Should().Be(ConnectionFailure.Retry);
        }
        else
        {
            (await read()).Summary.Should().Be("Laptop");
        }
    }

    [Fact]
    public async Task A_sweep_that_breaks_off_says_so()
    {
        await using var instance = await Instance.StartAsync();
        instance.Emulator.Faults.Add(FaultKind.LoginPage, int.MaxValue, r => r.Path.Value!.EndsWith("sc_req_item", StringComparison.Ordinal));

        var sweep = () => SweepAsync(instance, Instance.Start.AddDays(-500));

        (await sweep.Should().ThrowAsync<ConnectionException>()).Which.Failure.Should().Be(ConnectionFailure.Reconnect);
    }

    private static async Task<List<ChangedTicket>> SweepAsync(Instance instance, DateTimeOffset since)
    {
        List<ChangedTicket> changed = [];
        await foreach (var ticket in instance.Desk.ChangedSinceAsync(since, default))
        {
            changed.Add(ticket);
        }

        return changed;
    }
}
