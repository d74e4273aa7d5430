using System.Text.Json;
using System.Text.Json.Serialization;
using Itam.Context.Desks;
using Itam.Context.Work;

namespace Itam.Context.Lifecycle.Reports;

/// <summary>Work: raise this ticket for a person, and tell the person its number.</summary>
/// <param name="Report">What the person did, for the words of the answer.</param>
/// <param name="DeviceId">Null: about no device.</param>
/// <param name="Said">In the person's own words.</param>
public sealed record RaiseTicketWork(ReportKind Report, Guid PersonId, Guid? DeviceId, TicketDraft Draft, string? Said = null)
{
    public const string Kind = "raise-ticket";

    private static readonly JsonSerializerOptions Wire = new() { Converters = { new JsonStringEnumConverter() } };

    /// <param name="desk">The connection on which it is raised.</param>
    public NewWork For(TenantId tenant, string desk) =>
        new(tenant, Kind, OrderOf(Draft.Reference), JsonSerializer.SerializeToUtf8Bytes(this, Wire), Connection: desk);

    internal static string OrderOf(string reference) => $"{Kind}/{reference}";

    /// <exception cref="JsonException">Not the payload of this work.</exception>
    public static RaiseTicketWork Read(WorkItem item) =>
        JsonSerializer.Deserialize<RaiseTicketWork>(item.Payload, Wire) ?? throw new JsonException("The payload is null.");
}

public enum ReportKind
{
    Problem,
    Lost,
    Stolen,
    Return,
}
