using Itam.Context.Desks;
using Itam.Context.Enrichment;
using Itam.Context.Register;
using Itam.Sandbox;
using Itam.Sandbox.Faults;
using Itam.Testing;
using Itam.Testing.Time;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Itam.Server.Tests.EndToEnd;

/// <summary>What a ticket shows follows what people say and do, also while we write; the same for every desk, over the wire.</summary>
public abstract class TicketShowsItsDevice(string deskName)
{
    private const string Danas = "LT-0042";
    private const string Kims = "LT-0107";
    private static readonly NewTicket NamesDanas = new("dana@example.com", "Battery", "My laptop with serial PF3ABCDE dies at 40 %.");

    /// <summary>False where the desk's field takes one device.</summary>
    protected virtual bool HoldsSeveral => true;

    /// <summary>Writes the desk's own device field.</summary>
    protected abstract bool IsLink(HttpRequest request);

    [Fact]
    public async Task What_a_person_says_while_our_note_cannot_be_written_is_described()
    {
        await using var host = await Desks.StartAsync(deskName);
        host.Desk.Faults.Add(FaultKind.Unavailable, int.MaxValue, Desks.IsWrite);
        var number = await host.Desk.RaiseAsync(new NewTicket("sam@example.com", "Help", "It is PF3ABCDE."), default);
        await FailsAsync(host, WriteNoteWork.Kind);

        // A change right after the beginning is told apart from it by every desk.
        await Task.Delay(TimeSpan.FromSeconds(1.2), TimeProvider.System);
        await host.Desk.UpdateAsync(number, "Sorry, it is PF3KLMNO.", default);
        await Eventually.IsTrueAsync(() => host.Desk.Webhooks.OnTheWay == 0, "the change is known");

        // As a colleague does who pastes the ticket's address into a chat.
        await host.ServiceDesk.ReadTicketAsync(await ReferenceAsync(host, number), default);
        host.Desk.Faults.Clear();
        (await host.SettleAsync()).Should().BeTrue();

        host.Desk.View(number).Notes[^1].Text.Should().Contain(Kims).And.NotContain(Danas);
    }

    [Fact]
    public async Task A_link_that_a_person_removes_stays_away()
    {
        await using var host = await Desks.StartAsync(deskName);
        var number = await LinkedAsync(host);

        await host.Desk.LinkAsync(number, null, default);
        (await host.SettleAsync()).Should().BeTrue();
        host.Desk.View(number).LinkedDevices.Should().BeEmpty();

        await host.Desk.UpdateAsync(number, "My laptop with serial PF3ABCDE still dies.", default);
        (await host.SettleAsync()).Should().BeTrue();
        host.Desk.View(number).LinkedDevices.Should().BeEmpty();
    }

    [Fact]
    public async Task A_field_that_we_may_not_write_holds_back_no_note()
    {
        await using var host = await Desks.StartAsync(deskName);
        host.Desk.Faults.Add(FaultKind.Forbidden, int.MaxValue, IsLink);
        var number = await host.Desk.RaiseAsync(NamesDanas, default);
        await FailsAsync(host, LinkDeviceWork.Kind);

        await host.Desk.UpdateAsync(number, "Sorry, it is PF3KLMNO.", default);

        await Eventually.IsTrueAsync(() => host.Desk.View(number).Notes is [.., var last] && last.Text.Contains(Kims), "the note follows");
    }

    [Fact]
    public async Task An_agents_choice_takes_the_place_of_the_device_that_we_linked()
    {
        await using var host = await Desks.StartAsync(deskName);
        var number = await LinkedAsync(host);

        await SayAsync(host, number, Kims, MatchVerdict.ThisOne);
        (await host.SettleAsync()).Should().BeTrue();
        host.Desk.View(number).LinkedDevices.Should().ContainSingle().Which.Should().Contain(Kims);

        await SayAsync(host, number, Kims, MatchVerdict.NotThis);
        (await host.SettleAsync()).Should().BeTrue();
        host.Desk.View(number).LinkedDevices.Should().BeEmpty();

        await SayAsync(host, number, Danas, MatchVerdict.ThisOne);
        (await host.SettleAsync()).Should().BeTrue();
        host.Desk.View(number).LinkedDevices.Should().ContainSingle("an agent asked for it").Which.Should().Contain(Danas);
    }

