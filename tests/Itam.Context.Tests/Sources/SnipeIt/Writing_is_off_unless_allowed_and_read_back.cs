using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Sandbox.Faults;
using Itam.Sandbox.Sources.SnipeIt;

namespace Itam.Context.Tests.Sources.SnipeIt;

public sealed class Writing_is_off_unless_allowed_and_read_back : IAsyncLifetime
{
    private static readonly AssetHandOver Ada = new("1", [new PersonName(IdentityKind.Account, "9", "assets")], "INC-61", new DateOnly(2026, 12, 24));
    private static readonly AssetHandOver Bo = Ada with { Person = [new PersonName(IdentityKind.Email, "BO@example.com")] };

    private SnipeItBench Bench { get; } = new();
    private IAssetWriter Writer => Bench.Source.Writer!;

    public async Task InitializeAsync()
    {
        await Bench.InitializeAsync();
        Bench.Instance.AddUser(9, "Ada", "L");
        Bench.Instance.AddUser(10, "Bo", "B");
        Bench.Instance.AddAsset(1, "PF3ABC01");
        Bench.Set("AllowWrites", "true");
    }

    public Task DisposeAsync() => Bench.DisposeAsync();

    [Fact]
    public void Nothing_can_be_written_by_default()
    {
        Bench.Set("AllowWrites", "false");

        Bench.Source.Writer.Should().BeNull();
    }

    [Fact]
    public async Task An_asset_is_checked_out_and_in()
    {
        await Writer.CheckOutAsync(Ada, default);

        Holder.Should().Be(9);
        ((string)Bench.Instance.Assets[0]["expected_checkin"]!["date"]!).Should().Be("2026-12-24");

        await Writer.CheckInAsync(Ada, default);
        Holder.Should().BeNull();
    }

    [Fact]
    public async Task A_success_that_did_not_happen_is_told()
    {
        Bench.Instance.OnlyPretendsToWrite = true;

        (await RefusedAsync(() => Writer.CheckOutAsync(Ada, default))).Should().Contain("asset 1 was not checked out");
    }

    [Fact]
    public async Task An_answer_that_got_lost_is_found_to_be_done_and_repeating_writes_nothing()
    {
        Bench.Instance.Faults.Add(FaultKind.LostAnswer, 1, r => r.Method == "POST");

        await Writer.CheckOutAsync(Ada, default);
        await Writer.CheckOutAsync(Ada, default);

        Writes.Should().Be(1);
    }

    [Fact]
    public async Task What_somebody_else_has_is_neither_taken_away_nor_checked_in()
    {
        await Writer.CheckOutAsync(Ada, default);

        (await RefusedAsync(() => Writer.CheckOutAsync(Bo, default))).Should().Contain("checked out to somebody else (user 9)");
        (await RefusedAsync(() => Writer.CheckInAsync(Bo, default))).Should().Contain("checked out to somebody else there (user 9)");

        (Holder, Writes).Should().Be((9, 1));
    }

    [Fact]
    public async Task Nobody_is_guessed_where_no_user_or_more_than_one_fits()
    {
        Bench.Instance.AddUser(11, "Bob", "B", "bo@example.com");

        (await RefusedAsync(() => Writer.CheckOutAsync(Bo, default))).Should().Contain("several users there fit the recipient (");
        var stranger = Ada with { Person = [new PersonName(IdentityKind.Email, "kim@example.com")] };
        (await RefusedAsync(() => Writer.CheckOutAsync(stranger, default))).Should().Contain("Create the user there");

        Writes.Should().Be(0);
    }

    [Fact]
    public async Task A_refusal_inside_a_200_is_a_refusal_with_its_reason()
    {
        var gone = Ada with { Person = [new PersonName(IdentityKind.Account, "4711", "assets")] };

        (await RefusedAsync(() => Writer.CheckOutAsync(gone, default))).Should().Contain("assigned_user: The selected user is invalid");
    }

    [Fact]
    public async Task A_missing_right_waits_for_an_administrator()
    {
        Bench.Instance.MayCheckOut = false;

        (await Writer.Awaiting(w => w.CheckOutAsync(Ada, default)).Should().ThrowAsync<ConnectionException>())
            .Which.Failure.Should()
            .Be(ConnectionFailure.Reconnect);
    }

    private long? Holder => (long?)Bench.Instance.Assets[0].SelectToken("assigned_to.id");

    private int Writes => Bench.Instance.Requests.Count(r => r.StartsWith("POST", StringComparison.Ordinal));

    private static async Task<string> RefusedAsync(Func<Task> write)
    {
        var failure = (await write.Should().ThrowAsync<ConnectionException>()).Which;
        failure.Failure.Should().Be(ConnectionFailure.GiveUp);
        return failure.Message;
    }
}
