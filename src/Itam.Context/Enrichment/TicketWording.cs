using System.Security.Cryptography;
using System.Text.Json;
using Itam.Context.Desks;

namespace Itam.Context.Enrichment;

/// <summary>
/// Tells whether a ticket still says what it said at the last look. That the newest change of a ticket is our own does not mean that nobody changed it: a person
/// may have come between our reading and our writing.
/// </summary>
internal static class TicketWording
{
    /// <summary>Everything that a description or an announcement of the ticket depends on.</summary>
    public static string Digest(Ticket ticket)
    {
        var said = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                ticket.Summary,
                ticket.Description,
                Requester = ticket.Requester is { } person
                    ? new
                    {
                        person.DisplayName,
                        person.Names,
                        person.TimeZone,
                        person.Vip,
                    }
                    : null,
                Devices = ticket.LinkedDevices.SelectMany(d => d.Names),
                ticket.Priority,
                ticket.Closed,
            }
        );
        return Convert.ToHexStringLower(SHA256.HashData(said)[..16]);
    }
}
