using System.Globalization;
using FsCheck;
using Itam.Context.Desks;
using Itam.Context.Enrichment;
using Itam.Context.Register;
using static Itam.Context.Tests.Enrichment.Builders;

namespace Itam.Context.Tests.Enrichment;

public class ReportTests
{
    [Fact]
    public void The_report_reads_in_the_order_of_the_first_ten_seconds()
    {
        var dana = Dana();
        dana.Vip = true;
        dana.LeavesOn = new DateOnly(2026, 12, 12);
        var device = Laptop(dana, d => (d.StorageTotalBytes, d.StorageFreeBytes) = (256_000_000_000, 6_100_000_000));
        device.Warranties[0].EndsOn = new DateOnly(2026, 12, 9);

        PlainText
            .Render(ReportBuilder.Build(Answer(dana, device)))
            .Should()
            .Be(
                """
                Asset context · as of 21 Nov 2026, 09:42 UTC
                Dana Demo · Sales, Berlin · 10:42 there · VIP · leaves on 12 Dec 2026 · department, site, time zone: Entra, 2 h ago; VIP, last day: source unknown
                ✕ Act     Disk 97 % full, 6.1 GB free · Intune, 3 h ago
                ! Watch   Warranty ends in 18 days (Premier Support, 9 Dec 2026) · Lenovo, 6 days ago
                Device    ThinkPad T14 Gen 4 · LT-0042 · PF3ABCDE · sure (0.97): serial in the text, assigned to Dana · model, name, serial: Intune, 3 h ago; tag: Snipe-IT, 2 days ago; holder: source unknown
                Do        1 Free disk space: empty the recycle bin and downloads, move large files to the cloud
                          2 If the hardware is at fault, claim at support.lenovo.com before 9 Dec 2026
                History   This device: 1 ticket in 90 days · HELP-3
                Licenses  Microsoft 365 E3 ✓ · Visio: named in the text, not entitled, 4 seats free · Entra, 5 h ago
                Not this device? Name the right serial, asset tag or hostname in the ticket, or link the device, and this note updates itself. · ctx-7d1a6e06

                """.ReplaceLineEndings("\n").Replace("ctx-7d1a6e06", ReportBuilder.Build(Answer(dana, device)).Reference)
            );
    }

    [Fact]
    public void Values_that_agree_in_source_and_age_are_told_in_one_word()
    {
        var dana = Dana();
        var device = Laptop(dana);
        foreach (var property in new[] { nameof(Device.AssetTag), nameof(Device.AssignedToId) })
        {
            device.Origins[property] = new Origin("Intune", Now.AddHours(-3));
        }

        var report = ReportBuilder.Build(Answer(dana, device));

        report.Devices[0].Evidence.Should().Be("Intune, 3 h ago");
        report.Who!.Evidence.Should().Be("Entra, 2 h ago");
    }

    [Fact]
    public void Nobody_found_is_said_with_what_to_do()
    {
        var report = ReportBuilder.Build(Answer(null, null));

        report.Headline.Should().Be("No device known");
        report.Verdict.Should().Be(Severity.Unknown);
        report.Findings[0].Words.Should().Be("No device is known for dana@example.com");
        report.Help.Should().StartWith("Name a serial, asset tag or hostname in the ticket");
        report.Who!.Details.Should().Equal("not in the register");
    }

    [Fact]
    public void A_healthy_device_is_said_to_be_healthy()
    {
        var report = ReportBuilder.Build(Answer(Dana(), Laptop()));

        report.Verdict.Should().Be(Severity.Ok);
        report.Headline.Should().Be("All OK");
        PlainText.Render(report).Should().Contain("✓ OK      Nothing is wrong with this device as far as we know");
    }

    [Theory]
    [InlineData(18, "in 18 days")]
    [InlineData(0, "today")]
    [InlineData(-112, "112 days ago")]
    [InlineData(-2057, "5 years ago")]
    public void Days_are_said_as_people_say_them(int days, string words) => ReportText.Until(Today.AddDays(days), Today).Should().Be(words);

