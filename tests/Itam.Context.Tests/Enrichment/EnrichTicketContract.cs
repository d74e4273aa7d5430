using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Enrichment;
using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Work;
using Itam.Testing.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using static Itam.Context.Tests.Enrichment.Builders;

namespace Itam.Context.Tests.Enrichment;

/// <summary>What one look at a ticket leaves behind: its record, and the work that follows, in one transaction; the same on every database.</summary>
public abstract class EnrichTicketContract(TestEngine engine) : IAsyncLifetime
{
    private readonly PaperDesk _desk = new();
    private TestDatabase _test = null!;
    private WorkQueue _queue = null!;
    private EnrichTicketHandler _handler = null!;
    private Person _dana = null!;

    public async Task InitializeAsync()
    {
        _test = await TestDatabase.CreateAsync(engine);
        _queue = new WorkQueue(_test.Database, new WorkOptions(), new Backoff(() => 0.5), TimeProvider.System);
        _handler = Handler(Announcing.Nowhere);
        _dana = Dana();
        _dana.Identities.Add(
            new PersonIdentity
            {
                Kind = IdentityKind.Email,
                Value = "dana@example.com",
                PersonId = _dana.Id,
            }
        );
        var laptop = Laptop(_dana, d => (d.AssignedTo, d.StorageFreeBytes) = (null, 1));
        foreach (
            var (kind, value) in new[]
            {
                (IdentifierKind.Serial, laptop.Serial),
                (IdentifierKind.AssetTag, laptop.AssetTag),
                (IdentifierKind.Hostname, laptop.Name),
            }
        )
        {
            laptop.Identifiers.Add(
                new DeviceIdentifier
                {
                    Kind = kind,
                    Value = Identifiers.Normalise(kind, value)!,
                    DeviceId = laptop.Id,
                }
            );
        }

        await _test.Database.WriteAsync(
            Tenant,
            (db, _) =>
            {
                db.AddRange(_dana, laptop);
                return Task.CompletedTask;
            },
            default
        );
    }

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Fact]
    public async Task A_note_is_queued_and_the_ticket_becomes_history()
    {
        await LookAsync(Ticket("It is slow"));

        (await WaitingAsync()).Should().Equal(WriteNoteWork.Kind);
        var record = await RecordAsync();
        record.RequesterId.Should().Be(_dana.Id);
        record.DeviceId.Should().NotBeNull();
        record.Confidence.Should().BeInRange(0.6, 0.9);
    }

    [Fact]
    public async Task A_device_is_linked_only_when_it_is_sure_enough()
    {
        await LookAsync(Ticket("It is slow, serial PF3ABCDE"));

        (await WaitingAsync()).Should().BeEquivalentTo(WriteNoteWork.Kind, LinkDeviceWork.Kind);
    }

    [Fact]
    public async Task A_device_that_is_linked_already_is_not_linked_again()
    {
        await LookAsync(Ticket("PF3ABCDE", "", new LinkedDevice("LT-0042", [new DeviceName(IdentifierKind.Serial, "PF3ABCDE")])));

        (await WaitingAsync()).Should().Equal(WriteNoteWork.Kind);
    }

    [Fact]
    public async Task A_desk_that_cannot_search_its_tickets_in_time_gets_its_note_all_the_same()
    {
        await using var stage = await Stage.OpenAsync(engine);
        await stage.LaptopAsync("LT-0042", "PF3ABCDE", await stage.DanaAsync());
        stage.Desk.Earlier = _ =>
        {
            // It hangs, and does not look at its token either.
            stage.Time.Advance(TimeSpan.FromSeconds(6));
            return new TaskCompletionSource<IReadOnlyList<EarlierTicket>>().Task;
        };

        await stage.HappensAsync(Ticket("It is slow"));

        stage.Desk.Notes.Should().ContainSingle().Which.History.Should().ContainSingle(h => h.Words.Contains("could not be read"));
    }

    [Fact]
    public async Task A_history_that_failed_is_completed_at_the_next_look()
    {
        await using var stage = await Stage.OpenAsync(engine);
        await stage.LaptopAsync("LT-0042", "PF3ABCDE", await stage.DanaAsync());
        stage.Desk.Earlier = _ => throw new ConnectionException(ConnectionFailure.Retry, "helpdesk answered 503.");
        await stage.HappensAsync(Ticket("It is slow"));

        stage.Desk.Earlier = _ => Task.FromResult<IReadOnlyList<EarlierTicket>>([]);
        stage.Desk.Notes.Should().HaveCount(1);
        stage.Desk.ChangedByUs = false;
        await stage.HappensAsync(Ticket("It is slow, very slow"));

        stage.Desk.Notes.Should().HaveCount(2);
        stage.Desk.Notes[1].History.Should().BeEmpty();
    }

    [Fact]
    public async Task Only_the_newest_note_waits()
    {
        await LookAsync(Ticket("It is slow"));
        await LookAsync(Ticket("Password") with { Requester = null });

        (await WaitingAsync()).Should().Equal(WriteNoteWork.Kind);
        (await NotesAsync()).Should().Contain("no-device");
    }

    [Fact]
    public async Task When_the_note_says_it_already_nothing_is_queued()
    {
        await LookAsync(Ticket("It is slow"));
        await WrittenAsync();

        await LookAsync(Ticket("It is slow, very slow"));

        (await WaitingAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_waiting_note_that_has_become_untrue_is_taken_back()
    {
        await LookAsync(Ticket("It is slow"));
        await WrittenAsync();
        await LookAsync(Ticket("Password") with { Requester = null });
        (await WaitingAsync()).Should().Equal(WriteNoteWork.Kind);

        await LookAsync(Ticket("It is slow"));

        (await WaitingAsync()).Should().BeEmpty("what the note says is true again");
    }

    [Fact]
    public async Task Our_own_write_and_a_closed_ticket_cause_no_note()
    {
        await LookAsync(Ticket("It is slow") with { Closed = true });
        (await WaitingAsync()).Should().BeEmpty();
        (await RecordAsync()).Closed.Should().BeTrue();

        await LookAsync(Ticket("It is slow"));
        await WrittenAsync();
        await LookAsync(Ticket("It is slow") with { LastChangedByUs = true });
        (await WaitingAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task What_changed_before_our_note_was_written_is_described_though_our_note_is_newer()
    {
        await LookAsync(Ticket("It is slow"));
        await WrittenAsync();

        await LookAsync(Ticket("Password") with { Requester = null, LastChangedByUs = true });

        (await WaitingAsync()).Should().Equal(WriteNoteWork.Kind);
    }

    [Fact]
    public async Task A_priority_that_was_raised_before_our_note_was_written_is_announced()
    {
        _handler = Handler(new Announcing(true));
        await LookAsync(Ticket("It is slow") with { Priority = TicketPriority.Normal });
        await WrittenAsync();

        await LookAsync(Ticket("It is slow") with { Priority = TicketPriority.Critical, LastChangedByUs = true });

        await using var db = _test.Database.Open(Tenant);
        var work = await db.Work.SingleAsync(w => w.Kind == TicketAnnouncement.WorkKind);
        System.Text.Encoding.UTF8.GetString(work.Payload!).Should().Contain("\"Priority\":\"Critical\"");
    }

    [Fact]
    public async Task A_link_waits_in_a_line_of_its_own()
    {
        await LookAsync(Ticket("It is slow, serial PF3ABCDE"));

        await using var db = _test.Database.Open(Tenant);
        (await db.Work.Select(w => w.OrderingKey).Distinct().CountAsync()).Should().Be(2);
    }

    [Fact]
    public async Task A_link_that_is_not_wanted_any_more_is_not_made()
    {
        await LookAsync(Ticket("It is slow, serial PF3ABCDE"));
        await LookAsync(Ticket("Password") with { Requester = null });

        await using var db = _test.Database.Open(Tenant);
        (await db.DeviceLinks.AnyAsync()).Should().BeFalse();
    }

    [Fact]
    public async Task A_device_that_somebody_linked_and_took_away_is_not_put_back()
    {
        var linked = new LinkedDevice("LT-0042", [new DeviceName(IdentifierKind.Serial, "PF3ABCDE")]);
        await LookAsync(Ticket("PF3ABCDE", "", linked));

        await LookAsync(Ticket("PF3ABCDE"));

        (await WaitingAsync()).Should().NotContain(LinkDeviceWork.Kind);
    }

    [Fact]
    public async Task What_a_desk_calls_a_person_is_learned_for_the_day_it_hides_their_email()
    {
        var known = Ticket("It is slow") with
        {
            Requester = new TicketPerson("Dana", [new(IdentityKind.Email, "dana@example.com"), new(IdentityKind.Account, "QM:1:2", "helpdesk")]),
        };
        await LookAsync(known);
        await LookAsync(known);

        await LookAsync(
            known with
            {
                Ref = known.Ref with { Id = "2" },
                Requester = new TicketPerson("Dana", [new(IdentityKind.Account, "qm:1:2", "helpdesk")]),
            }
        );

        (await RecordAsync("2")).RequesterId.Should().Be(_dana.Id);
    }

    [Fact]
    public async Task A_connection_that_was_removed_gives_up_with_what_to_do()
    {
        var look = () => LookAsync(Ticket("x") with { Ref = new TicketRef(Tenant, "gone", "1") });

        (await look.Should().ThrowAsync<ConnectionException>().WithMessage("There is no connection 'gone' any more.*"))
            .Which.Failure.Should()
            .Be(ConnectionFailure.GiveUp);
    }

    private EnrichTicketHandler Handler(Announcing announcing) =>
        new(
            new DeskDirectory([_desk]),
            new ContextService(_test.Database, ThresholdsByTenant.Defaults, TimeProvider.System, NullLogger<ContextService>.Instance),
            _test.Database,
            new DeviceLinking(new Dictionary<string, double> { ["helpdesk"] = 0.9 }),
            announcing,
            TimeProvider.System,
            NullLogger<EnrichTicketHandler>.Instance
        );

    private async Task LookAsync(Ticket ticket)
    {
        _desk.Current = ticket;
        await _test.Database.WriteAsync(
            Tenant,
            (db, _) =>
            {
                db.Enqueue(EnrichTicketWork.For(ticket.Ref) with { Kind = "look", OrderingKey = "" }, DateTimeOffset.UnixEpoch);
                return Task.CompletedTask;
            },
            default
        );
        var claimed = await _queue.ClaimAsync(10, default);
        foreach (var other in claimed.Where(i => i.Kind != "look"))
        {
            // Only this look runs; what it queued earlier still waits.
            await _queue.ReleaseAsync(other, default);
        }

        var item = claimed.Single(i => i.Kind == "look");
        (await _queue.SettleAsync(item, await _handler.HandleAsync(item, default), default)).Should().Be(Settlement.Done);
    }

    /// <summary>Does what the note writer would: the waiting note is written and remembered.</summary>
    private Task WrittenAsync() =>
        _test.Database.WriteAsync(
            Tenant,
            async (db, token) =>
            {
                var work = await db.Work.SingleAsync(w => w.Kind == WriteNoteWork.Kind, token);
                var report = System.Text.Json.JsonSerializer.Deserialize<WriteNoteWork>(work.Payload!)!.Report;
                var record = await db.Tickets.SingleAsync(token);
                (record.NoteId, record.NoteFingerprint) = ("1", report.Fingerprint);
                db.Work.Remove(work);
            },
            default
        );

    private async Task<List<string>> WaitingAsync()
    {
        await using var db = _test.Database.Open(Tenant);
        return await db.Work.OrderBy(w => w.Id).Select(w => w.Kind).ToListAsync();
    }

    private async Task<string> NotesAsync()
    {
        await using var db = _test.Database.Open(Tenant);
        return System.Text.Encoding.UTF8.GetString((await db.Work.SingleAsync(w => w.Kind == WriteNoteWork.Kind)).Payload!);
    }

    private async Task<TicketRecord> RecordAsync(string id = "10042")
    {
        await using var db = _test.Database.Open(Tenant);
        return await db.Tickets.SingleAsync(t => t.TicketId == id);
    }

    private sealed class PaperDesk : IServiceDesk
    {
        public Ticket Current { get; set; } = null!;
        public string Connection => "helpdesk";
        public TenantId Tenant => Builders.Tenant;
        public string Product => "Paper";

        public Task<Ticket> ReadTicketAsync(TicketRef ticket, CancellationToken cancellationToken) => Task.FromResult(Current);

        public Task<IReadOnlyList<EarlierTicket>> FindEarlierTicketsAsync(EarlierTicketsQuery query, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<EarlierTicket>>([]);

        public TicketRef? Recognise(Uri address) => null;

        public Task<TicketRef> FindTicketAsync(string number, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<RaisedTicket> RaiseTicketAsync(TicketDraft ticket, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task AddCommentAsync(TicketRef ticket, TicketComment comment, CancellationToken cancellationToken) =>
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
    }
}

public sealed class EnrichTicketOnSqlite() : EnrichTicketContract(TestEngine.Sqlite);

public sealed class EnrichTicketOnPostgres() : EnrichTicketContract(TestEngine.Postgres);
