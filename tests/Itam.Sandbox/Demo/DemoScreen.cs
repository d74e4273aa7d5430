using System.Globalization;
using Spectre.Console;

namespace Itam.Sandbox.Demo;

/// <summary>What the demo shows in the terminal. Without a terminal it prints plain lines: no colours, no moving parts.</summary>
internal sealed class DemoScreen
{
    private const int PanelWidth = 100;

    // Without a terminal one line stays one line, however long.
    private const int PlainWidth = 1000;

    private readonly IAnsiConsole _console;

    public DemoScreen(IAnsiConsole console)
    {
        _console = console;
        if (!Interactive)
        {
            console.Profile.Width = PlainWidth;
        }
    }

    private bool Interactive => _console.Profile.Capabilities.Interactive && _console.Profile.Out.IsTerminal;

    public void Said(string words) => _console.WriteLine(words);

    public void Failed(string words) => _console.MarkupLineInterpolated($"[red]✕[/] {words}");

    public void Step(string words) => _console.MarkupLineInterpolated($"[grey]•[/] {words}");

    public async Task WatchAsync(int total, Func<Action<RaisedCase, TimeSpan>, Task> watch, bool brief)
    {
        if (!Interactive)
        {
            await watch((noted, after) => Show(noted, after, brief));
            return;
        }

        await _console
            .Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new RemainingNotesColumn())
            .StartAsync(async progress =>
            {
                var bar = progress.AddTask("Notes", maxValue: Math.Max(1, total));
                await watch(
                    (noted, after) =>
                    {
                        Show(noted, after, brief);
                        bar.Increment(1);
                    }
                );
            });
    }

    public void Addresses(Uri sandbox, Uri product, string data, string log)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(3)).AddColumn();
        grid.AddRow(new Text("Sandbox page", new Style(decoration: Decoration.Bold)), new Text(sandbox.ToString()));
        grid.AddRow(new Text("Teams page", new Style(decoration: Decoration.Bold)), new Text(new Uri(sandbox, "/teams").ToString()));
        grid.AddRow(new Text("Product"), new Text(product.ToString()));
        grid.AddRow(new Text("Its data"), new Text(data));
        grid.AddRow(new Text("Its log"), new Text(log));
        grid.AddRow(new Text("Stop"), new Text("Ctrl+C"));
        _console.WriteLine();
        _console.Write(grid);
        _console.WriteLine("On the Teams page play employee, manager and agent: ask, approve, hand over, and see the ticket change.");
    }

    /// <summary>Ends with the one line that others may rely on.</summary>
    public void Show(DemoOutcome outcome)
    {
        foreach (var fault in outcome.Faults)
        {
            Failed(fault);
        }

        var notes = outcome.Raised.Sum(r => r.View.Notes.Count);
        _console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{outcome.Raised.Count} tickets, {notes} notes, {outcome.Faults.Count} failed")
        );
    }

    private void Show(RaisedCase noted, TimeSpan after, bool brief)
    {
        var seconds = string.Create(CultureInfo.InvariantCulture, $"{after.TotalSeconds:0.0} s");
        if (brief)
        {
            _console.MarkupLineInterpolated($"[green]✓[/] {noted.ToString()} [grey]{seconds}[/]");
            return;
        }

        var text = string.Join('\n', noted.View.Notes[0].Text.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0));
        var title = $"{noted.Desk.Product} · {noted.Number} · {Short(noted.Case.Ticket.Subject)} · {seconds}";
        var panel = new Panel(new Text(text)).Header(Markup.Escape(title)).RoundedBorder().BorderColor(Color.Grey).Expand();
        panel.Width = Math.Min(PanelWidth, _console.Profile.Width);
        _console.Write(panel);
    }

    private static string Short(string subject) => subject.Length <= 40 ? subject : subject[..39] + "…";

    private sealed class RemainingNotesColumn : ProgressColumn
    {
        public override Spectre.Console.Rendering.IRenderable Render(
            Spectre.Console.Rendering.RenderOptions options,
            ProgressTask task,
            TimeSpan deltaTime
        ) => new Text(string.Create(CultureInfo.InvariantCulture, $"{task.Value:0} of {task.MaxValue:0}"));
    }
}
