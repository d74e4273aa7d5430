using Itam.Context;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Enrichment;
using Itam.Context.Sources.Freshservice;
using Itam.Webhooks.Raising;
using Microsoft.Extensions.Logging;

namespace Itam.Webhooks.Freshservice;

internal sealed class FreshserviceDesk : IServiceDesk
{
    /// <summary>50,000 tickets: a bound against endless lists, not a size of real sweeps.</summary>
    private const int MaxSweepPages = 500;

    private readonly FreshserviceClient _client;
    private readonly Uri _account;
    private readonly TicketReader _reader;
    private readonly NoteWriter _notes;
    private readonly DeviceLinker _linker;
    private readonly HistoryFinder _history;
    private readonly PastReader _past;
    private readonly TicketRaiser _raiser;
    private readonly CommentWriter _comments;
    private readonly ILogger _log;

    public FreshserviceDesk(string connection, TenantId tenant, Uri account, FreshserviceClient client, TimeProvider time, ILogger log)
    {
        Connection = connection;
        Tenant = tenant;
        _client = client;
        _account = account;
        var assets = new AssetStore(client, connection);
        var people = new People(client, connection, time);
        _reader = new TicketReader(client, people, assets, account);
        _past = new PastReader(client, _reader, people, connection, tenant);
        var notes = new PrivateNotes(client, log);
        _notes = new NoteWriter(notes);
        _comments = new CommentWriter(notes);
        _raiser = new TicketRaiser(client, connection, tenant, account, time);
        _log = log;
        _linker = new DeviceLinker(client, assets);
        _history = new HistoryFinder(client, assets, connection, account);
    }

    public string Connection { get; }

    public TenantId Tenant { get; }

    public string Product => "Freshservice";

    public Task<Ticket> ReadTicketAsync(TicketRef ticket, CancellationToken cancellationToken) =>
        _reader.ReadAsync(ticket, IdOf(ticket), cancellationToken);

    public async Task<TicketRef> FindTicketAsync(string number, CancellationToken cancellationToken)
    {
        if (TicketNumber.TryParse(number) is not { IsTicket: true } parsed)
        {
            throw new ConnectionException(
                ConnectionFailure.GiveUp,
                $"'{ReportText.Clean(number)}' is not a ticket number of {_client.Name}. Write it like INC-12, SR-12 or 12."
            );
        }

        await _client.TicketAsync(parsed.Id, withAssets: false, cancellationToken);
        return new TicketRef(Tenant, Connection, parsed.Path);
    }

    public TicketRef? Recognise(Uri address) =>
        TicketAddress.Recognise(address, _account) is { } number ? new TicketRef(Tenant, Connection, number.Path) : null;

    public Task<IReadOnlyList<EarlierTicket>> FindEarlierTicketsAsync(EarlierTicketsQuery query, CancellationToken cancellationToken) =>
        _history.FindAsync(query, IdOf(query.Excluding), cancellationToken);

    public Task<NoteReceipt> WriteNoteAsync(TicketRef ticket, ContextReport report, NoteReceipt? known, CancellationToken cancellationToken) =>
        _notes.WriteAsync(IdOf(ticket), report, known, cancellationToken);

    public Task<LinkResult> LinkDeviceAsync(TicketRef ticket, LinkedDevice device, CancellationToken cancellationToken) =>
        _linker.LinkAsync(IdOf(ticket), device, cancellationToken);

    public Task<LinkResult> CorrectLinkAsync(TicketRef ticket, string wrong, LinkedDevice? right, CancellationToken cancellationToken) =>
        _linker.CorrectAsync(IdOf(ticket), wrong, right, cancellationToken);

    public Task<RaisedTicket> RaiseTicketAsync(TicketDraft ticket, CancellationToken cancellationToken) =>
        RaiseOnce.RunAsync(
            ticket,
            () => _raiser.FindAsync(ticket, cancellationToken),
            () => _raiser.CreateAsync(ticket, cancellationToken),
            (raised, device) => LinkDeviceAsync(raised, device, cancellationToken),
            _log
        );

    public Task AddCommentAsync(TicketRef ticket, TicketComment comment, CancellationToken cancellationToken) =>
        _comments.WriteAsync(IdOf(ticket), comment, cancellationToken);

    /// <summary>The API lists by creation, not by change; so all of it is read and sorted before the first is given out.</summary>
    public async IAsyncEnumerable<ChangedTicket> ChangedSinceAsync(
        DateTimeOffset since,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var changed = new Dictionary<long, DateTimeOffset>();
        await foreach (var row in _client.TicketsAsync(since, narrowed: null, MaxSweepPages, partial: false, cancellationToken))
        {
            // A ticket may move to another page while we read; the later answer about it is the truer one.
            if (row.Id("id") is { } id && row.Moment("updated_at") is { } at)
            {
                changed[id] = at;
            }
        }

        foreach (var (id, at) in changed.OrderBy(c => c.Value).ThenBy(c => c.Key))
        {
            yield return new ChangedTicket(new TicketRef(Tenant, Connection, new TicketNumber("", id).Path), at);
        }
    }

    public Task<HistoryPage> ReadHistoryAsync(DateTimeOffset since, string? resumeFrom, CancellationToken cancellationToken) =>
        _past.ReadAsync(since, resumeFrom, cancellationToken);

    public Task<IReadOnlyList<ConnectionCheck>> CheckAsync(CancellationToken cancellationToken) => Checks.RunAsync(_client, cancellationToken);

    private long IdOf(TicketRef ticket) =>
        TicketNumber.TryParse(ticket.Id) is { IsTicket: true } number
            ? number.Id
            : throw new ConnectionException(ConnectionFailure.GiveUp, $"'{ReportText.Clean(ticket.Id)}' is not a ticket of {_client.Name}.");
}
