using Itam.Context.Storage;

namespace Itam.Context.Register;

public enum IdentityKind
{
    Email,

    /// <summary>User principal name (sign-in name) when it differs from the e-mail.</summary>
    Upn,
    EmployeeNumber,

    /// <summary>Object id of the directory (Entra ID).</summary>
    DirectoryId,

    /// <summary>The person's id in a connected system; <see cref="PersonIdentity.Scope"/> names the connection.</summary>
    Account,
}

/// <summary>One way to name a person; <see cref="Value"/> is lower-case. Unique per tenant, kind and scope.</summary>
public sealed class PersonIdentity : ITenantOwned
{
    public string Tenant { get; set; } = "";
    public required IdentityKind Kind { get; init; }

    /// <summary>Connection name for <see cref="IdentityKind.Account"/>, otherwise empty.</summary>
    public string Scope { get; init; } = "";
    public required string Value { get; init; }
    public required Guid PersonId { get; set; }

    /// <summary>A source said it. False for what was imported, typed or learned from a ticket.</summary>
    public bool FromSource { get; set; }
}
