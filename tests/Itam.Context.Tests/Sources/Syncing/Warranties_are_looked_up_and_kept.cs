using Itam.Context.Connections;
using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Context.Sources.Syncing;

namespace Itam.Context.Tests.Sources.Syncing;

public sealed class Warranties_are_looked_up_and_kept : IAsyncLifetime
{
    private readonly Vendor _vendor = new();
    private SyncBench _bench = null!;

    public async Task InitializeAsync()
    {
        _bench = await SyncBench.CreateAsync();
        await _bench.AddImportedAsync(d => (d.Serial, d.Manufacturer) = ("PF3AAAA", "LENOVO"));
        await _bench.AddImportedAsync(d => (d.Serial, d.Manufacturer) = ("PF3BBBB", "Lenovo"));
        await _bench.AddImportedAsync(d => (d.Serial, d.Manufacturer) = ("C02AAAA", "Somebody else"));
    }

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task Only_what_the_vendor_covers_is_asked_in_batches_and_again_after_30_days()
    {
        await RunAsync();
        _vendor.Asked.Should().BeEquivalentTo("PF3AAAA", "PF3BBBB");
        (await WarrantiesAsync("PF3AAAA")).Should().ContainSingle(w => w.Lookup == WarrantyLookup.Found && w.EndsOn == new DateOnly(2027, 1, 1));

        await AdvanceAsync(29);
        _vendor.Asked.Should().HaveCount(2);
        await AdvanceAsync(1);
        _vendor.Asked.Should().HaveCount(4);
    }

    [Fact]
    public async Task A_failed_look_up_keeps_the_good_answer_and_is_tried_on_the_next_day()
    {
        await RunAsync();
        _vendor.Answer = s => new WarrantyAnswer(s, WarrantyLookup.Failed, []);
        await AdvanceAsync(30);

        (await WarrantiesAsync("PF3AAAA")).Select(w => w.Lookup).Should().BeEquivalentTo([WarrantyLookup.Found, WarrantyLookup.Failed]);
        _vendor.Asked.Clear();
        await RunAsync();
        _vendor.Asked.Should().BeEmpty();
        _vendor.Answer = s => new WarrantyAnswer(s, WarrantyLookup.NoneFound, []);
        await AdvanceAsync(1);

        (await WarrantiesAsync("PF3AAAA")).Should().ContainSingle(w => w.Lookup == WarrantyLookup.NoneFound);
    }

    [Fact]
    public async Task A_vendor_that_does_not_answer_costs_nothing()
    {
        await RunAsync();
        _vendor.Answer = _ => throw new ConnectionException(ConnectionFailure.Retry, "The vendor is closed.");
        _bench.Time.Advance(TimeSpan.FromDays(31));

        (await RunAsync()).Failure.Should().Be("The vendor is closed.");
        (await WarrantiesAsync("PF3AAAA")).Select(w => w.Lookup).Should().BeEquivalentTo([WarrantyLookup.Found, WarrantyLookup.Failed]);
    }

