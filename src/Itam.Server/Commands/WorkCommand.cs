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
        var command = new Command("list", "Count what waits, and list what failed: what is tried again and what was given up");
        filter.AddTo(command);
        command.SetAction(
            (parsed, cancellationToken) =>
                WithQueueAsync(
                    parsed.GetValue(filter.Config),
                    async queue =>
                    {
                        WriteSummary(await queue.SummariseAsync(filter.Of(parsed).Tenant, cancellationToken));
                        WriteWaiting(await queue.ListWaitingAsync(filter.Of(parsed), Limit, cancellationToken));
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
        var command = new Command("show", "Show one dead letter or one that is tried again, with its cause") { id, config };
        command.SetAction(
            (parsed, cancellationToken) =>
                WithQueueAsync(
                    parsed.GetValue(config),
                    async queue =>
                    {
                        var number = parsed.GetValue(id)!.Value;
                        if (await queue.ShowDeadLetterAsync(number, cancellationToken) is { } dead)
                        {
                            WriteDetail(dead);
                        }
                        else if (await queue.ShowWaitingAsync(number, cancellationToken) is { } waiting)
                        {
                            WriteDetail(waiting);
                        }
                        else
                        {
                            return NoSuchWork(number);
                        }

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
            "Try again now: dead letters, and what waits for its next attempt",
            (queue, id, token) => queue.ReplayAsync(id, token),
            (queue, filter, token) => queue.ReplayAsync(filter, token),
            "Queued again: {0}. Watch them with: itam work list",
            ofOneConnection: true
        );

    private static Command Discard() =>
        OneOrAll(
            "discard",
            "Delete dead letters for good",
            (queue, id, token) => queue.DiscardAsync(id, token),
            (queue, filter, token) => queue.DiscardAsync(filter, token),
            "Deleted: {0}.",
            ofOneConnection: false
        );

    private static Command OneOrAll(
        string name,
        string description,
        Func<WorkQueue, long, CancellationToken, Task<bool>> one,
        Func<WorkQueue, DeadLetterFilter, CancellationToken, Task<int>> all,
        string done,
        bool ofOneConnection
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
                                return NoSuchWork(number);
                            }

                            Console.Out.WriteLine(string.Format(CultureInfo.InvariantCulture, done, 1));
                            return 0;
                        }

                        // A connection that was mended is the usual case, and its name is narrow enough.
                        if (!parsed.GetValue(every) && !(ofOneConnection && filter.Of(parsed).Connection is not null))
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

    private static int NoSuchWork(long id)
    {
        CommandRunner.Complain($"No work {id} has failed, or its content is past its 30 days. See: itam work list");
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

    private static void WriteWaiting(IReadOnlyList<WaitingWork> waiting)
    {
        if (waiting.Count == 0)
        {
            return;
        }

        AnsiConsole.WriteLine("Failed and tried again by itself; held: its connection has to be mended first (itam doctor):");
        Table(
            ["id", "next try (UTC)", "state", "connection", "kind", "what it is about", "cause"],
            waiting.Select(w => new[] { Id(w.Id), Minute(w.NextAt), State(w), w.Connection ?? "-", w.Kind, About(w.OrderingKey), w.Cause })
        );
        AnsiConsole.WriteLine("Mended? Do not wait: itam work replay --connection NAME, or itam work replay ID");
    }

    private static void WriteLetters(IReadOnlyList<DeadLetter> letters)
    {
        if (letters.Count == 0)
        {
            AnsiConsole.WriteLine("No dead letters: nothing was given up.");
            return;
        }

        Table(
            ["id", "died (UTC)", "connection", "kind", "what it is about", "cause"],
            letters.Select(l => new[] { Id(l.Id), Minute(l.DiedAt), l.Connection ?? "-", l.Kind, About(l.OrderingKey), l.Cause })
        );
        AnsiConsole.WriteLine("Look closer: itam work show ID · try again: itam work replay ID · give up: itam work discard ID");
    }

    private static void Table(string[] columns, IEnumerable<string[]> rows)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns(columns);
        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => new Text(cell)));
        }

        AnsiConsole.Write(table);
    }

    private static void WriteDetail(DeadLetterDetail detail)
    {
        var letter = detail.Letter;
        Grid([
            ("id", Id(letter.Id)),
            ("tenant", letter.Tenant.Value),
            ("connection", letter.Connection ?? "-"),
            ("kind", letter.Kind),
            ("about", About(letter.OrderingKey)),
            ("came", Second(letter.CreatedAt)),
            ("died", Second(letter.DiedAt)),
            ("attempts", letter.Attempts.ToString(CultureInfo.InvariantCulture)),
            ("cause", letter.Cause),
            ("content", detail.Payload ?? "deleted after 30 days; it cannot be replayed"),
        ]);
    }

    private static void WriteDetail(WaitingWorkDetail detail)
    {
        var work = detail.Work;
        Grid([
            ("id", Id(work.Id)),
            ("tenant", work.Tenant.Value),
            ("connection", work.Connection ?? "-"),
            ("kind", work.Kind),
            ("about", About(work.OrderingKey)),
            ("state", work.HeldSince is { } since ? $"held since {Second(since)}: the connection has to be mended" : State(work)),
            ("came", Second(work.CreatedAt)),
            ("failed", Second(work.FailedAt)),
            ("next try", Second(work.NextAt)),
            ("attempts", work.Attempts.ToString(CultureInfo.InvariantCulture)),
            ("cause", work.Cause),
            ("content", detail.Payload),
        ]);
    }

    private static void Grid(IEnumerable<(string Name, string Value)> rows)
    {
        var grid = new Grid().AddColumn().AddColumn();
        foreach (var (name, value) in rows)
        {
            grid.AddRow(new Text(name, new Style(decoration: Decoration.Bold)), new Text(value));
        }

        AnsiConsole.Write(grid);
    }

    private static string Id(long id) => id.ToString(CultureInfo.InvariantCulture);

    private static string About(string orderingKey) => orderingKey.Length > 0 ? orderingKey : "-";

    private static string State(WaitingWork work) => work.HeldSince is null ? "tried again" : "held";

    private static string Minute(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Second(DateTimeOffset at) => at.ToString("u", CultureInfo.InvariantCulture);

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
