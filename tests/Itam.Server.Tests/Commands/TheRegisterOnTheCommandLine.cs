using Itam.Testing;
using Newtonsoft.Json.Linq;

namespace Itam.Server.Tests.Commands;

public sealed class TheRegisterOnTheCommandLine : IDisposable
{
    private readonly ItamTool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task A_bad_row_is_explained_and_kept_aside_and_the_good_ones_are_there()
    {
        var people = _tool.Write("people.csv", "name,email\nDana Demo,dana@example.com\nNobody,not-an-address\n");

        var result = await _tool.RunAsync("import", people);

        result.ExitCode.Should().Be(1);
        result.Output.Should().Contain("people.csv line 3, email \"not-an-address\": This is not an e-mail address.");
        result.Output.Should().Contain("Correct them there and import that file.");
        File.ReadAllText(Path.Combine(_tool.Folder, "people.rejects.csv")).Should().Contain("not-an-address");
        (await _tool.RunAsync("context", "dana@example.com")).Output.Should().Contain("Dana Demo");
    }

    [Fact]
    public async Task What_was_imported_can_be_asked_for_by_email_serial_tag_and_hostname()
    {
        await ImportAsync();

        foreach (var name in new[] { "dana@example.com", "pf3abcde", "LT-0042", "ber-lt0042" })
        {
            var result = await _tool.RunAsync("context", name);
            result.ExitCode.Should().Be(0, name);
            result.Output.Should().Contain("ThinkPad T14 Gen 4").And.Contain("PF3ABCDE").And.Contain("✕ Act     Disk 97 % full, 6 GB free");
        }
    }

    [Fact]
    public async Task The_answer_is_also_to_be_had_as_json_and_as_a_card()
    {
        await ImportAsync();

        var json = JObject.Parse((await _tool.RunAsync("context", "dana@example.com", "--json")).Output);
        var card = JObject.Parse((await _tool.RunAsync("context", "dana@example.com", "--card")).Output);

        json.SelectToken("Findings[0].Severity")!.Value<string>().Should().Be("Act");
        json.SelectToken("Devices[0].Identifiers[0]")!.Value<string>().Should().Be("LT-0042");
        card.Value<string>("type").Should().Be("AdaptiveCard");
    }

    [Fact]
    public async Task A_name_that_nobody_carries_is_answered_with_what_to_do()
    {
        var result = await _tool.RunAsync("context", "PF999999");

        result.ExitCode.Should().Be(1);
        result.Errors.Should().Contain("Nobody and nothing in the register of 'main' is called 'PF999999'").And.Contain("itam import");
    }

    [Fact]
    public async Task Another_tenant_sees_nothing_of_it()
    {
        await ImportAsync();

        (await _tool.RunAsync("context", "dana@example.com", "--tenant", "other")).ExitCode.Should().Be(1);
    }

    [Fact]
    public async Task An_export_can_be_imported_again_and_changes_nothing()
    {
        await ImportAsync();
        var folder = Path.Combine(_tool.Folder, "out");

        (await _tool.RunAsync("export", folder)).ExitCode.Should().Be(0);
        var again = await _tool.RunAsync("import", Path.Combine(folder, "people.csv"), Path.Combine(folder, "devices.csv"));

        again.ExitCode.Should().Be(0);
        again.Output.Should().MatchRegex(@"people\.csv\s+people\s+1\s+0\s+0\s+1\s+0").And.MatchRegex(@"devices\.csv\s+devices\s+1\s+0\s+0\s+1\s+0");
    }

    private async Task ImportAsync()
    {
        var people = _tool.Write("people.csv", "name,email\nDana Demo,dana@example.com\n");
        var devices = _tool.Write(
            "devices.csv",
            "asset tag,serial,hostname,type,manufacturer,model,state,assigned to,storage total,storage free\n"
                + "LT-0042,PF3ABCDE,BER-LT0042,laptop,Lenovo,ThinkPad T14 Gen 4,in use,dana@example.com,256 GB,6 GB\n"
        );
        (await _tool.RunAsync("import", people, devices)).ExitCode.Should().Be(0);
    }
}
