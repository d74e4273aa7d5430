using System.Security.Cryptography;
using Itam.Context.Sources.AppleBusiness;
using Itam.Context.Tests.Sources.Calls;

namespace Itam.Context.Tests.Sources.AppleBusiness;

public sealed class SigningInAtApple
{
    private readonly LeapingTime _time = new();

    [Fact]
    public async Task The_assertion_is_accepted_and_each_sign_in_makes_a_new_one()
    {
        using var apple = Apples.Organisation(_time, 8);
        await using var stage = await Stage.StartAsync(new AppleBusinessVendor(), apple, _time, ("PageSize", "3"));
        apple.BeforePage = from =>
        {
            if (from == 0)
            {
                apple.RevokeTokens();
            }
        };

        var (pages, failure) = await stage.ReadAsync();

        failure.Should().BeNull();
        apple.RefusedBecause.Should().BeNull();
        apple.TokensIssued.Should().Be(2, "a refused token is renewed once");
        pages[^1].Complete.Should().BeTrue();
    }

    [Fact]
    public async Task Another_organisations_key_is_refused_and_told_once()
    {
        using var apple = Apples.Organisation(_time, 1);
        await using var stage = await Stage.StartAsync(new AppleBusinessVendor(), apple, _time, ("PrivateKey", Pem(ECCurve.NamedCurves.nistP256)));

        var checks = await stage.Source.CheckAsync(CancellationToken.None);

        checks.Should().ContainSingle().Which.Remedy.Should().Contain("private key").And.NotContain("BEGIN");
        stage.Host.Calls.Latest("apple-business", 10).Should().ContainSingle();
    }

    [Fact]
    public async Task The_key_may_lie_in_a_file()
    {
        using var apple = Apples.Organisation(_time, 1);
        var file = Path.GetTempFileName();
        try
        {
            var settings = apple.ConnectionSettings(new Uri("http://127.0.0.1:1"));
            await File.WriteAllTextAsync(file, settings["PrivateKey"]);
            await using var stage = await Stage.StartAsync(new AppleBusinessVendor(), apple, _time, ("PrivateKey", ""), ("PrivateKeyFile", file));

            (await stage.Source.CheckAsync(CancellationToken.None)).Should().OnlyContain(c => c.Ok);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Doctor_looks_at_devices_coverage_and_the_end_of_the_key()
    {
        using var apple = Apples.Organisation(_time, 1);
        apple.Coverage[Apples.Serial(1)] = [];
        await using var stage = await Stage.StartAsync(new AppleBusinessVendor(), apple, _time, ("CredentialExpiresOn", "2026-11-20"));

        var checks = await stage.Warranty.CheckAsync(CancellationToken.None);

        checks.Select(c => c.Ok).Should().Equal(true, true, false);
        checks[2].Remedy.Should().Contain("Do this now").And.Contain("new private key");
    }

    [Theory]
    [InlineData("nonsense", "is not a private key in PEM form")]
    [InlineData("P-384", "is a key of 384 bits; Apple's are P-256")]
    [InlineData("public", "is not a private key in PEM form")]
    public void A_key_that_cannot_sign_is_found_at_the_start(string key, string problem)
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pem = key switch
        {
            "P-384" => Pem(ECCurve.NamedCurves.nistP384),
            "public" => pair.ExportSubjectPublicKeyInfoPem(),
            _ => key,
        };

        var (_, problems) = Connect(("PrivateKey", pem));

        problems.Should().ContainSingle().Which.Should().Be($"PrivateKey {problem}");
    }

    [Fact]
    public void Everything_wrong_with_the_settings_is_said_at_once()
    {
        var (settings, _) = Connect(("ClientId", ""), ("KeyId", ""), ("PrivateKeyFile", "/does/not/exist.pem"), ("BaseUrl", "apple"));

        settings.Should().BeEquivalentTo("BaseUrl", "ClientId", "KeyId", "PrivateKeyFile");
    }

    private (List<string> Settings, List<string> Problems) Connect(params (string Name, string Value)[] own)
    {
        var all = new Dictionary<string, string?> { ["ClientId"] = "BUSINESSAPI.1", ["KeyId"] = "k" };
        foreach (var (name, value) in own)
        {
            all[name] = value;
        }

        var (_, problems) = Stage.Connect(new AppleBusinessVendor(), _time, all);
        return ([.. problems.Select(p => p.Setting)], [.. problems.Select(p => $"{p.Setting} {p.Problem}")]);
    }

    private static string Pem(ECCurve curve)
    {
        using var key = ECDsa.Create(curve);
        return key.ExportPkcs8PrivateKeyPem();
    }
}
