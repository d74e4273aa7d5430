using System.Globalization;
using System.Runtime.CompilerServices;
using Itam.Context.Connections;
using Itam.Context.Register;
using Itam.Context.Sources.Calls;

namespace Itam.Context.Sources.Jamf;

/// <summary>Computers first, then mobile devices, each by page in the order of their ids.</summary>
internal sealed class JamfSource(JamfSettings settings, JamfClient client, TimeProvider time) : ISource, ILiveSource
{
    private const int MostPages = 20_000;

    /// <summary>The next incremental read goes back this far before the start of this one: our clock and the server's differ.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    public string Connection => settings.Connection;

    public TenantId Tenant => settings.Tenant;

    public string Product => "Jamf Pro";

    public SourceRole Role => SourceRole.DeviceManagement;

    public async IAsyncEnumerable<SourcePage> ReadAsync(SourceRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lists = settings.MobileDevices ? new[] { JamfList.Computers, JamfList.Mobile } : [JamfList.Computers];
        var resumed = JamfPosition.Parse(read.ResumeFrom) is { } position && lists.Contains(position.List) ? position : null;
        var started = resumed?.Started ?? time.GetUtcNow();
        var whole = resumed is null && !read.IsIncremental;
        var others = whole ? await MobileTotalAsync(cancellationToken) : null;
        foreach (var list in lists.Where(l => resumed is null || l >= resumed.List))
        {
            var at = list == resumed?.List ? resumed : new JamfPosition(list, 0, 0, started);
            var walk = new Walk(at, Changed(list, read.HighWater));
            var end = false;
            while (!end)
            {
                var page = await NextAsync(walk, cancellationToken);
                var rows = Map(list, page);
                end = walk.Ends(page);
                whole &= !rows.HasNameless && (!end || walk.SawAll);
                var last = end && list == lists[^1];
                var next = end ? new JamfPosition(lists[^1], 0, 0, started) : walk.At;
                var total = list == JamfList.Computers ? page.Total + others : null;
                yield return new SourcePage(rows.Records, last ? null : next.ToString(), total, rows.Rejected)
                {
                    HighWater = last ? HighWater(started) : null,
                    Complete = last && whole,
                };
            }
        }
    }

    public async Task<IReadOnlyList<DeviceRecord>> LookUpAsync(LiveQuestion question, CancellationToken cancellationToken)
    {
        var emails = question.Person.Where(p => p.Kind is IdentityKind.Email).Select(p => p.Value).ToList();
        var users = question
            .Person.Where(p => p.Kind is IdentityKind.Upn || p.Kind is IdentityKind.Account && p.Scope == Connection)
            .Select(p => p.Value)
            .ToList();
        var serials = question.Device.Where(d => d.Kind is IdentifierKind.Serial).Select(d => d.Value).ToList();
        var ids = question
            .Device.Where(d =>
                d.Kind is IdentifierKind.SourceId && d.Scope == Connection && d.Value.StartsWith(JamfComputer.IdPrefix, StringComparison.Ordinal)
            )
            .Select(d => d.Value)
            .ToList();
        var computers = JamfQuery.Any(
            ("id", ids.Select(id => id[JamfComputer.IdPrefix.Length..])),
            ("hardware.serialNumber", serials),
            ("userAndLocation.email", emails),
            ("userAndLocation.username", users)
        );
        var mobiles = settings.MobileDevices ? JamfQuery.Any(("serialNumber", serials), ("emailAddress", emails)) : null;
        var answers = await Task.WhenAll(AskAsync(JamfList.Computers, computers), AskAsync(JamfList.Mobile, mobiles));

        // A server that ignores a filter would answer with everybody's devices.
        return
        [
            .. answers
                .SelectMany(a => a)
                .Where(d =>
                    ids.Contains(d.SourceId) || Named(d.Serial, serials) || d.Holder.Any(h => Named(h.Value, emails) || Named(h.Value, users))
                ),
        ];

        async Task<IEnumerable<DeviceRecord>> AskAsync(JamfList list, string? filter) =>
            filter is null ? [] : Map(list, await PageAsync(list, 0, JamfQuery.LiveLimit, filter, cancellationToken)).Records.OfType<DeviceRecord>();
    }

