using System.Collections.Concurrent;

namespace Itam.Webhooks.ServiceNow;

/// <summary>
/// Tells our own change of a ticket from a person's by sys_mod_count, which goes up on every save: a version is ours only when our write made it directly out of a
/// version that we had read. sys_updated_by alone would hide what a person changed between our reading and our writing. After a restart nothing is ours; that
/// costs one reading more and no second note, since the journal knows what we said.
/// </summary>
internal sealed class OwnWrites
{
    private const int MaxTickets = 10_000;

    private readonly ConcurrentDictionary<TicketId, (int Seen, int? Ours)> _versions = new();

    public bool MadeBy(TicketId ticket, int? version) => version is not null && _versions.TryGetValue(ticket, out var known) && known.Ours == version;

    public void Read(TicketId ticket, int? version)
    {
        if (version is { } seen)
        {
            Keep(ticket, (seen, MadeBy(ticket, seen) ? seen : null));
        }
    }

    public void Wrote(TicketId ticket, int? version)
    {
        if (version is { } made && _versions.TryGetValue(ticket, out var known) && made == known.Seen + 1)
        {
            Keep(ticket, (made, made));
        }
    }

    private void Keep(TicketId ticket, (int Seen, int? Ours) versions)
    {
        // Forgetting is safe, so a plain clear keeps this bounded.
        if (_versions.Count >= MaxTickets)
        {
            _versions.Clear();
        }

        _versions[ticket] = versions;
    }
}
