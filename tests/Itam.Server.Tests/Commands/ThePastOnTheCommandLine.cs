using Itam.Context;
using Itam.Context.Storage;
using Itam.Sandbox;
using Itam.Sandbox.Company;
using Itam.Sandbox.Faults;
using Itam.Testing;
using Microsoft.EntityFrameworkCore;

namespace Itam.Server.Tests.Commands;

/// <summary>The demo company's desks have 600 past tickets; a new installation reads them and knows the bad batch.</summary>
public sealed class ThePastOnTheCommandLine : IAsyncLifetime
{
    private readonly ItamTool _tool = new();
    private SandboxHost _sandbox = null!;
    private int _notes;

    public async Task InitializeAsync()
    {
        var company = DemoCompany.Create(TimeProvider.System.GetUtcNow());
        _sandbox = await SandboxHost.StartAsync(company, EmulatedDesks.Create(TimeProvider.System), TimeProvider.System, pastInTurn: true);
        foreach (var desk in _sandbox.Desks)
        {
            _tool.With($"Connections:{desk.Name}:Kind", desk.Name);
            foreach (var (name, value) in desk.ConnectionSettings(_sandbox.Address))
            {
                _tool.With($"Connections:{desk.Name}:{name}", value);
            }
        }

        CompanyCsv.Write(company, _tool.Folder, DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime), _ => null);
        var import = await _tool.RunAsync("import", "people.csv", "devices.csv");
        import.ExitCode.Should().Be(0, import.Errors);
        _notes = Notes();
    }

    public async Task DisposeAsync()
    {
        await _sandbox.DisposeAsync();
        _tool.Dispose();
    }

    [Fact]
    public async Task The_bad_batch_is_suspected_once_the_past_is_read_and_no_healthy_model_is()
    {
        (await _tool.RunAsync("context", DemoStories.BadBatteries.Device)).Output.Should().NotContain("suspected batch");

        var read = await _tool.RunAsync("history");

        read.ExitCode.Should().Be(0, read.Errors);
        read.Output.Should().MatchRegex(@"freshservice\s+Freshservice\s+\S+\s+1\d\d\s+1\d\d\s+\d+\s+0").And.Contain("jira").And.Contain("servicenow");
        (await _tool.RunAsync("context", DemoStories.BadBatteries.Device))
            .Output.Should()
            .MatchRegex(@"\d+ of 24 .* had battery tickets")
            .And.Contain("suspected batch");
        (await _tool.RunAsync("context", DemoStories.Ordinary.Device)).Output.Should().NotContain("suspected");
        Notes().Should().Be(_notes, "the past is read, not written to");
        await using var database = Database.From($"Data Source={Path.Combine(_tool.Folder, "data", "itam.db")}");
        await using var db = database.Open(TenantId.Parse("main"));
        (await db.Work.CountAsync()).Should().Be(0);
    }

    [Fact]
    public async Task Reading_it_again_finds_nothing_new_and_one_desk_can_be_read_alone()
    {
        var first = await _tool.RunAsync("history", "jira");
        var again = await _tool.RunAsync("history", "jira");

        first.Output.Should().NotContain("servicenow");
        again.Output.Should().MatchRegex(@"jira\s+Jira Service Management\s+\S+\s+1\d\d\s+0\s+\d+\s+0");
    }

    [Fact]
    public async Task A_desk_that_fails_is_said_and_the_others_are_read()
    {
        _sandbox.Desk("jira").Faults.Add(FaultKind.Forbidden, int.MaxValue);

        var result = await _tool.RunAsync("history");

        result.ExitCode.Should().Be(1);
        result.Errors.Should().Contain("jira failed").And.Contain("run it again to go on");
        result.Output.Should().MatchRegex(@"servicenow\s+ServiceNow\s+\S+\s+1\d\d\s+1\d\d");
    }

    [Fact]
    public async Task What_is_switched_off_or_misspelt_is_said()
    {
        (await _tool.RunAsync("history", "jirra")).Errors.Should().Contain("There is no desk 'jirra'. Connected: freshservice, jira, servicenow.");

        _tool.With("Connections:jira:HistoryDays", "0");
        var off = await _tool.RunAsync("history", "jira");
        (off.ExitCode, off.Errors).Should().Match<(int, string)>(r => r.Item1 == 2 && r.Item2.Contains("HistoryDays is 0 for jira"));

        _tool.With("Connections:jira:HistoryDays", "-1");
        (await _tool.RunAsync("history")).Errors.Should().Contain("Connections:jira:HistoryDays is '-1', not a number from 0 to 3650");
    }

    private int Notes() => _sandbox.Desks.Sum(d => d.Numbers.Sum(n => d.View(n).Notes.Count));
}
