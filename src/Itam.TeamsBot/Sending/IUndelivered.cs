using Itam.Context.Storage;

namespace Itam.TeamsBot.Sending;

/// <summary>Hears of what could not be said under a key, in the transaction that gives it up; more than once when it is replayed.</summary>
public interface IUndelivered
{
    Task HearAsync(ItamDb db, string key, DateTimeOffset now, CancellationToken cancellationToken);
}
