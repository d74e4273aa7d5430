using System.Text.Json;
using System.Text.Json.Serialization;
using Itam.Context.Desks;
using Itam.Context.Work;

namespace Itam.Context.Enrichment;

/// <summary>Work: a ticket was described, or was closed. Whoever shows tickets elsewhere handles it.</summary>
/// <param name="Report">Null for a closed ticket, which is not described any more.</param>
/// <param name="Worst">Of all findings.</param>
/// <param name="DeviceId">The meant device; null where none is known, or not to the register yet.</param>
/// <param name="RunnerUpId">The second device of the report; null where it shows one.</param>
public sealed record TicketAnnouncement(
    string Connection,
    string TicketId,
    string Number,
    string Summary,
    string? Url,
    bool Closed,
    bool Vip,
    TicketPriority? Priority,
    DateTimeOffset CreatedAt,
    Severity Worst,
    Guid? DeviceId,
    Guid? RunnerUpId,
    ContextReport? Report
)
{
    public const string WorkKind = "ticket-described";

    private static readonly JsonSerializerOptions Wire = new() { Converters = { new JsonStringEnumConverter() } };

    public static TicketAnnouncement Of(Ticket ticket, AssetContext? context, ContextReport? report) =>
        new(
            ticket.Ref.Connection,
            ticket.Ref.Id,
            ticket.Number,
            ReportText.Clean(ticket.Summary),
            ticket.Url?.ToString(),
            ticket.Closed,
            context?.Requester?.Vip == true || ticket.Requester?.Vip == true,
            ticket.Priority,
            ticket.CreatedAt,
            context?.Findings.Select(f => f.Severity).DefaultIfEmpty(Severity.Ok).Max() ?? Severity.Unknown,
            IdOf(context?.Device),
            report is { Devices.Length: > 1 } ? IdOf(context!.Candidates[1]) : null,
            report
        );

    private static Guid? IdOf(Candidate? candidate) => candidate is { InRegister: true } ? candidate.Device.Id : null;

    /// <summary>Only the newest counts; not in the ticket's own order, so that a chat that fails holds back no note.</summary>
    public NewWork For(TenantId tenant) =>
        new(tenant, WorkKind, $"{WorkKind}/{Connection}/{TicketId}", JsonSerializer.SerializeToUtf8Bytes(this, Wire), Connection: Connection);

    /// <exception cref="JsonException">Not the payload of this work.</exception>
    public static TicketAnnouncement Read(WorkItem item) =>
        JsonSerializer.Deserialize<TicketAnnouncement>(item.Payload, Wire) ?? throw new JsonException("The payload is null.");
}

/// <summary>Whether somebody handles <see cref="TicketAnnouncement"/>; otherwise none is queued, since nobody would take it off.</summary>
public sealed record Announcing(bool On)
{
    public static readonly Announcing Nowhere = new(false);
}
