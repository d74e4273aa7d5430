using System.Runtime.CompilerServices;
using Itam.Context.Connections;
using Itam.Context.Sources;

namespace Itam.Context.Tests.Sources.Syncing;

/// <summary>Runs alone: what other tests hold would be counted too.</summary>
[CollectionDefinition(nameof(Memory_stays_flat), DisableParallelization = true)]
public class MemoryAlone;

/// <summary>However large a source is, a sync holds a page of it and no more.</summary>
[Collection(nameof(Memory_stays_flat))]
public class Memory_stays_flat
{
    private const int Pages = 60;
    private const int PerPage = 100;

    [Fact]
    public async Task A_large_source_needs_no_more_memory_at_its_end_than_early_on()
    {
        await using var bench = await SyncBench.CreateAsync();
        var source = new EndlessRegister();

        var result = await bench.SyncAsync(source);

        result.Seen.Should().Be(Pages * PerPage);
        // Each record carries 4 KB: all of them together would be 24 MB.
        (source.HeldLate - source.HeldEarly)
            .Should()
            .BeLessThan(6_000_000);
    }

    private sealed class EndlessRegister : ISource
    {
        public string Connection => "large";
        public TenantId Tenant => SyncBench.Tenant;
        public string Product => "Large";
        public SourceRole Role => SourceRole.AssetRegister;
        public long HeldEarly { get; private set; }
        public long HeldLate { get; private set; }

        public async IAsyncEnumerable<SourcePage> ReadAsync(SourceRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            for (var page = 0; page < Pages; page++)
            {
                await Task.Yield();
                if (page == 10)
                {
                    HeldEarly = GC.GetTotalMemory(forceFullCollection: true);
                }

                if (page == Pages - 1)
                {
                    HeldLate = GC.GetTotalMemory(forceFullCollection: true);
                }

                yield return new SourcePage([.. Enumerable.Range(page * PerPage, PerPage).Select(Device)], $"{page + 1}", Pages * PerPage)
                {
                    Complete = page == Pages - 1,
                };
            }
        }

        public Task<IReadOnlyList<ConnectionCheck>> CheckAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<ConnectionCheck>>([]);

        private static DeviceRecord Device(int n) =>
            new($"{n}", SyncBench.Now)
            {
                Serial = $"PF{n:000000}X",
                AssetTag = $"LT-{n:000000}",
                Location = new string((char)('a' + n % 26), 2_000),
            };
    }
}
