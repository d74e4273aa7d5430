using Itam.Context.Connections;
using Itam.Context.Sources.SnipeIt;
using Itam.Sandbox.Faults;
using Itam.Sandbox.Sources.SnipeIt;

namespace Itam.Context.Tests.Sources.SnipeIt;

public sealed class A_connection_tells_what_is_wrong_with_it : IAsyncLifetime
{
    private SnipeItBench Bench { get; } = new();

    public Task InitializeAsync() => Bench.InitializeAsync();

    public Task DisposeAsync() => Bench.DisposeAsync();

    [Fact]
    public async Task A_healthy_one_says_who_it_is_and_what_it_reads()
    {
        Bench.Instance.AddAsset(1, "PF3ABC01");

        var checks = await Bench.Source.CheckAsync(default);

        checks.Should().OnlyContain(c => c.Ok).And.HaveCount(4);
        checks[0].What.Should().Contain("itam-context");
        checks[1].What.Should().Contain("hardware (1)");
    }

    [Fact]
    public async Task A_wrong_token_is_told_once()
    {
        Bench.Set("Token", "wrong");

        (await Bench.Source.CheckAsync(default)).Should().ContainSingle().Which.Remedy.Should().Contain("401");
    }

    [Fact]
    public async Task A_missing_right_is_named()
    {
        Bench.Instance.Faults.Add(FaultKind.Forbidden, int.MaxValue, r => r.Path.Value!.EndsWith("/licenses", StringComparison.Ordinal));

        (await Bench.Source.CheckAsync(default)).Should().ContainSingle(c => !c.Ok).Which.Remedy.Should().Contain("Licenses: View");
    }

    [Fact]
    public async Task Where_writing_is_allowed_it_says_so_and_names_the_right_that_is_missing()
    {
        Bench.Set("AllowWrites", "true");
        (await Bench.Source.CheckAsync(default))[^1].Should().Match<ConnectionCheck>(c => c.Ok && c.What.Contains("first hand-over"));

        Bench.Instance.AddAsset(1, "PF3ABC01");
        (await Bench.Source.CheckAsync(default))[^1].Should().Be(new ConnectionCheck(true, "Snipe-IT connection 'assets' writes who has an asset"));

        Bench.Instance.MayCheckIn = false;
        var check = (await Bench.Source.CheckAsync(default))[^1];
        check.Ok.Should().BeFalse();
        check.Remedy.Should().Contain("\"Assets: Checkin\"").And.NotContain("Checkout");
        Bench.Instance.Requests.Should().NotContain(r => r.StartsWith("POST", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(31, true, "lasts until")]
    [InlineData(30, false, "30 days")]
    [InlineData(7, false, "7 days")]
    [InlineData(1, false, "a day")]
    [InlineData(-1, false, "still valid")]
    public async Task A_token_that_ends_soon_is_announced(int days, bool ok, string words)
    {
        Bench.Set("CredentialExpiresOn", DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(days).ToString("yyyy-MM-dd"));

        var check = (await Bench.Source.CheckAsync(default))[^1];

        check.Ok.Should().Be(ok);
        check.What.Should().Contain(words);
    }

    [Theory]
    [InlineData("1767225600", "ended on 2026-01-01")]
    [InlineData("1767225600.123", "ended on 2026-01-01")]
    [InlineData("\"soon\"", null)]
    public async Task A_token_knows_its_own_end(string expires, string? words)
    {
        var claims = Convert
            .ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{{\"exp\":{expires}}}"))
            .TrimEnd('=')
            .Replace('+', '-')
            .Replace('/', '_');
        Bench.Set("Token", $"eyJ0.{claims}.c2ln");

        var ends = (await Bench.Source.CheckAsync(default)).Where(c => c.What.Contains("credential"));

        ends.Select(c => c.Remedy![3..(3 + words!.Length)]).Should().Equal(words is null ? [] : [words]);
    }

    [Fact]
    public void Every_wrong_setting_is_reported_at_once()
    {
        var reader = SnipeItBench.Reader(
            new Dictionary<string, string>
            {
                ["BaseUrl"] = "http://assets.example.com",
                ["TimeZone"] = "Berlin",
                ["Currency"] = "Taler",
                ["CallsPerMinute"] = "many",
                ["AllowWrites"] = "perhaps",
                ["CredentialExpiresOn"] = "soon",
            }
        );

        _ = SnipeItSettings.Read(reader);

        reader
            .Problems.Select(p => p.Setting)
            .Should()
            .BeEquivalentTo("BaseUrl", "Token", "TimeZone", "Currency", "CallsPerMinute", "AllowWrites", "CredentialExpiresOn");
    }

    [Fact]
    public void The_address_may_be_given_with_the_path_of_the_api() =>
        SnipeItSettings
            .Read(SnipeItBench.Reader(new Dictionary<string, string> { ["BaseUrl"] = "https://assets.example.com/api/v1/", ["Token"] = "t" }))
            .Address.Should()
            .Be(new Uri("https://assets.example.com"));
}
