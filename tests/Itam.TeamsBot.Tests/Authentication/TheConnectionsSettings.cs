using Itam.Context.Connections;

namespace Itam.TeamsBot.Tests.Authentication;

public class TheConnectionsSettings
{
    private const string Tenant = "11111111-1111-4111-8111-111111111111";
    private const string Other = "21111111-1111-4111-8111-111111111111";

    [Fact]
    public void A_bot_is_single_tenant_in_the_public_cloud_unless_told_otherwise()
    {
        var bot = Stage.Read(Good());

        bot.LoginTenant.Should().Be(Tenant);
        bot.Cloud.Metadata.Should().Be(new Uri("https://login.botframework.com/v1/.well-known/openidconfiguration"));
        bot.Cloud.Issuer.Should().Be("https://api.botframework.com");
        bot.Cloud.LoginUrl.Should().Be(new Uri("https://login.microsoftonline.com"));
        bot.Cloud.Scope.Should().Be("https://api.botframework.com/.default");
        bot.Hosts.Extra.Should().BeEmpty();
    }

    [Theory]
    [InlineData(
        "UsGov",
        "login.botframework.azure.us",
        "https://api.botframework.us",
        "login.microsoftonline.us",
        "https://api.botframework.us/.default"
    )]
    [InlineData(
        "china",
        "login.botframework.azure.cn",
        "https://api.botframework.azure.cn",
        "login.partner.microsoftonline.cn",
        "https://api.botframework.azure.cn/.default"
    )]
    public void Another_cloud_has_its_own_addresses(string cloud, string metadata, string issuer, string login, string scope)
    {
        var read = Stage.Read(Good(("Cloud", cloud))).Cloud;

        (read.Metadata.Host, read.Issuer, read.LoginUrl.Host, read.Scope).Should().Be((metadata, issuer, login, scope));
    }

    [Fact]
    public void Each_address_of_a_cloud_can_be_set() =>
        Stage.Read(Good(("Cloud", "UsGov"), ("Issuer", "https://issuer.example"))).Cloud.Issuer.Should().Be("https://issuer.example");

    [Fact]
    public void Several_tenants_need_to_be_told_where_tokens_come_from()
    {
        var several = Good(("EntraTenants", $"{Tenant}, {Other}"));
        var read = () => Stage.Read(several);

        read.Should().Throw<SettingsException>().WithMessage("*LoginTenant is missing*botframework.com*");
        several["LoginTenant"] = "botframework.com";
        Stage.Read(several).EntraTenants.Should().Equal(Tenant, Other);
    }

    [Theory]
    [InlineData("AppId", "nonsense", "*AppId has 'nonsense'*GUID*")]
    [InlineData("AppId", null, "*AppId is missing*")]
    [InlineData("EntraTenants", null, "*EntraTenants is missing*")]
    [InlineData("EntraTenants", "contoso.com", "*EntraTenants has 'contoso.com'*")]
    [InlineData("ClientSecret", null, "*ClientSecret is missing, and so is CertificateFile*")]
    [InlineData("MetadataUrl", "http://login.example/", "*MetadataUrl must start with https*")]
    [InlineData("ServiceHosts", "a b", "*ServiceHosts has 'a b'*")]
    [InlineData("Cloud", "Mars", "*Cloud is 'Mars'*")]
    [InlineData("LoginTenant", "a/b", "*LoginTenant is neither*")]
    [InlineData("SkipValidation", "true", "*SkipValidation is not a setting here*")]
    public void What_is_wrong_is_named(string name, string? value, string message)
    {
        var read = () => Stage.Read(Good((name, value)));

        read.Should().Throw<SettingsException>().WithMessage(message);
    }

    private static Dictionary<string, string?> Good(params (string, string?)[] changes)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Kind"] = "teams",
            ["AppId"] = "22222222-2222-4222-8222-222222222222",
            ["EntraTenants"] = Tenant,
            ["ClientSecret"] = "a secret",
        };
        foreach (var (name, value) in changes)
        {
            settings[name] = value;
        }

        return settings;
    }
}
