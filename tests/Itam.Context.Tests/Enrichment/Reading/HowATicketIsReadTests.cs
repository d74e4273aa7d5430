using Itam.Context.Enrichment;
using Itam.Context.Enrichment.Reading;
using Itam.Context.Register;

namespace Itam.Context.Tests.Enrichment.Reading;

public class HowATicketIsReadTests
{
    [Theory]
    [InlineData("It is not LT-0042, the new one LT-0107 flickers", "LT-0042")]
    [InlineData("please look at LT-0107 instead of LT-0042", "LT-0042")]
    [InlineData("not my old laptop LT-0042 but LT-0107", "LT-0042")]
    [InlineData("Es geht nicht um LT-0042, sondern um LT-0107", "LT-0042")]
    [InlineData("Statt LT-0042 bitte LT-0107 prüfen", "LT-0042")]
    [InlineData("LT-0042 is fine, LT-0107 is broken", "LT-0042")]
    [InlineData("LT-0042 läuft, aber LT-0107 nicht", "LT-0042")]
    public void A_device_that_the_writer_excludes_is_ruled_out_and_the_other_is_not(string text, string excluded)
    {
        var mentions = TicketWords.Of(text, "").Mentions.Where(m => m.Spelling == Spelling.Exact).ToList();

        mentions.Where(m => m.RuledOut).Select(m => m.Name.Value).Distinct().Should().Equal(excluded);
        mentions.Should().Contain(m => m.Name.Value == "LT-0107" && !m.RuledOut);
    }

    [Theory]
    [InlineData("LT-0042 is not working")]
    [InlineData("The docking station does not work with LT-0042")]
    [InlineData("LT-0042 läuft nicht")]
    public void A_device_that_does_not_work_is_not_ruled_out(string text) => TicketWords.Of(text, "").Mentions.Should().NotContain(m => m.RuledOut);

    [Theory]
    [InlineData("Kim Lee's laptop is dead")]
    [InlineData("I write on behalf of Kim Lee: the screen is black")]
    [InlineData("Der Rechner von Kim Lee startet nicht")]
    [InlineData("Kim Lee called, her laptop does not start")]
    public void The_person_for_whom_somebody_writes_is_heard(string text) => PeopleNamed.Of(text).Should().Contain("Kim Lee");

    [Theory]
    [InlineData("My laptop is slow, as I told Kim Lee yesterday")]
    [InlineData("Hallo Kim Lee, mein Rechner ist langsam")]
    public void A_person_merely_spoken_of_is_not_the_one_with_the_problem(string text) => PeopleNamed.Of(text).Should().BeEmpty();

    [Theory]
    [InlineData("It is slow.\n\nKind regards\nKim Lee")]
    [InlineData("It is slow.\nViele Grüße,\nKim Lee")]
    [InlineData("It is slow.\n\nOn 3 Nov 2026 Kim Lee wrote:\n> reset your password")]
    [InlineData("It is slow.\n-----Ursprüngliche Nachricht-----\nVon: Kim Lee")]
    [InlineData("It is slow.\n--\nKim Lee")]
    public void Signature_and_quoted_mail_are_not_the_writers_words(string text) => OwnWords.Of(text).Trim().Should().Be("It is slow.");

    [Theory]
    [InlineData("Blue screen twice today", Topic.Device)]
    [InlineData("Mein Notebook", Topic.Device)]
    [InlineData("After the update it asks for the BitLocker key, not my password", Topic.Device)]
    [InlineData("Please reset my password", Topic.OtherMatter)]
    [InlineData("Lizenz für Project", Topic.OtherMatter)]
    [InlineData("Please order a laptop for our new starter", Topic.OtherMatter)]
    [InlineData("Who can help me?", Topic.Unclear)]
    [InlineData("", Topic.Silent)]
    public void The_matter_is_told_by_its_words(string text, object topic) => TicketWords.Of(text, "").Topic.Should().Be((Topic)topic);

    [Fact]
    public void What_works_is_not_the_complaint()
    {
        var words = TicketWords.Of("Wi-Fi drops", "The phone hotspot works fine. Call me on phone +49 30 123456.");

        DeviceWords.TypesNamed(words, new HashSet<DeviceType> { DeviceType.Laptop }).Should().BeEmpty();
    }

    [Theory]
    [InlineData("LT0042", "LT-0042")]
    [InlineData("LT_0042", "LT-0042")]
    [InlineData("LT 0042", "LT-0042")]
    [InlineData("5CG1-23456", "5CG123456")]
    [InlineData("PF3OABCD", "PF30ABCD")]
    [InlineData("C02IABCDEFGH", "C021ABCDEFGH")]
    public void Other_spellings_are_asked_for_as_well_but_apart(string text, string meant)
    {
        var words = TicketWords.Of(text, "");

        words.Names.Should().NotContain(n => n.Value == meant);
        words.Mentions.Should().Contain(m => m.Name.Value == meant && m.Spelling != Spelling.Exact);
    }

    [Theory]
    [InlineData("The PC in room Oslo is off", "Berlin, meeting room Oslo", true)]
    [InlineData("Im Besprechungsraum 2.14 geht nichts", "Raum 2.14", true)]
    [InlineData("I fly to Oslo tomorrow", "Meeting room Oslo", false)]
    [InlineData("The PC in room Lima is off", "Berlin, meeting room Oslo", false)]
    public void A_room_is_named_by_its_word_and_its_name(string text, string location, bool meant) =>
        PlacesNamed.Means(TicketWords.Of(text, "").Places, location).Should().Be(meant);
}
