using Itam.Context.Lifecycle;
using Itam.Context.Work;
using Microsoft.EntityFrameworkCore;
using static Itam.TeamsBot.Tests.Conversations.AssistantHost;

namespace Itam.TeamsBot.Tests.Conversations;

public class PeopleAreToldInTheirOwnLanguage
{
    [Fact]
    public async Task What_the_bot_says_first_is_in_the_language_of_the_persons_Teams()
    {
        await using var host = await AssistantHost.StartAsync();
        host["Dana"].Locale = "de-DE";
        await host.WriteAsync("Dana", "Ausstattung anfragen");
        await host.DialogAsync("Dana", EquipmentIsAskedFor.AskButton(host, "27-Zoll-Monitor"), ("reason", "Er flackert"));

        Words(host.LastCard("Kim")).Should().Contain("27-inch monitor", "Kim reads English");
        await host.PressAsync("Kim", "Approve");

        Words(host.LastCard("Dana")).Should().Contain("27-Zoll-Monitor").And.Contain("Bisher").And.NotContain("So far");
        host.ChatOf("Dana")
            .Messages.Last(m => m is { FromBot: true, Text: not null })
            .Text.Should()
            .Contain("27-Zoll-Monitor")
            .And.NotContain("for you");
    }

    [Fact]
    public async Task Nobody_is_asked_for_what_was_decided_while_the_question_waited()
    {
        await using var host = await AssistantHost.StartAsync();
        await host.WriteAsync("Dana", "request equipment");
        await host.DialogAsync("Dana", EquipmentIsAskedFor.AskButton(host, "27-inch monitor"), ("reason", "It flickers"));
        await host.PressAsync("Kim", "Approve");
        var kim = await host.ReadAsync(db => db.People.Where(p => p.Email == "kim@example.com").Select(p => p.Id).SingleAsync());
        var request = await host.ReadAsync(db => db.EquipmentRequests.AsNoTracking().Select(r => r.Id).SingleAsync());
        var before = host.ChatOf("Kim").Messages.Count;

        await host.Database.WriteAsync(
            Tenant,
            (db, _) =>
            {
                db.Enqueue(new CaseNotice(request, kim, CaseNoticeKind.ApprovalAsked, 1).For(Tenant), TimeProvider.System.GetUtcNow());
                return Task.CompletedTask;
            },
            default
        );
        await host.SettleAsync();

        host.ChatOf("Kim").Messages.Should().HaveCount(before);
    }
}
