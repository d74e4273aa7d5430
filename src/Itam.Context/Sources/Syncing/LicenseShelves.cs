using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Sources.Records;
using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Sources.Syncing;

/// <summary>The licenses that a change of some records can touch: those of the products that the records name or named, with all their records. A company has hundreds of
/// licenses, not hundreds of thousands.</summary>
internal sealed class LicenseShelves
{
    private LicenseShelves() { }

    public Dictionary<Guid, License> Licenses { get; } = [];
    public Dictionary<RecordId, StoredRecord> Records { get; } = [];
    public Dictionary<RecordId, RecordFacts<LicenseRecord>> Facts { get; } = [];

    /// <summary>Licenses that the register knows by itself, by their own record.</summary>
    public Dictionary<Guid, RecordId> Own { get; } = [];

    public IEnumerable<string> Products =>
        Facts.Values.Select(f => KeyOf(f.Said.Product)).Concat(Licenses.Values.Select(l => KeyOf(l.Product))).Distinct();

    /// <summary>One product is one license, however it is spelled.</summary>
    public static string KeyOf(string product) =>
        string.Join(' ', product.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();

    public static async Task<LicenseShelves> LoadAsync(
        ItamDb db,
        IEnumerable<StoredRecord> touched,
        IReadOnlySet<string> products,
        CancellationToken cancellationToken
    )
    {
        var shelves = new LicenseShelves();
        var all = await db.Licenses.ToListAsync(cancellationToken);
        var records = touched.ToList();
        while (records.Count > 0)
        {
            foreach (var record in records)
            {
                shelves.Records[record.Id] = record;
                shelves.Facts[record.Id] = FactsOf(record);
            }

            records = await shelves.StepAsync(db, all, products, cancellationToken);
        }

        return shelves;
    }

    private async Task<List<StoredRecord>> StepAsync(ItamDb db, List<License> all, IReadOnlySet<string> products, CancellationToken cancellationToken)
    {
        var named = Products.ToHashSet(StringComparer.Ordinal);
        var linked = Records.Values.Select(r => r.LicenseId).OfType<Guid>().ToHashSet();
        var near = all.Where(l => !Licenses.ContainsKey(l.Id) && (linked.Contains(l.Id) || named.Contains(KeyOf(l.Product)))).ToArray();
        var ids = near.Select(l => l.Id).ToArray();
        var records = await db
            .SourceRecords.Where(r => r.Kind == RecordKind.License && r.LicenseId != null && ids.Contains(r.LicenseId.Value))
            .ToListAsync(cancellationToken);
        var seated = await db.Seats.Where(s => ids.Contains(s.LicenseId) && !s.FromSource).Select(s => s.LicenseId).ToHashSetAsync(cancellationToken);
        foreach (var license in near)
        {
            Licenses[license.Id] = license;
            var theirs = records.Where(r => r.LicenseId == license.Id).ToArray();
            if (OwnLicense.Capture(license, theirs, seated.Contains(license.Id), products) is { } own)
            {
                if (!records.Contains(own))
                {
                    db.SourceRecords.Add(own);
                    records.Add(own);
                }

                Own[license.Id] = own.Id;
            }
        }

        return [.. records.Where(r => !Records.ContainsKey(r.Id))];
    }

    private static RecordFacts<LicenseRecord> FactsOf(StoredRecord record) =>
        new(
            record.Id,
            record.Product,
            record.Role,
            RecordJson.Read<LicenseRecord>(record.Json),
            record.Connection.Length == 0 ? record.Origins : null
        );
}
