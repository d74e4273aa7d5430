using Itam.Testing;
using Newtonsoft.Json.Linq;

namespace Itam.Server.Tests.Commands;

public sealed class DevicesAreExplained : IDisposable
{
    private readonly ItamTool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task A_device_that_was_only_imported_says_so()
    {
        var devices = _tool.Write("devices.csv", "asset tag,serial\nLT-0042,PF3ABCDE\n");
        (await _tool.RunAsync("import", devices)).ExitCode.Should().Be(0);

        var result = await _tool.RunAsync("device", "explain", "lt-0042");
        result.ExitCode.Should().Be(0);
        result.Output.Should().Contain("LT-0042").And.Contain("no source has it");
        JArray.Parse((await _tool.RunAsync("device", "explain", "PF3ABCDE", "--json")).Output).Should().ContainSingle();
    }

    [Fact]
    public async Task A_device_that_is_not_there_and_a_source_that_is_not_connected_are_told()
    {
        var unknown = await _tool.RunAsync("device", "explain", "PF999999");
        (unknown.ExitCode, unknown.Errors).Should().Match<(int Code, string Words)>(r => r.Code == 1 && r.Words.Contains("'PF999999'"));
        (await _tool.RunAsync("device", "review")).Output.Should().Contain("Nothing to decide.");
        var sync = await _tool.RunAsync("sync");
        (sync.ExitCode, sync.Errors).Should().Match<(int Code, string Words)>(r => r.Code == 2 && r.Words.Contains("No source is connected"));
    }
}
