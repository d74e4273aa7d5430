using System.Globalization;
using Itam.Context.Connections;

namespace Itam.Context.Sources.Freshservice;

/// <summary>
/// The assets of one workspace, page by page: what changed where that can be asked, else the list, else a filter that names the workspace (the documentation
/// leaves open whether the list takes another workspace than 0). One object reads one workspace once.
/// </summary>
/// <param name="workspace">0 where the account has none, or does not show them.</param>
internal sealed class FreshserviceAssetList(FreshserviceClient client, long workspace, DateTimeOffset? changedSince)
{
    private Way _way = changedSince is null ? Way.List : Way.Changes;
    private bool _answered;

    private enum Way
    {
        Changes,
        List,
        Filter,
    }

    /// <summary>True when a filter ended before the assets did.</summary>
    public bool CutShort { get; private set; }

    /// <param name="number">The page that is next; null: the first, also of another way to ask after this one proved to be closed.</param>
    /// <exception cref="ConnectionException">The workspace is not shown (403, 404), or something passing.</exception>
    public async Task<FreshservicePage> PageAsync(int? number, CancellationToken cancellationToken)
    {
        while (true)
        {
            var asked = number ?? 1;
            try
            {
                var page = await client.ListPageAsync("assets", ["assets"], [("include", "type_fields"), .. Terms()], asked, cancellationToken);
                if (_way != Way.List && page.Next > FreshserviceClient.MaxFilterPages)
                {
                    if (_way == Way.Filter)
                    {
                        CutShort = true;
                        return page with { Next = null };
                    }

                    // More changed than a filter shows: this workspace is read in full after all.
                    (_way, number) = (Way.List, null);
                    continue;
                }

                _answered = true;
                return page;
            }
            catch (ConnectionException refused) when (refused.Status == 400 && _way == Way.Changes)
            {
                (_way, number) = (Way.List, null);
            }
            catch (ConnectionException refused) when (refused.Status == 400 && _way == Way.List && workspace != 0 && !_answered)
            {
                _way = Way.Filter;
            }
        }
    }

    private (string, string)[] Terms()
    {
        var id = workspace.ToString(CultureInfo.InvariantCulture);
        // The index trails by minutes and knows days: an hour back, then the day.
        return _way switch
        {
            Way.List => [("workspace_id", id), ("per_page", "100")],
            Way.Filter => [("filter", $"\"workspace_id:{id}\"")],
            _ =>
            [
                (
                    "filter",
                    $"\"workspace_id:{id} AND updated_at:>'{changedSince!.Value.UtcDateTime.AddHours(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}'\""
                ),
            ],
        };
    }
}
