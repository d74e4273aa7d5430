using System.Collections.Immutable;
using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Sources.Records;
using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Sources.Syncing;

/// <summary>Explains devices from their stored records, with the rules that made them. Changes nothing.</summary>
/// <param name="precedence">Null: as shipped.</param>
public sealed class DeviceExplainer(Database database, TimeProvider time, Precedence? precedence = null)
{
    private readonly Precedence _precedence = precedence ?? Precedence.Shipped;

    /// <param name="identifier">A serial, asset tag or hostname.</param>
    /// <returns>One explanation per device that carries it; a device without records has only a label.</returns>
    public async Task<IReadOnlyList<DeviceExplanation>> ExplainAsync(TenantId tenant, string identifier, CancellationToken cancellationToken)
    {
        await using var db = database.Open(tenant);
        var register = new RegisterReader(db);
        var hits = await register.FindByIdentifiersAsync(
            [new(IdentifierKind.Serial, identifier), new(IdentifierKind.AssetTag, identifier), new(IdentifierKind.Hostname, identifier)],
            cancellationToken
        );
        var explanations = new List<DeviceExplanation>();
        foreach (var device in (await register.GetDevicesAsync(hits.Select(h => h.DeviceId), cancellationToken)).OrderBy(d => d.Id))
        {
            explanations.Add(await ExplainAsync(db, device, cancellationToken));
        }

        return explanations;
    }

    private async Task<DeviceExplanation> ExplainAsync(ItamDb db, Device device, CancellationToken cancellationToken)
    {
        var records = await db
            .SourceRecords.AsNoTracking()
            .Where(r => r.Kind == RecordKind.Device && r.DeviceId == device.Id && r.TombstonedAt == null)
            .ToListAsync(cancellationToken);
        var said = records.Select(r => OwnRecord.FactsOf(r)).ToArray();
        var people = await PeopleIndex.LoadAsync(db, said.SelectMany(s => s.Said.Holder), cancellationToken);
        var cluster = new DeviceCluster([.. said.Select(s => s with { HolderId = people.Find(s.Said.Holder) }).OrderBy(s => s.Id)]);
        var ids = records.Select(r => r.SourceId).ToArray();
        var reviews = await db.MatchReviews.AsNoTracking().Where(r => ids.Contains(r.SourceId)).ToListAsync(cancellationToken);
        var own = records.Select(r => r.Id).ToHashSet();
        var decided = await StoredDecisions.LoadAsync(db, own, cancellationToken);
        return new DeviceExplanation(
            device.Id,
            device.Label,
            [.. Explanation.Of(cluster).Select(r => r with { Matched = [.. r.Matched, .. decided.Select(d => Words(d, r.Id)).OfType<string>()] })],
            await WithNamesAsync(db, DeviceMerge.Merge(cluster, _precedence, time.GetUtcNow()), cancellationToken),
            WarrantyChoice.Explain(device.Warranties),
            [.. reviews.Where(r => own.Contains(new RecordId(r.Connection, r.SourceId))).Select(r => r.Words).Distinct(StringComparer.Ordinal)]
        );
    }

    /// <returns>Null where the decision is not about the record.</returns>
    private static string? Words(MatchDecision decision, RecordId record) =>
        decision.One != record && decision.Other != record
            ? null
            : $"{(decision.Same ? "the same device as" : "another device than")} {(decision.One == record ? decision.Other : decision.One)}, decided by {decision.DecidedBy} on {decision.DecidedAt.UtcDateTime:yyyy-MM-dd}";

    /// <summary>People read names, not the ids of people.</summary>
    private static async Task<ImmutableArray<FieldChoice>> WithNamesAsync(
        ItamDb db,
        ImmutableArray<FieldChoice> choices,
        CancellationToken cancellationToken
    )
    {
        var ids = choices
            .SelectMany(c => c.Lost.Select(l => l.Value).Append(c.Value))
            .Select(v => Guid.TryParse(v, out var id) ? id : Guid.Empty)
            .ToHashSet();
        var names = await db.People.Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id.ToString(), p => p.DisplayName, cancellationToken);
        return
        [
            .. choices.Select(c =>
                c.Property is not nameof(Device.AssignedToId)
                    ? c
                    : c with
                    {
                        Value = names.GetValueOrDefault(c.Value, c.Value),
                        Lost = [.. c.Lost.Select(l => l with { Value = names.GetValueOrDefault(l.Value, l.Value) })],
                    }
            ),
        ];
    }
}
