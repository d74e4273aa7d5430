using System.Globalization;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Enrichment;
using Itam.Context.Register;
using Itam.Context.Tests.Enrichment;

namespace Itam.Context.Tests.Past;

/// <summary>A desk of which only the past can be read, a few tickets at a time. Whatever else is asked of it fails.</summary>
internal sealed class PastDesk : IServiceDesk
{
    public string Connection => "helpdesk";
    public TenantId Tenant => Builders.Tenant;
    public string Product => "Paper";

    public List<Ticket> Past { get; } = [];
    public List<ChangedTicket> Changed { get; } = [];
    public int PageSize { get; set; } = 2;

    /// <summary>Pages that were asked for, by what they resumed from.</summary>
    public List<string?> Asked { get; } = [];

    /// <summary>Thrown instead of the next page.</summary>
    public ConnectionException? Failure { get; set; }

    public void Add(string id, string summary, DateTimeOffset at, string? email = "dana@example.com", bool closed = true) =>
        Past.Add(
            new Ticket
            {
                Ref = new TicketRef(Tenant, Connection, id),
                Number = $"HELP-{id}",
                Summary = summary,
                Requester = email is null ? null : new TicketPerson("Dana", [new PersonName(IdentityKind.Email, email)]),
                Closed = closed,
                CreatedAt = at,
                UpdatedAt = at.AddHours(1),
            }
        );

    public Task<HistoryPage> ReadHistoryAsync(DateTimeOffset since, string? resumeFrom, CancellationToken cancellationToken)
    {
        Asked.Add(resumeFrom);
        if (Failure is { } failure)
        {
            return Task.FromException<HistoryPage>(failure);
        }

        var from = resumeFrom is null ? 0 : int.Parse(resumeFrom, CultureInfo.InvariantCulture);
        var found = Past.Where(t => t.CreatedAt >= since).OrderBy(t => t.CreatedAt).ToList();
        var next = from + PageSize;
        return Task.FromResult(
            new HistoryPage(
                [.. found.Skip(from).Take(PageSize)],
                next < found.Count ? next.ToString(CultureInfo.InvariantCulture) : null,
                from == 0 ? Unreadable : 0
            )
        );
    }

    public int Unreadable { get; set; }

    public IAsyncEnumerable<ChangedTicket> ChangedSinceAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        Changed.ToAsyncEnumerable();

    public TicketRef? Recognise(Uri address) => throw new NotSupportedException();

    public Task<Ticket> ReadTicketAsync(TicketRef ticket, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<TicketRef> FindTicketAsync(string number, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<RaisedTicket> RaiseTicketAsync(TicketDraft ticket, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task AddCommentAsync(TicketRef ticket, TicketComment comment, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<EarlierTicket>> FindEarlierTicketsAsync(EarlierTicketsQuery query, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<NoteReceipt> WriteNoteAsync(TicketRef ticket, ContextReport report, NoteReceipt? known, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<LinkResult> CorrectLinkAsync(TicketRef ticket, string wrong, LinkedDevice? right, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<LinkResult> LinkDeviceAsync(TicketRef ticket, LinkedDevice device, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<ConnectionCheck>> CheckAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
