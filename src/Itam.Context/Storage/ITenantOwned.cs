namespace Itam.Context.Storage;

/// <summary>A row that belongs to one tenant. <see cref="ItamDb"/> stamps it on insert and filters every query by it.</summary>
public interface ITenantOwned
{
    string Tenant { get; set; }
}
