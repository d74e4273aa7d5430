using Itam.Sandbox;
using Itam.Sandbox.Demo;
using Itam.Server.Tests.Sandbox;

namespace Itam.Server.Tests.Demo;

public sealed class ANoteIsJudgedAsAnAgentWould
{
    private static readonly string[] Tags = ["LT-0042", "LT-0043", "MB-0107", "LT-004"];

    [Fact]
    public void The_right_device_first_is_right() => Judge("LT-0042", SampleNote.Text("LT-0042")).Should().BeNull();

    [Fact]
    public void The_runner_up_does_not_count() =>
        Judge("MB-0107", SampleNote.Text("LT-0042")).Should().Be("expected MB-0107 as the first device, found LT-0042");

    [Fact]
    public void A_tag_that_begins_like_the_right_one_does_not_count() =>
        Judge("LT-004", SampleNote.Text("LT-0042")).Should().Contain("found LT-0042");

    [Theory]
    [InlineData("Device\nThinkPad T14\nLT-0042\nPF3\nor\nMB-0107")]
    [InlineData("Device: ThinkPad T14 (LT-0042), PF3")]
    [InlineData("  Device   ThinkPad T14 Gen 4 · LT-0042 · PF3ABCDE")]
    public void Desks_break_lines_as_they_like(string text) => Judge("LT-0042", "Asset context\n" + text).Should().BeNull();

    [Fact]
    public void A_tag_elsewhere_in_the_note_is_no_device() =>
        Judge("LT-0042", "Asset context\nDo 1 Swap for LT-0042\nHistory LT-0042: 3 tickets")
            .Should()
            .Be("expected LT-0042 as the first device, found no device");

    [Fact]
    public void Devices_in_a_sentence_are_no_device_line() => Judge("LT-0042", "Devices of Dana: LT-0042").Should().Contain("found no device");

    [Theory]
    [InlineData("? Unknown No device is known for dana@example.com.", null)]
    [InlineData("? Unknown No device known", null)]
    [InlineData("✓ OK All well", "expected the words that no device is known, found neither them nor a device")]
    [InlineData("Device LT-0043", "expected the words that no device is known, found LT-0043")]
    public void Where_no_device_is_known_the_note_must_say_so(string text, string? fault) => Judge(null, text).Should().Be(fault);

    [Fact]
    public void No_note_two_notes_and_a_public_note_are_wrong()
    {
        var note = Note(SampleNote.Text("LT-0042"));

        NoteJudge.Fault([], Expecting("LT-0042"), Tags).Should().Be("expected one note, found none");
        NoteJudge.Fault([note, note], Expecting("LT-0042"), Tags).Should().Be("expected one note, found 2");
        NoteJudge.Fault([note with { Public = true }], Expecting("LT-0042"), Tags).Should().Contain("customers can read");
    }

    [Fact]
    public void Where_nothing_is_expected_of_the_device_one_internal_note_is_enough()
    {
        var any = Expecting(null) with { AnyDevice = true };

        NoteJudge.Fault([Note("Asset context")], any, Tags).Should().BeNull();
        NoteJudge.Fault([], any, Tags).Should().NotBeNull();
    }

    [Fact]
    public void A_suspected_batch_is_expected_where_it_was_planted_and_nowhere_else()
    {
        var plain = SampleNote.Text("LT-0042");
        var suspicious = plain + "\n! Watch 7 of 24 ThinkPad had battery tickets in 90 days → suspected batch";

        NoteJudge.Fault([Note(suspicious)], Expecting("LT-0042") with { SuspectedBatch = true }, Tags).Should().BeNull();
        NoteJudge
            .Fault([Note(plain)], Expecting("LT-0042") with { SuspectedBatch = true }, Tags)
            .Should()
            .Be("expected the words that the batch is suspected, did not find them");
        Judge("LT-0042", suspicious).Should().Be("found a suspected batch where nothing is to be suspected");
        NoteJudge
            .Fault([Note("Asset context\nSuspected batch")], Expecting(null) with { AnyDevice = true }, Tags)
            .Should()
            .Be("found a suspected batch where nothing is to be suspected");
    }

    private static DemoCase Expecting(string? tag) => new(null, new NewTicket(null, "x", ""), tag);

    private static string? Judge(string? expected, string text) => NoteJudge.Fault([Note(text)], Expecting(expected), Tags);

    private static NoteView Note(string text) => new("1", false, "Itam", "", "", text, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
}
