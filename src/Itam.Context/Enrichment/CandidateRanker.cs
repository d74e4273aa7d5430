using System.Collections.Immutable;
using Itam.Context.Enrichment.Reading;
using Itam.Context.Register;

namespace Itam.Context.Enrichment;

/// <summary>What speaks for one device, before it is weighed.</summary>
internal sealed record Evidence(Device Device)
{
    public bool Linked { get; set; }

    /// <summary>Identifiers of this device that stand in the text, with how many devices carry each.</summary>
    public Dictionary<IdentifierKind, int> Named { get; } = [];
    public int RecentTickets { get; set; }

    /// <summary>The writer says that this device is not the one.</summary>
    public bool RuledOut { get; set; }

    /// <summary>Named in the ticket's title.</summary>
    public bool InSummary { get; set; }

    /// <summary>The best spelling in which the text names it.</summary>
    public Spelling Spelling { get; set; }

    /// <summary>Somebody else writes for the person who holds it.</summary>
    public bool HolderNamed { get; set; }

    /// <summary>How many shared devices stand where the text says, this one among them; 0 where it is elsewhere.</summary>
    public int InNamedPlace { get; set; }

    /// <summary>What an agent said of this device on this ticket, and on another ticket of the same person.</summary>
    public MatchVerdict? Said { get; set; }
    public MatchVerdict? SaidElsewhere { get; set; }

    /// <summary>Set where the device, or its new holder, is known from a source and not from the register.</summary>
    public FoundLive? Live { get; set; }
    public bool IsChosen => Said == MatchVerdict.ThisOne;
    public bool IsNamed => Linked || IsChosen || Named.Count > 0 || InNamedPlace > 0;
}

/// <summary>
/// Ranks the devices a ticket may be about. Independent evidence is combined as probabilities (1 − ∏(1 − weight)); what was named on the ticket outweighs
/// what is merely assigned. The weights are set by hand and are the whole model: no training, the same answer every time, each with its reasons.
/// </summary>
internal static class CandidateRanker
{
    private const double ChosenWeight = 0.99;
    private const double ChosenElsewhereWeight = 0.1;
    private const double LinkedWeight = 0.95;
    private const double SerialWeight = 0.94;
    private const double TagWeight = 0.92;
    private const double HostnameWeight = 0.88;
    private const double PlaceWeight = 0.85;
    private const double LoanerWeight = 0.85;
    private const double ModelWeight = 0.4;
    private const double RecentTicketWeight = 0.25;
    private const double SeenTodayWeight = 0.15;

    /// <summary>For devices that nobody named, when another one was.</summary>
    private const double OtherNamedFactor = 0.3;

    /// <summary>For devices that are named, but less pointedly than another one: not linked, ruled out, or not in the title.</summary>
    private const double LesserNamedFactor = 0.5;
    private const double RuledOutFactor = 0.2;

    /// <summary>Two are named and nothing tells which is meant, so that neither is sure.</summary>
    private const double RivalNamedFactor = 0.6;
    private const double OtherMarksFactor = 0.95;
    private const double LookAlikeFactor = 0.85;

    /// <summary>For devices that a person has, when the ticket speaks of no device or of another matter.</summary>
    private const double UnclearTopicFactor = 0.65;
    private const double OtherMatterFactor = 0.4;
    private const double SilentFactor = 0.5;

    /// <summary>"My phone" still means the only phone when it has been off for long: broken things are.</summary>
    private const double SilentOnlyOneFactor = 0.75;
    private const double RejectedElsewhereFactor = 0.85;
    private const double OutOfUseFactor = 0.4;
    private const double OtherTypeNamedFactor = 0.4;

    public static ImmutableArray<Candidate> Rank(IReadOnlyCollection<Evidence> evidence, Person? requester, TicketWords words, DateTimeOffset now)
    {
        // What an agent ruled out on this ticket is out; it does not even rival the others.
        var possible = evidence.Where(e => e.Said != MatchVerdict.NotThis).ToList();
        var situation = Situation.Of(possible, requester, words, now);
        return
        [
            .. possible
                .Select(e => (e.IsChosen, Candidate: Weigh(e, situation)))
                .Where(c => c.Candidate.Confidence >= 0.05)
                .OrderByDescending(c => c.IsChosen)
                .ThenByDescending(c => c.Candidate.Confidence)
                .ThenByDescending(c => c.Candidate.Device.LastSeenAt)
                .ThenBy(c => c.Candidate.Device.Id)
                .Select(c => c.Candidate),
        ];
    }

    private static Candidate Weigh(Evidence evidence, Situation situation)
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
        AddContext(weights, evidence, situation);

        var confidence = 1 - weights.Aggregate(1.0, (rest, w) => rest * (1 - w.Weight));
        if (device.LastSeenAt is { } seen && situation.Now - seen < TimeSpan.FromDays(1))
        {
            confidence = 1 - (1 - confidence) * (1 - SeenTodayWeight);
            weights.Add((0, new(ReasonKind.SeenRecently, $"seen {ReportText.Ago(seen, situation.Now)}")));
        }

        confidence *= evidence.IsNamed ? NamedFactor(evidence, situation) : UnnamedFactor(evidence, situation);
        if (evidence.RuledOut)
        {
            weights.Add((1, new(ReasonKind.RuledOut, "ruled out in the text")));
        }

        if (!evidence.IsNamed && evidence.SaidElsewhere == MatchVerdict.NotThis)
        {
            confidence *= RejectedElsewhereFactor;
            weights.Add((0, new(ReasonKind.EarlierFeedback, "not meant in an earlier ticket")));
        }

