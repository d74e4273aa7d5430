using Itam.Context.Connections;

namespace Itam.Context.Sources.Freshservice;

/// <summary>What the numbers in assets and people stand for. Loaded once per read; a list that the agent may not see leaves its names out.</summary>
internal sealed class FreshserviceNames
{
    private readonly Dictionary<string, Dictionary<long, string>> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<long, string> _makers = [];

    private FreshserviceNames() { }

    public string? Product(long? id) => Find("products", id);

    /// <summary>The maker of a product.</summary>
    public string? Maker(long? id) => id is { } known ? _makers.GetValueOrDefault(known) : null;

    public string? AssetType(long? id) => Find("asset_types", id);

    public string? Location(long? id) => Find("locations", id);

    public string? Department(long? id) => Find("departments", id);

    public string? Vendor(long? id) => Find("vendors", id);

    public static async Task<FreshserviceNames> LoadAsync(FreshserviceClient client, CancellationToken cancellationToken)
    {
        var names = new FreshserviceNames();
        foreach (var list in new[] { "products", "asset_types", "locations", "departments", "vendors" })
        {
            var found = names._names[list] = [];
            try
            {
                await foreach (var row in client.WholeListAsync(list, [list], [], cancellationToken))
                {
                    if (row["id"].Number() is not { } id || AssetStoreValues.Said(row["name"].Text()) is not { } name)
                    {
                        continue;
                    }

                    found[id] = name;
                    if (list == "products" && AssetStoreValues.Said(row["manufacturer"].Text()) is { } maker)
                    {
                        names._makers[id] = maker;
                    }
                }
            }
            catch (ConnectionException refused) when (refused.Status is 403 or 404)
            {
                // A device without the name of its model is still a device.
            }
        }

        return names;
    }

    private string? Find(string list, long? id) => id is { } known ? _names[list].GetValueOrDefault(known) : null;
}
