namespace Itam.Context.Connections.Watching;

/// <summary>A configured connection of any kind, as far as its health goes.</summary>
/// <param name="Title">For people: the product, and what it is to us.</param>
public sealed record WatchedConnection(string Name, TenantId Tenant, string Title, Func<CancellationToken, Task<IReadOnlyList<ConnectionCheck>>> Look)
{
    /// <summary>Never throws for a connection that fails: that is the answer.</summary>
    public async Task<IReadOnlyList<ConnectionCheck>> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await Look(cancellationToken);
        }
        catch (ConnectionException failure)
        {
            return [new ConnectionCheck(false, "The connection answers", failure.Message)];
        }
    }
}

/// <summary>Who is told, unasked, of a connection that is about to fail or has failed.</summary>
/// <param name="Desk">The connection on which a ticket is raised.</param>
/// <param name="Email">In whose name.</param>
public sealed record Administrators(string Desk, string Email);