        if (!evidence.IsNamed && device.LastSeenAt is { } last && situation.Now - last > TimeSpan.FromDays(30))
        {
            confidence *= situation.IsOnlyOneOfItsKind(device) ? SilentOnlyOneFactor : SilentFactor;
            weights.Add((0, new(ReasonKind.Silent, $"silent for {(situation.Now - last).Days} days")));
        }

        if (!device.State.IsOperational())
        {
            confidence *= evidence.IsNamed ? 1 : OutOfUseFactor;
            weights.Add((0, new(ReasonKind.OutOfUse, $"registered as {Words(device.State)}")));
        }

        return new Candidate(device, Math.Min(confidence, 0.99), [.. weights.OrderByDescending(w => w.Weight).Select(w => w.Reason)])
        {
            InRegister = evidence.Live is not { InRegister: false },
        };
    }

    /// <summary>What speaks for a device besides its identifiers.</summary>
    private static void AddContext(List<(double Weight, Reason Reason)> weights, Evidence evidence, Situation situation)
    {
        var device = evidence.Device;
        if (evidence.InNamedPlace > 0)
        {
            var weight = situation.Topic is Topic.OtherMatter ? OtherMatterFactor * PlaceWeight : PlaceWeight;
            weights.Add(
                (weight / evidence.InNamedPlace, new(ReasonKind.PlaceInText, $"stands in {ReportText.Clean(device.Location)}, named in the text"))
            );
        }

        if (evidence.HolderNamed && device.AssignedTo is { } named)
        {
            weights.Add(
                (
                    AssignedWeight(device, situation),
                    new(ReasonKind.PersonInText, $"belongs to {ReportText.Clean(named.DisplayName)}, named in the text")
                )
            );
        }
        else if (situation.IsOwn(evidence))
        {
            var words = evidence.Live?.Words ?? $"assigned to {FirstName(situation.Requester!)}";
            weights.Add((AssignedWeight(device, situation), new(ReasonKind.Assigned, words)));
        }
        else if (evidence.Live is { } live)
        {
            weights.Add((0, new(ReasonKind.FoundLive, live.Words)));
        }
        else if (device.AssignedTo is { } holder && evidence.IsNamed)
        {
            // Worth saying, though it proves nothing: someone may be writing for a colleague.
            weights.Add((0, new(ReasonKind.Assigned, $"assigned to {ReportText.Clean(holder.DisplayName)}")));
        }

        if (situation.LoanerMeant && device.LoanDueOn is not null && situation.IsMeantPersons(evidence))
        {
            weights.Add((LoanerWeight, new(ReasonKind.LoanerInText, "a loaner, of which the text speaks")));
        }

        if (DeviceWords.NamesLineOf(situation.Words, device.Model))
        {
            weights.Add((ModelWeight, new(ReasonKind.ModelInText, "model named in the text")));
        }

        if (evidence.RecentTickets > 0)
        {
            weights.Add((RecentTicketWeight, new(ReasonKind.RecentTicket, "in a recent ticket of the same person")));
        }
    }

    private static double NamedFactor(Evidence evidence, Situation situation)
    {
        if (evidence.IsChosen)
        {
            return 1;
        }

        var spelling = evidence.Linked
            ? 1
            : evidence.Spelling switch
            {
                Spelling.OtherMarks => OtherMarksFactor,
                Spelling.LookAlike => LookAlikeFactor,
                _ => 1,
            };
        return spelling
            * (
                situation.AnyLinked && !evidence.Linked ? LesserNamedFactor
                : evidence.RuledOut && situation.Pointed > 0 ? RuledOutFactor
                : situation.Pointed <= 1 || evidence.Linked || SharesItsName(evidence) ? 1
                : situation.PointedInSummary != 1 ? RivalNamedFactor
                : evidence.InSummary ? 1
                : LesserNamedFactor
            );
    }

    /// <summary>Its weight is already divided among the devices that carry the same identifier.</summary>
    private static bool SharesItsName(Evidence evidence) => evidence.Named.Count > 0 && evidence.Named.Values.All(carriers => carriers > 1);

    private static double UnnamedFactor(Evidence evidence, Situation situation)
    {
        var factor = situation.AnyNamed || (situation.ColleagueMeant && !evidence.HolderNamed) ? OtherNamedFactor : 1;
        factor *= situation.Types.Count > 0 && !situation.Types.Contains(evidence.Device.Type) ? OtherTypeNamedFactor : 1;
        factor *= situation.LineNamed && !DeviceWords.NamesLineOf(situation.Words, evidence.Device.Model) ? OtherTypeNamedFactor : 1;
        factor *= situation.LoanerMeant && evidence.Device.LoanDueOn is null ? OtherTypeNamedFactor : 1;
        return factor
            * situation.Topic switch
            {
                Topic.OtherMatter => OtherMatterFactor,
                Topic.Unclear => UnclearTopicFactor,
                _ => 1,
            };
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
    private static double AssignedWeight(Device device, Situation situation)
    {
        if (device.Shared)
        {
            return 0.2;
        }

        if (situation.Types.Contains(device.Type))
        {
            return situation.Rivals(device.Type) > 1 ? 0.5 : 0.85;
        }

        return !device.Type.IsComputer() ? 0.15
            : situation.Computers <= 1 ? 0.8
            : situation.Computers == 2 ? 0.5
            : 0.4;
    }

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
