using System.Collections.Immutable;
using Itam.Context.Register;

namespace Itam.Context.Enrichment;

/// <summary>What speaks for one device, before it is weighed.</summary>
internal sealed record Evidence(Device Device)
{
    public bool Linked { get; set; }

    /// <summary>Identifiers of this device that stand in the text, with how many devices carry each.</summary>
    public Dictionary<IdentifierKind, int> Named { get; } = [];
    public int RecentTickets { get; set; }

    /// <summary>What an agent said of this device on this ticket, and on another ticket of the same person.</summary>
    public MatchVerdict? Said { get; set; }
    public MatchVerdict? SaidElsewhere { get; set; }
    public bool IsChosen => Said == MatchVerdict.ThisOne;
    public bool IsNamed => Linked || IsChosen || Named.Count > 0;
}

/// <summary>
/// Ranks the devices a ticket may be about. Independent evidence is combined as probabilities (1 − ∏(1 − weight)); what was named on the ticket outweighs
/// what is merely assigned. The weights are set by hand and are the whole model: no training, the same answer every time, each with its reasons.
/// </summary>
internal static class CandidateRanker
{
    private const double ChosenWeight = 0.99;
    private const double LinkedWeight = 0.95;
    private const double SerialWeight = 0.94;
    private const double TagWeight = 0.92;
    private const double HostnameWeight = 0.88;
    private const double ModelWeight = 0.4;
    private const double RecentTicketWeight = 0.25;
    private const double SeenTodayWeight = 0.15;
    private const double ChosenElsewhereWeight = 0.1;

    /// <summary>For devices that nobody named, when another one was.</summary>
    private const double OtherNamedFactor = 0.3;
    private const double SilentFactor = 0.5;
    private const double RejectedElsewhereFactor = 0.85;
    private const double OutOfUseFactor = 0.4;
    private const double OtherTypeNamedFactor = 0.4;

    public static ImmutableArray<Candidate> Rank(IReadOnlyCollection<Evidence> evidence, Person? requester, TicketWords words, DateTimeOffset now)
    {
        var types = DeviceWords.TypesNamed(words);
        var anyNamed = evidence.Any(e => e.IsNamed && e.Said != MatchVerdict.NotThis);
        var rivals = evidence.Count(e => IsOwn(e.Device, requester) && e.Device.Type.IsComputer() && e.Device.State.IsOperational());
        return
        [
            .. evidence
                .Where(e => e.Said != MatchVerdict.NotThis)
                .Select(e => (e.IsChosen, Candidate: Weigh(e, requester, words, types, anyNamed, rivals, now)))
                .Where(c => c.Candidate.Confidence >= 0.05)
                .OrderByDescending(c => c.IsChosen)
                .ThenByDescending(c => c.Candidate.Confidence)
                .ThenByDescending(c => c.Candidate.Device.LastSeenAt)
                .ThenBy(c => c.Candidate.Device.Id)
                .Select(c => c.Candidate),
        ];
    }

