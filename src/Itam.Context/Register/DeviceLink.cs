using Itam.Context.Storage;

namespace Itam.Context.Register;

public enum DeviceLinkState
{
    /// <summary>We are sure of the device and are about to link it.</summary>
    Wanted,

    /// <summary>We linked it, and nobody has touched the link since.</summary>
    Ours,

    /// <summary>Ours, but an agent said that another device is meant: to be taken back.</summary>
    Wrong,

    /// <summary>Somebody else linked it.</summary>
    Theirs,

    /// <summary>We linked it, and it was taken away.</summary>
    Removed,
}

/// <summary>
/// A device on a ticket in the desk's own field. What was there once and is gone was taken away by a person, so it is never linked a second time unless an agent
/// asks for it; and only what is <see cref="DeviceLinkState.Ours"/> may we take back.
/// </summary>
public sealed class DeviceLink : ITenantOwned
{
    public string Tenant { get; set; } = "";
    public required string Connection { get; init; }
    public required string TicketId { get; init; }
    public required Guid DeviceId { get; init; }
    public DeviceLinkState State { get; set; }

    /// <summary>The desk's own id of the device; null for a link that we did not make.</summary>
    public string? LinkedAs { get; set; }

    /// <summary>When we linked it, or first saw it linked.</summary>
    public DateTimeOffset At { get; set; }
}
