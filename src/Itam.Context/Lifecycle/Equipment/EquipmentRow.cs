using System.Text.Json;
using System.Text.Json.Serialization;
using Itam.Context.Storage;

namespace Itam.Context.Lifecycle.Equipment;

/// <summary>An equipment request as the database keeps it: the state as JSON, and beside it what is asked for by query or guarded by the database.</summary>
public sealed class EquipmentRow : ITenantOwned
{
    private static readonly JsonSerializerOptions Stored = new() { Converters = { new JsonStringEnumConverter() } };

    public string Tenant { get; set; } = "";
    public required Guid Id { get; init; }
    public required Guid RequesterId { get; set; }

    /// <summary>See <see cref="EquipmentAsk.IdempotencyKey"/>.</summary>
    public required string IdempotencyKey { get; init; }
    public required string ItemId { get; init; }
    public EquipmentState State { get; set; }

    /// <summary>A write that read an older version changes nothing.</summary>
    public int Version { get; set; }

    /// <summary>Who may decide, each between bars, so that one person is found by text.</summary>
    public string Deciders { get; set; } = "";
    public Guid? DeviceId { get; set; }

    /// <summary>The device while it is set aside or out on loan; unique.</summary>
    public Guid? HeldDeviceId { get; set; }

    /// <summary>Of the requester, when they asked; its budget pays.</summary>
    public string? Department { get; init; }
    public decimal Price { get; init; }
    public string Currency { get; init; } = "";

    /// <summary>When the last approval came; null: not approved, or taken back.</summary>
    public DateTimeOffset? ApprovedAt { get; set; }
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The desk's; all four null until the ticket is raised.</summary>
    public string? TicketConnection { get; set; }
    public string? TicketId { get; set; }
    public string? TicketNumber { get; set; }
    public string? TicketUrl { get; set; }
    public string Json { get; set; } = "";

    public EquipmentRequest Read() =>
        (JsonSerializer.Deserialize<EquipmentRequest>(Json, Stored) ?? throw new JsonException($"Equipment request {Id} is empty.")) with
        {
            DeviceId = DeviceId,
        };

    public void Write(EquipmentRequest request)
    {
        State = request.State;
        Version = request.Version;
        Deciders = string.Concat(request.Deciders.Select(Bar));
        DeviceId = request.DeviceId;
        HeldDeviceId = request.State is EquipmentState.Reserved || request.State.IsWithRecipient() ? request.DeviceId : null;
        ApprovedAt =
            request.State is EquipmentState.Refused or EquipmentState.Cancelled or EquipmentState.Returned || request.State.IsAwaitingDecision()
                ? null
                : request.Decisions[^1].At;
        Json = JsonSerializer.Serialize(request, Stored);
    }

    /// <summary>Two people turned out to be one. The version stays: nothing happened to the request.</summary>
    public void Rename(Guid from, Guid to)
    {
        RequesterId = RequesterId == from ? to : RequesterId;
        Deciders = Deciders.Replace(Bar(from), Bar(to), StringComparison.Ordinal);
        Json = Json.Replace(from.ToString("D"), to.ToString("D"), StringComparison.OrdinalIgnoreCase);
    }

    public static string Bar(Guid person) => $"|{person:N}|";
}