    public async Task<IReadOnlyList<ConnectionCheck>> CheckAsync(CancellationToken cancellationToken)
    {
        var checks = new CheckList();
        var signedIn = await checks.TryAsync(
            $"{settings.BaseUrl.Host} answers and accepts our API client.",
            async () => _ = await client.VersionAsync(cancellationToken)
        );
        if (signedIn)
        {
            await checks.TryAsync(
                "We may read computers.",
                () => client.ComputersAsync(0, 1, null, cancellationToken),
                "Give the API role the privilege 'Read Computers'."
            );
            if (settings.MobileDevices)
            {
                await checks.TryAsync(
                    "We may read mobile devices.",
                    () => client.MobileDevicesAsync(0, 1, null, cancellationToken),
                    "Give the API role the privilege 'Read Mobile Devices', or set MobileDevices to false."
                );
            }
        }

        checks.Add(
            settings.CredentialEnd.Check(time.GetUtcNow(), "Make a new client secret under Settings, API roles and clients, and enter it here.")
        );
        return checks.Lines;
    }

    private static bool Named(string? value, List<string> names) => value is not null && names.Contains(value, StringComparer.OrdinalIgnoreCase);

    private static string HighWater(DateTimeOffset started) =>
        (started - Overlap).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string? Changed(JamfList list, string? highWater) =>
        highWater is null ? null
        : list == JamfList.Computers ? $"general.reportDate>={JamfClient.Quote(highWater)}"
        : $"lastInventoryUpdateDate>={JamfClient.Quote(highWater)}";

    private async Task<JamfPage> NextAsync(Walk walk, CancellationToken cancellationToken)
    {
        try
        {
            return await Patience.ReadAsync(
                () => PageAsync(walk.List, walk.At.Page, settings.PageSize, walk.Filter, cancellationToken),
                time,
                cancellationToken
            );
        }
        catch (ConnectionException refused) when (refused.Status == 400 && walk.Filter is not null)
        {
            // This server does not filter by that field: everything is more than was asked for, but nothing is lost.
            walk.Filter = null;
            return await NextAsync(walk, cancellationToken);
        }
    }

    private Task<JamfPage> PageAsync(JamfList list, int page, int size, string? filter, CancellationToken cancellationToken) =>
        list == JamfList.Computers
            ? client.ComputersAsync(page, size, filter, cancellationToken)
            : client.MobileDevicesAsync(page, size, filter, cancellationToken);

    private Mapped Map(JamfList list, JamfPage page)
    {
        var now = time.GetUtcNow();
        return list == JamfList.Computers
            ? Mapped.Rows(page.Rows, JamfComputer.IdOf, (row, id) => JamfComputer.Map(row, id, Connection, now))
            : Mapped.Rows(page.Rows, JamfMobile.IdOf, (row, id) => JamfMobile.Map(row, id, Connection, now));
    }

    /// <summary>Counted ahead, so that the progress of the computers is the progress of all.</summary>
    private async Task<int?> MobileTotalAsync(CancellationToken cancellationToken) =>
        settings.MobileDevices
            ? (await Patience.ReadAsync(() => client.MobileDevicesAsync(0, 1, null, cancellationToken), time, cancellationToken)).Total
            : 0;

    /// <summary>One list being walked: knows when it ends and whether it was seen whole.</summary>
    private sealed class Walk(JamfPosition start, string? filter)
    {
        private int? _total;
        private readonly bool _fromStart = start.Page == 0;
        private bool _steady = true;
        private string? _first;

        public JamfList List => At.List;

        public string? Filter { get; set; } = filter;

        public JamfPosition At { get; private set; } = start;

        public bool SawAll => _fromStart && _steady && At.Seen == _total;

        /// <exception cref="ConnectionException">The server does not move on.</exception>
        public bool Ends(JamfPage answer)
        {
            var first = answer.Rows.Count == 0 ? null : answer.Rows[0].ToString(Newtonsoft.Json.Formatting.None);
            if (first is not null && first == _first || At.Page > MostPages)
            {
                throw new ConnectionException(
                    ConnectionFailure.GiveUp,
                    "Jamf Pro answered with the same page twice, so that its list would never end. Check a proxy in between, then start the read again."
                );
            }

            _first = first;
            _steady &= _total is null || _total == answer.Total;
            _total = answer.Total;
            At = At with { Page = At.Page + 1, Seen = At.Seen + answer.Rows.Count };
            return answer.Rows.Count == 0 || At.Seen >= answer.Total;
        }
    }
}
