using Itam.TeamsBot.Authentication;

namespace Itam.TeamsBot.Tests.Authentication;

public class HostsThatGetOurToken
{
    [Theory]
    [InlineData("https://smba.trafficmanager.net/emea/")]
    [InlineData("https://SMBA.trafficmanager.net/emea")]
    [InlineData("https://smba.infra.gcc.teams.microsoft.com/teams")]
    [InlineData("https://smba.infra.gov.teams.microsoft.us/teams")]
    [InlineData("https://europe.botframework.com/")]
    public void The_channels_own(string url) => new ServiceHosts([]).Allows(url).Should().BeTrue();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/v3/conversations")]
    [InlineData("smba.trafficmanager.net/emea/")]
    [InlineData("http://smba.trafficmanager.net/emea/")]
    [InlineData("https://evil.example/")]
    [InlineData("https://evil.trafficmanager.net/")]
    [InlineData("https://smba.trafficmanager.net.evil.example/")]
    [InlineData("https://evilbotframework.com/")]
    [InlineData("https://botframework.com.evil.example/")]
    [InlineData("https://smba.trafficmanager.net@evil.example/")]
    [InlineData("https://user:word@smba.trafficmanager.net/")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://localhost/")]
    [InlineData("http://localhost:3978/")]
    [InlineData("http://127.0.0.1:3978/")]
    [InlineData("https://[::1]/")]
    [InlineData("file:///etc/passwd")]
    public void Nobody_else(string? url) => new ServiceHosts([]).Allows(url).Should().BeFalse();

    [Theory]
    [InlineData("http://127.0.0.1:3978/connector", true)]
    [InlineData("http://localhost:3978/connector", false)]
    [InlineData("https://relay.acme.example/", true)]
    [InlineData("http://relay.acme.example/", false)]
    [InlineData("https://sub.relay.acme.example/", false)]
    public void What_an_administrator_adds_and_only_that(string url, bool allowed) =>
        new ServiceHosts(["127.0.0.1", "relay.acme.example"]).Allows(url).Should().Be(allowed);
}
