using Itam.Context.Lifecycle;
using Itam.Context.Register;
using Itam.Context.Storage;
using Itam.Context.Work;
using Itam.TeamsBot.Sending;

namespace Itam.TeamsBot.Conversations;

/// <summary>Whoever waits for a request is told whom it did not reach: nobody reads the dead letters for them.</summary>
public sealed class UnreachedPeople : IUndelivered
{
    public async Task HearAsync(ItamDb db, string key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (
            EquipmentConversation.ReadKey(key) is var (request, entra)
            && await new RegisterReader(db).FindPersonAsync([new(IdentityKind.DirectoryId, entra)], cancellationToken) is { } person
        )
        {
            db.Enqueue(new CaseUnreached(request, person.Id).For(db.TenantId), now);
        }
    }
}
