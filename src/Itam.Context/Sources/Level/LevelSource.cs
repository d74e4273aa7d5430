using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Itam.Context.Connections;
using Itam.Context.Register;
using Itam.Context.Sources.Calls;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.Level;

/// <summary>
/// Every device of the account, page by page. Level has no filter for changes, serials or people, so every read is a full one, and only a device whose id
/// is known can be asked for while a ticket waits.
/// </summary>
internal sealed class LevelSource(string connection, TenantId tenant, LevelSettings settings, TimeProvider time, HttpMessageHandler? handler)
    : ISource,
        ILiveSource,
        IDisposable
{
    /// <summary>A million devices; more pages are a list that never ends.</summary>
    private const int MaxPages = 10_000;

    private readonly LevelClient _client = new($"Level connection '{connection}'", settings, time, handler);

    public string Connection => connection;

    public TenantId Tenant => tenant;

    public string Product => "Level";

    public SourceRole Role => SourceRole.RemoteMonitoring;

    public async IAsyncEnumerable<SourcePage> ReadAsync(SourceRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = read.ResumeFrom;
        var seen = new HashSet<string>(StringComparer.Ordinal);

        // A resumed read has not seen the beginning itself.
        var whole = after is null;
        for (var page = 1; ; page++)
        {
            var (rows, hasMore) = await _client.PageAsync(after, settings.PageSize, cancellationToken);
            var last = rows.OfType<JObject>().Select(row => row["id"].Text()).LastOrDefault(id => id is not null);

            // Going on without a new place to go on from would read the same page for ever, or miss the rest unnoticed.
            if (hasMore != false && rows.Count > 0 && (last is null || last == after || !seen.Add(last) || page >= MaxPages))
            {
                throw Broken($"page {page} says that there are more devices, but not where they go on");
            }

            if (hasMore == true && rows.Count == 0)
            {
                throw Broken($"page {page} is empty, though there are said to be more devices");
            }

            var (records, rejected) = Read(rows);

            // An entry that does not say which device it is could be any: then none may count as missing.
            whole &= rejected.IsEmpty;

            // Where has_more is missing, only an empty page is the end.
            var end = hasMore == false || rows.Count == 0;
            yield return new SourcePage(records, end ? null : last, Rejected: rejected) { Complete = end && whole };
            if (end)
            {
                yield break;
            }

            after = last;
        }
    }

    public async Task<IReadOnlyList<DeviceRecord>> LookUpAsync(LiveQuestion question, CancellationToken cancellationToken)
    {
        List<DeviceRecord> found = [];
        foreach (var name in question.Device.Where(d => d.Kind == IdentifierKind.SourceId && d.Scope == connection).Distinct())
        {
            if (await _client.DeviceAsync(name.Value, cancellationToken) is { } row && row["id"].Text() == name.Value)
            {
                found.Add(LevelDevice.Read(name.Value, row, time.GetUtcNow()));
            }
        }

        return found;
    }

    public async Task<IReadOnlyList<ConnectionCheck>> CheckAsync(CancellationToken cancellationToken)
    {
        JObject? first = null;
        var checks = new CheckList();
        await checks.TryAsync(
            "The API key is accepted and devices can be listed",
            async () => first = (await _client.PageAsync(null, 1, cancellationToken)).Rows.FirstOrDefault() as JObject,
            "Check ApiKey (the bare key) and BaseUrl, and that the plan includes the API."
        );
        if (first is not null)
        {
            checks.Add(
                first.ContainsKey("operating_system") && first.ContainsKey("disks")
                    ? new ConnectionCheck(true, "Details of devices (operating system, disks) are delivered")
                    : new ConnectionCheck(
                        false,
                        "Details of devices (operating system, disks) are delivered",
                        "Level answered without them for the first device. Names and serials are read all the same; ask Level whether the plan includes the details."
                    )
            );
        }

        checks.Add(settings.CredentialEnd.Check(time.GetUtcNow(), "Create a new read-only key in Level and enter it as ApiKey."));
        return checks.Lines;
    }

    public void Dispose() => _client.Dispose();

    private (ImmutableArray<SourceRecord> Records, ImmutableArray<SourceReject> Rejected) Read(JArray rows)
    {
        var records = ImmutableArray.CreateBuilder<SourceRecord>(rows.Count);
        var rejected = ImmutableArray.CreateBuilder<SourceReject>();
        var now = time.GetUtcNow();
        foreach (var row in rows)
        {
            if (row is not JObject device)
            {
                rejected.Add(new SourceReject("", "The entry is not an object."));
            }
            else if (device["id"].Text() is not { } id)
            {
                rejected.Add(new SourceReject("", "The device has no id."));
            }
            else
            {
                records.Add(LevelDevice.Read(id, device, now));
            }
        }

        return (records.ToImmutable(), rejected.ToImmutable());
    }

    private ConnectionException Broken(string what) =>
        new(ConnectionFailure.Retry, $"{_client.Name}: {what}. The read is broken off and tried again; nothing counts as missing.");
}
