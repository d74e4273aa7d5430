using System.Runtime.CompilerServices;
using System.Text;
using Itam.Context.Connections;
using Itam.Context.Sources;
using Itam.Context.Tests.Sources.SnipeIt;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging.Abstractions;

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

    [Fact]
    public async Task Who_has_which_asset_is_not_kept_name_by_name()
    {
        const int Assets = 60_000;
        var settings = new Dictionary<string, string>
        {
            ["BaseUrl"] = "https://assets.example.com",
            ["Token"] = "t",
            ["CallsPerMinute"] = "100000",
        };
        using var register = new AssignedAssets(Assets);
        var connection = SourceVendors
            .All.Single(v => v.Kind == "snipe-it")
            .Connect(
                new ConnectionSettings("assets", SyncBench.Tenant, SnipeItBench.Reader(settings)),
                new VendorServices(new PassingTime(), NullLoggerFactory.Instance, register)
            );
        var (early, late, seen) = (0L, 0L, 0);

        await foreach (var page in connection.Source!.ReadAsync(SourceRead.Everything, default))
        {
            seen += page.Records.Length;
            early = early == 0 && seen >= 5_000 ? GC.GetTotalMemory(forceFullCollection: true) : early;
            late = seen == Assets && late == 0 ? GC.GetTotalMemory(forceFullCollection: true) : late;
        }

        seen.Should().Be(Assets);
        // With the names of every holder it would be 25 MB.
        (late - early)
            .Should()
            .BeLessThan(8_000_000);
    }

    /// <summary>An asset register on paper: nothing but assets, each checked out to somebody.</summary>
    private sealed class AssignedAssets(int count) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var query = QueryHelpers.ParseQuery(request.RequestUri!.Query);
            var (offset, limit) = (int.Parse(query["offset"]!), int.Parse(query["limit"]!));
            var total = request.RequestUri.AbsolutePath.EndsWith("/hardware", StringComparison.Ordinal) && !query.ContainsKey("status") ? count : 0;
            var rows = Enumerable.Range(offset + 1, Math.Clamp(total - offset, 0, limit)).Select(Row);
            var body = $$"""{"total":{{total}},"rows":[{{string.Join(',', rows)}}]}""";
            return Task.FromResult(new HttpResponseMessage { Content = new StringContent(body, Encoding.UTF8, "application/json") });
        }

        private static string Row(int n) =>
            $$$"""
                {"id":{{{n}}},"serial":"PF{{{n}}}X","updated_at":{"datetime":"2026-11-01 08:00:00"},
                 "assigned_to":{"id":{{{n}}},"type":"user","username":"person{{{n}}}@example.com","email":"person{{{n}}}@example.com","employee_number":"E{{{n}}}"}}
                """;
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
