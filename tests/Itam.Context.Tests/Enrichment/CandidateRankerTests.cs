using FsCheck;
using Itam.Context.Enrichment;
using Itam.Context.Register;
using static Itam.Context.Tests.Enrichment.Builders;

namespace Itam.Context.Tests.Enrichment;

public class CandidateRankerTests
{
    private static readonly TicketWords Silent = TicketWords.Of("It is broken", "");

    [Fact]
    public void The_only_assigned_computer_is_likely_meant()
    {
        var dana = Dana();

        var candidates = CandidateRanker.Rank([new Evidence(Laptop(dana))], dana, Silent, Now);

        candidates.Should().ContainSingle();
        candidates[0].Confidence.Should().BeInRange(0.6, 0.9);
        candidates[0].Reasons.Select(r => r.Words).Should().ContainInOrder("assigned to Dana", "seen 4 min ago");
    }

    [Fact]
    public void Two_assigned_computers_are_both_shown_and_neither_is_sure()
    {
        var dana = Dana();

        var candidates = CandidateRanker.Rank([new Evidence(Laptop(dana)), new Evidence(Laptop(dana, d => d.Name = "LT-0043"))], dana, Silent, Now);

        candidates.Should().HaveCount(2);
        candidates.Should().OnlyContain(c => c.Confidence > 0.4 && c.Confidence < 0.75);
    }

    [Fact]
    public void A_named_device_beats_the_assigned_one()
    {
        var dana = Dana();
        var assigned = new Evidence(Laptop(dana));
        var named = new Evidence(Laptop(null, d => d.Name = "LT-0107"));
        named.Named[IdentifierKind.Serial] = 1;

        var candidates = CandidateRanker.Rank([assigned, named], dana, Silent, Now);

        candidates[0].Device.Should().BeSameAs(named.Device);
        candidates[0].Confidence.Should().BeGreaterThan(0.9);
        candidates[1].Confidence.Should().BeLessThan(0.35);
    }

    [Fact]
    public void A_serial_that_two_devices_carry_makes_neither_sure()
    {
        var first = new Evidence(Laptop(null, d => d.Name = "LT-1"));
        var second = new Evidence(Laptop(null, d => d.Name = "LT-2"));
        first.Named[IdentifierKind.Serial] = 2;
        second.Named[IdentifierKind.Serial] = 2;

        var candidates = CandidateRanker.Rank([first, second], null, Silent, Now);

        candidates.Should().HaveCount(2).And.OnlyContain(c => c.Confidence < 0.7);
        candidates[0].Reasons[0].Words.Should().Be("serial in the text, which 2 devices carry");
    }

    [Fact]
    public void My_phone_means_the_phone()
    {
        var dana = Dana();
        var phone = new Evidence(Laptop(dana, d => (d.Type, d.Model, d.Name) = (DeviceType.Phone, "iPhone 15", "PH-1")));

        var candidates = CandidateRanker.Rank([new Evidence(Laptop(dana)), phone], dana, TicketWords.Of("My phone does not ring", ""), Now);

        candidates[0].Device.Should().BeSameAs(phone.Device);
        candidates[0].Confidence.Should().BeGreaterThan(candidates[1].Confidence + 0.3);
    }

    [Fact]
    public void A_shared_room_computer_is_not_taken_for_ones_own()
    {
        var dana = Dana();

        var candidates = CandidateRanker.Rank([new Evidence(Laptop(dana, d => d.Shared = true)), new Evidence(Laptop(dana))], dana, Silent, Now);

        candidates[0].Device.Shared.Should().BeFalse();
    }

    [Fact]
    public void A_silent_device_counts_less_and_says_why()
    {
        var dana = Dana();

        var candidate = CandidateRanker.Rank([new Evidence(Laptop(dana, d => d.LastSeenAt = Now.AddDays(-41)))], dana, Silent, Now)[0];

        candidate.Confidence.Should().BeLessThan(0.5);
        candidate.Reasons.Should().Contain(r => r.Words == "silent for 41 days");
    }

    [Fact]
    public void Order_of_the_evidence_never_matters()
    {
        var dana = Dana();
        Prop.ForAll(
                Arb.From(Gen.ListOf(Gen.Choose(0, 63)).Where(l => l.Count() is > 0 and < 8)),
                Arb.From<int>(),
                (bits, seed) =>
                {
                    var evidence = bits.Select(b => Random(dana, b)).ToList();
                    var shuffled = evidence.OrderBy(e => HashCode.Combine(e.Device.Id, seed)).ToList();
                    var a = CandidateRanker.Rank(evidence, dana, Silent, Now);
                    var b = CandidateRanker.Rank(shuffled, dana, Silent, Now);
                    return a.Select(c => (c.Device.Id, c.Confidence)).SequenceEqual(b.Select(c => (c.Device.Id, c.Confidence)))
                        && a.All(c => c.Confidence is >= 0 and <= 0.99)
                        && a.Zip(a.Skip(1)).All(p => p.First.Confidence >= p.Second.Confidence);
                }
            )
            .QuickCheckThrowOnFailure();
    }

    private static Evidence Random(Person dana, int bits)
    {
        var evidence = new Evidence(
            Laptop((bits & 1) > 0 ? dana : null, d => (d.LastSeenAt, d.Shared) = ((bits & 2) > 0 ? null : Now.AddDays(-(bits & 48)), (bits & 32) > 0))
        )
        {
            Linked = (bits & 4) > 0,
            RecentTickets = (bits & 16) > 0 ? 1 : 0,
        };
        if ((bits & 8) > 0)
        {
            evidence.Named[IdentifierKind.AssetTag] = 1;
        }

        return evidence;
    }
}
