using Itam.Context.Register;
using Itam.Context.Sources.Records;

namespace Itam.Context.Sources.Syncing;

/// <summary>What the register knows of a license without any source, from an import or a person; see <see cref="OwnRecord"/>. Imported seats stay seats.</summary>
internal static class OwnLicense
{
    /// <param name="records">The records linked to the license.</param>
    /// <param name="hasSeats">Somebody was given a seat by an import.</param>
    /// <returns>The record, new or brought up to date; null where everything came from sources.</returns>
    public static StoredRecord? Capture(License license, IReadOnlyList<StoredRecord> records, bool hasSeats, IReadOnlySet<string> products)
    {
        var alone = records.All(r => r.Connection.Length == 0);
        var known = records.Where(r => r.Connection.Length == 0).OrderBy(r => r.SourceId, StringComparer.Ordinal).FirstOrDefault();
        var before = known is null
            ? new LicenseRecord(license.Id.ToString("D"), DateTimeOffset.UnixEpoch) { Product = license.Product }
            : RecordJson.Read<LicenseRecord>(known.Json);
        var origins = known is null ? [] : new Dictionary<string, Origin>(known.Origins);
        var take = new OwnValues(
            license.Origins.GetValueOrDefault,
            alone,
            products.Union(records.Where(r => r.Connection.Length > 0).Select(r => r.Product)).ToHashSet(StringComparer.Ordinal),
            origins
        );
        // Every license has a product: one of no known origin is nobody's word once there are sources.
        var isNamed = alone || license.Origins.ContainsKey(nameof(License.Product));
        var said = before with
        {
            Product = isNamed ? take.Text(nameof(License.Product), license.Product, before.Product)! : before.Product,
            Publisher = take.Text(nameof(License.Publisher), license.Publisher, before.Publisher),
            Owned = take.Value(nameof(License.Owned), license.Owned, before.Owned),
            RenewsOn = take.Value(nameof(License.RenewsOn), license.RenewsOn, before.RenewsOn),
            Currency = take.Owns(nameof(License.CostPerSeat), license.CostPerSeat) ? license.Currency : before.Currency,
            CostPerSeat = take.Value(nameof(License.CostPerSeat), license.CostPerSeat, before.CostPerSeat),
        };
        if (known is null && !take.Any && !hasSeats)
        {
            return null;
        }

        said = said with { AsOf = origins.Values.Select(o => o.AsOf).Append(before.AsOf).Max() };
        var record =
            known
            ?? new StoredRecord
            {
                Connection = "",
                Kind = RecordKind.License,
                SourceId = said.SourceId,
                Product = OwnRecord.Product,
                Role = SourceRole.AssetRegister,
                LicenseId = license.Id,
            };
        record.Json = RecordJson.Write(said);
        record.Hash = RecordJson.HashOf(record.Json);
        record.AsOf = said.AsOf;
        record.Origins = origins;
        return record;
    }
}
