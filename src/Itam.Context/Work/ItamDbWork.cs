using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Work;

public static class ItamDbWork
{
    public static void Enqueue(this ItamDb db, NewWork work, DateTimeOffset now) =>
        db.Work.Add(new WorkRow { Tenant = work.Tenant.Value, Kind = work.Kind, OrderingKey = work.OrderingKey, Payload = work.Payload.ToArray(), Meta = work.Meta, DueAt = (work.DueAt ?? now).ToUnixTimeMilliseconds(), CreatedAt = now.ToUnixTimeMilliseconds() });

    public static async Task EnqueueOnceAsync(this ItamDb db, NewWork work, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!await db.Work.AnyAsync(w => w.Kind == work.Kind && w.OrderingKey == work.OrderingKey && w.LeaseId == null && w.State == WorkState.Ready, cancellationToken))
        {
            db.Enqueue(work, now);
        }
    }

    /// <summary>Takes the place of waiting work of the same kind and key that nobody has begun: only the newest counts.</summary>
    public static async Task ReplaceAsync(this ItamDb db, NewWork work, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await db
            .Work.Where(w => w.Kind == work.Kind && w.OrderingKey == work.OrderingKey && w.LeaseId == null && w.State == WorkState.Ready)
            .ExecuteDeleteAsync(cancellationToken);
        db.Enqueue(work, now);
    }
}
