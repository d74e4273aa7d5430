using Microsoft.EntityFrameworkCore;
using static Itam.TeamsBot.Tests.Conversations.AssistantHost;

namespace Itam.TeamsBot.Tests.Conversations;

/// <summary>A card shows a few rows; whatever else there is can be got to.</summary>
public class NothingIsOutOfReach
{
    [Fact]
    public async Task What_stands_behind_the_first_page_of_the_catalogue_can_be_asked_for_and_what_was_named_stands_first()
    {
        await using var host = await AssistantHost.StartAsync(catalogue: Twelve);
        await host.WriteAsync("Dana", "request equipment");
        Words(host.LastCard("Dana")).Should().Contain("Thing 8").And.NotContain("Thing 9").And.NotContain("Docking station");

        Words(await host.PressAsync("Dana", "More")).Should().Contain("Thing 9").And.Contain("Docking station").And.NotContain("[More]");
        Words(await host.DialogAsync("Dana", EquipmentIsAskedFor.AskButton(host, "Docking station"), ("reason", "For my desk")))
            .Should()
            .StartWith("Your request");

        (await host.ReadAsync(db => db.EquipmentRequests.AsNoTracking().Select(r => r.ItemId).SingleAsync())).Should().Be("dock");
        Words((await host.WriteAsync("Dana", "I need a new tablet for meetings")).Card!)
            .Should()
            .MatchRegex("(?s)Drawing tablet.*Thing 1")
            .And.NotContain("Thing 8");
        Words(await host.PressAsync("Dana", "More")).Should().Contain("Thing 8").And.NotContain("Drawing tablet", "it stood on the first page");
    }

    [Fact]
    public async Task The_stockroom_gets_to_see_more_than_the_oldest_few()
    {
        await using var host = await AssistantHost.StartAsync(catalogue: Twelve);
        foreach (var number in Enumerable.Range(1, 6))
        {
            await EquipmentIsAskedFor.AskAsync(host, $"Thing {number}", "For my desk");
        }

        Words((await host.WriteAsync("Sam", "my requests")).Card!).Should().Contain("Thing 4").And.NotContain("Thing 5");
        Words(await host.PressAsync("Sam", "More"))
            .Should()
            .Contain("Thing 5")
            .And.Contain("Thing 6")
            .And.NotContain("Thing 4")
            .And.NotContain("[More]");
        Words(await host.PressAsync("Sam", "Open")).Should().Contain("Dana Demo asks for: Thing 5").And.Contain("[Handed over]");
    }

    [Fact]
    public async Task A_loan_is_found_again_by_the_stockroom_and_its_condition_is_kept_both_ways()
    {
        await using var host = await AssistantHost.StartAsync(catalogue: Loans);
        await EquipmentIsAskedFor.AskAsync(host, "Loan monitor", "For the fair");

        await host.PressAsync("Sam", "Shipped", ("trackingNumber", "00340"), ("shippedCondition", "like new"), ("shippedAccessories", "stand"));
        await host.PressAsync("Dana", "I have it, all complete");
        Words((await host.WriteAsync("Sam", "my requests")).Card!).Should().Contain("Lent out and waiting list").And.Contain("Loan monitor");
        Words((await host.WriteAsync("Dana", "my requests")).Card!).Should().NotContain("Lent out");
        await host.PressAsync("Sam", "Open");
        await host.PressAsync("Sam", "It is back", ("returnedCondition", "scratched lid"));

        var custody = await host.ReadAsync(db => db.CustodyEvents.AsNoTracking().OrderBy(c => c.Number).ToListAsync());
        custody.Select(c => (c.Condition, c.Accessories)).Should().Equal(("like new", "stand"), ("scratched lid", "stand"));
        host.Stored("Dana").Should().Contain("✓ Returned");
    }

    private static string Twelve =>
        $$"""
            { "items": [
              {{string.Join(
                ",",
                Enumerable.Range(1, 10).Select(i =>
                    $$"""{ "id": "thing-{{i}}", "name": "Thing {{i}}", "type": "other", "price": "9 EUR", "autoApproveUpTo": 100 }"""
                )
            )}},
              { "id": "tablet", "name": "Drawing tablet", "type": "peripheral", "price": "99 EUR" },
              { "id": "dock", "name": "Docking station", "type": "peripheral", "price": "99 EUR" }
            ] }
            """;

    private const string Loans = """
        { "items": [
          { "id": "loaner", "name": "Loan monitor", "type": "monitor", "models": ["UltraSharp U2724D"], "price": "0 EUR", "autoApproveUpTo": 0, "loanMaxDays": 14 }
        ] }
        """;
}
