using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Enrichment;

namespace Itam.TeamsBot.Conversations;

/// <summary>Which new tickets are shown in the triage channel: any one of these is enough.</summary>
/// <param name="Channel">The channel's conversation id ("19:…@thread.tacv2").</param>
/// <param name="From">Findings of this severity or worse.</param>
/// <param name="Vip">The requester is a VIP.</param>
/// <param name="Priority">Tickets of this priority or higher; null: the priority does not matter.</param>
public sealed record TriageRule(string Channel, Severity From, bool Vip, TicketPriority? Priority)
{
    /// <returns>Null: no triage channel.</returns>
    public static TriageRule? Read(SettingsReader reader) =>
        reader.Children().Any() || reader.Has("Channel")
            ? new TriageRule(
                reader.Text("Channel", "19:0123456789abcdef@thread.tacv2"),
                reader.Choice("From", Severity.Act),
                reader.Flag("Vip", true),
                reader.Has("Priority") ? reader.Choice("Priority", TicketPriority.High) : null
            )
            : null;

    public bool Wants(TicketAnnouncement ticket) => ticket.Worst >= From || (Vip && ticket.Vip) || (Priority is { } from && ticket.Priority >= from);
}
