using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Itam.Context.Connections;
using Microsoft.Extensions.Logging;

namespace Itam.Context.Sources.Freshservice;

/// <summary>
/// The account's assets, people and applications as a source. A device's source id is its display_id, as on tickets. Assets are read workspace by workspace,
/// since a list over all of them leaves out what the lower asset types define (operating system, hostname).
/// </summary>
public sealed partial class FreshserviceAssetRegister(
    TenantId tenant,
    string connection,
    FreshserviceClient client,
    FreshserviceAssetOptions options,
    TimeProvider time,
    ILogger<FreshserviceAssetRegister> log
) : ISource
{
    private const string Requesters = "requesters";
    private const string Agents = "agents";
    private const string Assets = "assets/";

    /// <summary>The one list of an account without workspaces; in others only for want of a better one, since it leaves out fields.</summary>
    private const string OverAll = "assets/0";
    private const string Applications = "applications";
    private static readonly string[] ApplicationKeys = [Applications, "application"];

    private readonly FreshserviceWorkspaces _workspaces = new(client, time);

    public string Connection => connection;

    public TenantId Tenant => tenant;

    public string Product => "Freshservice";

    public SourceRole Role => SourceRole.AssetRegister;

    public async IAsyncEnumerable<SourcePage> ReadAsync(SourceRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var since = AssetStoreValues.Moment(read.HighWater);
        var workspaces = await _workspaces.ListAsync(cancellationToken);
        var parts = Parts(workspaces, full: since is null);
        var cursor = AssetStoreCursor.Parse(read.ResumeFrom) is { } told && parts.Contains(told.Part) ? told : null;
        var highWater = cursor?.HighWater ?? now.ToString("O", CultureInfo.InvariantCulture);
        var mapper = new FreshserviceAssetMapper(connection, await FreshserviceNames.LoadAsync(client, cancellationToken), now);
        var licenses = new FreshserviceLicenses(client, mapper);
        var gaps = new AssetGaps(workspaces);
        var moved = false;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in parts.SkipWhile(p => cursor is not null && p != cursor.Part))
        {
            if (part == OverAll && part != cursor?.Part && !gaps.NoWorkspaceCanBeNamed)
            {
                continue;
            }

            int? number =
                part == cursor?.Part && int.TryParse(cursor.After, NumberStyles.None, CultureInfo.InvariantCulture, out var after) ? after : 1;
            var assets = WorkspaceOf(part) is { } workspace ? new FreshserviceAssetList(client, workspace, since) : null;
            while (number is { } asked)
            {
                FreshservicePage answer;
                try
                {
                    answer = assets is null
                        ? await ListAsync(part, asked, cancellationToken)
                        : await assets.PageAsync(asked == 1 ? null : asked, cancellationToken);
                }
                catch (ConnectionException refused) when (gaps.Explains(refused, part))
                {
                    break;
                }

                gaps.Look(part, answer, assets);
                // A row that comes twice means that the list moved while it was read, and then another may have been skipped.
                moved |= !answer.Rows.All(r => seen.Add($"{part} {r["display_id"].Text() ?? r["id"].Text()}"));
                var mapped = part switch
                {
                    Applications => await licenses.MapAsync(answer.Rows, cancellationToken),
                    Requesters or Agents => [.. answer.Rows.Select(r => ((SourceRecord?, SourceReject?))mapper.Person(r))],
                    _ => [.. answer.Rows.Select(r => ((SourceRecord?, SourceReject?))mapper.Device(r))],
                };
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

        foreach (var gap in gaps.Told)
        {
            LogGap(connection, gap.Reason);
        }

        gaps.ThrowIfNoAssetIsShown();
        yield return new SourcePage([], Rejected: gaps.Told)
        {
            HighWater = highWater,
            Complete = since is null && read.ResumeFrom is null && !moved && gaps.Told.IsEmpty,
        };
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

        if (checks[0].Ok)
        {
            checks.AddRange(await ClosedWorkspacesAsync(cancellationToken));
        }

        return checks;
    }

    /// <summary>What is read, in this order. An account without workspaces, or an agent who may not list them, has one list of assets.</summary>
    private ImmutableArray<string> Parts(ListedWorkspaces workspaces, bool full) =>
        [
            Requesters,
            Agents,
            .. workspaces.All.Select(w => Assets + w.Id.ToString(CultureInfo.InvariantCulture)),
            OverAll,
            // Applications have no date to ask by, and cost calls for each: they wait for the next full read.
            .. full && options.ReadLicenses ? [Applications] : Array.Empty<string>(),
        ];

    private static long? WorkspaceOf(string part) =>
        part.StartsWith(Assets, StringComparison.Ordinal) ? long.Parse(part.AsSpan(Assets.Length), CultureInfo.InvariantCulture) : null;

    private Task<FreshservicePage> ListAsync(string part, int page, CancellationToken cancellationToken)
    {
        (string, string)[] scope = part == Applications ? [("workspace_id", "0")] : [];
        return client.ListPageAsync(part, part == Applications ? ApplicationKeys : [part], [.. scope, ("per_page", "100")], page, cancellationToken);
    }

    private static AssetStoreCursor? After(string part, ImmutableArray<string> parts, string highWater) =>
        parts.IndexOf(part) + 1 is var next && next < parts.Length ? new(parts[next], "1", highWater) : null;

    /// <summary>A line for each workspace whose assets the agent may not see.</summary>
    private async Task<List<ConnectionCheck>> ClosedWorkspacesAsync(CancellationToken cancellationToken)
    {
        List<ConnectionCheck> closed = [];
        var what = "The account's workspaces can be listed";
        try
        {
            foreach (var (id, name) in (await _workspaces.ListAsync(cancellationToken)).All)
            {
                what = $"The assets of the workspace '{name}' can be read";
                if (await RefusalAsync(id, cancellationToken) is { } refused)
                {
                    closed.Add(new(false, what, $"{refused.Message} {AssetGaps.Remedy}"));
                }
            }
        }
        catch (ConnectionException failed)
        {
            closed.Add(new(false, what, failed.Message));
        }

        return closed;
    }

    private async Task<ConnectionException?> RefusalAsync(long workspace, CancellationToken cancellationToken)
    {
        try
        {
            var filter = $"\"workspace_id:{workspace.ToString(CultureInfo.InvariantCulture)}\"";
            await client.ListPageAsync("assets", ["assets"], [("filter", filter)], 1, cancellationToken, bulk: false);
            return null;
        }
        catch (ConnectionException refused) when (refused.Status is 400 or 403 or 404)
        {
            // Whether a filter may name a workspace (400) shows with the read, which has another way.
            return refused.Status == 400 ? null : refused;
        }
    }

    private async Task<ConnectionCheck> TryAsync(string list, string[] keys, string remedy, CancellationToken cancellationToken)
    {
        var what = $"The account's {list} can be read";
        try
        {
            await client.ListPageAsync(list, keys, [("per_page", "1")], 1, cancellationToken, bulk: false);
            return new(true, what);
        }
        catch (ConnectionException failed)
        {
            return new(false, what, failed.Failure == ConnectionFailure.Retry ? failed.Message : $"{failed.Message} {remedy}");
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Asset store of {Connection} was not read in full, so nothing counts as missing: {Reason}")]
    private partial void LogGap(string connection, string reason);

    /// <summary>What of the account a read could not see.</summary>
    private sealed class AssetGaps(ListedWorkspaces workspaces)
    {
        public const string Remedy = "Add the agent to this workspace with the right to view assets.";

        private readonly List<SourceReject> _told = [.. workspaces.Gaps.Select(g => new SourceReject("workspaces", g))];
        private ConnectionException? _refused;
        private bool _shown;

        public ImmutableArray<SourceReject> Told => [.. _told];

        /// <summary>Also where there is none.</summary>
        public bool NoWorkspaceCanBeNamed => workspaces.All.IsEmpty || (!_shown && _refused?.Status == 400);

        /// <returns>False for a failure that ends the read.</returns>
        public bool Explains(ConnectionException refused, string part)
        {
            var workspace = WorkspaceOf(part);
            if (refused.Status is not (403 or 404) && !(refused.Status == 400 && workspace > 0))
            {
                return false;
            }

            if (part is not Applications && workspace is null)
            {
                return false;
            }

            if (workspace is not null && !refused.LacksFeature())
            {
                _refused ??= refused;
            }

            Add(
                part,
                refused.LacksFeature() || workspace is null ? refused.Message
                    : workspace == 0 ? $"{refused.Message} Give the agent's role the right to view assets."
                    : $"The workspace '{NameOf(part)}' is left out. {refused.Message} {Remedy}"
            );
            return true;
        }

        public void Look(string part, FreshservicePage answer, FreshserviceAssetList? assets)
        {
            _shown |= assets is not null;
            if (assets?.CutShort == true)
            {
                Add(
                    part,
                    $"The workspace '{NameOf(part)}' has more assets than a filter shows, and its list cannot be read. What the filter shows is read."
                );
            }

            if (part == Applications && answer.Narrowed && workspaces.All.Length > 1)
            {
                Add(part, "The list of applications shows those of the primary workspace only.");
            }
        }

        /// <summary>One closed workspace is a gap; when all are, somebody has to do something.</summary>
        public void ThrowIfNoAssetIsShown()
        {
            if (!_shown && _refused is { } refused)
            {
                throw refused;
            }
        }

        private void Add(string part, string reason)
        {
            if (!_told.Exists(t => t.Reason == reason))
            {
                _told.Add(new SourceReject(part, reason));
            }
        }

        private string NameOf(string part) => workspaces.All.FirstOrDefault(w => w.Id == WorkspaceOf(part)).Name;
    }
}
