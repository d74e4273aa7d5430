using Itam.Context.Connections;
using Itam.Sandbox.Teams;
using Itam.TeamsBot.Authentication;
using Itam.Testing.Logs;

namespace Itam.TeamsBot.Tests.Authentication;

public sealed class KeysRollOver : IAsyncLifetime
{
    private readonly RecordingLog<ChannelKeys> _log = new();
    private Stage _stage = null!;
    private ChannelKeys _keys = null!;
    private ChannelTokenValidator _validator = null!;

    public async Task InitializeAsync()
    {
        _stage = await Stage.StartAsync();
        _keys = new ChannelKeys(_stage.Services, _log);
        _validator = new ChannelTokenValidator([_stage.Connection], _keys, _stage.Time);
    }

    public async Task DisposeAsync()
    {
        _keys.Dispose();
        await _stage.DisposeAsync();
    }

    [Fact]
    public async Task A_new_key_is_found_when_its_first_token_comes()
    {
        (await IsBelievedAsync()).Should().BeTrue();
        _stage.Teams.Authority.Rotate();
        _stage.Teams.Authority.Retire();
        _stage.Time.Advance(ChannelKeys.AtMostEvery);

        (await IsBelievedAsync()).Should().BeTrue();
        _stage.Teams.Authority.KeyReads.Should().Be(2);
    }

    [Fact]
    public async Task Made_up_keys_do_not_become_calls()
    {
        (await IsBelievedAsync()).Should().BeTrue();
        for (var i = 0; i < 50; i++)
        {
            (await IsBelievedAsync($"made-up-{i}")).Should().BeFalse();
        }

        _stage.Time.Advance(ChannelKeys.AtMostEvery);
        (await IsBelievedAsync("made-up")).Should().BeFalse();
        (await IsBelievedAsync("made-up-too")).Should().BeFalse();

        _stage.Teams.Authority.KeyReads.Should().Be(2, "five minutes passed once");
    }

    [Fact]
    public async Task The_last_known_keys_stay_good_while_the_authority_is_down()
    {
        (await IsBelievedAsync()).Should().BeTrue();
        _stage.Teams.Authority.IsDown = true;
        _stage.Time.Advance(ChannelKeys.RefreshAfter + TimeSpan.FromMinutes(1));

        (await IsBelievedAsync()).Should().BeTrue();
        (await _log.NextAsync(3001)).Text.Should().Contain("Earlier keys are still used: True");
    }

    [Fact]
    public async Task Without_any_keys_the_sender_is_asked_to_come_back_instead_of_being_refused()
    {
        _stage.Teams.Authority.IsDown = true;

        var failure = (await this.Invoking(_ => IsBelievedAsync()).Should().ThrowAsync<ConnectionException>()).Which;

        failure.Failure.Should().Be(ConnectionFailure.Retry);
        _stage.Teams.Authority.IsDown = false;
        _stage.Time.Advance(TimeSpan.FromSeconds(6));
        (await IsBelievedAsync()).Should().BeTrue();
    }

    private async Task<bool> IsBelievedAsync(string? kid = null)
    {
        var token = _stage.Teams.Authority.Sign(new TokenMake(TeamsEmulator.AppId, _stage.Teams.ServiceUrl) { Kid = kid });
        return await _validator.ProveAsync($"Bearer {token}", default) is TokenVerdict.Proven;
    }
}
