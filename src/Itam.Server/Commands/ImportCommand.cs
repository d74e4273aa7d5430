using System.CommandLine;
using System.Globalization;
using Itam.Context.Register.Import;
using Itam.Server.Hosting;
using Spectre.Console;

namespace Itam.Server.Commands;

/// <summary><c>itam import</c>: fills the register from CSV files.</summary>
internal static class ImportCommand
{
    private const int NotesShown = 10;

    public static Command Create()
    {
        var files = new Argument<FileInfo[]>("files")
        {
            Description = "CSV files of people, devices, licenses or seats; people first, so that devices find their holders",
            Arity = ArgumentArity.OneOrMore,
        };
        var tenant = CommonOptions.Tenant();
        var kind = new Option<ImportKind?>("--kind") { Description = "What the files hold, where their headers do not tell" };
        var source = new Option<string?>("--source") { Description = "Named as the origin of every value (default: the file's name)" };
        var dates = new Option<DateOrder?>("--dates") { Description = "How to read dates such as 3/4/2026" };
        var config = CommonOptions.Config();
        var command = new Command("import", "Fill the register from CSV files") { files, tenant, kind, source, dates, config };
        command.SetAction(
            (parsed, cancellationToken) =>
                CommandRunner.RunAsync(async () =>
                {
                    var paths = parsed.GetValue(files)!;
                    if (paths.FirstOrDefault(f => !f.Exists) is { } missing)
                    {
                        throw new FormatException($"There is no file {missing.FullName}.");
                    }

                    await using var host = await ToolHost.OpenAsync(parsed.GetValue(config), cancellationToken);
                    var import = new RegisterImport(host.Database, TimeProvider.System);
                    var options = new ImportOptions(parsed.GetValue(kind), parsed.GetValue(source), null, parsed.GetValue(dates));
                    var results = await WithProgressAsync(
                        paths,
                        (file, progress) =>
                            import.ImportAsync(CommonOptions.TenantOf(parsed, tenant), file.FullName, options, progress, cancellationToken)
                    );
                    Report(results);
                    return results.Any(r => r.Rejected > 0 || r.Stopped is not null) ? 1 : 0;
                })
        );
        return command;
    }

    private static async Task<List<ImportResult>> WithProgressAsync(
        FileInfo[] files,
        Func<FileInfo, IProgress<ImportProgress>?, Task<ImportResult>> import
    )
    {
        var results = new List<ImportResult>();
        if (!AnsiConsole.Profile.Capabilities.Interactive || Console.IsOutputRedirected)
        {
            foreach (var file in files)
            {
                results.Add(await import(file, null));
            }

            return results;
        }

        await AnsiConsole
            .Progress()
            .HideCompleted(true)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn(),
                new PercentageColumn(),
                new RemainingTimeColumn()
            )
            .StartAsync(async screen =>
            {
                foreach (var file in files)
                {
                    var bar = screen.AddTask(Markup.Escape(file.Name), maxValue: Math.Max(1, file.Length));
                    results.Add(await import(file, new Bar(bar)));
                }
            });
        return results;
    }

    private static void Report(List<ImportResult> results)
    {
        var table = new Table()
            .Border(TableBorder.Simple)
            .AddColumns("file", "kind")
            .AddColumns(Right("seen"), Right("new"), Right("changed"), Right("unchanged"), Right("rejected"), Right("warnings"));
        foreach (var result in results)
        {
            table.AddRow(
                new Text(result.File),
                new Text(result.Kind.ToString().ToLowerInvariant()),
                Number(result.Seen),
                Number(result.New),
                Number(result.Changed),
                Number(result.Unchanged),
                Number(result.Rejected),
                Number(result.WarningCount)
            );
        }

        AnsiConsole.Write(table);
        foreach (var result in results)
        {
            Notes("rejected", result.Rejections, result.Rejected);
            Notes("warning", result.Warnings, result.WarningCount);
            if (!result.UnknownColumns.IsEmpty)
            {
                Line($"{result.File}: columns that are not imported: {string.Join(", ", result.UnknownColumns)}");
            }

            if (result.RejectFile is { } rejects)
            {
                Line($"The rejected rows are in {rejects}. Correct them there and import that file.");
            }

            if (result.Stopped is { } stopped)
            {
                Line($"stopped   {stopped}");
            }
        }
    }

    private static void Notes(string word, IReadOnlyList<ImportNote> notes, int count)
    {
        foreach (var note in notes.Take(NotesShown))
        {
            Line($"{word, -9} {note}");
        }

        if (count > NotesShown)
        {
            Line($"{word, -9} … and {count - NotesShown} more");
        }
    }

    /// <summary>Without Spectre's wrapping: people search and copy these lines.</summary>
    private static void Line(string text) => Console.Out.WriteLine(text);

    private static TableColumn Right(string name) => new TableColumn(name).RightAligned();

    private static Text Number(int number) => new(number.ToString(CultureInfo.InvariantCulture));

    private sealed class Bar(ProgressTask task) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value)
        {
            task.MaxValue = Math.Max(1, value.BytesTotal);
            task.Value = value.BytesRead;
        }
    }
}
