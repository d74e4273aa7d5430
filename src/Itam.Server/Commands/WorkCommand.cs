using System.CommandLine;
using System.Globalization;
using Itam.Context;
using Itam.Context.Work;
using Itam.Server.Hosting;
using Spectre.Console;

namespace Itam.Server.Commands;

/// <summary><c>itam work</c>: what waits, and what could not be done.</summary>
internal static class WorkCommand
{
    private const int Limit = 200;

    public static Command Create() =>
        new("work", "See what waits in the queue, and handle what could not be done") { List(), Show(), Replay(), Discard() };

    private static Command List()
    {
        var filter = new FilterOptions();
        var command = new Command("list", "Count what waits and list the dead letters");
        filter.AddTo(command);
        command.SetAction(
            (parsed, cancellationToken) =>
                WithQueueAsync(
                    parsed.GetValue(filter.Config),
                    async queue =>
                    {
                        WriteSummary(await queue.SummariseAsync(filter.Of(parsed).Tenant, cancellationToken));
                        WriteLetters(await queue.ListDeadLettersAsync(filter.Of(parsed), Limit, cancellationToken));
                        return 0;
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static Command Show()
    {
        var (id, config) = (IdArgument(), CommonOptions.Config());
        var command = new Command("show", "Show one dead letter with its cause") { id, config };
        command.SetAction(
            (parsed, cancellationToken) =>
                WithQueueAsync(
                    parsed.GetValue(config),
                    async queue =>
                    {
                        if (await queue.ShowDeadLetterAsync(parsed.GetValue(id)!.Value, cancellationToken) is not { } detail)
                        {
                            return NoSuchLetter(parsed.GetValue(id)!.Value);
                        }

                        WriteDetail(detail);
                        return 0;
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static Command Replay() =>
        OneOrAll(
            "replay",
            "Try dead letters again",
            (queue, id, token) => queue.ReplayAsync(id, token),
            (queue, filter, token) => queue.ReplayAsync(filter, token),
            "Queued again: {0}. Watch them with: itam work list"
        );

    private static Command Discard() =>
        OneOrAll(
            "discard",
            "Delete dead letters for good",
            (queue, id, token) => queue.DiscardAsync(id, token),
            (queue, filter, token) => queue.DiscardAsync(filter, token),
            "Deleted: {0}."
        );

    private static Command OneOrAll(
        string name,
        string description,
        Func<WorkQueue, long, CancellationToken, Task<bool>> one,
        Func<WorkQueue, DeadLetterFilter, CancellationToken, Task<int>> all,
        string done
    )
    {
        var id = IdArgument();
        id.Arity = ArgumentArity.ZeroOrOne;
        var every = new Option<bool>("--all") { Description = "All that fit the filter" };
        var filter = new FilterOptions();
        var command = new Command(name, description) { id, every };
        filter.AddTo(command);
        command.SetAction(
            (parsed, cancellationToken) =>
                WithQueueAsync(
                    parsed.GetValue(filter.Config),
                    async queue =>
                    {
                        if (parsed.GetValue(id) is { } number)
                        {
                            if (!await one(queue, number, cancellationToken))
                            {
                                return NoSuchLetter(number);
                            }

                            Console.Out.WriteLine(string.Format(CultureInfo.InvariantCulture, done, 1));
                            return 0;
                        }

                        if (!parsed.GetValue(every))
                        {
                            throw new FormatException(
                                $"Name one (itam work {name} 17), or take all of them with --all, if you like narrowed by --tenant, --connection or --kind."
                            );
                        }

                        Console.Out.WriteLine(
                            string.Format(CultureInfo.InvariantCulture, done, await all(queue, filter.Of(parsed), cancellationToken))
                        );
                        return 0;
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static Argument<long?> IdArgument() => new("id") { Description = "The number that 'itam work list' shows" };

    private static int NoSuchLetter(long id)
    {
        CommandRunner.Complain($"There is no dead letter {id}, or its content is past its 30 days. See: itam work list");
        return 1;
    }

    private static Task<int> WithQueueAsync(string? config, Func<WorkQueue, Task<int>> command, CancellationToken cancellationToken) =>
        CommandRunner.RunAsync(async () =>
        {
            await using var host = await ToolHost.OpenAsync(config, cancellationToken);
            return await command(new WorkQueue(host.Database, new WorkOptions(), new Backoff(Random.Shared.NextDouble), TimeProvider.System));
        });

    private static void WriteSummary(WorkSummary summary)
    {
        if (summary.Counts.Count == 0)
        {
            AnsiConsole.WriteLine("The queue is empty.");
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("kind", "state", "count", "oldest");
        foreach (var count in summary.Counts)
        {
            table.AddRow(
                new Text(count.Kind),
                new Text(count.Phase.ToString().ToLowerInvariant()),
                new Text(count.Count.ToString(CultureInfo.InvariantCulture)),
                new Text(Age(count.OldestAge))
            );
        }

        AnsiConsole.Write(table);
    }

    private static void WriteLetters(IReadOnlyList<DeadLetter> letters)
    {
        if (letters.Count == 0)
        {
            AnsiConsole.WriteLine("No dead letters: nothing was given up.");
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("id", "died (UTC)", "connection", "kind", "what it is about", "cause");
        foreach (var letter in letters)
        {
            table.AddRow(
                new Text(letter.Id.ToString(CultureInfo.InvariantCulture)),
                new Text(letter.DiedAt.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)),
                new Text(letter.Connection ?? "-"),
                new Text(letter.Kind),
                new Text(letter.OrderingKey.Length > 0 ? letter.OrderingKey : "-"),
                new Text(letter.Cause)
            );
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine("Look closer: itam work show ID · try again: itam work replay ID · give up: itam work discard ID");
    }

    private static void WriteDetail(DeadLetterDetail detail)
    {
        var letter = detail.Letter;
        var grid = new Grid().AddColumn().AddColumn();
        Row("id", letter.Id.ToString(CultureInfo.InvariantCulture));
        Row("tenant", letter.Tenant.Value);
        Row("connection", letter.Connection ?? "-");
        Row("kind", letter.Kind);
        Row("about", letter.OrderingKey.Length > 0 ? letter.OrderingKey : "-");
        Row("came", letter.CreatedAt.ToString("u", CultureInfo.InvariantCulture));
        Row("died", letter.DiedAt.ToString("u", CultureInfo.InvariantCulture));
        Row("attempts", letter.Attempts.ToString(CultureInfo.InvariantCulture));
        Row("cause", letter.Cause);
        Row("content", detail.Payload ?? "deleted after 30 days; it cannot be replayed");
        AnsiConsole.Write(grid);

        void Row(string name, string value) => grid.AddRow(new Text(name, new Style(decoration: Decoration.Bold)), new Text(value));
    }

    private static string Age(TimeSpan age) =>
        age.TotalHours >= 48 ? $"{age.Days} d"
        : age.TotalMinutes >= 90 ? $"{(int)age.TotalHours} h"
        : age.TotalSeconds >= 90 ? $"{(int)age.TotalMinutes} min"
        : $"{(int)age.TotalSeconds} s";

    private sealed class FilterOptions
    {
        private readonly Option<string?> _tenant = new("--tenant") { Description = "Only of this tenant" };
        private readonly Option<string?> _connection = new("--connection") { Description = "Only of this connection" };
        private readonly Option<string?> _kind = new("--kind") { Description = "Only of this kind" };

        public Option<string?> Config { get; } = CommonOptions.Config();

        public void AddTo(Command command)
        {
            command.Add(_tenant);
            command.Add(_connection);
            command.Add(_kind);
            command.Add(Config);
        }

        public DeadLetterFilter Of(ParseResult parsed) =>
            new(parsed.GetValue(_tenant) is { } tenant ? TenantId.Parse(tenant) : null, parsed.GetValue(_kind), parsed.GetValue(_connection));
    }
}
