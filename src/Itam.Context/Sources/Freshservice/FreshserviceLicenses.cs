using System.Globalization;
using Itam.Context.Connections;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.Freshservice;

/// <summary>Managed applications with the people who were given a license, and the contracts about them. For one read.</summary>
internal sealed class FreshserviceLicenses(FreshserviceClient client, FreshserviceAssetMapper mapper)
{
    private ILookup<long, JObject>? _contracts;

    public async Task<List<(SourceRecord? Record, SourceReject? Reject)>> MapAsync(
        IEnumerable<JObject> applications,
        CancellationToken cancellationToken
    )
    {
        var contracts = _contracts ??= await ContractsAsync(cancellationToken);
        List<(SourceRecord? Record, SourceReject? Reject)> mapped = [];
        // Discovered software that nobody manages is not licensed.
        foreach (var application in applications.Where(r => r["status"].Text() is null or "managed"))
        {
            JObject[] about = application["id"].Number() is { } id ? [.. contracts[id]] : [];
            mapped.Add(mapper.License(application, about, await UsersAsync(application, cancellationToken)));
        }

        return mapped;
    }

    private async Task<IReadOnlyList<JObject>?> UsersAsync(JObject application, CancellationToken cancellationToken)
    {
        try
        {
            return application["id"].Number() is { } id
                ? await client
                    .WholeListAsync(
                        $"applications/{id.ToString(CultureInfo.InvariantCulture)}/users",
                        ["application_users", "users"],
                        [],
                        cancellationToken
                    )
                    .ToListAsync(cancellationToken)
                : null;
        }
        catch (ConnectionException refused) when (refused.Status is 403 or 404)
        {
            return null;
        }
    }

    /// <summary>Active contracts by the software they are about; one product often has several.</summary>
    private async Task<ILookup<long, JObject>> ContractsAsync(CancellationToken cancellationToken)
    {
        List<(long Software, JObject Row)> contracts = [];
        try
        {
            await foreach (var row in client.WholeListAsync("contracts", ["contracts"], [("workspace_id", "0")], cancellationToken))
            {
                if (row["software_id"].Number() is { } software && row["status"].Text() is null or "active")
                {
                    contracts.Add((software, row));
                }
            }
        }
        catch (ConnectionException refused) when (refused.Status is 403 or 404)
        {
            // Without contracts no renewal date and no number of licenses is known; the seats still are.
        }

        return contracts.ToLookup(c => c.Software, c => c.Row);
    }
}
