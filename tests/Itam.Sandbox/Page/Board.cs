using System.Collections.Concurrent;
using Itam.Sandbox.Company;

namespace Itam.Sandbox.Page;

/// <summary>What the Sandbox page shows: the desks, their tickets, and how long each waited for its note.</summary>
internal sealed class Board(SandboxCompany company, IReadOnlyList<IEmulatedDesk> desks, TimeProvider time)
{
    private const int EarlyShown = 5;

    private readonly ConcurrentDictionary<(string Desk, string Number), DateTimeOffset> _raised = new();
    private readonly HashSet<(string Desk, string Number)> _early = [];

    public SandboxCompany Company => company;

    public IReadOnlyList<IEmulatedDesk> Desks => desks;

    /// <summary>Teams is emulated too: pages link to it.</summary>
    public bool HasTeams { get; set; }

    public IEmulatedDesk? Find(string desk) => desks.FirstOrDefault(d => d.Name == desk);

    /// <summary>Tickets that a desk has now were there before it was connected: nobody waits for their notes.</summary>
    public void RememberEarlyTickets()
    {
        foreach (var desk in desks)
        {
            _early.UnionWith(desk.Numbers.Select(number => (desk.Name, number)));
        }
    }

    public async Task<string> RaiseAsync(IEmulatedDesk desk, NewTicket ticket, CancellationToken cancellationToken)
    {
        var raisedAt = time.GetUtcNow();
        var number = await desk.RaiseAsync(ticket, cancellationToken);
        _raised[(desk.Name, number)] = raisedAt;
        return number;
    }

    /// <summary>Newest first: all tickets raised since the start, and the latest of those from before.</summary>
    public IReadOnlyList<TicketCard> Cards(IEmulatedDesk desk)
    {
        var numbers = desk.Numbers.ToLookup(number => _early.Contains((desk.Name, number)));
        var raised = numbers[false].Select(number => Card(desk, number)).OrderByDescending(card => card.RaisedAt);
        return [.. raised, .. numbers[true].TakeLast(EarlyShown).Reverse().Select(number => Card(desk, number))];
    }

    /// <summary>Null: no such desk or ticket.</summary>
    public TicketCard? Ticket(string desk, string number)
    {
        try
        {
            return Find(desk) is { } found ? Card(found, number) : null;
        }
        catch (KeyNotFoundException)
        {
            return null;
        }
    }

    /// <exception cref="KeyNotFoundException">No such ticket.</exception>
    public TicketCard Card(IEmulatedDesk desk, string number)
    {
        var view = desk.View(number);
        var key = (desk.Name, number);
        return new TicketCard(desk, view, _early.Contains(key) ? null : _raised.GetOrAdd(key, static (_, now) => now, time.GetUtcNow()));
    }
}

internal enum TicketState
{
    /// <summary>Raised before the desk was connected.</summary>
    Early,
    Waiting,
    Noted,

    /// <summary>More than one note: never right.</summary>
    Doubled,

    /// <summary>A note that customers can read: never right.</summary>
    Public,
}

/// <param name="RaisedAt">Null: before the desk was connected.</param>
internal sealed record TicketCard(IEmulatedDesk Desk, TicketView View, DateTimeOffset? RaisedAt)
{
    public TicketState State =>
        View.Notes.Any(n => n.Public)
            ? TicketState.Public
            : View.Notes.Count(n => !IsStep(n)) switch
            {
                0 => RaisedAt is null ? TicketState.Early : TicketState.Waiting,
                1 => TicketState.Noted,
                _ => TicketState.Doubled,
            };

    /// <summary>From raising the ticket to its first note. Some desks store whole seconds only, so it may be a second too short.</summary>
    public TimeSpan? NotedAfter =>
        RaisedAt is { } raised && View.Notes is [var first, ..] ? TimeSpan.FromTicks(Math.Max(0, (first.CreatedAt - raised).Ticks)) : null;

    /// <summary>A ticket that the product raised itself is told each step; only of the context there is one note.</summary>
    public static bool IsStep(NoteView note) => note.Text.Contains(StepReference, StringComparison.Ordinal);

    public const string StepReference = "\nReference ";

    public string Path => $"/desks/{Desk.Name}/tickets/{Uri.EscapeDataString(View.Number)}";
}
