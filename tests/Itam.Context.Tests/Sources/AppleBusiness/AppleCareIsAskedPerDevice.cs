using Itam.Context.Connections;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Context.Sources.AppleBusiness;
using Itam.Context.Tests.Sources.Calls;
using Itam.Sandbox.Faults;

namespace Itam.Context.Tests.Sources.AppleBusiness;

public sealed class AppleCareIsAskedPerDevice
{
    private readonly LeapingTime _time = new();

    [Fact]
    public async Task Limited_warranty_and_AppleCare_are_told_apart_and_a_cancelled_plan_ends_when_it_was_cancelled()
    {
        using var apple = Apples.Organisation(_time, 1);
        var cancelled = Apples.Cover("AppleCare+ for Mac", "2024-01-28", "2027-01-28", "PAID_UP_FRONT");
        cancelled["isCanceled"] = true;
        cancelled["contractCancelDateTime"] = "2025-05-05T00:00:00Z";
        apple.Coverage[Apples.Serial(1)] =
        [
            Apples.Cover("Limited Warranty", "2024-01-28", "2025-01-28"),
            cancelled,
            Apples.Cover("AppleCare for Business Essentials", "2025-05-05", "2026-12-05", "ABE_SUBSCRIPTION"),
        ];
        await using var stage = await Stage.StartAsync(new AppleBusinessVendor(), apple, _time);

        var answers = await AskAsync(stage, 1);

        answers.Should().ContainSingle().Which.Lookup.Should().Be(WarrantyLookup.Found);
        answers[0]
            .Entitlements.Should()
            .Equal(
                new WarrantyFact(WarrantyKind.Base, "Limited Warranty", new(2024, 1, 28), new(2025, 1, 28)),
                new WarrantyFact(WarrantyKind.Extended, "AppleCare+ for Mac", new(2024, 1, 28), new(2025, 5, 5)),
                new WarrantyFact(WarrantyKind.Subscription, "AppleCare for Business Essentials", new(2025, 5, 5), new(2026, 12, 5))
            );
    }

    [Fact]
    public async Task Nothing_found_and_failed_stay_different_answers()
    {
        using var apple = Apples.Organisation(_time, 3);
        apple.Coverage[Apples.Serial(1)] = [];
        apple.Coverage[Apples.Serial(3)] = [Apples.Cover("Limited Warranty", "2024-01-28", "2025-01-28")];
        await using var stage = await Stage.StartAsync(new AppleBusinessVendor(), apple, _time);
        apple.Faults.Add(FaultKind.TooLarge, 1, r => r.Path.Value!.Contains(Apples.Serial(3)));

        var answers = await AskAsync(stage, 1, 2, 3);

        answers.Select(a => a.Lookup).Should().Equal(WarrantyLookup.NoneFound, WarrantyLookup.NoneFound, WarrantyLookup.Failed);
    }

    [Fact]
    public async Task A_wrong_address_does_not_read_as_no_warranty()
    {
        using var apple = Apples.Organisation(_time, 1);
        apple.AnswersWithoutErrorDocuments = true;
        await using var stage = await Stage.StartAsync(new AppleBusinessVendor(), apple, _time);

        var answers = await AskAsync(stage, 1);

        answers.Should().ContainSingle().Which.Lookup.Should().Be(WarrantyLookup.Failed);
    }

    [Fact]
    public async Task What_was_answered_before_a_pause_is_kept_and_the_rest_is_asked_again_later()
    {
        using var apple = Apples.Organisation(_time, 3);
        apple.Coverage[Apples.Serial(1)] = [Apples.Cover("Limited Warranty", "2024-01-28", "2025-01-28")];
        await using var stage = await Stage.StartAsync(new AppleBusinessVendor(), apple, _time);
        apple.Faults.Add(FaultKind.TooManyRequests, int.MaxValue, r => r.Path.Value!.Contains(Apples.Serial(2)));

        var some = await AskAsync(stage, 1, 2, 3);
        var none = () => AskAsync(stage, 2, 3);

        some.Should().ContainSingle().Which.Serial.Should().Be(Apples.Serial(1));
        (await none.Should().ThrowAsync<ConnectionException>()).Which.RetryAfter.Should().Be(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_serial_on_which_Apple_breaks_costs_no_other_its_answer()
    {
        using var apple = Apples.Organisation(_time, 3);
        apple.Coverage[Apples.Serial(1)] = [Apples.Cover("Limited Warranty", "2024-01-28", "2025-01-28")];
        apple.Coverage[Apples.Serial(3)] = [Apples.Cover("Limited Warranty", "2024-01-28", "2025-01-28")];
        await using var stage = await Stage.StartAsync(new AppleBusinessVendor(), apple, _time);
        apple.Faults.Add(FaultKind.ServerError, int.MaxValue, r => r.Path.Value!.Contains(Apples.Serial(2)));

        var answers = await AskAsync(stage, 1, 2, 3);

        answers.Select(a => a.Lookup).Should().Equal(WarrantyLookup.Found, WarrantyLookup.Failed, WarrantyLookup.Found);
    }

    [Theory]
    [InlineData("Apple", true)]
    [InlineData("apple inc.", true)]
    [InlineData("Applera", false)]
    [InlineData("Dell", false)]
    public async Task It_knows_only_what_Apple_made(string manufacturer, bool covered)
    {
        using var apple = Apples.Organisation(_time, 0);
        await using var stage = await Stage.StartAsync(new AppleBusinessVendor(), apple, _time);

        stage.Warranty.Covers(manufacturer).Should().Be(covered);
    }

    private static Task<IReadOnlyList<WarrantyAnswer>> AskAsync(Stage stage, params int[] numbers) =>
        stage.Warranty.LookUpAsync([.. numbers.Select(n => new WarrantyQuestion(Apples.Serial(n), null, null, null))], CancellationToken.None);
}