    private static Candidate Weigh(
        Evidence evidence,
        Person? requester,
        TicketWords words,
        IReadOnlySet<DeviceType> types,
        bool anyNamed,
        int rivals,
        DateTimeOffset now
    )
    {
        var device = evidence.Device;
        var weights = new List<(double Weight, Reason Reason)>();
        if (evidence.IsChosen)
        {
            weights.Add((ChosenWeight, new(ReasonKind.ChosenByAgent, "chosen by an agent")));
        }

        if (evidence.SaidElsewhere == MatchVerdict.ThisOne)
        {
            weights.Add((ChosenElsewhereWeight, new(ReasonKind.EarlierFeedback, "chosen by an agent for an earlier ticket")));
        }

        if (evidence.Linked)
        {
            weights.Add((LinkedWeight, new(ReasonKind.LinkedOnTicket, "linked on the ticket")));
        }

        AddNamed(weights, evidence, IdentifierKind.Serial, SerialWeight, ReasonKind.SerialInText, "serial");
        AddNamed(weights, evidence, IdentifierKind.AssetTag, TagWeight, ReasonKind.AssetTagInText, "asset tag");
        AddNamed(weights, evidence, IdentifierKind.Hostname, HostnameWeight, ReasonKind.HostnameInText, "hostname");

        if (IsOwn(device, requester))
        {
            var weight = AssignedWeight(device, types, rivals);
            weights.Add((weight, new(ReasonKind.Assigned, $"assigned to {FirstName(requester!)}")));
        }
        else if (device.AssignedTo is { } holder && evidence.IsNamed)
        {
            // Worth saying, though it proves nothing: someone may be writing for a colleague.
            weights.Add((0, new(ReasonKind.Assigned, $"assigned to {ReportText.Clean(holder.DisplayName)}")));
        }

        if (DeviceWords.NamesLineOf(words, device.Model))
        {
            weights.Add((ModelWeight, new(ReasonKind.ModelInText, "model named in the text")));
        }

        if (evidence.RecentTickets > 0)
        {
            weights.Add((RecentTicketWeight, new(ReasonKind.RecentTicket, "in a recent ticket of the same person")));
        }

        var confidence = 1 - weights.Aggregate(1.0, (rest, w) => rest * (1 - w.Weight));
        if (device.LastSeenAt is { } seen && now - seen < TimeSpan.FromDays(1))
        {
            confidence = 1 - (1 - confidence) * (1 - SeenTodayWeight);
            weights.Add((0, new(ReasonKind.SeenRecently, $"seen {ReportText.Ago(seen, now)}")));
        }

        if (!evidence.IsNamed)
        {
            confidence *= anyNamed ? OtherNamedFactor : 1;
            if (evidence.SaidElsewhere == MatchVerdict.NotThis)
            {
                confidence *= RejectedElsewhereFactor;
                weights.Add((0, new(ReasonKind.EarlierFeedback, "not meant in an earlier ticket")));
            }

            confidence *= types.Count > 0 && !types.Contains(device.Type) ? OtherTypeNamedFactor : 1;
            if (device.LastSeenAt is { } last && now - last > TimeSpan.FromDays(30))
            {
                confidence *= SilentFactor;
                weights.Add((0, new(ReasonKind.Silent, $"silent for {(now - last).Days} days")));
            }
        }

        if (!device.State.IsOperational())
        {
            confidence *= evidence.IsNamed ? 1 : OutOfUseFactor;
            weights.Add((0, new(ReasonKind.OutOfUse, $"registered as {Words(device.State)}")));
        }

        return new Candidate(device, Math.Min(confidence, 0.99), [.. weights.OrderByDescending(w => w.Weight).Select(w => w.Reason)]);
    }

    private static void AddNamed(
        List<(double, Reason)> weights,
        Evidence evidence,
        IdentifierKind kind,
        double weight,
        ReasonKind reason,
        string word
    )
    {
        if (evidence.Named.TryGetValue(kind, out var carriers))
        {
            weights.Add(
                carriers == 1
                    ? (weight, new(reason, $"{word} in the text"))
                    : (weight / carriers, new(reason, $"{word} in the text, which {carriers} devices carry"))
            );
        }
    }

    /// <summary>An assignment says much where a person has one computer, less with each further one, and little for shared or small things nobody named.</summary>
    private static double AssignedWeight(Device device, IReadOnlySet<DeviceType> types, int rivals)
    {
        if (device.Shared)
        {
            return 0.2;
        }

        if (types.Contains(device.Type))
        {
            return rivals > 1 && device.Type.IsComputer() ? 0.65 : 0.85;
        }

        return !device.Type.IsComputer() ? 0.15
            : rivals <= 1 ? 0.8
            : rivals == 2 ? 0.55
            : 0.4;
    }

    private static bool IsOwn(Device device, Person? requester) => requester is not null && device.AssignedToId == requester.Id;

    internal static string FirstName(Person person) => ReportText.Clean(person.DisplayName).Split(' ')[0];

    internal static string Words(LifecycleState state) =>
        state switch
        {
            LifecycleState.InTransit => "in transit",
            LifecycleState.InStock => "in stock",
            LifecycleState.InUse => "in use",
            LifecycleState.InRepair => "in repair",
            _ => state.ToString().ToLowerInvariant(),
        };
}
