using Itam.Context.Enrichment;
using Itam.Context.Enrichment.EndOfLife;
using Itam.Context.Enrichment.Findings;
using static Itam.Context.Tests.Enrichment.Builders;

namespace Itam.Context.Tests.Enrichment;

public class LicenseFindingsTests
{
    private static readonly LicenseLine Visio = new("Visio Plan 2", Entitled: true, Mentioned: true, Free: 1, Origin: null);
    private static readonly LicenseLine Office = new("Microsoft 365 E3", Entitled: true, Mentioned: false, Free: null, Origin: null);

    [Fact]
    public void A_license_in_order_says_nothing() =>
        Of(Visio with { Owned = 5, Used = 5, RenewsOn = Today.AddDays(61) }, Office with { LastUsedAt = Now.AddDays(-90) }).Should().BeEmpty();

    [Theory]
    [InlineData(4, "If approved, assign a seat of Visio Plan 2 (4 free)")]
    [InlineData(1, "If approved, assign the last free seat of Visio Plan 2")]
    [InlineData(0, "No seat of Visio Plan 2 is free: free one, or order it with the manager's approval")]
    [InlineData(null, "Find out whether a seat of Visio Plan 2 can be assigned")]
    public void A_product_asked_for_without_entitlement_says_what_can_be_done(int? free, string action)
    {
        var finding = Of(Visio with { Entitled = false, Free = free }).Should().ContainSingle().Subject;

        finding
            .Should()
            .BeEquivalentTo(
                new
                {
                    Code = "license-missing",
                    Severity = Severity.Watch,
                    Words = "Visio Plan 2: asked for in the text, not entitled",
                    Action = action,
                }
            );
    }

    [Theory]
    [InlineData(6, 5, true)]
    [InlineData(5, 5, false)]
    [InlineData(6, null, false)]
    public void More_used_than_owned_is_said(int used, int? owned, bool said) =>
        Of(Visio with { Used = used, Owned = owned }).Any(f => f.Code == "license-over-deployed").Should().Be(said);

    [Fact]
    public void Over_deployment_of_what_the_ticket_is_not_about_is_left_to_others() =>
        Of(Office with { Used = 6, Owned = 5, RenewsOn = Today }).Should().BeEmpty();

    [Theory]
    [InlineData(60, "Visio Plan 2: renewal is due in 60 days", null)]
    [InlineData(-3, "Visio Plan 2: renewal was due 3 days ago", "Check that Visio Plan 2 was renewed")]
    public void A_near_or_missed_renewal_is_said(int days, string words, string? action) =>
        Of(Visio with { RenewsOn = Today.AddDays(days) })
            .Should()
            .ContainSingle()
            .Which.Should()
            .BeEquivalentTo(
                new
                {
                    Code = "license-renewal",
                    Words = words,
                    Action = action,
                }
            );

    [Fact]
    public void A_seat_unused_for_more_than_90_days_is_said_unless_the_ticket_is_about_it()
    {
        Of(Office with { LastUsedAt = Now.AddDays(-91) })
            .Should()
            .ContainSingle(f => f.Code == "seat-unused" && f.Words.EndsWith("not used for 91 days"));
        Of(Office with { LastUsedAt = null }).Should().BeEmpty("what is not known is no accusation");
        Of(Visio with { LastUsedAt = Now.AddDays(-91) }).Should().BeEmpty("the person is asking for it right now");
    }

    private static IReadOnlyList<Finding> Of(params LicenseLine[] lines) =>
        FindingRules.Evaluate(new FindingInput(null, null, [], Thresholds.Default, EndOfLifeCalendar.Shipped, Now) { Licenses = lines });
}
