using Itam.Context.Enrichment;
using Itam.Context.Work;
using Itam.Sandbox;
using Itam.Sandbox.Jira;
using Itam.Testing;
using Itam.Testing.Time;
using Microsoft.EntityFrameworkCore;

namespace Itam.Webhooks.Tests.Jira;

/// <summary>What only shows when queue, sweep and register work together.</summary>
public sealed class WithTheWholeService
{
    private static async Task<DateTimeOffset?> WatermarkAsync(ItamHost host)
    {
        await using var db = host.Database.Open(ItamHost.Tenant);
        return await db.Watermarks.Select(w => (DateTimeOffset?)w.ReadUntil).SingleOrDefaultAsync();
    }

    [Fact]
    public async Task While_the_token_is_expired_notes_are_held_and_the_sweep_stands_still()
    {
        var site = new JiraEmulator(TimeProvider.System);
        await using var host = await ItamHost.StartAsync(site, sweepEvery: TimeSpan.FromMilliseconds(100));
        site.Credentials = JiraCredentials.ExpiredAndSaid;
        DateTimeOffset? stood = null;
        await Eventually.IsTrueAsync(
            async () =>
            {
                stood = await WatermarkAsync(host);
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
                return stood == await WatermarkAsync(host);
            },
            "the watermark stands still"
        );

        var number = await site.RaiseAsync(new NewTicket("dana@example.com", "Laptop is slow", "Since Monday."), default);
        await Eventually.IsTrueAsync(
            async () =>
                (await host.Queue.SummariseAsync(ItamHost.Tenant, default)).Counts.Any(c =>
                    c is { Kind: EnrichTicketWork.Kind, Phase: WorkPhase.Waiting }
                ),
            "the ticket waits"
        );
        (await WatermarkAsync(host)).Should().Be(stood);
        (await host.Queue.SummariseAsync(ItamHost.Tenant, default)).Total(WorkPhase.Dead).Should().Be(0);

        site.Credentials = JiraCredentials.Good;
        await Eventually.IsTrueAsync(() => site.View(number).Notes.Count == 1, "the note is written");
    }

    [Fact]
    public async Task On_Data_Center_the_linked_device_is_known_by_its_label()
    {
        await using var host = await ItamHost.StartAsync(new JiraEmulator(TimeProvider.System, JiraFlavour.DataCenter));

        var number = await host.Desk.RaiseAsync(new NewTicket("sam@example.com", "Help", "Nothing works.", "LT-0200"), default);
        (await host.SettleAsync()).Should().BeTrue();

        host.Desk.View(number).Notes.Should().ContainSingle().Which.Text.Should().Contain("PF3SPARE").And.Contain("linked");
    }
}
