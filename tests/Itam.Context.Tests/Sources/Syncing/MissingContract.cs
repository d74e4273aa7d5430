using Itam.Context.Sources;
using Itam.Context.Sources.Records;
using Itam.Testing.Databases;
using static Itam.Context.Tests.Sources.Syncing.SyncBench;

namespace Itam.Context.Tests.Sources.Syncing;

/// <summary>Only a walk that listed everything can find something missing, and only the second one in a row takes it away.</summary>
public abstract class MissingContract(TestEngine engine) : IAsyncLifetime
{
    private SyncBench _bench = null!;

    public async Task InitializeAsync() => _bench = await SyncBench.CreateAsync(engine);

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task Missing_once_is_noted_missing_twice_marks_the_device_and_coming_back_revives_it()
    {
        var mdm = Mdm(Record("1", "PF3AAAA"), Record("2", "PF3BBBB"));
        await _bench.SyncAsync(mdm);
        var id = (await _bench.DevicesAsync()).Single(d => d.Serial == "PF3BBBB").Id;
        mdm.Records = [mdm.Records[0]];

        (await _bench.SyncAsync(mdm, full: true)).Missing.Should().Be(1);
        (await _bench.DevicesAsync()).Should().OnlyContain(d => d.GoneSince == null);
        await _bench.SyncAsync(mdm, full: true);
        (await _bench.DevicesAsync()).Single(d => d.GoneSince != null).Should().BeEquivalentTo(new { Id = id, Serial = "PF3BBBB" });

        mdm.Records = [mdm.Records[0], Record("2b", "PF3BBBB")];
        await _bench.SyncAsync(mdm, full: true);
        (await _bench.DevicesAsync()).Should().HaveCount(2).And.ContainSingle(d => d.Id == id && d.GoneSince == null);
    }

    [Fact]
    public async Task A_run_that_breaks_off_takes_nothing_away_and_goes_on_where_it_stopped()
    {
        var mdm = Mdm([.. Enumerable.Range(0, 10).Select(i => Record($"{i}", $"PF3AAA{i}"))]);
        mdm.PageSize = 3;
        await _bench.SyncAsync(mdm);
        mdm.BreakAfter = 2;

        for (var i = 0; i < 3; i++)
        {
            var broken = await _bench.SyncAsync(mdm, full: true);
            (broken.Failure, broken.Missing).Should().Be(i == 1 ? (null, 0) : ("intune broke off.", 0));
        }

        mdm.Reads.Select(r => r.ResumeFrom).Should().Equal(null, null, "2", null);
        (await _bench.DevicesAsync()).Should().HaveCount(10).And.OnlyContain(d => d.GoneSince == null);
        (await _bench.StateAsync("intune")).Should().BeEquivalentTo(new { LastError = "intune broke off.", ResumeFrom = "2" });
    }

    [Fact]
    public async Task A_walk_that_is_not_complete_finds_nothing_missing()
    {
        var mdm = Mdm(Record("1", "PF3AAAA"), Record("2", "PF3BBBB"));
        await _bench.SyncAsync(mdm);
        (mdm.Records, mdm.Complete) = ([mdm.Records[0]], false);
        for (var i = 0; i < 3; i++)
        {
            (await _bench.SyncAsync(mdm, full: true)).Missing.Should().Be(0);
        }

        (await _bench.DevicesAsync()).Should().OnlyContain(d => d.GoneSince == null);
    }

    [Fact]
    public async Task Only_kinds_that_were_listed_whole_are_found_missing()
    {
        var drop = Register(Record("7", "PF3ABCDE"), new PersonRecord("p1", Now) { DisplayName = "Dana" });
        await _bench.SyncAsync(drop);
        (drop.Records, drop.CompleteFor) = ([], [RecordKind.Person]);

        (await _bench.SyncAsync(drop, full: true)).Missing.Should().Be(1);
        await _bench.SyncAsync(drop, full: true);

        (await _bench.DevicesAsync()).Should().ContainSingle(d => d.GoneSince == null);
    }

    [Fact]
    public async Task An_entry_that_is_listed_but_cannot_be_read_is_not_missing()
    {
        var mdm = Mdm(Record("1", "PF3AAAA"), Record("2", "PF3BBBB"));
        await _bench.SyncAsync(mdm);
        (mdm.Records, mdm.Unreadable) = ([mdm.Records[0]], ["2"]);

        for (var i = 0; i < 2; i++)
        {
            var result = await _bench.SyncAsync(mdm, full: true);
            (result.Rejected, result.Missing).Should().Be((1, 0));
        }

        (await _bench.DevicesAsync()).Should().HaveCount(2).And.OnlyContain(d => d.GoneSince == null);
    }

    private static FakeSource Mdm(params SourceRecord[] records) => new("intune") { Records = [.. records] };

    private static FakeSource Register(params SourceRecord[] records) => new("snipe", SourceRole.AssetRegister) { Records = [.. records] };
}

public sealed class MissingOnSqlite() : MissingContract(TestEngine.Sqlite);

public sealed class MissingOnPostgres() : MissingContract(TestEngine.Postgres);
