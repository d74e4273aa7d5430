using System.Runtime.CompilerServices;
using Itam.Context.Connections;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Testing.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace Itam.Context.Tests.Sources;

public class Live_values_within_a_budget
{
    private static readonly TenantId Tenant = TenantId.Parse("acme");
    private readonly ManualTime _time = new();
    private readonly Device _device = new()
    {
        Id = Guid.AllBitsSet,
        Serial = "PF3ABCDE",
        StorageFreeBytes = 1,
        Origins = new() { [nameof(Device.StorageFreeBytes)] = new Origin("Intune", ManualTime.Morning.AddDays(-1)) },
    };

    [Fact]
    public async Task A_newer_value_is_shown_with_its_source()
    {
        await RefreshAsync(new Live(Answer(ManualTime.Morning, 99)));

        _device.StorageFreeBytes.Should().Be(99);
        _device.OriginOf(nameof(Device.StorageFreeBytes)).Should().Be(new Origin("live", ManualTime.Morning));
    }

    [Fact]
    public async Task An_older_value_and_another_device_change_nothing()
    {
        await RefreshAsync(new Live(Answer(ManualTime.Morning.AddDays(-2), 99)));
        await RefreshAsync(
            new Live(Task.FromResult<IReadOnlyList<DeviceRecord>>([new("2", ManualTime.Morning) { Serial = "PF3OTHER", StorageFreeBytes = 99 }]))
        );

        _device.StorageFreeBytes.Should().Be(1);
    }

    [Fact]
    public async Task A_slow_source_is_left_out_when_the_budget_is_spent_and_the_others_count()
    {
        var refresh = RefreshAsync(new Live(new TaskCompletionSource<IReadOnlyList<DeviceRecord>>().Task), new Live(Answer(ManualTime.Morning, 99)));
        _time.Advance(TimeSpan.FromSeconds(1.4));
        refresh.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromSeconds(0.2));
        await refresh;

        _device.StorageFreeBytes.Should().Be(99);
    }

    [Fact]
    public async Task A_source_that_fails_is_left_out_with_its_values()
    {
        await RefreshAsync(new Live(Task.FromException<IReadOnlyList<DeviceRecord>>(new InvalidOperationException("broken"))));

        _device.StorageFreeBytes.Should().Be(1);
    }

    [Fact]
    public async Task A_source_without_volatile_values_is_not_asked()
    {
        await RefreshAsync(new Live(Answer(ManualTime.Morning, 99)) { TellsVolatileFacts = false });

        _device.StorageFreeBytes.Should().Be(1);
    }

    private async Task RefreshAsync(params Live[] sources)
    {
        var directory = new SourceDirectory(sources.Select(s => new SourceConnection("live", Tenant, s)));
        var live = new LiveFacts(directory, LiveOptions.Default, _time, NullLogger<LiveFacts>.Instance);
        var serial = new DeviceIdentifier
        {
            Kind = IdentifierKind.Serial,
            Value = "PF3ABCDE",
            DeviceId = _device.Id,
        };
        using var budget = live.Begin(CancellationToken.None);
        await live.RefreshAsync(Tenant, _device, null, [serial], budget);
    }

    private static Task<IReadOnlyList<DeviceRecord>> Answer(DateTimeOffset asOf, long free) =>
        Task.FromResult<IReadOnlyList<DeviceRecord>>([new("1", asOf) { Serial = "pf3abcde", StorageFreeBytes = free }]);

    private sealed class Live(Task<IReadOnlyList<DeviceRecord>> answer) : ISource, ILiveSource
    {
        public bool TellsVolatileFacts { get; init; } = true;
        public string Connection => "live";
        public TenantId Tenant => Live_values_within_a_budget.Tenant;
        public string Product => "live";
        public SourceRole Role => SourceRole.DeviceManagement;

        public Task<IReadOnlyList<DeviceRecord>> LookUpAsync(LiveQuestion question, CancellationToken cancellationToken) => answer;

        public async IAsyncEnumerable<SourcePage> ReadAsync(SourceRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            yield break;
        }

        public Task<IReadOnlyList<ConnectionCheck>> CheckAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<ConnectionCheck>>([]);
    }
}
