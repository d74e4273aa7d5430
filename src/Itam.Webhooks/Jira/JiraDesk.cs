using Itam.Context;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Enrichment;
using Itam.Context.Sources.Jira;
using Itam.Webhooks.Raising;
using Microsoft.Extensions.Logging;

namespace Itam.Webhooks.Jira;

/// <summary>Jira Service Management as a service desk.</summary>
internal sealed class JiraDesk : IServiceDesk
{
    private readonly JiraSettings _settings;
    private readonly JiraTicketReader _reader;
    private readonly JiraNoteWriter _notes;
    private readonly JiraDeviceLinker _linker;
    private readonly JiraHistory _history;
    private readonly JiraPastReader _past;
    private readonly JiraChecks _checks;
    private readonly JiraCommentWriter _comments;
    private readonly JiraTicketRaiser _raiser;
    private readonly ILogger _log;

    public JiraDesk(TenantId tenant, JiraSettings settings, JiraOwnAccount self, JiraClient client, TimeProvider time, ILogger<JiraDesk> log)
    {
        Tenant = tenant;
        Connection = settings.Client.Connection;
        _settings = settings;
        var people = new JiraPeople(client, Connection, time);
        var devices = new JiraDeviceResolver(client, settings);
        _reader = new JiraTicketReader(client, settings, self, people, devices, time);
        var comments = new JiraInternalComments(client, settings, log);
        _notes = new JiraNoteWriter(client, settings, self, comments, log);
        _comments = new JiraCommentWriter(client, settings, self, comments);
        _raiser = new JiraTicketRaiser(client, settings, people, _reader, new JiraUnanswered(time), tenant, log);
        _log = log;
        _linker = new JiraDeviceLinker(client, devices);
        _history = new JiraHistory(client, settings, people, devices, _reader, tenant, time);
        _past = new JiraPastReader(client, settings, people, devices, _reader, tenant, time);
        _checks = new JiraChecks(client, settings, self, devices);
    }

    public string Connection { get; }

    public TenantId Tenant { get; }

    public string Product => "Jira Service Management";

    public Task<Ticket> ReadTicketAsync(TicketRef ticket, CancellationToken cancellationToken) => _reader.ReadAsync(ticket, cancellationToken);

    public async Task<TicketRef> FindTicketAsync(string number, CancellationToken cancellationToken) =>
        new(Tenant, Connection, await _reader.FindAsync(number, cancellationToken));

    public TicketRef? Recognise(Uri address) => JiraAddresses.Recognise(address, _settings, Tenant);

    public Task<IReadOnlyList<EarlierTicket>> FindEarlierTicketsAsync(EarlierTicketsQuery query, CancellationToken cancellationToken) =>
        _history.FindAsync(query, cancellationToken);

    public Task<NoteReceipt> WriteNoteAsync(TicketRef ticket, ContextReport report, NoteReceipt? known, CancellationToken cancellationToken) =>
        _notes.WriteAsync(ticket, report, known, cancellationToken);

    public Task<LinkResult> LinkDeviceAsync(TicketRef ticket, LinkedDevice device, CancellationToken cancellationToken) =>
        _linker.LinkAsync(ticket, device, cancellationToken);

    public Task<LinkResult> CorrectLinkAsync(TicketRef ticket, string wrong, LinkedDevice? right, CancellationToken cancellationToken) =>
        _linker.CorrectAsync(ticket, wrong, right, cancellationToken);

    public Task<RaisedTicket> RaiseTicketAsync(TicketDraft ticket, CancellationToken cancellationToken) =>
        RaiseOnce.RunAsync(
            ticket,
            () => _raiser.FindAsync(ticket, cancellationToken),
            () => _raiser.CreateAsync(ticket, cancellationToken),
            (raised, device) => LinkDeviceAsync(raised, device, cancellationToken),
            _log
        );

    public Task AddCommentAsync(TicketRef ticket, TicketComment comment, CancellationToken cancellationToken) =>
        _comments.WriteAsync(ticket.Id, comment, cancellationToken);

    public IAsyncEnumerable<ChangedTicket> ChangedSinceAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        _history.ChangedSinceAsync(since, cancellationToken);

    public Task<HistoryPage> ReadHistoryAsync(DateTimeOffset since, string? resumeFrom, CancellationToken cancellationToken) =>
        _past.ReadAsync(since, resumeFrom, cancellationToken);

    public Task<IReadOnlyList<ConnectionCheck>> CheckAsync(CancellationToken cancellationToken) => _checks.RunAsync(cancellationToken);
}