    [Fact]
    public async Task A_vendor_that_asks_for_a_pause_is_left_alone_at_once()
    {
        _vendor.Answer = _ => throw new ConnectionException(ConnectionFailure.Retry, "Too many calls.", TimeSpan.FromMinutes(1));

        (await RunAsync()).Should().BeEquivalentTo(new { Asked = 0, Failure = "Too many calls." });
        _vendor.Asked.Should().ContainSingle();
        (await WarrantiesAsync("PF3AAAA")).Should().BeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_serial_on_which_the_vendor_always_breaks_costs_no_other_its_answer(int batchSize)
    {
        await _bench.AddImportedAsync(d => (d.Serial, d.Manufacturer) = ("PF3CCCC", "Lenovo"));
        _vendor.BatchSize = batchSize;
        var good = _vendor.Answer;
        _vendor.Answer = s => s == "PF3AAAA" ? throw new ConnectionException(ConnectionFailure.Retry, "The vendor broke.") : good(s);

        (await RunAsync()).Failure.Should().Be("The vendor broke.");
        await AdvanceAsync(1);

        (await WarrantiesAsync("PF3AAAA")).Should().ContainSingle(w => w.Lookup == WarrantyLookup.Failed);
        (await WarrantiesAsync("PF3BBBB")).Should().ContainSingle(w => w.Lookup == WarrantyLookup.Found);
        (await WarrantiesAsync("PF3CCCC")).Should().ContainSingle(w => w.Lookup == WarrantyLookup.Found);
    }

    [Fact]
    public async Task A_vendor_that_is_not_there_is_asked_three_times_a_run()
    {
        await _bench.AddImportedAsync(d => (d.Serial, d.Manufacturer) = ("PF3CCCC", "Lenovo"));
        await _bench.AddImportedAsync(d => (d.Serial, d.Manufacturer) = ("PF3DDDD", "Lenovo"));
        _vendor.Answer = _ => throw new ConnectionException(ConnectionFailure.Retry, "The vendor is closed.");

        await RunAsync();

        _vendor.Asked.Should().HaveCount(3);
    }

    [Fact]
    public async Task A_sync_leaves_looked_up_warranties_alone_until_the_serial_changes()
    {
        await RunAsync();
        var source = new FakeSource("intune") { Records = [SyncBench.Record("1", "PF3AAAA")] };
        await _bench.SyncAsync(source);
        (await WarrantiesAsync("PF3AAAA")).Should().ContainSingle(w => w.Lookup == WarrantyLookup.Found);
    }

    [Fact]
    public async Task The_vendors_answer_wins_over_what_a_register_says_and_the_explanation_tells_so()
    {
        var typed = new WarrantyFact(WarrantyKind.Unknown, null, null, new DateOnly(2029, 1, 1));
        var register = new FakeSource("snipe", SourceRole.AssetRegister)
        {
            Records = [SyncBench.Record("1", "PF3AAAA") with { Warranties = [typed] }],
        };
        await _bench.SyncAsync(register);
        await RunAsync();
        await _bench.SyncAsync(register);

        WarrantyChoice.Of(await WarrantiesAsync("PF3AAAA"))!.EndsOn.Should().Be(new DateOnly(2027, 1, 1));
        var explained = await new DeviceExplainer(_bench.Database, _bench.Time).ExplainAsync(SyncBench.Tenant, "PF3AAAA", CancellationToken.None);
        explained[0]
            .Warranties.Should()
            .Equal(
                new WarrantyExplanation("Vendor warranty", "Base until 2027-01-01", true, "its source comes first for warranties"),
                new WarrantyExplanation("snipe", "Unknown until 2029-01-01", false, "its source comes later for warranties")
            );
    }

    private async Task AdvanceAsync(int days)
    {
        _bench.Time.Advance(TimeSpan.FromDays(days));
        await RunAsync();
    }

    private Task<WarrantyResult> RunAsync() => new WarrantyRunner(_bench.Database, _bench.Time).RunAsync(_vendor, CancellationToken.None);

    private async Task<List<Warranty>> WarrantiesAsync(string serial) => (await _bench.DevicesAsync()).Single(d => d.Serial == serial).Warranties;

    private sealed class Vendor : IWarrantySource
    {
        public List<string> Asked { get; } = [];
        public Func<string, WarrantyAnswer> Answer { get; set; } =
            serial => new WarrantyAnswer(
                serial.ToLowerInvariant(),
                WarrantyLookup.Found,
                [new WarrantyFact(WarrantyKind.Base, "Basic", null, new DateOnly(2027, 1, 1))]
            );

        public string Connection => "vendor";
        public TenantId Tenant => SyncBench.Tenant;
        public string Product => "Vendor";
        public int BatchSize { get; set; } = 1;

        public bool Covers(string manufacturer) => manufacturer == "Lenovo";

        public Task<IReadOnlyList<WarrantyAnswer>> LookUpAsync(IReadOnlyList<WarrantyQuestion> devices, CancellationToken cancellationToken)
        {
            devices.Should().HaveCountLessThanOrEqualTo(BatchSize);
            Asked.AddRange(devices.Select(d => d.Serial));
            return Task.FromResult<IReadOnlyList<WarrantyAnswer>>([.. devices.Select(d => Answer(d.Serial))]);
        }

        public Task<IReadOnlyList<ConnectionCheck>> CheckAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<ConnectionCheck>>([]);
    }
}
