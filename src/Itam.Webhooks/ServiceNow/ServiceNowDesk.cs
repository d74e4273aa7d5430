using System.Runtime.CompilerServices;
using Itam.Context;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Enrichment;
using Itam.Context.Sources.ServiceNow;
using Itam.Webhooks.Raising;
using Microsoft.Extensions.Logging;

namespace Itam.Webhooks.ServiceNow;

/// <summary>A ServiceNow instance as a service desk.</summary>
internal sealed class ServiceNowDesk : IServiceDesk
{
    private readonly ServiceNowSettings _settings;
    private readonly ServiceNowClient _client;
    private readonly TicketReader _reader;
    private readonly HistoryFinder _history;
    private readonly PastReader _past;
    private readonly NoteWriter _notes;
    private readonly DeviceLinker _linker;
    private readonly DeskChecks _checks;
    private readonly TicketRaiser _raiser;
    private readonly CommentWriter _comments;
    private readonly ILogger _log;

    public ServiceNowDesk(ServiceNowSettings settings, ServiceNowClient client, TimeProvider time, ILogger<ServiceNowDesk> log)
    {
        _log = log;
        _settings = settings;
        _client = client;
        var ownWrites = new OwnWrites();
        var devices = new DeviceResolver(client);
        _reader = new TicketReader(settings, client, ownWrites);
        _past = new PastReader(settings, client, _reader);
        var people = new PeopleFinder(client);
        var notes = new WorkNotes(client);
        _history = new HistoryFinder(settings, client, devices, people);
        _notes = new NoteWriter(settings, notes, ownWrites);
        _comments = new CommentWriter(notes);
        _raiser = new TicketRaiser(settings, client, people, _comments, time);
        _linker = new DeviceLinker(client, devices, ownWrites);
        _checks = new DeskChecks(settings, client);
    }

    public string Connection => _client.Connection;

    public TenantId Tenant => _settings.Tenant;

    public string Product => "ServiceNow";

    public Task<Ticket> ReadTicketAsync(TicketRef ticket, CancellationToken cancellationToken) =>
        _reader.ReadAsync(ticket, Id(ticket), cancellationToken);

    public async Task<TicketRef> FindTicketAsync(string number, CancellationToken cancellationToken)
    {
        if (QueryValue.Of(number) is { } value)
        {
            foreach (var table in _settings.Tables)
            {
                var found = await _client.QueryAsync(table.Name, EncodedQuery.Where(QueryTerm.Is("number", value)), ["sys_id"], 2, cancellationToken);
                if (found.Records is [var only] && only.Id() is { } id)
                {
                    return Ref(new TicketId(table.Name, id));
                }
            }
        }

        throw new ConnectionException(
            ConnectionFailure.GiveUp,
            $"{_client.Name} has no ticket with this number in {string.Join(", ", _settings.Tables.Select(t => t.Name))}, or the account may not see it."
        );
    }

    public TicketRef? Recognise(Uri address) =>
        TicketAddress.Recognise(address, _settings.Access.BaseUrl) is { } id && _settings.Table(id.Table) is not null ? Ref(id) : null;

    public Task<IReadOnlyList<EarlierTicket>> FindEarlierTicketsAsync(EarlierTicketsQuery query, CancellationToken cancellationToken) =>
        _history.FindAsync(query, cancellationToken);

    /// <summary>The journal knows better than our memory what was said, so <paramref name="known"/> is not needed.</summary>
    public Task<NoteReceipt> WriteNoteAsync(TicketRef ticket, ContextReport report, NoteReceipt? known, CancellationToken cancellationToken) =>
        _notes.WriteAsync(Id(ticket), report, cancellationToken);

    public Task<LinkResult> LinkDeviceAsync(TicketRef ticket, LinkedDevice device, CancellationToken cancellationToken) =>
        _linker.LinkAsync(Id(ticket), device, cancellationToken);

    public Task<LinkResult> CorrectLinkAsync(TicketRef ticket, string wrong, LinkedDevice? right, CancellationToken cancellationToken) =>
        _linker.CorrectAsync(Id(ticket), wrong, right, cancellationToken);

    public Task<RaisedTicket> RaiseTicketAsync(TicketDraft ticket, CancellationToken cancellationToken) =>
        RaiseOnce.RunAsync(
            ticket,
            () => _raiser.FindAsync(ticket, cancellationToken),
            () => _raiser.CreateAsync(ticket, cancellationToken),
            (raised, device) => LinkDeviceAsync(raised, device, cancellationToken),
            _log
        );

    public Task AddCommentAsync(TicketRef ticket, TicketComment comment, CancellationToken cancellationToken) =>
        _comments.WriteAsync(Id(ticket), comment, cancellationToken);

    public async IAsyncEnumerable<ChangedTicket> ChangedSinceAsync(DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<IAsyncEnumerator<ChangedTicket>> tables = [];
        try
        {
            foreach (var table in _settings.Tables)
            {
                var changes = ChangedInAsync(table.Name, since, cancellationToken).GetAsyncEnumerator(cancellationToken);
                tables.Add(changes);
            }

            var open = new List<IAsyncEnumerator<ChangedTicket>>();
            foreach (var table in tables)
            {
                if (await table.MoveNextAsync())
                {
                    open.Add(table);
                }
            }

            // Each table is in order; taking the oldest head each time puts all of them in order.
            while (open.MinBy(t => t.Current.UpdatedAt) is { } oldest)
            {
                yield return oldest.Current;
                if (!await oldest.MoveNextAsync())
                {
                    open.Remove(oldest);
                }
            }
        }
        finally
        {
            foreach (var table in tables)
            {
                await table.DisposeAsync();
            }
        }
    }

    public Task<HistoryPage> ReadHistoryAsync(DateTimeOffset since, string? resumeFrom, CancellationToken cancellationToken) =>
        _past.ReadAsync(since, resumeFrom, cancellationToken);

    public Task<IReadOnlyList<ConnectionCheck>> CheckAsync(CancellationToken cancellationToken) => _checks.RunAsync(cancellationToken);

    private async IAsyncEnumerable<ChangedTicket> ChangedInAsync(
        string table,
        DateTimeOffset since,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (var record in _client.ChangedSinceAsync(table, since, cancellationToken))
        {
            if (record.Id() is { } id && record.Moment("sys_updated_on") is { } updated)
            {
                yield return new ChangedTicket(Ref(new TicketId(table, id)), updated);
            }
        }
    }

    private TicketRef Ref(TicketId id) => new(_settings.Tenant, _client.Connection, id.ToString());

    private TicketId Id(TicketRef ticket) =>
        TicketId.Of(ticket.Id) is { } id && _settings.Table(id.Table) is not null
            ? id
            : throw new ConnectionException(
                ConnectionFailure.GiveUp,
                $"{_client.Name} is not set up for '{ReportText.Clean(ticket.Id)}'. A ticket is <table>:<sys_id> with a table from the setting Tables."
            );
}
