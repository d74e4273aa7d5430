using Itam.Context.Connections;
using Itam.Context.Sources;

namespace Itam.Webhooks.Tests;

/// <summary>Reads a desk's asset store as the register does: page by page, until it ends or breaks.</summary>
internal static class AssetStoreReading
{
    public static async Task<List<SourcePage>> PagesAsync(this ISource source, string? highWater = null, string? resumeFrom = null) =>
        await source.ReadAsync(new SourceRead(highWater, resumeFrom), CancellationToken.None).ToListAsync();

    public static async Task<(List<SourcePage> Pages, ConnectionException Failure)> PagesUntilItBreaksAsync(this ISource source)
    {
        List<SourcePage> pages = [];
        var read = async () =>
        {
            await foreach (var page in source.ReadAsync(SourceRead.Everything, CancellationToken.None))
            {
                pages.Add(page);
            }
        };
        return (pages, (await read.Should().ThrowAsync<ConnectionException>()).Which);
    }

    public static List<T> Of<T>(this IEnumerable<SourcePage> pages)
        where T : SourceRecord => [.. pages.SelectMany(p => p.Records).OfType<T>()];

    public static DeviceRecord Device(this IEnumerable<SourcePage> pages, string tag) => pages.Of<DeviceRecord>().Single(d => d.AssetTag == tag);
}
