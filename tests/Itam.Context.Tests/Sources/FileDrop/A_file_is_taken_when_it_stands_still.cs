using Itam.Context.Sources;

namespace Itam.Context.Tests.Sources.FileDrop;

public sealed class A_file_is_taken_when_it_stands_still : IDisposable
{
    private readonly DropBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_file_that_grows_while_we_look_is_left_for_the_next_read()
    {
        var growing = _bench.Write("devices.csv", "Asset tag\nLT-1001\n", DropBench.Monday);
        _bench.Write("people.csv", "Email\nada@example.com\n", DropBench.Monday.AddHours(1));
        _bench.Time.WhileWaiting = () => File.AppendAllText(growing, "LT-1002\n");

        var first = await _bench.ReadAsync();

        first.SelectMany(p => p.Records).Should().ContainSingle().Which.Should().BeOfType<PersonRecord>();
        first[^1].Complete.Should().BeFalse();
        _bench.Time.Pauses.Should().Equal(TimeSpan.FromSeconds(10));

        _bench.Time.WhileWaiting = null;
        var second = await _bench.ReadAsync(first[^1].HighWater);

        second.SelectMany(p => p.Records).OfType<DeviceRecord>().Select(d => d.SourceId).Should().Equal("tag LT-1001", "tag LT-1002");
    }

    [Fact]
    public async Task A_file_of_the_same_size_with_another_time_is_not_still()
    {
        var path = _bench.Write("devices.csv", "Asset tag\nLT-1001\n");
        _bench.Time.WhileWaiting = () => _bench.Write("devices.csv", "Asset tag\nLT-1002\n", DropBench.Monday.AddSeconds(5));

        (await _bench.ReadAsync()).SelectMany(p => p.Records).Should().BeEmpty();
        File.Exists(path).Should().BeTrue();
    }

    [Fact]
    public async Task A_file_that_is_taken_away_while_we_look_breaks_nothing()
    {
        var path = _bench.Write("devices.csv", "Asset tag\nLT-1001\n");
        _bench.Time.WhileWaiting = () => File.Delete(path);

        var pages = await _bench.ReadAsync();

        pages.Should().ContainSingle().Which.Complete.Should().BeFalse();
    }

    [Fact]
    public async Task Only_newer_files_are_read_again_and_nothing_is_waited_for_when_there_are_none()
    {
        _bench.Write("devices.csv", "Asset tag\nLT-1001\n");
        _bench.Write("people.csv", "Email\nada@example.com\n");
        var mark = (await _bench.ReadAsync())[^1].HighWater;
        _bench.Time.Pauses.Clear();

        var nothing = await _bench.ReadAsync(mark);

        nothing.SelectMany(p => p.Records).Should().BeEmpty();
        nothing[^1].HighWater.Should().Be(mark);
        _bench.Time.Pauses.Should().BeEmpty();

        _bench.Write("people.csv", "Email\nbo@example.com\n", DropBench.Monday.AddDays(1));
        var changed = await _bench.ReadAsync(mark);

        changed.SelectMany(p => p.Records).Select(r => r.SourceId).Should().Equal("bo@example.com");
        changed[^1].Complete.Should().BeFalse("the device file was not read");
        changed[^1].HighWater.Should().StartWith(new DateTimeOffset(DropBench.Monday.AddDays(1)).ToString("O"));
    }

    [Fact]
    public async Task A_new_seat_list_tells_the_licenses_again()
    {
        _bench.Write("licenses.csv", "Product,Publisher,Owned\nVisio,Microsoft,5\n");
        _bench.Write("seats.csv", "Product,Email\nVisio,ada@example.com\n");
        var mark = (await _bench.ReadAsync())[^1].HighWater;
        _bench.Write("seats.csv", "Product,Email\nVisio,ada@example.com\nVisio,bo@example.com\n", DropBench.Monday.AddDays(1));

        var license = (await _bench.ReadAsync(mark)).SelectMany(p => p.Records).OfType<LicenseRecord>().Single();

        (license.Owned, license.Seats!.Value.Length).Should().Be((5, 2));
    }

    [Fact]
    public async Task Of_two_files_about_one_device_the_later_one_comes_last()
    {
        _bench.Write("devices-b.csv", "Asset tag,Location\nLT-1001,Berlin\n", DropBench.Monday);
        _bench.Write("devices-a.csv", "Asset tag,Location\nLT-1001,Hamburg\n", DropBench.Monday.AddDays(1));

        var devices = (await _bench.ReadAsync()).SelectMany(p => p.Records).OfType<DeviceRecord>().ToArray();

        devices.Select(d => d.Location).Should().Equal("Berlin", "Hamburg");
        devices[1].AsOf.Should().BeAfter(devices[0].AsOf);
    }
}
