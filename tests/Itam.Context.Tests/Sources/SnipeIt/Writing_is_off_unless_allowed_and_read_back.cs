using Itam.Context.Connections;
using Itam.Sandbox.Faults;
using Itam.Sandbox.Sources.SnipeIt;

namespace Itam.Context.Tests.Sources.SnipeIt;

public sealed class Writing_is_off_unless_allowed_and_read_back : IAsyncLifetime
{
    private SnipeItBench Bench { get; } = new();

    public async Task InitializeAsync()
    {
        await Bench.InitializeAsync();
        Bench.Instance.AddUser(9, "Ada", "L");
        Bench.Instance.AddUser(10, "Bo", "B");
        Bench.Instance.AddAsset(1, "PF3ABC01");
    }

    public Task DisposeAsync() => Bench.DisposeAsync();

    [Fact]
    public void Nothing_can_be_written_by_default() => Bench.Source.Writes.Should().BeNull();

    [Fact]
    public async Task An_asset_is_checked_out_audited_and_checked_in()
    {
        Bench.Set("AllowWrites", "true");
        var writes = Bench.Source.Writes!;

        await writes.CheckOutAsync(1, 9, "INC-61", new DateOnly(2026, 12, 24), default);
        await writes.AuditAsync(1, "seen", default);

        ((long)Bench.Instance.Assets[0]["assigned_to"]!["id"]!).Should().Be(9);
        ((string)Bench.Instance.Assets[0]["expected_checkin"]!["date"]!).Should().Be("2026-12-24");
        Bench.Instance.Assets[0]["last_audit_date"]!.HasValues.Should().BeTrue();

        await writes.CheckInAsync(1, "returned", default);
        Bench.Instance.Assets[0]["assigned_to"]!.HasValues.Should().BeFalse();
    }

    [Fact]
    public async Task A_success_that_did_not_happen_is_told()
    {
        Bench.Set("AllowWrites", "true");
        Bench.Instance.OnlyPretendsToWrite = true;

        await Bench
            .Invoking(b => b.Source.Writes!.CheckOutAsync(1, 9, "", null, default))
            .Should()
            .ThrowAsync<ConnectionException>()
            .WithMessage("*asset 1 was not checked out*");
    }

    [Fact]
    public async Task An_answer_that_got_lost_is_found_to_be_done_and_repeating_writes_nothing()
    {
        Bench.Set("AllowWrites", "true");
        Bench.Instance.Faults.Add(FaultKind.LostAnswer, 1, r => r.Method == "POST");

        await Bench.Source.Writes!.CheckOutAsync(1, 9, "", null, default);
        await Bench.Source.Writes!.CheckOutAsync(1, 9, "", null, default);

        Bench.Instance.Requests.Count(r => r.StartsWith("POST", StringComparison.Ordinal)).Should().Be(1);
    }

    [Fact]
    public async Task What_somebody_else_has_is_not_taken_away()
    {
        Bench.Set("AllowWrites", "true");
        await Bench.Source.Writes!.CheckOutAsync(1, 9, "", null, default);

        var failure = await Bench.Invoking(b => b.Source.Writes!.CheckOutAsync(1, 10, "", null, default)).Should().ThrowAsync<ConnectionException>();

        failure.Which.Failure.Should().Be(ConnectionFailure.GiveUp);
        ((long)Bench.Instance.Assets[0]["assigned_to"]!["id"]!).Should().Be(9);
    }

    [Fact]
    public async Task A_refusal_inside_a_200_is_a_refusal_with_its_reason()
    {
        Bench.Set("AllowWrites", "true");

        await Bench
            .Invoking(b => b.Source.Writes!.CheckOutAsync(1, 4711, "", null, default))
            .Should()
            .ThrowAsync<ConnectionException>()
            .Where(e => e.Failure == ConnectionFailure.GiveUp)
            .WithMessage("*assigned_user: The selected user is invalid*");
    }
}
