using Itam.Context.Connections;
using Itam.Context.Sources.Calls;
using Itam.Testing.Time;

namespace Itam.Context.Tests.Sources.Warranties;

public class KeepingToTheLimit
{
    [Fact]
    public async Task A_call_too_many_waits_until_the_oldest_leaves_the_window()
    {
        var time = new ManualTime();
        var budget = new CallBudget("Acme connection 'a'", 2, TimeSpan.FromMinutes(1), time);
        await budget.WaitAsync(CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(20));
        await budget.WaitAsync(CancellationToken.None);

        var third = budget.WaitAsync(CancellationToken.None).AsTask();
        time.Advance(TimeSpan.FromSeconds(39));
        third.IsCompleted.Should().BeFalse();
        time.Advance(TimeSpan.FromSeconds(1));

        await third.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData(31, true, "until")]
    [InlineData(30, false, "30 days")]
    [InlineData(7, false, "7 days")]
    [InlineData(1, false, "a day")]
    [InlineData(-1, false, "still valid")]
    public void The_end_of_a_credential_is_told_in_steps(int days, bool ok, string says)
    {
        var time = new ManualTime();
        var end = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(days);

        var check = new CredentialEnd(end).Check(time.GetUtcNow(), "Renew it.")!;

        check.Ok.Should().Be(ok);
        check.What.Should().Contain(says);
        (check.Remedy ?? "Renew it.").Should().Contain("Renew it.");
    }

    [Fact]
    public void Without_a_known_end_there_is_no_line() => new CredentialEnd((DateOnly?)null).Check(DateTimeOffset.UnixEpoch, "").Should().BeNull();
}
