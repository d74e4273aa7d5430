using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Enrichment;

namespace Itam.Context.Tests.Lifecycle;

/// <summary>A desk that keeps its tickets and comments in memory, and finds them again by their references.</summary>
internal sealed class PaperRequestDesk : IServiceDesk
{
    public string Connection => "helpdesk";
    public TenantId Tenant => EquipmentStage.Tenant;
    public string Product => "Paper";

    /// <summary>Nothing gets through.</summary>
    public bool Down { get; set; }
    public List<TicketDraft> Tickets { get; } = [];
    public List<TicketComment> Comments { get; } = [];

    public Task<RaisedTicket> RaiseTicketAsync(TicketDraft ticket, CancellationToken cancellationToken)
    {
        Answer();
        var known = Tickets.FindIndex(t => t.Reference == ticket.Reference);
        if (known < 0)
        {
            known = Tickets.Count;
            Tickets.Add(ticket);
        }

        return Task.FromResult(
            new RaisedTicket(new TicketRef(Tenant, Connection, $"{known}"), $"HELP-{known + 1}", new Uri($"https://desk.example.com/{known}"))
        );
    }

    public Task AddCommentAsync(TicketRef ticket, TicketComment comment, CancellationToken cancellationToken)
    {
        Answer();
        if (!Comments.Exists(c => c.Reference == comment.Reference))
        {
            Comments.Add(comment);
        }

        return Task.CompletedTask;
    }

    public Task<Ticket> ReadTicketAsync(TicketRef ticket, CancellationToken cancellationToken) => throw new NotSupportedException();

    public TicketRef? Recognise(Uri address) => null;

    public Task<TicketRef> FindTicketAsync(string number, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<EarlierTicket>> FindEarlierTicketsAsync(EarlierTicketsQuery query, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<NoteReceipt> WriteNoteAsync(TicketRef ticket, ContextReport report, NoteReceipt? known, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<LinkResult> CorrectLinkAsync(TicketRef ticket, string wrong, LinkedDevice? right, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<LinkResult> LinkDeviceAsync(TicketRef ticket, LinkedDevice device, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<ChangedTicket> ChangedSinceAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<HistoryPage> ReadHistoryAsync(DateTimeOffset since, string? resumeFrom, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<ConnectionCheck>> CheckAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    private void Answer()
    {
        if (Down)
        {
            throw new ConnectionException(ConnectionFailure.Retry, "helpdesk is in trouble.");
        }
    }
}
