using System.Globalization;
using Itam.Context.Desks;
using Itam.Context.Enrichment;
using Itam.Context.Storage;
using Itam.Context.Work;
using Itam.Sandbox;
using Itam.Sandbox.Faults;
using Itam.Testing;

namespace Itam.Server.Tests.Commands;

public sealed class TheDesksOnTheCommandLine : IAsyncLifetime
{
    private readonly ItamTool _tool = new();
    private SandboxHost _sandbox = null!;

    public static TheoryData<string> Desks => ["jira", "servicenow", "freshservice"];

    public async Task InitializeAsync()
    {
        _sandbox = await SandboxHost.StartAsync(SmallCompany.Create(), EmulatedDesks.Create(TimeProvider.System), TimeProvider.System);
        foreach (var desk in _sandbox.Desks)
        {
            _tool.With($"Connections:{desk.Name}:Kind", desk.Name);
            foreach (var (name, value) in desk.ConnectionSettings(_sandbox.Address))
            {
                _tool.With($"Connections:{desk.Name}:{name}", value);
            }
        }
    }

    public async Task DisposeAsync()
    {
        await _sandbox.DisposeAsync();
        _tool.Dispose();
    }

    [Fact]
    public async Task Doctor_finds_three_healthy_desks()
    {
        var result = await _tool.RunAsync("doctor");

        result.Output.Should().Contain("3 connection(s) configured").And.Contain("All is well.").And.NotContain("✕");
        result.ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task Doctor_warns_before_the_credential_of_any_desk_ends()
    {
        var day = TimeProvider.System.GetUtcNow().AddDays(6).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        foreach (var desk in _sandbox.Desks)
        {
            _tool.With($"Connections:{desk.Name}:CredentialExpiresOn", day);
        }

        var result = await _tool.RunAsync("doctor");

        result.ExitCode.Should().Be(1);
        result.Output.Split($"It ends on {day}").Should().HaveCount(1 + 3, "each of the three desks has its line");
        result.Output.Should().Contain("move CredentialExpiresOn");
    }

    [Fact]
    public async Task A_day_that_is_none_stops_the_start()
    {
        _tool.With("Connections:freshservice:CredentialExpiresOn", "next spring");

        var result = await _tool.RunAsync("doctor");

        result.ExitCode.Should().Be(2);
        result.Output.Should().Contain("Connections:freshservice:CredentialExpiresOn").And.Contain("2027-06-30");
    }

    [Theory]
    [MemberData(nameof(Desks))]
    public async Task Doctor_says_what_is_wrong_with_a_desk_and_how_to_mend_it(string name)
    {
        _sandbox.Desk(name).Faults.Add(FaultKind.Unauthorized, int.MaxValue);

        var result = await _tool.RunAsync("doctor");

        result.ExitCode.Should().Be(1);
        result.Output.Should().Contain("✕").And.Contain("    → ").And.MatchRegex("[0-9]+ check\\(s\\) failed");
    }

    [Theory]
    [MemberData(nameof(Desks))]
    public async Task Context_prints_the_report_of_a_ticket(string name)
    {
        var number = await _sandbox.Desk(name).RaiseAsync(new NewTicket("dana@example.com", "Slow", "It is slow."), default);

        var result = await _tool.RunAsync("context", name, number);

        result.ExitCode.Should().Be(0, result.Errors);
        result.Output.Should().StartWith("Asset context").And.Contain("Dana Demo").And.Contain("No device is known");
        _sandbox.Desk(name).View(number).Notes.Should().BeEmpty("looking writes nothing");
    }

    [Fact]
    public async Task Context_names_the_connections_when_one_is_misspelt()
    {
        var result = await _tool.RunAsync("context", "jirra", "HELP-1");

        result.ExitCode.Should().Be(1);
        result.Errors.Should().Contain("There is no connection 'jirra'. Configured: freshservice, jira, servicenow.");
    }

    [Fact]
    public async Task Work_that_was_given_up_is_listed_explained_replayed_and_discarded()
    {
        await BuryAsync("42", "the ticket is gone");
        await BuryAsync("43", "the note is refused");

        var list = await _tool.RunAsync("work", "list");
        list.Output.Should().Contain("the ticket is gone").And.Contain("the note is refused").And.Contain("enrich-ticket").And.Contain("jira");

        var show = await _tool.RunAsync("work", "show", "1");
        show.Output.Should().Contain("the ticket is gone").And.Contain("\"TicketId\":\"42\"");

        (await _tool.RunAsync("work", "replay", "1")).Output.Should().Contain("Queued again: 1");
        (await _tool.RunAsync("work", "replay", "1")).ExitCode.Should().Be(1);
        (await _tool.RunAsync("work", "replay")).Errors.Should().Contain("Name one");
        (await _tool.RunAsync("work", "discard", "--all", "--connection", "jira")).Output.Should().Contain("Deleted: 1");
        (await _tool.RunAsync("work", "list")).Output.Should().Contain("No dead letters");
    }

    [Fact]
    public async Task Work_that_is_held_is_listed_with_its_cause_and_tried_again_when_its_connection_is_mended()
    {
        await EndAsync("42", new WorkOutcome.Hold("sign in to jira again"));

        (await _tool.RunAsync("work", "list")).Output.Should().Contain("held").And.Contain("sign in to jira again").And.Contain("--connection");
        (await _tool.RunAsync("work", "show", "1")).Output.Should().Contain("held since").And.Contain("next try").And.Contain("\"TicketId\":\"42\"");
        (await _tool.RunAsync("work", "discard", "--connection", "jira")).Errors.Should().Contain("Name one");
        (await _tool.RunAsync("work", "replay", "--connection", "jira")).Output.Should().Contain("Queued again: 1");
        (await _tool.RunAsync("work", "list")).Output.Should().NotContain("sign in to jira again").And.Contain("due");
    }

    private Task BuryAsync(string ticket, string cause) => EndAsync(ticket, new WorkOutcome.Dead(cause));

    private async Task EndAsync(string ticket, WorkOutcome outcome)
    {
        await using var database = Database.From($"Data Source={Path.Combine(_tool.Folder, "data", "itam.db")}");
        await database.MigrateAsync(default);
        var queue = new WorkQueue(database, new WorkOptions(), new Backoff(() => 0.5), TimeProvider.System);
        var tenant = Itam.Context.TenantId.Parse("main");
        var work = EnrichTicketWork.For(new TicketRef(tenant, "jira", ticket));
        await database.WriteAsync(
            tenant,
            (db, _) =>
            {
                db.Enqueue(work, TimeProvider.System.GetUtcNow());
                return Task.CompletedTask;
            },
            default
        );
        var item = (await queue.ClaimAsync(1, default)).Single();
        await queue.SettleAsync(item, outcome, default);
    }
}
