using System.IO.Compression;
using Itam.Server.Tests.Architecture;
using Itam.Testing;
using Newtonsoft.Json.Linq;

namespace Itam.Server.Tests.Commands;

public sealed class ThePackageForTeamsOnTheCommandLine : IDisposable
{
    private readonly ItamTool _tool = new();

    private static string Example => Path.Combine(Repository.Root, "manifests", "teams", "example", "itam.json");

    [Fact]
    public async Task It_is_written_beside_its_archive_with_the_links_of_the_connected_desks()
    {
        var result = await _tool.RunAsync("teams", "package", "--config", Example);

        result.ExitCode.Should().Be(0, result.Errors);
        var folder = Path.Combine(_tool.Folder, "manifests", "teams");
        Directory
            .GetFiles(folder)
            .Select(Path.GetFileName)
            .Should()
            .BeEquivalentTo("manifest.json", "de.json", "color.png", "outline.png", "color32x32.png", "itam-teams.zip");
        var manifest = File.ReadAllText(Path.Combine(folder, "manifest.json"));
        manifest.Should().Be(File.ReadAllText(Path.Combine(Path.GetDirectoryName(Example)!, "manifest.json")));
        using var zip = ZipFile.OpenRead(Path.Combine(folder, "itam-teams.zip"));
        using var stream = new StreamReader(zip.GetEntry("manifest.json")!.Open());
        (await stream.ReadToEndAsync()).Should().Be(manifest);
        result.Output.Should().Contain("Upload").And.Contain("docs/connect-teams.md");
    }

    [Fact]
    public async Task It_goes_where_one_says()
    {
        var folder = Path.Combine(_tool.Folder, "elsewhere");

        (await _tool.RunAsync("teams", "package", "--config", Example, "--output", folder)).ExitCode.Should().Be(0);

        File.Exists(Path.Combine(folder, "itam-teams.zip")).Should().BeTrue();
        Directory.Exists(Path.Combine(_tool.Folder, "manifests")).Should().BeFalse();
    }

    [Fact]
    public async Task A_gateway_and_another_tenants_desk_lend_it_no_links()
    {
        var result = await _tool
            .With("Connections:helpdesk:BaseUrl", "https://api.atlassian.com/ex/jira/1")
            .With("Connections:it-help:Tenant", "fabrikam")
            .RunAsync("teams", "package", "--config", Example);

        result.ExitCode.Should().Be(0, result.Errors);
        JObject
            .Parse(File.ReadAllText(Path.Combine(_tool.Folder, "manifests", "teams", "manifest.json")))
            .SelectTokens("composeExtensions[0].messageHandlers[0].value.domains[*]")
            .Values<string>()
            .Should()
            .Equal("contoso.service-now.com");
    }

    [Fact]
    public async Task Every_wrong_setting_is_named_and_nothing_is_written()
    {
        var result = await _tool
            .With("Connections:teams:AppId", "not-a-guid")
            .With("Connections:teams:Package:PublicHost", "https://itam.contoso.example/")
            .With("Connections:teams:Package:PrivacyUrl", "")
            .RunAsync("teams", "package", "--config", Example);

        result.ExitCode.Should().Be(2);
        result
            .Errors.Should()
            .Contain("3 settings are wrong")
            .And.Contain("teams:AppId")
            .And.Contain("Package:PublicHost")
            .And.Contain("Package:PrivacyUrl");
        Directory.Exists(Path.Combine(_tool.Folder, "manifests")).Should().BeFalse();
    }

    [Fact]
    public async Task Without_a_Teams_connection_it_says_where_to_read_on()
    {
        var result = await _tool.RunAsync("teams", "package");

        result.ExitCode.Should().Be(2);
        result.Errors.Should().Contain("no connection of kind teams").And.Contain("docs/connect-teams.md");
    }

    [Fact]
    public async Task With_two_of_them_it_asks_which()
    {
        _tool.With("Connections:second:Kind", "teams");

        (await _tool.RunAsync("teams", "package", "--config", Example)).Errors.Should().Contain("2 connections of kind teams (second, teams)");
        (await _tool.RunAsync("teams", "package", "teams", "--config", Example)).ExitCode.Should().Be(0);
    }

    public void Dispose() => _tool.Dispose();
}
