using Itam.Sandbox;
using Itam.Sandbox.Company;
using Itam.Sandbox.Faults;
using Itam.Sandbox.Sources.Dell;
using Itam.Sandbox.Sources.MicrosoftGraph;
using Itam.Sandbox.Sources.SnipeIt;
using Itam.Testing;
using Newtonsoft.Json.Linq;

namespace Itam.Server.Tests.Commands;

/// <summary>Two systems that know the same laptop, read by the real command: what a register keeps by hand, and what management sees.</summary>
public sealed class SourcesOnTheCommandLine : IAsyncLifetime
{
    private readonly ItamTool _tool = new();
    private readonly SnipeItEmulator _assets = new(TimeProvider.System);
    private readonly MicrosoftGraphEmulator _graph = new(TimeProvider.System);
    private readonly DellEmulator _dell = new(TimeProvider.System);
    private SandboxHost _sandbox = null!;

    public async Task InitializeAsync()
    {
        var ada = _assets.AddUser(9, "Ada", "Lovelace", "ada@example.com");
        _assets.AddAsset(42, "PF3ABCDE", holder: ada.AsHolder());
        _assets.AddAsset(43, "PF3SPARE");
        _graph.Devices.Add(Managed("device-1", "PF3ABCDE", "ada@example.com"));
        _sandbox = await SandboxHost.StartAsync(new SandboxCompany([], [], [], []), [], TimeProvider.System, sources: [_assets, _graph, _dell]);
        Configure("assets", _assets);
        Configure("intune", _graph);
    }

    public async Task DisposeAsync()
    {
        await _sandbox.DisposeAsync();
        _tool.Dispose();
    }

    [Fact]
    public async Task A_sync_fills_the_register_and_a_second_one_changes_nothing()
    {
        var first = await _tool.RunAsync("sync");

        first.ExitCode.Should().Be(0, first.Output + first.Errors);
        first.Output.Should().MatchRegex(@"assets\s+Snipe-IT\s+everything\s+3\s+3\s+0\s+0\s+0\s+0");
        var again = await _tool.RunAsync("sync", "assets", "--full");
        again.Output.Should().MatchRegex(@"assets\s+Snipe-IT\s+everything\s+3\s+0\s+0\s+3\s+0\s+0").And.NotContain("intune");
    }

    [Fact]
    public async Task Two_records_of_one_serial_are_one_device_and_the_tool_says_why()
    {
        await _tool.RunAsync("sync");

        var context = await _tool.RunAsync("context", "PF3ABCDE", "--json");
        var report = JObject.Parse(context.Output);
        report.SelectToken("Who.Name")!.Value<string>().Should().Be("Ada Lovelace");
        report.SelectToken("Devices[0].Identifiers")!.Values<string>().Should().Contain("LT-0042").And.Contain("PF3ABCDE");
        report.SelectToken("Findings[0].Words")!.Value<string>().Should().StartWith("Disk 97 % full, 6.1 GB free");
        report.SelectToken("Findings[0].Evidence")!.Value<string>().Should().StartWith("Intune, ");

        var explained = await _tool.RunAsync("device", "explain", "LT-0042");
        explained.ExitCode.Should().Be(0, explained.Errors);
        explained.Output.Should().Contain("Snipe-IT").And.Contain("Intune").And.Contain("PF3ABCDE");
        (await _tool.RunAsync("device", "review")).Output.Should().Contain("Nothing to decide.");
    }

    [Fact]
    public async Task A_changed_precedence_counts_for_every_device_with_the_next_full_read()
    {
        await _tool.RunAsync("sync");
        (await NamesAsync()).Should().Contain("LT-0042");

        _tool.With("PrecedenceFile", _tool.Write("precedence.json", """{ "fields": { "AssetTag": ["DeviceManagement"] } }"""));
        await _tool.RunAsync("sync", "--full");

        (await NamesAsync()).Should().Contain("PF3ABCDE").And.NotContain("LT-0042");

        async Task<IEnumerable<string?>> NamesAsync() =>
            JObject.Parse((await _tool.RunAsync("context", "PF3ABCDE", "--json")).Output).SelectToken("Devices[0].Identifiers")!.Values<string>();
    }

