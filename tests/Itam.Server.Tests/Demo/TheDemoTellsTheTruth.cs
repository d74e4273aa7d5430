using Itam.Sandbox;
using Itam.Sandbox.Demo;
using Itam.Server.Tests.Sandbox;
using Spectre.Console;

namespace Itam.Server.Tests.Demo;

public sealed class TheDemoTellsTheTruth : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("itam-demo-test-").FullName;
    private readonly StringWriter _output = new();

    private string[] Lines => _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    [Fact]
    public async Task When_every_ticket_has_its_one_right_note_it_says_so_and_ends_well()
    {
        var code = await PlayAsync(
            ["paper", "pulp"],
            Right("LT-0042"),
            Right("MB-0107"),
            new DemoCase(null, new NewTicket(null, "Coffee machine", ""), null)
        );

        code.Should().Be(0);
        Lines[^1].Should().Be("3 tickets, 3 notes, 0 failed");
        _output.ToString().Should().NotContain("\u001b", "there is no terminal");
    }

    [Fact]
    public async Task What_is_wrong_is_named_ticket_by_ticket()
    {
        var code = await PlayAsync(
            ["paper"],
            Right("LT-0042"),
            Right("LT-0042", PaperProduct.Twice),
            Right("LT-0042", PaperProduct.InPublic),
            new DemoCase("paper", new NewTicket(null, "Other device", "", "LT-0043"), "LT-0042")
        );

        code.Should().Be(1);
        Lines[^1].Should().Be("4 tickets, 5 notes, 3 failed");
        Lines[^4..^1]
            .Should()
            .Contain(l => l.Contains("expected one note, found 2"))
            .And.Contain(l => l.Contains("customers can read"))
            .And.Contain(l => l.Contains("\"Other device\": expected LT-0042 as the first device, found LT-0043"));
    }

    [Fact]
    public async Task A_product_that_dies_is_reported_with_its_last_words()
    {
        var play = () => PlayAsync([PaperProduct.DieAtOnce], Right("LT-0042"));

        (await play.Should().ThrowAsync<DemoException>()).WithMessage("*stopped by itself*Cannot go on: no ink.*");
    }

    [Fact]
    public async Task A_note_that_misses_the_planted_batch_fails_the_check()
    {
        var code = await PlayAsync(["paper"], Right("LT-0042") with { SuspectedBatch = true });

        code.Should().Be(1);
        Lines[^2].Should().Contain("expected the words that the batch is suspected");
    }

    [Fact]
    public async Task A_failed_import_ends_the_demo()
    {
        var play = () => PlayAsync(["paper"], [Right("LT-0042")], static _ => ["nowhere.csv"]);

        (await play.Should().ThrowAsync<DemoException>()).WithMessage("The import ended with exit code 3*");
    }

    [Fact]
    public async Task Nothing_to_play_is_not_a_success()
    {
        var play = () => PlayAsync(["paper"]);

        await play.Should().ThrowAsync<DemoException>().WithMessage("There is nothing to play*");
    }

    [Fact]
    public async Task A_product_that_is_not_built_is_named()
    {
        var run = Run(new DemoOptions(true, "/nowhere/itam.dll", 18090, 18290, _folder), ["paper"], [Right("LT-0042")], WriteCsv);
        var play = () => run.PlayAsync(default);

        await play.Should().ThrowAsync<DemoException>().WithMessage("The product is not built: /nowhere/itam.dll*./build*");
    }

    public void Dispose()
    {
        _output.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static DemoCase Right(string tag, string description = "") =>
        new(null, new NewTicket("dana@example.com", "Cannot save", description, tag), tag);

    private static string[] WriteCsv(string folder)
    {
        string[] files = [.. new[] { "people", "devices", "licenses", "seats" }.Select(name => Path.Combine(folder, $"{name}.csv"))];
        foreach (var file in files)
        {
            File.WriteAllText(file, "");
        }

        return files;
    }

    private Task<int> PlayAsync(string[] desks, params DemoCase[] cases) => PlayAsync(desks, cases, WriteCsv);

    private Task<int> PlayAsync(string[] desks, DemoCase[] cases, Func<string, IReadOnlyList<string>> writeCsv) =>
        Run(new DemoOptions(true, PaperProduct.Path, 18090, 18290, Path.Combine(_folder, "data")), desks, cases, writeCsv).PlayAsync(default);

    private DemoRun Run(DemoOptions options, string[] desks, DemoCase[] cases, Func<string, IReadOnlyList<string>> writeCsv)
    {
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.No,
                Interactive = InteractionSupport.No,
                Out = new AnsiConsoleOutput(_output),
            }
        );
        return new DemoRun(
            options,
            new DemoScreen(console),
            new DemoPlay(PaperCompany.Create(), cases, writeCsv),
            [.. desks.Select(name => new PaperDesk(name, name, TimeProvider.System))],
            TimeProvider.System
        );
    }
}
