using Itam.Context.Sources;
using Itam.Sandbox.Sources.SnipeIt;

namespace Itam.Context.Tests.Sources.SnipeIt;

public sealed class What_changed_is_read_again : IAsyncLifetime
{
    private static readonly DateTimeOffset LongAgo = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private SnipeItBench Bench { get; } = new();

    public Task InitializeAsync()
    {
        Bench.Instance.MaxResults = 4;
        return Bench.InitializeAsync();
    }

    public Task DisposeAsync() => Bench.DisposeAsync();

    [Fact]
    public async Task Only_what_changed_since_the_last_read_comes_also_when_it_was_archived()
    {
        for (var n = 1; n <= 10; n++)
        {
            Bench.Instance.AddAsset(n, $"PF3ABC{n:00}", changed: LongAgo.AddHours(n));
            Bench.Instance.AddUser(n, "User" + n, "Test", changed: LongAgo.AddHours(n));
        }

        var mark = (await Bench.ReadAsync())[^1].HighWater;
        Change(2, LongAgo.AddDays(2));
        Change(5, LongAgo.AddDays(3));
        Bench.Instance.Assets[6]["status_label"]!["status_type"] = "archived";
        Change(7, LongAgo.AddDays(4));

        var pages = await Bench.ReadAsync(new SourceRead(mark, null));

        // The newest of the last read comes again: it is as old as the mark.
        pages.SelectMany(p => p.Records).OfType<DeviceRecord>().Select(d => d.SourceId).Should().BeEquivalentTo("2", "5", "7", "10");
        pages.SelectMany(p => p.Records).OfType<PersonRecord>().Select(p => p.SourceId).Should().BeEquivalentTo("10");
        pages.Should().OnlyContain(p => !p.Complete);
        (await Bench.ReadAsync(new SourceRead(pages[^1].HighWater, null)))
            .SelectMany(p => p.Records)
            .OfType<DeviceRecord>()
            .Select(d => d.SourceId)
            .Should()
            .BeEquivalentTo("5", "7");
    }

    [Fact]
    public async Task A_list_that_is_not_sorted_by_change_is_read_whole()
    {
        string[] names = ["Dana", "Ben", "Cleo", "Ada", "Eve", "Finn"];
        for (var n = 0; n < names.Length; n++)
        {
            Bench.Instance.AddUser(n + 1, names[n], "Test", changed: LongAgo.AddHours(n));
        }

        var mark = (await Bench.ReadAsync())[^1].HighWater;
        Bench.Instance.SortsUsersByFirstName = true;
        Bench.Instance.Users[5]["updated_at"] = SnipeItRows.Moment(Bench.Instance, LongAgo.AddDays(9));

        var pages = await Bench.ReadAsync(new SourceRead(mark, null));

        pages.SelectMany(p => p.Records).Select(r => r.SourceId).Should().Equal("1", "2", "3", "4", "5", "6");
    }

    [Fact]
    public async Task A_mark_nobody_understands_reads_everything()
    {
        Bench.Instance.AddAsset(1, "PF3ABC01", changed: LongAgo);

        var pages = await Bench.ReadAsync(new SourceRead("nonsense", "nonsense"));

        pages.SelectMany(p => p.Records).Should().ContainSingle();
        pages[^1].Complete.Should().BeFalse();
    }

    private void Change(int id, DateTimeOffset at) => Bench.Instance.Assets[id - 1]["updated_at"] = SnipeItRows.Moment(Bench.Instance, at);
}
