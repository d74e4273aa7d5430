using Itam.Context.Enrichment;
using Itam.Context.Register;
using static Itam.Context.Tests.Enrichment.Builders;

namespace Itam.Context.Tests.Enrichment.Reading;

public class WhoseDeviceIsMeantTests
{
    private readonly Person _dana = Dana();

    [Fact]
    public void A_password_is_no_reason_to_give_the_ticket_a_device()
    {
        var first = Rank("Please reset my password", new Evidence(Laptop(_dana)))[0];

        first.IsGiven.Should().BeFalse("{0} is only shown", first.Confidence);
    }

    [Fact]
    public void Of_two_alike_neither_is_given() =>
        Rank("My laptop is slow", new Evidence(Laptop(_dana)), new Evidence(Laptop(_dana))).Should().HaveCount(2).And.NotContain(c => c.IsGiven);

    [Fact]
    public void The_loaner_is_the_one_that_is_lent()
    {
        var loaner = Laptop(_dana, d => d.LoanDueOn = Today.AddDays(7));

        var first = Rank("The loaner is slow", new Evidence(Laptop(_dana)), new Evidence(loaner))[0];

        first.Device.Should().BeSameAs(loaner);
        first.IsGiven.Should().BeTrue();
        first.Reasons.Should().Contain(r => r.Words == "a loaner, of which the text speaks");
    }

    [Fact]
    public void A_colleagues_device_comes_before_ones_own_and_says_why()
    {
        var kim = new Person { Id = Id(), DisplayName = "Kim Lee" };
        var theirs = new Evidence(Laptop(kim)) { HolderNamed = true };

        var candidates = Rank("Kim Lee's laptop is dead", new Evidence(Laptop(_dana)), theirs);

        candidates[0].Device.Should().BeSameAs(theirs.Device);
        candidates[0].Reasons[0].Words.Should().Be("belongs to Kim Lee, named in the text");
        candidates[1].IsGiven.Should().BeFalse();
    }

    [Fact]
    public void A_linked_device_outweighs_another_in_the_words()
    {
        var linked = new Evidence(Laptop()) { Linked = true };
        var named = Named(_dana);

        Rank("LT-0042 was mentioned", named, linked)[0].Device.Should().BeSameAs(linked.Device);
    }

    [Fact]
    public void A_device_that_is_ruled_out_is_shown_last_and_says_so()
    {
        var meant = Named(null);
        var not = Named(_dana);
        not.RuledOut = true;

        var candidates = Rank("not this but that is broken", not, meant);

        candidates[0].Device.Should().BeSameAs(meant.Device);
        candidates[1].IsGiven.Should().BeFalse();
        candidates[1].Reasons[0].Words.Should().Be("ruled out in the text");
    }

    [Fact]
    public void Where_two_are_named_alike_neither_is_given_and_the_title_decides()
    {
        Rank("broken", Named(null), Named(null)).Should().NotContain(c => c.IsGiven);

        var titled = Named(null);
        titled.InSummary = true;
        var first = Rank("broken", Named(null), titled)[0];
        first.Device.Should().BeSameAs(titled.Device);
        first.IsGiven.Should().BeTrue();
    }

    private static Evidence Named(Person? holder)
    {
        var evidence = new Evidence(Laptop(holder));
        evidence.Named[IdentifierKind.Serial] = 1;
        return evidence;
    }

    private System.Collections.Immutable.ImmutableArray<Candidate> Rank(string text, params Evidence[] evidence) =>
        CandidateRanker.Rank(evidence, _dana, TicketWords.Of(text, ""), Now);
}