    [Fact]
    public async Task What_a_person_enters_and_decides_outlives_a_sync()
    {
        await _tool.RunAsync("sync");

        var set = await _tool.RunAsync("device", "set", "PF3ABCDE", "location", "Paris");
        (set.ExitCode, set.Output)
            .Should()
            .Match<(int Code, string Words)>(r => r.Code == 0 && r.Words.Contains("location = Paris, locked"), set.Errors);
        var apart = await _tool.RunAsync("device", "different", "assets 42", "intune:device-1");
        apart.ExitCode.Should().Be(0, apart.Errors);
        await _tool.RunAsync("sync", "--full");

        var explained = (await _tool.RunAsync("device", "explain", "LT-0042")).Output;
        explained.Should().Contain("Location = Paris").And.Contain("another device than intune device-1").And.NotContain("Intune (");
        (await _tool.RunAsync("device", "undecide", "assets 42", "intune device-1")).ExitCode.Should().Be(0);
        (await _tool.RunAsync("device", "unlock", "PF3ABCDE", "location")).ExitCode.Should().Be(0);
        (await _tool.RunAsync("device", "explain", "LT-0042")).Output.Should().Contain("Intune (").And.NotContain("Paris");
        var wrong = await _tool.RunAsync("device", "same", "7");
        (wrong.ExitCode, wrong.Errors).Should().Match<(int Code, string Words)>(r => r.Code == 2 && r.Words.Contains("no number 7"));
    }

    [Fact]
    public async Task A_warranty_vendor_is_asked_and_its_answers_are_counted()
    {
        _dell.Add("ABC1234", ("ND", "Next Business Day", "INITIAL", "2024-01-01T00:00:00Z", "2099-01-01T00:00:00Z"));
        Configure("dell", _dell);
        var devices = _tool.Write("devices.csv", "asset tag,serial,manufacturer\nLT-1,ABC1234,Dell Inc.\nLT-2,ABC9999,Dell\n");
        await _tool.RunAsync("import", devices);

        var result = await _tool.RunAsync("sync", "dell");

        result.ExitCode.Should().Be(0, result.Errors);
        result.Output.Should().MatchRegex(@"dell\s+Dell\S*( \S+)?\s+2\s+1\s+1\s+0").And.NotContain("Snipe-IT");
    }

    [Fact]
    public async Task A_source_that_fails_is_said_and_the_others_are_read()
    {
        _graph.Faults.Add(FaultKind.Forbidden, int.MaxValue, r => !r.Path.Value!.Contains("token"));

        var result = await _tool.RunAsync("sync");

        result.ExitCode.Should().Be(1);
        result.Output.Should().MatchRegex(@"assets\s+Snipe-IT\s+everything\s+3\s+3");
        (result.Output + result.Errors).Should().Contain("intune").And.Contain("403");
        (await _tool.RunAsync("doctor")).Output.Should().Contain("✕").And.Contain("→");
    }

    private void Configure(string name, IEmulatedSystem system)
    {
        _tool.With($"Connections:{name}:Kind", system.Name);
        foreach (var (setting, value) in system.ConnectionSettings(_sandbox.Address))
        {
            _tool.With($"Connections:{name}:{setting}", value);
        }
    }

    private static JObject Managed(string id, string serial, string email) =>
        new()
        {
            ["id"] = id,
            ["userId"] = "user-1",
            ["deviceName"] = "BER-LT0042",
            ["managedDeviceOwnerType"] = "company",
            ["lastSyncDateTime"] = TimeProvider.System.GetUtcNow().AddHours(-3).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"),
            ["operatingSystem"] = "Windows",
            ["osVersion"] = "10.0.26200.1",
            ["complianceState"] = "compliant",
            ["managementAgent"] = "mdm",
            ["emailAddress"] = email,
            ["userPrincipalName"] = email,
            ["azureADDeviceId"] = "aaaaaaaa-0000-0000-0000-000000000001",
            ["isEncrypted"] = true,
            ["model"] = "ThinkPad T14 Gen 4",
            ["manufacturer"] = "LENOVO",
            ["serialNumber"] = serial,
            ["totalStorageSpaceInBytes"] = 256_000_000_000,
            ["freeStorageSpaceInBytes"] = 6_100_000_000,
        };
}
