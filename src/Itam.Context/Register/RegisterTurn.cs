using Itam.Context.Storage;
using Itam.Context.Work;

namespace Itam.Context.Register;

public static class RegisterTurn
{
    /// <summary>One at a time per tenant, across replicas, until the transaction ends: whoever changes devices or people by what it read of them has to see what
    /// the others did.</summary>
    public static Task TakeRegisterTurnAsync(this ItamDb db, CancellationToken cancellationToken) => db.LockAsync("register", "", cancellationToken);
}
