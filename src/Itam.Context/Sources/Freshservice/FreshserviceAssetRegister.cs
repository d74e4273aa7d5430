using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Itam.Context.Connections;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.Freshservice;

/// <summary>
/// The account's assets, people and applications as a source. A device's source id is its display_id, as on tickets. Assets are read workspace by workspace,
/// since a list over all of them leaves out what the lower asset types define (operating system, hostname).
/// </summary>
public sealed class FreshserviceAssetRegister(
    TenantId tenant,
    string connection,
    FreshserviceClient client,
    FreshserviceAssetOptions options,
    TimeProvider time
) : ISource
{
    private const string Requesters = "requesters";
    private const string Agents = "agents";
    private const string Assets = "assets/";
    private const string Applications = "applications";
    private static readonly string[] ApplicationKeys = [Applications, "application"];

    public string Connection => connection;

    public TenantId Tenant => tenant;

    public string Product => "Freshservice";

    public SourceRole Role => SourceRole.AssetRegister;

    public async IAsyncEnumerable<SourcePage> ReadAsync(SourceRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var since = AssetStoreValues.Moment(read.HighWater);
        var (parts, everyWorkspace) = await PartsAsync(full: since is null, cancellationToken);
        var cursor = AssetStoreCursor.Parse(read.ResumeFrom) is { } told && parts.Contains(told.Part) ? told : null;
        var highWater = cursor?.HighWater ?? now.ToString("O", CultureInfo.InvariantCulture);
        var mapper = new FreshserviceAssetMapper(connection, await FreshserviceNames.LoadAsync(client, cancellationToken), now);
        var whole = since is null && read.ResumeFrom is null && everyWorkspace;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in parts.SkipWhile(p => cursor is not null && p != cursor.Part))
        {
            int? number =
                part == cursor?.Part && int.TryParse(cursor.After, NumberStyles.None, CultureInfo.InvariantCulture, out var after) ? after : 1;
            var filtered = since is not null && part.StartsWith(Assets, StringComparison.Ordinal);
            while (number is { } asked)
            {
                var answer = await PageAsync(part, asked, filtered ? since : null, cancellationToken);
                if (filtered && asked == 1 && (answer is null || answer.Next > FreshserviceClient.MaxFilterPages))
                {
                    filtered = false;
                    continue;
                }

                if (answer is null)
                {
                    whole = false;
                    break;
                }

                if (filtered && answer.Next > FreshserviceClient.MaxFilterPages)
                {
                    // More changed than a filter shows: this workspace is read in full after all.
                    (filtered, number) = (false, 1);
                    continue;
                }

                // A row that comes twice means that the list moved while it was read, and then another may have been skipped.
                whole &= answer.Rows.All(r => seen.Add($"{part} {r["display_id"].Text() ?? r["id"].Text()}"));
                var mapped = await MapAsync(part, answer.Rows, mapper, cancellationToken);
                number = answer.Next;
                var next = number is { } page
                    ? new AssetStoreCursor(part, page.ToString(CultureInfo.InvariantCulture), highWater)
                    : After(part, parts, highWater);
                yield return new SourcePage(
                    [.. mapped.Select(m => m.Record).OfType<SourceRecord>()],
                    next?.ToString(),
                    Rejected: [.. mapped.Select(m => m.Reject).OfType<SourceReject>()]
                );
            }
        }

        yield return new SourcePage([]) { HighWater = highWater, Complete = whole };
    }

    public async Task<IReadOnlyList<ConnectionCheck>> CheckAsync(CancellationToken cancellationToken)
    {
        List<ConnectionCheck> checks =
        [
            await TryAsync("assets", ["assets"], "Give the agent's role the right to view assets.", cancellationToken),
            await TryAsync(Requesters, [Requesters], "Give the agent's role the right to view requesters.", cancellationToken),
            await TryAsync(Agents, [Agents], "Give the agent's role the right to view agents.", cancellationToken),
        ];
        if (options.ReadLicenses)
        {
            checks.Add(
                await TryAsync(
                    Applications,
                    ApplicationKeys,
                    "Give the agent's role the right to view software, or set ReadLicenses to false.",
                    cancellationToken
                )
            );
        }

        return [.. checks, .. options.Store.CredentialChecks(time.GetUtcNow())];
    }

    /// <summary>What is read, in this order. An account without workspaces, or an agent who may not list them, has one list of assets.</summary>
    private async Task<(ImmutableArray<string> Parts, bool EveryWorkspace)> PartsAsync(bool full, CancellationToken cancellationToken)
    {
        List<long> workspaces = [];
        var known = true;
        try
        {
            await foreach (var row in client.WholeListAsync("workspaces", ["workspaces"], [], cancellationToken))
            {
                if (row["id"].Number() is { } id)
                {
                    workspaces.Add(id);
                }
            }
        }
        catch (ConnectionException refused) when (refused.Status is 400 or 403 or 404)
        {
            // An account without workspaces does not know the list; an agent without the right is told 403 and sees the outer fields only.
            known = refused.Status != 403 || refused.LacksFeature();
        }

        ImmutableArray<string> lists =
            workspaces.Count == 0 ? ["assets/0"] : [.. workspaces.Select(w => Assets + w.ToString(CultureInfo.InvariantCulture))];
        // Applications have no date to ask by, and cost calls for each: they wait for the next full read.
        return ([Requesters, Agents, .. lists, .. full && options.ReadLicenses ? [Applications] : Array.Empty<string>()], known);
    }

    /// <returns>Null where this list cannot be read at all; people and assets of the first workspace must be readable.</returns>
    private async Task<FreshservicePage?> PageAsync(string part, int page, DateTimeOffset? changedSince, CancellationToken cancellationToken)
    {
        try
        {
            if (!part.StartsWith(Assets, StringComparison.Ordinal))
            {
                (string, string)[] scope = part == Applications ? [("workspace_id", "0")] : [];
                return await client.ListPageAsync(
                    part,
                    part == Applications ? ApplicationKeys : [part],
                    [.. scope, ("per_page", "100")],
                    page,
                    cancellationToken
                );
            }

            var workspace = part[Assets.Length..];
            (string, string)[] how = [("workspace_id", workspace), ("per_page", "100")];
            if (changedSince is { } moment)
            {
                // The index trails by minutes and knows days: an hour back, then the day.
                var day = moment.UtcDateTime.AddHours(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                how = [("filter", $"\"workspace_id:{workspace} AND updated_at:>'{day}'\"")];
            }

            return await client.ListPageAsync("assets", ["assets"], [("include", "type_fields"), .. how], page, cancellationToken);
        }
        catch (ConnectionException refused)
            when ((part == Applications && refused.Status is 403 or 404) || (changedSince is not null && refused.Status == 400))
        {
            return null;
        }
    }

    private async Task<List<(SourceRecord? Record, SourceReject? Reject)>> MapAsync(
        string part,
        ImmutableArray<JObject> rows,
        FreshserviceAssetMapper mapper,
        CancellationToken cancellationToken
    )
    {
        List<(SourceRecord? Record, SourceReject? Reject)> mapped = [];
        if (part != Applications)
        {
            mapped.AddRange(
                rows.Select(r =>
                    part is Requesters or Agents ? ((SourceRecord?, SourceReject?))mapper.Person(r) : ((SourceRecord?, SourceReject?))mapper.Device(r)
                )
            );
            return mapped;
        }

        var contracts = await ContractsAsync(cancellationToken);
        // Discovered software that nobody manages is not licensed.
        foreach (var application in rows.Where(r => r["status"].Text() is null or "managed"))
        {
            var contract = application["id"].Number() is { } id ? contracts.GetValueOrDefault(id) : null;
            mapped.Add(mapper.License(application, contract, await UsersAsync(application, cancellationToken)));
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

    /// <summary>Active contracts by the software they are about.</summary>
    private async Task<Dictionary<long, JObject>> ContractsAsync(CancellationToken cancellationToken)
    {
        Dictionary<long, JObject> contracts = [];
        try
        {
            await foreach (var row in client.WholeListAsync("contracts", ["contracts"], [("workspace_id", "0")], cancellationToken))
            {
                if (row["software_id"].Number() is { } software && row["status"].Text() is null or "active")
                {
                    contracts[software] = row;
                }
            }
        }
        catch (ConnectionException refused) when (refused.Status is 403 or 404)
        {
            // Without contracts no renewal date and no number of licenses is known; the seats still are.
        }

        return contracts;
    }

    private static AssetStoreCursor? After(string part, ImmutableArray<string> parts, string highWater) =>
        parts.IndexOf(part) + 1 is var next && next < parts.Length ? new(parts[next], "1", highWater) : null;

    private async Task<ConnectionCheck> TryAsync(string list, string[] keys, string remedy, CancellationToken cancellationToken)
    {
        var what = $"The account's {list} can be read";
        try
        {
            await client.ListPageAsync(list, keys, [("per_page", "1")], 1, cancellationToken);
            return new(true, what);
        }
        catch (ConnectionException failed)
        {
            return new(false, what, failed.Failure == ConnectionFailure.Retry ? failed.Message : $"{failed.Message} {remedy}");
        }
    }
}
