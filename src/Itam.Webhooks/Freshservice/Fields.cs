using System.Globalization;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Freshservice;

/// <summary>Reads the API's values: ids are integers, moments ISO 8601 in UTC.</summary>
internal static class Fields
{
    private const int Open = 2;
    private const int Resolved = 4;
    private const int Closed = 5;

    public static long? Id(this JObject row, string name) =>
        long.TryParse(row[name].Text(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0 ? id : null;

    public static DateTimeOffset? Moment(this JObject row, string name) =>
        DateTimeOffset.TryParse(
            row[name].Text(),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var moment
        )
            ? moment
            : null;

    /// <summary>True only for a JSON true: what is missing or odd is not a yes.</summary>
    public static bool IsTrue(this JObject row, string name) => row[name] is JValue { Value: true };

    /// <summary>1 Low, 2 Medium, 3 High, 4 Urgent (api.freshservice.com, Tickets).</summary>
    public static TicketPriority? Priority(this JObject ticket) =>
        ticket.Id("priority") switch
        {
            1 => TicketPriority.Low,
            2 => TicketPriority.Normal,
            3 => TicketPriority.High,
            4 => TicketPriority.Critical,
            _ => null,
        };

    /// <summary>Resolved or closed; an account's own states (6 and up) count as open.</summary>
    public static bool IsClosed(this JObject ticket) => (ticket.Id("status") ?? Open) is Resolved or Closed;
}
