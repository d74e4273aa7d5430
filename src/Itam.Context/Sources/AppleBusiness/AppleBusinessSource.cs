using System.Runtime.CompilerServices;
using Itam.Context.Connections;
using Itam.Context.Sources.Calls;

namespace Itam.Context.Sources.AppleBusiness;

/// <summary>Every device that Apple or a reseller sold to the organisation. The list cannot be asked for changes, so that each read is a full one.</summary>
internal sealed class AppleBusinessSource(AppleBusinessSettings settings, AppleBusinessClient client, AppleBusinessChecks checks, TimeProvider time)
    : ISource
{
    private const int MostPages = 5_000;

    public string Connection => settings.Connection;

    public TenantId Tenant => settings.Tenant;

    public string Product => "Apple Business";

    public SourceRole Role => SourceRole.Reseller;

    public async IAsyncEnumerable<SourcePage> ReadAsync(SourceRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var cursor = read.ResumeFrom;
        var whole = cursor is null;
        HashSet<string> cursors = new(StringComparer.Ordinal);
        var seen = 0;
        int? total = null;
        do
        {
            if (cursor is not null && !cursors.Add(cursor) || cursors.Count > MostPages)
            {
                throw new ConnectionException(
                    ConnectionFailure.GiveUp,
                    $"{settings.Name} sent the same cursor twice, so that its list would never end. Start the read again."
                );
            }

            var from = cursor;
            var page = await Patience.ReadAsync(() => client.DevicesAsync(settings.PageSize, from, cancellationToken), time, cancellationToken);
            var now = time.GetUtcNow();
            var rows = Mapped.Rows(page.Rows, AppleDevice.IdOf, (row, id) => AppleDevice.Map(row, id, now));
            seen += page.Rows.Count;
            whole &= !rows.HasNameless && (seen == page.Rows.Count || total == page.Total);
            total = page.Total;
            cursor = page.Cursor;
            yield return new SourcePage(rows.Records, cursor, total, rows.Rejected)
            {
                // The last page has no link to a next one; where the list is counted, the count must agree.
                Complete = cursor is null && whole && (total is null || seen == total),
            };
        } while (cursor is not null);
    }

    public Task<IReadOnlyList<ConnectionCheck>> CheckAsync(CancellationToken cancellationToken) =>
        checks.RunAsync(coverage: false, cancellationToken);
}
