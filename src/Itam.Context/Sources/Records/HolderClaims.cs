using Itam.Context.Enrichment.Findings;
using Itam.Context.Register;
using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Sources.Records;

/// <summary>Who holds a device according to each system that may say so. Who signed in last (protection, monitoring) is no claim.</summary>
internal static class HolderClaims
{
    private static readonly SourceRole[] Roles = [SourceRole.AssetRegister, SourceRole.DeviceManagement, SourceRole.Directory];

    public static async Task<IReadOnlyList<HolderClaim>> OfAsync(ItamDb db, Guid deviceId, CancellationToken cancellationToken)
    {
        var records = await db
            .SourceRecords.AsNoTracking()
            .Where(r => r.DeviceId == deviceId && r.Kind == RecordKind.Device && r.TombstonedAt == null && Roles.Contains(r.Role))
            .ToListAsync(cancellationToken);
        if (records.Count < 2)
        {
            return [];
        }

        var register = new RegisterReader(db);
        var claims = new List<HolderClaim>();
        foreach (var record in records)
        {
            var said = RecordJson.Read<DeviceRecord>(record.Json);
            if (!said.Holder.IsDefaultOrEmpty && await register.FindPersonAsync(said.Holder, cancellationToken) is { } person)
            {
                claims.Add(
                    new HolderClaim(
                        record.Product,
                        person.Id,
                        person.DisplayName,
                        record.Origins.GetValueOrDefault(nameof(Device.AssignedToId))?.AsOf ?? record.AsOf
                    )
                );
            }
        }

        return claims;
    }
}
