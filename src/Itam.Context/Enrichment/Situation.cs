using Itam.Context.Enrichment.Reading;
using Itam.Context.Register;

namespace Itam.Context.Enrichment;

/// <summary>What is true of a ticket as a whole while its devices are weighed one by one.</summary>
internal sealed record Situation(Person? Requester, TicketWords Words, DateTimeOffset Now)
{
    private IReadOnlyDictionary<DeviceType, int> _held = new Dictionary<DeviceType, int>();

    public Topic Topic => Words.Topic;

    /// <summary>Kinds of device that the words name.</summary>
    public IReadOnlySet<DeviceType> Types { get; private init; } = new HashSet<DeviceType>();
    public bool AnyLinked { get; private init; }

    /// <summary>At least one device is named and not ruled out.</summary>
    public bool AnyNamed { get; private init; }

    /// <summary>How many devices are named by identifiers of their own and not ruled out.</summary>
    public int Pointed { get; private init; }
    public int PointedInSummary { get; private init; }

    /// <summary>The requester writes for somebody else.</summary>
    public bool ColleagueMeant { get; private init; }

    /// <summary>The product line of one of the person's devices is named.</summary>
    public bool LineNamed { get; private init; }

    /// <summary>A loaner is spoken of, and the person has one.</summary>
    public bool LoanerMeant { get; private init; }

    /// <summary>Computers in use of the person who is meant.</summary>
    public int Computers => _held.Where(h => h.Key.IsComputer()).Sum(h => h.Value);

    /// <summary>Devices in use of this kind that the person who is meant has.</summary>
    public int Rivals(DeviceType type) => _held.GetValueOrDefault(type);

    /// <summary>The words name the kind, and the person has one of it.</summary>
    public bool IsOnlyOneOfItsKind(Device device) => Types.Contains(device.Type) && Rivals(device.Type) == 1;

    public bool IsOwn(Evidence evidence) =>
        evidence.Live is { Holder: not null } || (Requester is not null && evidence.Device.AssignedToId == Requester.Id);

    /// <summary>True for the devices of the person with the problem: of a colleague who is named, else of the requester.</summary>
    public bool IsMeantPersons(Evidence evidence) => ColleagueMeant ? evidence.HolderNamed : IsOwn(evidence);

    public static Situation Of(IReadOnlyCollection<Evidence> evidence, Person? requester, TicketWords words, DateTimeOffset now)
    {
        var pointed = evidence.Where(e => e.Named.Count > 0 && !e.RuledOut).ToList();
        var situation = new Situation(requester, words, now) { ColleagueMeant = evidence.Any(e => e.HolderNamed) };
        var mine = evidence.Where(e => situation.IsMeantPersons(e) && e.Device.State.IsOperational()).Select(e => e.Device).ToList();
        var held = mine.Where(d => !d.Shared).CountBy(d => d.Type).ToDictionary();
        return situation with
        {
            _held = held,
            Types = DeviceWords.TypesNamed(words, held.Keys.ToHashSet()),
            AnyLinked = evidence.Any(e => e.Linked),
            AnyNamed = evidence.Any(e => e.IsNamed && (!e.RuledOut || e.Linked)),
            Pointed = pointed.Count,
            PointedInSummary = pointed.Count(e => e.InSummary),
            LineNamed = mine.Exists(d => DeviceWords.NamesLineOf(words, d.Model)),
            LoanerMeant = DeviceWords.NamesLoaner(words) && mine.Exists(d => d.LoanDueOn is not null),
        };
    }
}
