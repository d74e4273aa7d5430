using System.Collections.Immutable;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Enrichment.EndOfLife;
using Itam.Context.Enrichment.Findings;
using Itam.Context.Enrichment.Reading;
using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Context.Sources.Records;
using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Itam.Context.Enrichment;

/// <summary>Answers "what is this about?" for a ticket, a person or a device, from the register; a desk adds only its history.</summary>
/// <param name="calendar">Null: as shipped.</param>
/// <param name="live">Asked for the newest values of the device; null shows what the register knows.</param>
public sealed class ContextService(
    Database database,
    ThresholdsByTenant thresholds,
    TimeProvider time,
    ILogger<ContextService> log,
    LiveFacts? live = null,
    EndOfLifeCalendar? calendar = null
)
{
    private static readonly IReadOnlyDictionary<RecordId, SeatState> NoSeats = ImmutableDictionary<RecordId, SeatState>.Empty;
    private readonly DeviceAdvice _advice = new(time);
    private readonly ReportedValues _reported = new(time);
    private readonly EarlierTickets _history = new(time, log);

    /// <param name="desk">Searched for earlier tickets; null leaves the history to the register.</param>
    public async Task<AssetContext> DescribeAsync(Ticket ticket, IServiceDesk? desk, CancellationToken cancellationToken)
    {
        await using var db = database.Open(ticket.Ref.Tenant);
        var register = new RegisterReader(db);
        var requester = ticket.Requester is { } person ? await register.FindPersonAsync(person.Names, cancellationToken) : null;
        var words = TicketWords.Of(ticket.Summary, ticket.Description);
        var now = time.GetUtcNow();
        var own = requester is null
            ? []
            : await register.TicketsOfPersonAsync(requester.Id, now - EarlierTickets.Window, EarlierTickets.Limit * 2, cancellationToken);
        var said = await FeedbackEvidence.ReadAsync(db, ticket.Ref, requester, cancellationToken);
        var evidence = await GatherAsync(register, ticket, requester, words, own, said, cancellationToken);
        using var budget = live is not null && LiveCandidates.AreWanted(evidence, requester) ? live.Begin(cancellationToken) : null;
        if (budget is not null)
        {
            var found = await new LiveCandidates(live!, time).FindAsync(db, ticket, requester, words, budget, cancellationToken);
            AddFound(evidence, found, said);
        }

        var candidates = CandidateRanker.Rank(evidence, requester, words, now);
        var history = await _history.ReadAsync(register, ticket, candidates.FirstOrDefault(), own, desk, now, cancellationToken);
        return await CompleteAsync(db, ticket, requester, candidates, history, words, now, cancellationToken, budget: budget);
    }

    /// <summary>
    /// Whom and which device a past ticket was about, ranked as <see cref="DescribeAsync"/> does but from the register alone: no desk and no source is asked. A
    /// device that was bought after the ticket was not meant, unless the ticket names it.
    /// </summary>
    public async Task<TicketMatch> MatchAsync(Ticket ticket, CancellationToken cancellationToken)
    {
        await using var db = database.Open(ticket.Ref.Tenant);
        var register = new RegisterReader(db);
        var requester = ticket.Requester is { } person ? await register.FindPersonAsync(person.Names, cancellationToken) : null;
        var words = TicketWords.Of(ticket.Summary, ticket.Description);
        var said = await FeedbackEvidence.ReadAsync(db, ticket.Ref, requester, cancellationToken);

        // Other past tickets of the person are matched the same way: they must not confirm each other, and so depend on the order in which they come.
        var evidence = await GatherAsync(register, ticket, requester, words, [], said, cancellationToken);
        var day = DateOnly.FromDateTime(ticket.CreatedAt.UtcDateTime);
        evidence.RemoveAll(e => !e.IsNamed && e.Device.PurchasedOn > day);
        var first = CandidateRanker.Rank(evidence, requester, words, time.GetUtcNow()).FirstOrDefault();
        return new TicketMatch(requester, first is { IsGiven: true } ? first : null);
    }

    /// <returns>Null when nobody carries the name.</returns>
    public async Task<AssetContext?> DescribePersonAsync(TenantId tenant, string email, CancellationToken cancellationToken)
    {
        await using var db = database.Open(tenant);
        var register = new RegisterReader(db);
        if (
            await register.FindPersonAsync([new(IdentityKind.Email, email), new(IdentityKind.EmployeeNumber, email)], cancellationToken)
            is not { } person
        )
        {
            return null;
        }

        var now = time.GetUtcNow();
        var devices = await register.GetDevicesAsync(await register.DevicesOfAsync(person.Id, cancellationToken), cancellationToken);
        var words = TicketWords.Of("", "");
        var candidates = CandidateRanker.Rank([.. devices.Select(d => new Evidence(d))], person, words, now);
        var own = await register.TicketsOfPersonAsync(person.Id, now - EarlierTickets.Window, EarlierTickets.Limit, cancellationToken);
        var history = new ContextHistory([], [.. own.Select(t => EarlierTickets.Line(t, ofDevice: false))]);
        return await CompleteAsync(db, null, person, candidates, history, words, now, cancellationToken);
    }

    /// <summary>What somebody has, and what the rules say of each: from the register alone, so that a list is there at once.</summary>
    public async Task<ImmutableArray<DeviceHealth>> CheckDevicesOfAsync(TenantId tenant, Guid personId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(tenant);
        var register = new RegisterReader(db);
        var devices = await register.GetDevicesAsync(await register.DevicesOfAsync(personId, cancellationToken), cancellationToken);
        var shown = devices
            .Where(d => d.State is not (LifecycleState.Retired or LifecycleState.Disposed))
            .OrderByDescending(d => d.Type.IsComputer())
            .ThenBy(d => d.Type)
            .ThenBy(d => d.Label, StringComparer.Ordinal);
        var health = ImmutableArray.CreateBuilder<DeviceHealth>();
        foreach (var device in shown)
        {
            var input = await InputOfAsync(db, device, null, [], time.GetUtcNow(), cancellationToken);
            health.Add(new DeviceHealth(device, [.. FindingRules.Evaluate(input)]));
        }

        return health.ToImmutable();
    }

    private Task<FindingInput> InputOfAsync(
        ItamDb db,
        Device? device,
        Person? requester,
        IReadOnlyList<DateTimeOffset> tickets,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        _reported.AddToAsync(
            db,
            new FindingInput(device, requester, tickets, thresholds.Of(db.TenantId), calendar ?? EndOfLifeCalendar.Shipped, now),
            cancellationToken
        );

    /// <summary>The context of each of a few devices, from the register alone: for a list of search results.</summary>
    public async Task<ImmutableArray<AssetContext>> DescribeDevicesAsync(
        TenantId tenant,
        IReadOnlyList<Guid> ids,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.Open(tenant);
        var register = new RegisterReader(db);
        var now = time.GetUtcNow();
        var words = TicketWords.Of("", "");
        var answers = ImmutableArray.CreateBuilder<AssetContext>();
        foreach (var device in (await register.GetDevicesAsync(ids, cancellationToken)).OrderBy(d => ids.ToList().IndexOf(d.Id)))
        {
            var candidates = CandidateRanker.Rank([new Evidence(device)], device.AssignedTo, words, now);
            var tickets = await register.TicketsOfDeviceAsync(device.Id, now - EarlierTickets.Window, EarlierTickets.Limit, cancellationToken);
            var history = new ContextHistory([.. tickets.Select(t => EarlierTickets.Line(t, ofDevice: true))], []);
            answers.Add(await CompleteAsync(db, null, device.AssignedTo, candidates, history, words, now, cancellationToken, ask: false));
        }

        return answers.ToImmutable();
    }

    /// <param name="identifier">A serial, asset tag or hostname.</param>
    /// <returns>Null when no device carries it.</returns>
    public async Task<AssetContext?> DescribeDeviceAsync(TenantId tenant, string identifier, CancellationToken cancellationToken)
    {
        await using var db = database.Open(tenant);
        var register = new RegisterReader(db);
        DeviceName[] names =
        [
            new(IdentifierKind.Serial, identifier),
            new(IdentifierKind.AssetTag, identifier),
            new(IdentifierKind.Hostname, identifier),
        ];
        var hits = await register.FindByIdentifiersAsync(names, cancellationToken);
        var devices = await register.GetDevicesAsync(hits.Select(h => h.DeviceId), cancellationToken);
        if (devices.Count == 0)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var evidence = devices.Select(d => new Evidence(d)).ToList();
        AddNamed(evidence, hits);
        var words = TicketWords.Of("", "");
        var candidates = CandidateRanker.Rank(evidence, null, words, now);
        var tickets = await register.TicketsOfDeviceAsync(
            candidates[0].Device.Id,
            now - EarlierTickets.Window,
            EarlierTickets.Limit,
            cancellationToken
        );
        var history = new ContextHistory([.. tickets.Select(t => EarlierTickets.Line(t, ofDevice: true))], []);
        return await CompleteAsync(db, null, candidates[0].Device.AssignedTo, candidates, history, words, now, cancellationToken);
    }

    private async Task<AssetContext> CompleteAsync(
        ItamDb db,
        Ticket? ticket,
        Person? requester,
        ImmutableArray<Candidate> candidates,
        ContextHistory history,
        TicketWords words,
        DateTimeOffset now,
        CancellationToken cancellationToken,
        bool ask = true,
        TimeBudget? budget = null
    )
    {
        var device = candidates.IsEmpty ? null : candidates[0].Device;
        var seats = ask ? await AskAsync(db, requester, candidates.FirstOrDefault(), budget, cancellationToken) : NoSeats;
        var licenses = await LicenseLookup.ForAsync(db, requester, device, words, seats, cancellationToken);
        DateTimeOffset[] tickets = [.. history.OfDevice.Select(t => t.CreatedAt)];
        var input = (await InputOfAsync(db, device, requester, tickets, now, cancellationToken)) with
        {
            Licenses = licenses,
            Holders = device is null ? [] : await HolderClaims.OfAsync(db, device.Id, cancellationToken),
        };
        var findings = await _advice.CompleteAsync(db, input, ticket, history, cancellationToken);
        return new AssetContext
        {
            AsOf = now,
            Ticket = ticket,
            Requester = requester,
            Candidates = candidates,
            Findings = [.. findings],
            History = history,
            Licenses = licenses,
        };
    }

    /// <summary>The newest values of the device, and what of the person's licenses can be used: asked at once, within the one budget.</summary>
    /// <param name="running">Null where nothing was asked for this ticket yet.</param>
    private async Task<IReadOnlyDictionary<RecordId, SeatState>> AskAsync(
        ItamDb db,
        Person? requester,
        Candidate? candidate,
        TimeBudget? running,
        CancellationToken cancellationToken
    )
    {
        if (live is null)
        {
            return NoSeats;
        }

        using var own = running is null ? live.Begin(cancellationToken) : null;
        var budget = running ?? own!;
        var seats = requester is null ? Task.FromResult(NoSeats) : live.SeatsAsync(db.TenantId, requester, budget);
        if (candidate is { Device: var device })
        {
            var names = candidate.InRegister
                ? await db.DeviceIdentifiers.AsNoTracking().Where(i => i.DeviceId == device.Id).ToListAsync(cancellationToken)
                : device.Identifiers;
            await live.RefreshAsync(db.TenantId, device, requester, names, budget);
        }

        return await seats;
    }

    private static async Task<List<Evidence>> GatherAsync(
        RegisterReader register,
        Ticket ticket,
        Person? requester,
        TicketWords words,
        List<TicketRecord> earlier,
        FeedbackEvidence said,
        CancellationToken cancellationToken
    )
    {
        var linked = await register.FindLinkedAsync(ticket, cancellationToken);
        var named = await NamedDevices.FindAsync(register, words, cancellationToken);
        var assigned = requester is null ? [] : await register.DevicesOfAsync(requester.Id, cancellationToken);
        var colleagues = await register.FindPeopleByDisplayNameAsync(PeopleNamed.Of(words.OwnText), cancellationToken);
        var theirs = new List<Guid>();
        foreach (var colleague in colleagues.Where(c => c != requester?.Id))
        {
            theirs.AddRange(await register.DevicesOfAsync(colleague, cancellationToken));
        }

        var shared = words.Places.Count == 0 ? [] : await register.SharedDevicesAsync(cancellationToken);
        var there = shared.Where(s => PlacesNamed.Means(words.Places, s.Location)).Select(s => s.Id).ToList();
        var recent = earlier.Where(t => t.DeviceId is not null && t.TicketId != ticket.Ref.Id).Select(t => t.DeviceId!.Value).ToList();

        var ids = linked
            .Select(l => l.DeviceId)
            .Concat(named.Select(n => n.Hit.DeviceId))
            .Concat(assigned)
            .Concat(recent)
            .Concat(theirs)
            .Concat(there)
            .Concat(said.Chosen);
        var evidence = (await register.GetDevicesAsync(ids, cancellationToken)).Select(d => new Evidence(d)).ToList();
        var isLinked = linked.Select(l => l.DeviceId).ToHashSet();
        foreach (var item in evidence)
        {
            item.Linked = isLinked.Contains(item.Device.Id);
            item.RecentTickets = recent.Count(id => id == item.Device.Id);
            AddSaid(item, said);
            item.HolderNamed = theirs.Contains(item.Device.Id);
            item.InNamedPlace = there.Contains(item.Device.Id) ? there.Count : 0;
            var mentions = named.Where(n => n.Hit.DeviceId == item.Device.Id).Select(n => n.Mention).ToList();
            item.RuledOut = mentions.Count > 0 && mentions.TrueForAll(m => m.RuledOut);
            item.InSummary = mentions.Exists(m => m.InSummary);
            item.Spelling = mentions.Count > 0 ? mentions.Min(m => m.Spelling) : Spelling.Exact;
        }

        AddNamed(evidence, [.. named.Select(n => n.Hit)]);
        return evidence;
    }

    /// <summary>What a source says now takes the place of what the register said of the same device.</summary>
    private static void AddFound(List<Evidence> evidence, IReadOnlyList<Evidence> found, FeedbackEvidence said)
    {
        foreach (var item in found)
        {
            item.RecentTickets = evidence.Find(e => e.Device.Id == item.Device.Id)?.RecentTickets ?? 0;
            AddSaid(item, said);
            evidence.RemoveAll(e => e.Device.Id == item.Device.Id);
            evidence.Add(item);
        }
    }

    private static void AddSaid(Evidence item, FeedbackEvidence said)
    {
        item.Said = said.OnTicket.TryGetValue(item.Device.Id, out var here) ? here : null;
        item.SaidElsewhere = said.OnOtherTickets.TryGetValue(item.Device.Id, out var elsewhere) ? elsewhere : null;
    }

    private static void AddNamed(List<Evidence> evidence, IReadOnlyList<IdentifierHit> hits)
    {
        foreach (var identifier in hits.GroupBy(h => (h.Kind, h.Value)))
        {
            var carriers = identifier.Select(h => h.DeviceId).ToHashSet();
            foreach (var item in evidence.Where(e => carriers.Contains(e.Device.Id)))
            {
                item.Named[identifier.Key.Kind] = Math.Min(carriers.Count, item.Named.GetValueOrDefault(identifier.Key.Kind, int.MaxValue));
            }
        }
    }

    /// <summary>What a connection may know the device by: its own id of it first, where it told us one.</summary>
    public static async Task<ImmutableArray<DeviceName>> NamesOnAsync(
        RegisterReader register,
        Device device,
        string connection,
        CancellationToken cancellationToken
    ) => [.. await register.IdsOnAsync(device.Id, connection, cancellationToken), .. NamesOf(device)];

    public static ImmutableArray<DeviceName> NamesOf(Device device)
    {
        var names = ImmutableArray.CreateBuilder<DeviceName>();
        Add(IdentifierKind.Serial, device.Serial);
        Add(IdentifierKind.AssetTag, device.AssetTag);
        Add(IdentifierKind.Hostname, device.Name);
        return names.ToImmutable();

        void Add(IdentifierKind kind, string? value)
        {
            if (Matching.Identifiers.Normalise(kind, value) is not null)
            {
                names.Add(new DeviceName(kind, value!));
            }
        }
    }
}

/// <summary>The thresholds of each tenant; tenants without their own have the defaults.</summary>
public sealed class ThresholdsByTenant(IReadOnlyDictionary<TenantId, Thresholds> own)
{
    public static readonly ThresholdsByTenant Defaults = new(new Dictionary<TenantId, Thresholds>());

    public Thresholds Of(TenantId tenant) => own.GetValueOrDefault(tenant, Thresholds.Default);
}
