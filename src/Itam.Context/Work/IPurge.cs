namespace Itam.Context.Work;

/// <summary>What a room no longer needs and forgets by itself, for all tenants; asked every <see cref="WorkOptions.PurgeEvery"/>.</summary>
public interface IPurge
{
    Task PurgeAsync(CancellationToken cancellationToken);
}
