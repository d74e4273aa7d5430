using Itam.Context.Storage;

namespace Itam.Context.Register;

public sealed class Person : ITenantOwned
{
    public string Tenant { get; set; } = "";
    public required Guid Id { get; init; }
    public required string DisplayName { get; set; }
    public string? Email { get; set; }
    public string? JobTitle { get; set; }
    public string? Department { get; set; }
    public string? Site { get; set; }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public string? Country { get; set; }

    /// <summary>IANA time zone, e.g. "Europe/Berlin".</summary>
    public string? TimeZone { get; set; }

    /// <summary>BCP 47, e.g. "de".</summary>
    public string? Language { get; set; }
    public bool Vip { get; set; }
    public bool Active { get; set; } = true;
    public Guid? ManagerId { get; set; }
    public DateOnly? StartsOn { get; set; }
    public DateOnly? LeavesOn { get; set; }
    public Dictionary<string, Origin> Origins { get; set; } = [];
    public List<PersonIdentity> Identities { get; init; } = [];
}
