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

    [Fact]
    public async Task A_condition_that_the_instance_ignores_does_not_bring_the_tickets_of_strangers()
    {
        // This table has no opened_for, so the instance drops the condition and returns every row.
        await using var instance = await Instance.StartAsync(("Tables", "sc_request"));
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