    [Fact]
    public async Task What_a_person_linked_stays_whatever_an_agent_says_of_it()
    {
        await using var host = await Desks.StartAsync(deskName);
        var number = await host.Desk.RaiseAsync(new NewTicket("dana@example.com", "Battery", "It dies.", Danas), default);
        (await host.SettleAsync()).Should().BeTrue();

        await SayAsync(host, number, Kims, MatchVerdict.ThisOne);
        (await host.SettleAsync()).Should().BeTrue();
        await SayAsync(host, number, Kims, MatchVerdict.NotThis);
        (await host.SettleAsync()).Should().BeTrue();

        host.Desk.View(number).LinkedDevices.Should().ContainSingle().Which.Should().Contain(Danas);
    }

    [Fact]
    public async Task A_link_that_a_person_changed_is_no_longer_ours()
    {
        await using var host = await Desks.StartAsync(deskName);
        var number = await LinkedAsync(host);
        await host.Desk.LinkAsync(number, "LT-0200", default);
        (await host.SettleAsync()).Should().BeTrue();

        await SayAsync(host, number, Kims, MatchVerdict.ThisOne);
        (await host.SettleAsync()).Should().BeTrue();

        host.Desk.View(number).LinkedDevices.Should().HaveCount(HoldsSeveral ? 2 : 1).And.Contain(d => d.Contains("LT-0200"));
    }

    [Fact]
    public async Task A_device_is_linked_by_the_desks_own_id_of_it()
    {
        await using var host = await Desks.StartAsync(deskName);
        var example = await host.Desk.RaiseAsync(new NewTicket("sam@example.com", "Example", "x", "LT-0200"), default);
        (await host.SettleAsync()).Should().BeTrue();
        var seen = await host.ServiceDesk.ReadTicketAsync(await ReferenceAsync(host, example), default);
        var id = seen.LinkedDevices.Single().Names.Single(n => n.Kind == IdentifierKind.SourceId);

        // Known to the desk under other names: only its own id, as its register told it, leads there.
        var ours = await AddAsync(host, "TABLET-9", id);
        var number = await host.Desk.RaiseAsync(new NewTicket("sam@example.com", "Help", $"Asset {ours} is broken."), default);
        (await host.SettleAsync()).Should().BeTrue();

        host.Desk.View(number).LinkedDevices.Should().ContainSingle().Which.Should().Contain("LT-0200");
    }

    private static async Task FailsAsync(ItamHost host, string kind)
    {
        await using var db = host.Database.Open(ItamHost.Tenant);
        await Eventually.IsTrueAsync(() => db.Work.AnyAsync(w => w.Kind == kind && w.LastError != null), $"{kind} has failed");
    }

    private static async Task<string> LinkedAsync(ItamHost host)
    {
        var number = await host.Desk.RaiseAsync(NamesDanas, default);
        (await host.SettleAsync()).Should().BeTrue();
        host.Desk.View(number).LinkedDevices.Should().ContainSingle().Which.Should().Contain(Danas);
        return number;
    }

    private static async Task SayAsync(ItamHost host, string number, string tag, MatchVerdict verdict)
    {
        await using var db = host.Database.Open(ItamHost.Tenant);
        var device = await db.Devices.SingleAsync(d => d.AssetTag == tag);
        await new Feedback(host.Database, TimeProvider.System).RecordAsync(await ReferenceAsync(host, number), device.Id, verdict, "kim", default);
    }

    private static async Task<TicketRef> ReferenceAsync(ItamHost host, string number) => await host.ServiceDesk.FindTicketAsync(number, default);

    private static async Task<string> AddAsync(ItamHost host, string tag, DeviceName id)
    {
        await host.Database.WriteAsync(
            ItamHost.Tenant,
            (db, _) =>
            {
                var device = new Device
                {
                    Id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()),
                    Name = tag,
                    AssetTag = tag,
                };
                foreach (var name in new[] { id, new DeviceName(IdentifierKind.AssetTag, tag) })
                {
                    device.Identifiers.Add(
                        new DeviceIdentifier
                        {
                            Kind = name.Kind,
                            Scope = name.Scope,
                            Value = name.Value,
                            DeviceId = device.Id,
                        }
                    );
                }

                db.Add(device);
                return Task.CompletedTask;
            },
            default
        );
        return tag;
    }
}
