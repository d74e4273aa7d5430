using System.CommandLine;
using Itam.Server.Evaluation;

namespace Itam.Server.Commands;

/// <summary><c>itam evaluate</c>: how often tickets whose truth is known get the right device. It touches neither configuration nor database of the service.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print the scores as JSON" };
        var misses = new Option<bool>("--misses") { Description = "Show every ticket that was answered wrongly, with what was thought" };
        var set = new Option<string>("--set") { Description = "Which half: dev, held-out or all", DefaultValueFactory = _ => "all" };
        var data = new Option<string>("--data")
        {
            Description = "Folder with register.jsonl and tickets.jsonl (default: the set that ships with the program)",
            DefaultValueFactory = _ => LabelledSet.ShippedFolder,
        };
        var command = new Command("evaluate", "Measure on labelled tickets how often the right device is found") { json, misses, set, data };
        command.SetAction(
            (parsed, cancellationToken) =>
                CommandRunner.RunAsync(async () =>
                {
                    var labelled = LabelledSet.Read(parsed.GetValue(data)!, parsed.GetValue(set)!);
                    var answers = await EvaluationRun.RunAsync(labelled, cancellationToken);
                    if (parsed.GetValue(json))
                    {
                        Console.Out.WriteLine(EvaluationReport.Json(answers));
                        return 0;
                    }

                    foreach (var half in answers.GroupBy(a => a.Ticket.Set))
                    {
                        Print(EvaluationReport.Table(half.Key, [.. half]));
                    }

                    if (parsed.GetValue(misses))
                    {
                        Print(EvaluationReport.Misses(answers));
                    }

                    return 0;
                })
        );
        return command;
    }

    private static void Print(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            Console.Out.WriteLine(line);
        }

        Console.Out.WriteLine();
    }
}
