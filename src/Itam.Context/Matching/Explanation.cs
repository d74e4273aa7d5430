using System.Collections.Immutable;

namespace Itam.Context.Matching;

/// <summary>Why a device is what it is: for <c>itam device explain</c>.</summary>
public sealed record DeviceExplanation(
    Guid DeviceId,
    string Label,
    ImmutableArray<RecordExplanation> Records,
    ImmutableArray<FieldChoice> Fields,
    ImmutableArray<WarrantyExplanation> Warranties,
    ImmutableArray<string> Doubts
);

/// <param name="Matched">Which keys it shares with which other records: "serial PF3ABCDE, as the management 7f3a"; empty for a record that stands alone.</param>
public sealed record RecordExplanation(RecordId Id, string Product, string Role, DateTimeOffset AsOf, ImmutableArray<string> Matched);

/// <summary>Puts the decisions about one device into words.</summary>
public static class Explanation
{
    public static ImmutableArray<RecordExplanation> Of(DeviceCluster cluster)
    {
        var holders = cluster.Records.SelectMany(r => DeviceKeys.StrongOf(r).Select(key => (key, r))).ToLookup(p => p.key, p => p.r);
        return
        [
            .. cluster.Records.Select(record => new RecordExplanation(
                record.Id,
                record.Product,
                record.Role.ToString(),
                record.Said.AsOf,
                [
                    .. DeviceKeys
                        .StrongOf(record)
                        .OrderBy(k => k.Tier)
                        .Select(key => (key, others: holders[key].Where(o => o.Id != record.Id).ToArray()))
                        .Where(m => m.others.Length > 0)
                        .Select(m =>
                            $"{m.key.Words}, as {string.Join(", ", m.others.Select(o => o.IsOwn ? o.Product : $"{o.Product} {o.Id.SourceId}"))}"
                        ),
                ]
            )),
        ];
    }
}
