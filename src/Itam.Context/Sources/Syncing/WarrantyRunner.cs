using Itam.Context.Connections;
using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Sources.Warranties;
using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Sources.Syncing;

/// <param name="Failure">For an administrator; null when the vendor answered every batch.</param>
public sealed record WarrantyResult(string Connection, int Asked, int Found, int NoneFound, int Failed, string? Failure);

/// <summary>
/// Asks a vendor for the warranties of its devices, in batches, each device again after 30 days, after a failure on the next day and then alone, so that one serial
/// which breaks the vendor costs no other its answer for long. A failed look-up never costs an answer that is known: it stays, and is asked again.
/// </summary>
public sealed class WarrantyRunner(Database database, TimeProvider time)
{
    private static readonly TimeSpan AnswerLasts = TimeSpan.FromDays(30);
    private static readonly TimeSpan FailureLasts = TimeSpan.FromDays(1);

    /// <summary>The source of its rows, apart from what the same vendor may say as an ordinary source.</summary>
    public static string SourceOf(IWarrantySource source) => source.Product + SourceSuffix;

    internal const string SourceSuffix = " warranty";

    public async Task<WarrantyResult> RunAsync(IWarrantySource source, CancellationToken cancellationToken)
    {
        var result = new WarrantyResult(source.Connection, 0, 0, 0, 0, null);
        var due = (await DueAsync(source, cancellationToken)).ToLookup(d => d.HasFailed);
        var inARow = 0;
        foreach (var batch in due[false].Chunk(Math.Max(1, source.BatchSize)).Concat(due[true].Chunk(1)))
        {
            IReadOnlyList<WarrantyAnswer> answers;
            try
            {
                var questions = batch.Select(d => new WarrantyQuestion(Key(d.Serial)!, d.Model, d.ProductNumber, d.Country));
                answers = await source.LookUpAsync([.. questions.DistinctBy(q => q.Serial)], cancellationToken);
            }
            catch (ConnectionException failure) when (failure.IsBreakdown)
            {
                var failed = batch.Select(d => Key(d.Serial)!).Distinct().ToDictionary(s => s, s => new WarrantyAnswer(s, WarrantyLookup.Failed, []));
                await database.WriteAsync(source.Tenant, (db, token) => StoreAsync(db, source, batch, failed, token), cancellationToken);
                result = result with { Asked = result.Asked + batch.Length, Failed = result.Failed + failed.Count, Failure = failure.Message };
                if (++inARow < Batches.MostInARow)
                {
                    continue;
                }

                return result;
            }
            catch (ConnectionException failure)
            {
                // The vendor is not there for anybody now; what it said before stays, and the rest is asked next time.
                return result with { Failure = failure.Message };
            }

            inARow = 0;
            var bySerial = answers.Where(a => Key(a.Serial) is not null).GroupBy(a => Key(a.Serial)!).ToDictionary(g => g.Key, g => g.First());
            await database.WriteAsync(source.Tenant, (db, token) => StoreAsync(db, source, batch, bySerial, token), cancellationToken);
            result = result with
            {
                Asked = result.Asked + batch.Length,
                Found = result.Found + bySerial.Values.Count(a => a.Lookup is WarrantyLookup.Found),
                NoneFound = result.NoneFound + bySerial.Values.Count(a => a.Lookup is WarrantyLookup.NoneFound),
                Failed = result.Failed + bySerial.Values.Count(a => a.Lookup is WarrantyLookup.Failed),
            };
        }

        return result;
    }

    private async Task<List<Due>> DueAsync(IWarrantySource source, CancellationToken cancellationToken)
    {
        var (name, now) = (SourceOf(source), time.GetUtcNow());
        await using var db = database.Open(source.Tenant);
        var devices = await db
            .Devices.AsNoTracking()
            .Where(d => d.Serial != null && d.Manufacturer != null && d.GoneSince == null)
            .Select(d => new
            {
                d.Id,
                d.Serial,
                d.Manufacturer,
                d.Model,
                d.ModelId,
                d.State,
                Country = d.AssignedTo == null ? null : d.AssignedTo.Country,
                Asked = d.Warranties.Where(w => w.Source == name).Select(w => new { w.Lookup, w.CheckedAt }).ToList(),
            })
            .OrderBy(d => d.Id)
            .ToListAsync(cancellationToken);
        return
        [
            .. devices
                .Where(d => d.State is not (LifecycleState.Retired or LifecycleState.Disposed))
                .Where(d => Key(d.Serial) is not null && source.Covers(Manufacturers.Normalise(d.Manufacturer)!))
                .Where(d => d.Asked.TrueForAll(w => now - w.CheckedAt >= (w.Lookup is WarrantyLookup.Failed ? FailureLasts : AnswerLasts)))
                .Select(d => new Due(d.Id, d.Serial!, d.Model, d.ModelId, d.Country, d.Asked.Exists(w => w.Lookup is WarrantyLookup.Failed))),
        ];
    }

    private async Task StoreAsync(
        ItamDb db,
        IWarrantySource source,
        Due[] batch,
        Dictionary<string, WarrantyAnswer> answers,
        CancellationToken cancellationToken
    )
    {
        var (name, now) = (SourceOf(source), time.GetUtcNow());
        var ids = batch.Select(d => d.DeviceId).ToArray();
        var living = (await db.Devices.Where(d => ids.Contains(d.Id)).Select(d => d.Id).ToListAsync(cancellationToken)).ToHashSet();
        var known = (await db.Warranties.Where(w => w.Source == name && ids.Contains(w.DeviceId)).ToListAsync(cancellationToken)).ToLookup(w =>
            w.DeviceId
        );
        foreach (var device in batch.Where(d => living.Contains(d.DeviceId)))
        {
            if (!answers.TryGetValue(Key(device.Serial)!, out var answer))
            {
                continue;
            }

            var before = known[device.DeviceId].ToArray();
            if (answer.Lookup is WarrantyLookup.Failed)
            {
                // The failure is noted beside the good answer, for the next day; the answer itself stays.
                db.Warranties.RemoveRange(before.Where(w => w.Lookup is WarrantyLookup.Failed));
                Add(device.DeviceId, WarrantyLookup.Failed, null);
                continue;
            }

            db.Warranties.RemoveRange(before);
            var found = answer.Lookup is WarrantyLookup.Found && !answer.Entitlements.IsDefaultOrEmpty;
            foreach (var fact in found ? answer.Entitlements : [])
            {
                Add(device.DeviceId, WarrantyLookup.Found, fact);
            }

            if (!found)
            {
                Add(device.DeviceId, WarrantyLookup.NoneFound, null);
            }
        }

        void Add(Guid device, WarrantyLookup lookup, WarrantyFact? fact) =>
            db.Warranties.Add(
                new Warranty
                {
                    Id = Guid.CreateVersion7(now),
                    DeviceId = device,
                    Provider = source.Product,
                    Kind = fact?.Kind ?? WarrantyKind.Unknown,
                    Level = fact?.Level,
                    StartsOn = fact?.StartsOn,
                    EndsOn = fact?.EndsOn,
                    Lookup = lookup,
                    Source = name,
                    Role = SourceRole.WarrantyVendor,
                    CheckedAt = now,
                }
            );
    }

    private static string? Key(string? serial) => Identifiers.Normalise(IdentifierKind.Serial, serial);

    private sealed record Due(Guid DeviceId, string Serial, string? Model, string? ProductNumber, string? Country, bool HasFailed);
}
