using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Enrichment;
using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Storage;
using Itam.Context.Work;
using Itam.Testing.Databases;
using Itam.Testing.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using static Itam.Context.Tests.Enrichment.Builders;

namespace Itam.Context.Tests.Enrichment;

/// <summary>A database, a clock and a desk on paper: enough to take a ticket from its event to its note.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly TestDatabase _test;
    private readonly IWorkHandler[] _handlers;

    private Stage(TestDatabase test)
    {
        _test = test;
        Context = new ContextService(test.Database, ThresholdsByTenant.Defaults, Time, NullLogger<ContextService>.Instance);
        Feedback = new Feedback(test.Database, Time);
        Queue = new WorkQueue(test.Database, new WorkOptions(), new Backoff(() => 0.5), Time);
        var desks = new DeskDirectory([Desk]);
        _handlers =
        [
            new EnrichTicketHandler(
                desks,
                Context,
                test.Database,
                new DeviceLinking(new Dictionary<string, double>()),
                Announcing.Nowhere,
                Time,
                NullLogger<EnrichTicketHandler>.Instance
            ),
            new WriteNoteHandler(desks, test.Database, Time, NullLogger<WriteNoteHandler>.Instance),
        ];
    }

    public ManualTime Time { get; } = new(Now);
    public PaperDesk Desk { get; } = new();
    public ContextService Context { get; }
    public Feedback Feedback { get; }
    public WorkQueue Queue { get; }
    public Database Database => _test.Database;

    public static async Task<Stage> OpenAsync(TestEngine engine) => new(await TestDatabase.CreateAsync(engine));

    public async Task<Person> DanaAsync()
    {
        var dana = Dana();
        dana.Identities.Add(
            new PersonIdentity
            {
                Kind = IdentityKind.Email,
                Value = "dana@example.com",
                PersonId = dana.Id,
            }
        );
        await SaveAsync(dana);
        return dana;
    }

    public async Task<Device> LaptopAsync(string tag, string serial, Person? holder = null)
    {
        var laptop = Laptop(holder, d => (d.Name, d.AssetTag, d.Serial) = (tag, tag, serial));
        laptop.AssignedTo = null;
        foreach (var name in ContextService.NamesOf(laptop))
        {
            laptop.Identifiers.Add(
                new DeviceIdentifier
                {
                    Kind = name.Kind,
                    Value = Identifiers.Normalise(name.Kind, name.Value)!,
                    DeviceId = laptop.Id,
                }
            );
        }

        await SaveAsync(laptop);
        return laptop;
    }

    public Task SaveAsync(params object[] rows) =>
        Database.WriteAsync(
            Tenant,
            (db, _) =>
            {
                db.AddRange(rows);
                return Task.CompletedTask;
            },
            default
        );

    /// <summary>An event of this ticket arrives, and everything that follows from it is done.</summary>
    public async Task HappensAsync(Ticket ticket)
    {
        Desk.Ticket = ticket;
        await Database.WriteAsync(Tenant, (db, token) => db.EnqueueOnceAsync(EnrichTicketWork.For(ticket.Ref), Time.GetUtcNow(), token), default);
        await SettleAsync();
    }

    /// <summary>Does what is on the queue. Every piece of work takes two seconds.</summary>
    public async Task SettleAsync()
    {
        while ((await Queue.ClaimAsync(1, default)).SingleOrDefault() is { } item)
        {
            Time.Advance(TimeSpan.FromSeconds(2));
            await Queue.SettleAsync(item, await _handlers.Single(h => h.Kind == item.Kind).HandleAsync(item, default), default);
        }
    }

    public async Task<TicketRecord> RecordAsync(Ticket ticket)
    {
        await using var db = Database.Open(Tenant);
        return await db.Tickets.SingleAsync(t => t.TicketId == ticket.Ref.Id);
    }

    public ValueTask DisposeAsync() => _test.DisposeAsync();
}

/// <summary>A desk with one ticket, that remembers its notes.</summary>
internal sealed class PaperDesk : IServiceDesk
{
    private bool _lastChangedByUs;

    public Ticket Ticket
    {
        get;
        set => (field, _lastChangedByUs) = (value, false);
    } = Ticket("Nothing");
    public List<ContextReport> Notes { get; } = [];
    public string Connection => "helpdesk";
    public TenantId Tenant => Builders.Tenant;
    public string Product => "Paper";

    /// <summary>Null: once there is a note of ours.</summary>
    public bool? ChangedByUs { get; set; }

    public Task<Ticket> ReadTicketAsync(TicketRef ticket, CancellationToken cancellationToken) =>
        Task.FromResult(Ticket with { LastChangedByUs = ChangedByUs ?? _lastChangedByUs });

    public TicketRef? Recognise(Uri address) => null;

    public Task<TicketRef> FindTicketAsync(string number, CancellationToken cancellationToken) => Task.FromResult(Ticket.Ref);

    public List<TicketDraft> Raised { get; } = [];
    public bool Refuses { get; set; }

    public Task<RaisedTicket> RaiseTicketAsync(TicketDraft ticket, CancellationToken cancellationToken)
    {
        if (Refuses)
        {
            throw new ConnectionException(ConnectionFailure.Retry, "The desk is away.");
        }

        Raised.Add(ticket);
        return Task.FromResult(new RaisedTicket(Ticket.Ref, Ticket.Number, null));
    }

    public Task AddCommentAsync(TicketRef ticket, TicketComment comment, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>What the search in its tickets does.</summary>
    public Func<CancellationToken, Task<IReadOnlyList<EarlierTicket>>> Earlier { get; set; } = _ => Task.FromResult<IReadOnlyList<EarlierTicket>>([]);

    public Task<IReadOnlyList<EarlierTicket>> FindEarlierTicketsAsync(EarlierTicketsQuery query, CancellationToken cancellationToken) =>
        Earlier(cancellationToken);

    public Task<NoteReceipt> WriteNoteAsync(TicketRef ticket, ContextReport report, NoteReceipt? known, CancellationToken cancellationToken)
    {
        Notes.Add(report);
        _lastChangedByUs = true;
        return Task.FromResult(new NoteReceipt("1", report.Fingerprint));
    }

    public Task<LinkResult> CorrectLinkAsync(TicketRef ticket, string wrong, LinkedDevice? right, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<LinkResult> LinkDeviceAsync(TicketRef ticket, LinkedDevice device, CancellationToken cancellationToken) =>
        Task.FromResult(new LinkResult(LinkStatus.NotPossible));

    public async IAsyncEnumerable<ChangedTicket> ChangedSinceAsync(
        DateTimeOffset since,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await Task.CompletedTask;
        yield break;
    }

    public Task<HistoryPage> ReadHistoryAsync(DateTimeOffset since, string? resumeFrom, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<ConnectionCheck>> CheckAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ConnectionCheck>>([]);
}