    [Fact]
    public void At_most_three_findings_are_shown_and_the_rest_is_counted()
    {
        var device = Laptop(
            null,
            d =>
                (d.StorageFreeBytes, d.OsName, d.OsVersion, d.Encryption, d.RefreshDueOn, d.LeaseEndsOn) = (
                    1,
                    "Windows 10",
                    "22H2",
                    Encryption.None,
                    Today,
                    Today
                )
        );

        var report = ReportBuilder.Build(Answer(null, device));

        report.Findings.Should().HaveCount(3);
        report.MoreFindings.Should().Be(2);
        report.Headline.Should().Be("Disk 99 %");
    }

    [Fact]
    public void The_fingerprint_changes_with_the_meaning_and_not_with_the_hour()
    {
        var dana = Dana();
        var device = Laptop(dana, d => (d.StorageTotalBytes, d.StorageFreeBytes) = (256_000_000_000, 6_100_000_000));
        var before = ReportBuilder.Build(Answer(dana, device)).Fingerprint;

        device.StorageFreeBytes = 5_900_000_000;
        var later = Answer(dana, device);
        ReportBuilder.Build(later with { AsOf = Now.AddHours(5) }).Fingerprint.Should().Be(before);

        device.StorageFreeBytes = 200_000_000_000;
        ReportBuilder.Build(Answer(dana, device)).Fingerprint.Should().NotBe(before);
    }

    [Fact]
    public void The_reference_belongs_to_the_ticket()
    {
        var first = ReportBuilder.Build(Answer(null, null));
        var other = ReportBuilder.Build(Answer(null, null) with { Ticket = Ticket("x") with { Ref = new TicketRef(Tenant, "helpdesk", "2") } });

        first.Reference.Should().MatchRegex("^ctx-[0-9a-f]{8}$");
        other.Reference.Should().NotBe(first.Reference);
    }

    [Theory]
    [InlineData("a\r\nb\tc", "a b c")]
    [InlineData("  spaced   out ", "spaced out")]
    [InlineData("evil\u202Etxt", "eviltxt")]
    [InlineData("zero\u200Bwidth\uFEFF", "zerowidth")]
    [InlineData("bell\u0007", "bell")]
    [InlineData(null, "")]
    public void Text_from_outside_becomes_one_harmless_line(string? text, string clean) => ReportText.Clean(text).Should().Be(clean);

    [Fact]
    public void Cleaned_text_is_short_valid_and_stable()
    {
        Prop.ForAll<string>(text =>
            {
                var clean = ReportText.Clean(text);
                return clean.Length <= ReportText.MaxLength
                    && !clean
                        .EnumerateRunes()
                        .Any(r => System.Text.Rune.IsControl(r) || System.Text.Rune.GetUnicodeCategory(r) == UnicodeCategory.Format)
                    && ReportText.Clean(clean) == clean;
            })
            .QuickCheckThrowOnFailure();
        ReportText.Clean(new string('x', 1000)).Should().HaveLength(ReportText.MaxLength).And.EndWith("…");
    }

    [Theory]
    [InlineData("https://desk.example.com/HELP-7", true)]
    [InlineData("http://desk.example.com/HELP-7", true)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("https://user:pass@evil.example", false)]
    [InlineData("file:///etc/passwd", false)]
    public void Only_plain_web_links_survive(string address, bool safe) => (ReportText.SafeLink(new Uri(address)) is not null).Should().Be(safe);

    private static readonly Origin Licensed = new("Entra", Now.AddHours(-5));

    private static AssetContext Answer(Person? requester, Device? device) =>
        new()
        {
            AsOf = Now,
            Ticket = Ticket("Visio is slow on PF3ABCDE"),
            Requester = requester,
            Candidates = device is null
                ? []
                : [new Candidate(device, 0.97, [new(ReasonKind.SerialInText, "serial in the text"), new(ReasonKind.Assigned, "assigned to Dana")])],
            Findings = device is null ? [] : [.. Findings(device)],
            History = device is null
                ? ContextHistory.None
                : new([new EarlierTicket(new TicketRef(Tenant, "helpdesk", "3"), "HELP-3", "Battery", Now.AddDays(-5), true, true)], []),
            Licenses = device is null ? [] : [new("Microsoft 365 E3", true, false, null, Licensed), new("Visio", false, true, 4, Licensed)],
        };
}
