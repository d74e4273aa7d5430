using Itam.Context;
using Itam.Context.Enrichment;
using Itam.Context.Storage;
using Itam.Sandbox;
using Itam.Testing;
using Microsoft.EntityFrameworkCore;

namespace Itam.Server.Tests.Commands;

public sealed class AMatchIsCorrectedOnTheCommandLine : IAsyncLifetime
{
    private static readonly TenantId Tenant = TenantId.Parse("main");
    private readonly ItamTool _tool = new();
    private SandboxHost _sandbox = null!;
    private Database _database = null!;
    private string _number = "";

    public async Task InitializeAsync()
    {
        _sandbox = await SandboxHost.StartAsync(SmallCompany.Create(), EmulatedDesks.Create(TimeProvider.System), TimeProvider.System);
        _tool.With("Connections:jira:Kind", "jira");
        foreach (var (name, value) in _sandbox.Desk("jira").ConnectionSettings(_sandbox.Address))
        {
            _tool.With($"Connections:jira:{name}", value);
        }

        _number = await _sandbox.Desk("jira").RaiseAsync(new NewTicket("dana@example.com", "Slow", "It is slow."), default);
        _database = Database.From($"Data Source={Path.Combine(_tool.Folder, "data", "itam.db")}");
        await _database.MigrateAsync(default);
        await SmallCompany.RegisterAsync(_database, Tenant);
    }

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        await _sandbox.DisposeAsync();
        _tool.Dispose();
    }

    [Fact]
    public async Task The_right_device_is_noted_and_shown_and_the_ticket_queued()
    {
        var said = await _tool.RunAsync("context", "jira", _number, "--not", "LT-0042", "--is", "pf3klmno");

        said.ExitCode.Should().Be(0, said.Errors);
        said.Output.Should()
            .Contain($"Noted: {_number} is not about LT-0042 (PF3ABCDE, ThinkPad T14 Gen 4).")
            .And.Contain($"Noted: {_number} is about LT-0107 (PF3KLMNO, ThinkPad T14 Gen 4).")
            .And.Contain("queued");
        var shown = await _tool.RunAsync("context", "jira", _number);
        shown.Output.Should().Contain("LT-0107").And.Contain("sure (0.99): chosen by an agent").And.NotContain("LT-0042");
        await using var db = _database.Open(Tenant);
        (await db.Work.CountAsync(w => w.Kind == EnrichTicketWork.Kind)).Should().Be(1, "two words, one look");
        (await db.MatchFeedback.Select(f => f.Actor).Distinct().SingleAsync()).Should().EndWith("(command line)");
    }

    [Theory]
    [InlineData(1, "has the serial, asset tag or hostname 'LT-9999'. Nothing was noted.", "jira", "#", "--is", "LT-9999")]
    [InlineData(1, "There is no connection 'jirra'", "jirra", "#", "--is", "LT-0042")]
    [InlineData(2, "--not and --is both name LT-0042", "jira", "#", "--is", "LT-0042", "--not", "PF3ABCDE")]
    [InlineData(2, "--not and --is say something about a ticket", "dana@example.com", "--is", "LT-0042")]
    public async Task What_cannot_be_meant_is_refused_in_words_and_nothing_is_noted(int exitCode, string words, params string[] arguments)
    {
        var result = await _tool.RunAsync(["context", .. arguments.Select(a => a == "#" ? _number : a)]);

        result.ExitCode.Should().Be(exitCode);
        result.Errors.Should().Contain(words);
        await using var db = _database.Open(Tenant);
        (await db.MatchFeedback.AnyAsync()).Should().BeFalse();
    }

    [Fact]
    public async Task Metrics_are_printed_for_people_and_for_machines()
    {
        var table = await _tool.RunAsync("metrics");
        var json = await _tool.RunAsync("metrics", "--json");

        table.ExitCode.Should().Be(0, table.Errors);
        table
            .Output.Should()
            .MatchRegex("Match precision +no tickets yet")
            .And.MatchRegex("Enrichment lag p95 +no notes yet")
            .And.MatchRegex("storage +100 % +2 of 2");
        var parsed = Newtonsoft.Json.Linq.JObject.Parse(json.Output);
        ((int?)parsed.SelectToken("$.Coverage[?(@.Value == 'storage')].Known")).Should().Be(2);
        parsed.SelectToken("$.Match.Precision")!.Type.Should().Be(Newtonsoft.Json.Linq.JTokenType.Null);
    }
}
