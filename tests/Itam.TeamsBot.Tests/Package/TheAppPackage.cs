using System.IO.Compression;
using Itam.Context.Connections;
using Itam.TeamsBot.Package;
using Microsoft.Extensions.Configuration;
using Newtonsoft.Json.Linq;

namespace Itam.TeamsBot.Tests.Package;

public class TheAppPackage
{
    private static readonly Uri[] Desks =
    [
        new("https://contoso.service-now.com"),
        new("https://contoso.atlassian.net"),
        new("https://contoso.freshservice.com"),
    ];

    private static string Example => Path.Combine(ManifestJudge.Root, "manifests", "teams", "example");

    [Fact]
    public void The_example_in_the_repository_is_what_the_product_writes_byte_for_byte()
    {
        var files = TeamsAppPackage.Files(Facts());

        foreach (var (name, content) in files)
        {
            File.ReadAllBytes(Path.Combine(Example, name))
                .Should()
                .Equal(
                    content,
                    "{0} is made with: ./itam teams package --config manifests/teams/example/itam.json --output manifests/teams/example",
                    name
                );
        }

        Directory.GetFiles(Example).Select(Path.GetFileName).Should().BeEquivalentTo(files.Select(f => f.Name).Append("itam.json"));
    }

    [Fact]
    public async Task Microsofts_own_schema_accepts_it_and_there_is_no_newer_one()
    {
        var verdict = await ManifestJudge.JudgeAsync(Example);

        verdict.Output.Should().Contain($"1 judged, 0 refused, newest schema {TeamsManifest.NewestSchema}");
        verdict.ExitCode.Should().Be(0);
        JObject
            .Parse(File.ReadAllText(Path.Combine(Example, "manifest.json")))
            .Value<string>("manifestVersion")
            .Should()
            .Be(TeamsManifest.NewestSchema);
    }

    [Fact]
    public async Task Every_schema_that_can_be_chosen_accepts_it()
    {
        using var folder = new PackageFolder();
        var versions = TeamsManifest.Schemas.Select(schema => folder.Write(schema, Facts() with { SchemaVersion = schema })).ToArray();

        (await ManifestJudge.JudgeAsync(versions)).Output.Should().Contain($"{versions.Length} judged, 0 refused");
    }

    [Fact]
    public async Task A_package_for_a_company_without_a_desk_is_accepted_too()
    {
        using var folder = new PackageFolder();

        var verdict = await ManifestJudge.JudgeAsync(folder.Write("bare", Facts() with { LinkHosts = [], ValidDomains = [] }));

        verdict.Output.Should().Contain("1 judged, 0 refused");
    }

    [Fact]
    public async Task The_judge_refuses_whatever_is_wrong()
    {
        (string File, string Place, string Value)[] wrong =
        [
            ("manifest.json", "name.short", "A name that is far too long for the place"),
            ("manifest.json", "id", "not-a-guid"),
            ("manifest.json", "accentColor", "blue"),
            ("manifest.json", "bots[0].scopes[0]", "everywhere"),
            ("manifest.json", "developer.websiteUrl", "it.contoso.example"),
            ("manifest.json", "validDomains", "itam.contoso.example"),
            ("manifest.json", "icons.color", "outline.png"),
            ("manifest.json", "icons.outline", "color32x32.png"),
            ("manifest.json", "manifestVersion", "1.18"),
            ("de.json", "bots[0].commandLists[0].commands[0].titel", "kein Feld"),
            ("de.json", "bots[0].commandLists[0].commands[11].title", "kein Befehl"),
            ("de.json", "name.short", "Ein Name, der viel zu lang für diesen Platz ist"),
        ];
        using var folder = new PackageFolder();
        var packages = wrong
            .Select(
                (fault, number) =>
                {
                    var package = folder.Write($"wrong-{number}", Facts());
                    PackageFolder.Change(Path.Combine(package, fault.File), document => Put(document, fault.Place, fault.Value));
                    return package;
                }
            )
            .ToArray();

        var verdict = await ManifestJudge.JudgeAsync(packages);

        verdict.Output.Should().Contain($"{wrong.Length} judged, {wrong.Length} refused");
        verdict.ExitCode.Should().Be(1);
    }

