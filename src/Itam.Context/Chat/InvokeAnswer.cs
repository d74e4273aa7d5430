using Itam.Context.Storage;

namespace Itam.Context.Chat;

/// <summary>The first answer to a button or search, given again when the same request comes again. While it is worked on, its owner holds a lease.</summary>
public sealed class InvokeAnswer : ITenantOwned
{
    public string Tenant { get; set; } = "";

    /// <summary>Connection, conversation and activity.</summary>
    public required string Key { get; init; }

    /// <summary>The same person pressing the same button with the same input; null where pressing twice means two things.</summary>
    public string? TapKey { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    public Guid Owner { get; set; }
    public DateTimeOffset LeaseUntil { get; set; }
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>HTTP status; null while it is worked on.</summary>
    public int? Status { get; set; }

    /// <summary>JSON.</summary>
    public string? Body { get; set; }

    /// <summary>The person was told to wait, and the answer has been put into the conversation since.</summary>
    public bool DeliveredLate { get; set; }
}
