using Itam.Context.Desks;
using Itam.Context.Enrichment;
using Itam.Context.Register;

namespace Itam.Context.Tests.Enrichment;

public class TicketWordsTests
{
    [Theory]
    [InlineData("My laptop PF3ABCDE is dead", "PF3ABCDE")]
    [InlineData("Serial:PF3ABCDE.", "PF3ABCDE")]
    [InlineData("(s/n PF3ABCDE)", "PF3ABCDE")]
    [InlineData("SN=pf3abcde,", "pf3abcde")]
    [InlineData("„PF3ABCDE“ startet nicht", "PF3ABCDE")]
    [InlineData("serial PF3A BCDE", "PF3ABCDE")]
    [InlineData("scanned SC02XK1ABCDEF", "C02XK1ABCDEF")]
    [InlineData("scanned 1S21HDCTO1WWPF3ABCDE", "PF3ABCDE")]
    [InlineData("serial number 123456", "123456")]
    public void Asks_for_serials_however_people_write_them(string text, string serial) =>
        TicketWords.Of(text, "").Names.Should().Contain(new DeviceName(IdentifierKind.Serial, serial));

    [Theory]
    [InlineData("lt-0042.corp.example.com is slow", "lt-0042.corp.example.com")]
    [InlineData("see LT-0042", "LT-0042")]
    [InlineData("room-pc hangs", "room-pc")]
    public void Asks_for_hostnames(string text, string host) =>
        TicketWords.Of(text, "").Names.Should().Contain(new DeviceName(IdentifierKind.Hostname, host));

    [Theory]
    [InlineData("write to lt-0042@example.com")]
    [InlineData("see https://wiki.example.com/LT-0042")]
    [InlineData("the address is 10.20.30.40")]
    [InlineData("version 24.2.1 came out")]
    [InlineData("call 030-1234567")]
    [InlineData("my old laptop is broken")]
    [InlineData("ticket 4711 was closed")]
    public void Does_not_take_addresses_numbers_and_plain_words_for_devices(string text) => TicketWords.Of(text, "").Names.Should().BeEmpty();

    [Fact]
    public void Reads_a_huge_ticket_only_so_far()
    {
        var text = string.Join(' ', Enumerable.Range(0, 100_000).Select(i => $"AB{i:0000000}"));

        TicketWords.Of("", text).Names.Length.Should().BeLessThan(2_000);
    }
}