    [Fact]
    public void It_asks_for_no_rights()
    {
        var manifest = TeamsManifest.Of(Facts());

        manifest
            .Properties()
            .Select(p => p.Name)
            .Should()
            .NotContain(["permissions", "devicePermissions", "authorization", "staticTabs", "configurableTabs"]);
        manifest.SelectToken("bots[0].supportsFiles")!.Value<bool>().Should().BeFalse();
        manifest.SelectToken("bots[0].isNotificationOnly")!.Value<bool>().Should().BeFalse("people must be able to write");
        manifest.SelectTokens("bots[0].scopes[*]").Values<string>().Should().Equal("personal", "team");
    }

    [Fact]
    public void Microsoft_Graph_may_install_it_for_people() =>
        TeamsManifest.Of(Facts()).SelectToken("webApplicationInfo.id")!.Value<string>().Should().Be("22222222-2222-4222-8222-222222222222");

    [Fact]
    public void Links_to_the_desks_tickets_are_described_and_links_to_this_machine_are_not()
    {
        var manifest = TeamsManifest.Of(Facts([.. Desks, new Uri("https://CONTOSO.atlassian.net/jira"), new Uri("http://127.0.0.1:8090")]));

        manifest
            .SelectTokens("composeExtensions[0].messageHandlers[0].value.domains[*]")
            .Values<string>()
            .Should()
            .Equal("contoso.atlassian.net", "contoso.freshservice.com", "contoso.service-now.com");
    }

    [Fact]
    public void What_concerns_one_person_is_not_offered_in_a_channel()
    {
        var lists = TeamsManifest.Of(Facts()).SelectTokens("bots[0].commandLists[*]").ToDictionary(l => l["scopes"]!.Single().Value<string>()!);

        lists["personal"].SelectTokens("commands[*].title").Should().HaveCount(BotCommands.All.Count);
        lists["team"].SelectTokens("commands[*].title").Values<string>().Should().Equal("help");
    }

    [Fact]
    public void Every_command_is_translated_and_fits_on_a_phone()
    {
        var german = TeamsManifest.German(Facts());
        var titles = BotCommands.All.SelectMany(c => new[] { c.English.Title, c.German.Title }).ToList();

        titles.Should().OnlyHaveUniqueItems().And.OnlyContain(t => t.Length <= 32);
        german
            .Properties()
            .Where(p => p.Name.StartsWith("bots[0].commandLists[0]") && p.Name.EndsWith(".title"))
            .Should()
            .HaveCount(BotCommands.All.Count);
    }

    [Fact]
    public void The_archive_holds_the_same_files_at_its_root_and_is_the_same_each_time()
    {
        var files = TeamsAppPackage.Files(Facts());
        var archive = TeamsAppPackage.Archive(files);

        TeamsAppPackage.Archive(TeamsAppPackage.Files(Facts())).Should().Equal(archive);
        using var zip = new ZipArchive(new MemoryStream(archive));
        zip.Entries.Select(e => e.FullName).Should().Equal(files.Select(f => f.Name));
        foreach (var (name, content) in files)
        {
            using var stream = zip.GetEntry(name)!.Open();
            using var all = new MemoryStream();
            stream.CopyTo(all);
            all.ToArray().Should().Equal(content);
        }
    }

    /// <summary>The German file's keys look like paths but are names.</summary>
    private static void Put(JObject document, string place, string value)
    {
        if (document.ContainsKey("manifestVersion"))
        {
            document.SelectToken(place)!.Replace(value);
        }
        else
        {
            document[place] = value;
        }
    }

    private static TeamsAppFacts Facts(IEnumerable<Uri>? sites = null)
    {
        var reader = new SettingsReader(new ConfigurationBuilder().AddJsonFile(Path.Combine(Example, "itam.json")).Build());
        var facts = TeamsAppFacts.Read(reader.Section("Connections").Section("teams"), sites ?? Desks);
        reader.ThrowIfAny();
        return facts;
    }
}
