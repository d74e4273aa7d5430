namespace Itam.Context.Desks;

/// <summary>Names one ticket on one desk.</summary>
/// <param name="Connection">Name of the configured connection.</param>
/// <param name="Id">What the desk's API wants (an issue key or id, a table and sys_id, a number); opaque outside the desk's folder.</param>
public sealed record TicketRef(TenantId Tenant, string Connection, string Id)
{
    /// <summary>Ordering key of all work on this ticket.</summary>
    public string OrderingKey => $"ticket/{Connection}/{Id}";

    public override string ToString() => $"{Connection}/{Id}";
}
