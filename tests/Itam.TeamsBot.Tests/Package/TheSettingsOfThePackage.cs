using Itam.Context.Connections;
using Itam.TeamsBot.Package;
using Microsoft.Extensions.Configuration;

namespace Itam.TeamsBot.Tests.Package;

public class TheSettingsOfThePackage
{
    private readonly Dictionary<string, string?> _settings = new(StringComparer.Ordinal)
    {
        ["AppId"] = "22222222-2222-4222-8222-222222222222",
        ["Package:DeveloperName"] = "Contoso IT",
        ["Package:WebsiteUrl"] = "https://it.contoso.example",
        ["Package:PrivacyUrl"] = "https://it.contoso.example/privacy",
        ["Package:TermsOfUseUrl"] = "https://it.contoso.example/terms",
    };

    [Fact]
    public void What_can_be_known_is_not_asked_for()
    {
        var (facts, problems) = Read();

        problems.Should().BeEmpty();
        facts.Version.Should().Be(typeof(TeamsAppFacts).Assembly.GetName().Version!.ToString(3));
        facts.SchemaVersion.Should().Be(TeamsManifest.NewestSchema);
        facts.ValidDomains.Should().BeEmpty("no page of ours is shown inside Teams");
    }

    [Fact]
    public void The_apps_id_follows_from_the_bots_and_is_not_the_same()
    {
        var id = Read().Facts.AppId;

        Read().Facts.AppId.Should().Be(id);
        id.Should().NotBe(Read().Facts.BotId);
        id.Should().Be(Guid.Parse("6d6778a3-d9c9-8fef-a701-f373e1654880"), "an installed app is known by it for ever");
        (id.Version, id.Variant & 0b1100).Should().Be((8, 0b1000));
        With("AppId", "33333333-3333-4333-8333-333333333333").Facts.AppId.Should().NotBe(id);
    }

    [Fact]
    public void An_id_of_ones_own_wins() =>
        With("Package:Id", "6F0F1F9E-6F2C-4B0E-9A54-0D2B1C7C9C11").Facts.AppId.Should().Be(Guid.Parse("6f0f1f9e-6f2c-4b0e-9a54-0d2b1c7c9c11"));

    [Fact]
    public void Everything_that_is_missing_is_said_at_once()
    {
        _settings.Clear();

        Read()
            .Problems.Select(p => p.Setting)
            .Should()
            .Equal("AppId", "Package:DeveloperName", "Package:WebsiteUrl", "Package:PrivacyUrl", "Package:TermsOfUseUrl");
    }

    [Theory]
    [InlineData("AppId", "contoso-bot")]
    [InlineData("AppId", "00000000-0000-0000-0000-000000000000")]
    [InlineData("Package:Id", "assets")]
    [InlineData("Package:DeveloperName", "The Contoso Department of Information")]
    [InlineData("Package:WebsiteUrl", "it.contoso.example")]
    [InlineData("Package:WebsiteUrl", "http://it.contoso.example")]
    [InlineData("Package:PrivacyUrl", "http://localhost/privacy")]
    [InlineData("Package:PublicHost", "https://itam.contoso.example")]
    [InlineData("Package:PublicHost", "itam.contoso.example:443")]
    [InlineData("Package:PublicHost", "itam.contoso.example/bot")]
    [InlineData("Package:PublicHost", "*.contoso.example")]
    [InlineData("Package:PublicHost", "localhost")]
    [InlineData("Package:PublicHost", "10.0.0.7")]
    [InlineData("Package:Version", "1.0")]
    [InlineData("Package:Version", "01.0.0")]
    [InlineData("Package:Version", "1.0.0-beta")]
    [InlineData("Package:SchemaVersion", "1.18")]
    [InlineData("Package:Developername2", "Contoso")]
    public void What_Teams_would_refuse_is_refused_here_with_the_settings_name(string setting, string value) =>
        With(setting, value).Problems.Should().ContainSingle().Which.Setting.Should().Be(setting);

    [Fact]
    public void Three_kinds_of_wrong_are_three_problems()
    {
        _settings["AppId"] = "x";
        _settings["Package:PublicHost"] = "y";

        With("Package:Version", "z").Problems.Should().HaveCount(3);
    }

    private (TeamsAppFacts Facts, IReadOnlyList<SettingProblem> Problems) With(string setting, string value)
    {
        _settings[setting] = value;
        return Read();
    }

    private (TeamsAppFacts Facts, IReadOnlyList<SettingProblem> Problems) Read()
    {
        var reader = new SettingsReader(new ConfigurationBuilder().AddInMemoryCollection(_settings).Build());
        return (TeamsAppFacts.Read(reader, []), reader.Problems);
    }
}
