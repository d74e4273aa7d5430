using System.Text.Json;
using System.Text.Json.Serialization;
using Itam.Context.Work;

namespace Itam.Context.Lifecycle.Reports;

/// <summary>Work: tell people what became of a report. Whoever talks to people handles it.</summary>
/// <param name="Reference">Of the report: what is told again under it takes the place of what was told before.</param>
/// <param name="ToSecurity">To those who look after security; otherwise to the person who reported.</param>
/// <param name="TicketNumber">Null while the desk has none yet.</param>
/// <param name="To">The e-mail of the one it is for; null: it is still to be split into one notice each, so that whoever cannot be reached is on the dead-letter list alone.</param>
/// <param name="IsFound">The news is that the device is there again.</param>
public sealed record ReportNotice(
    ReportKind Report,
    string Reference,
    Guid PersonId,
    Guid? DeviceId,
    bool ToSecurity,
    string? Said,
    string? TicketNumber,
    string? TicketUrl,
    string? To = null,
    bool IsFound = false
)
{
    public const string WorkKind = "report-notice";

    private static readonly JsonSerializerOptions Wire = new() { Converters = { new JsonStringEnumConverter() } };

    public NewWork For(TenantId tenant) =>
        new(
            tenant,
            WorkKind,
            $"{WorkKind}/{Reference}{(ToSecurity ? "/security" : "")}{(To is null ? "" : $"/{To}")}",
            JsonSerializer.SerializeToUtf8Bytes(this, Wire)
        );

    /// <exception cref="JsonException">Not the payload of a notice.</exception>
    public static ReportNotice Read(WorkItem item) =>
        JsonSerializer.Deserialize<ReportNotice>(item.Payload, Wire) ?? throw new JsonException("The notice is null.");
}
