using Itam.Context.Enrichment.FaultClusters;
using Itam.Context.Register;

namespace Itam.Context.Tests.Enrichment.FaultClusters;

public class FaultWordsTests
{
    [Theory]
    [InlineData("Battery is empty after an hour", FaultClass.Battery)]
    [InlineData("Der Akku hält nur noch 20 Minuten", FaultClass.Battery)]
    [InlineData("Laptop does not charge", FaultClass.Battery)]
    [InlineData("Netzteil kaputt", FaultClass.Power)]
    [InlineData("SSD makes noises", FaultClass.Disk)]
    [InlineData("Festplatte defekt", FaultClass.Disk)]
    [InlineData("Bildschirm flackert", FaultClass.Screen)]
    [InlineData("Some keys on the keyboard stick", FaultClass.Keyboard)]
    [InlineData("Tastatur: Taste E klemmt", FaultClass.Keyboard)]
    [InlineData("WLAN bricht ab", FaultClass.Network)]
    [InlineData("Kamera bleibt schwarz", FaultClass.Camera)]
    [InlineData("Kein Ton im Headset", FaultClass.Audio)]
    [InlineData("Lüfter dauernd laut, Gerät überhitzt", FaultClass.Heat)]
    [InlineData("Bluescreen every morning", FaultClass.Crash)]
    [InlineData("Please order a chair", null)]
    [InlineData("", null)]
    public void The_words_of_a_summary_name_the_fault(string summary, FaultClass? fault) => FaultWords.Of(summary, "").Should().Be(fault);

    [Fact]
    public void The_summary_outweighs_a_word_in_passing() =>
        FaultWords.Of("Battery drains", "I can see it on the screen every day.").Should().Be(FaultClass.Battery);

    [Fact]
    public void A_word_inside_another_is_not_that_word() => FaultWords.Of("Anfrage zum Fanclub, Tonne bestellen", "").Should().BeNull();

    [Fact]
    public void Every_class_has_words() => Enum.GetValues<FaultClass>().Should().OnlyContain(fault => FaultWords.Of(SampleOf(fault), "") == fault);

    private static string SampleOf(FaultClass fault) =>
        fault switch
        {
            FaultClass.Battery => "battery",
            FaultClass.Power => "charger",
            FaultClass.Disk => "disk",
            FaultClass.Screen => "screen",
            FaultClass.Keyboard => "keyboard",
            FaultClass.Network => "wifi",
            FaultClass.Camera => "camera",
            FaultClass.Audio => "audio",
            FaultClass.Heat => "fan",
            FaultClass.Dock => "dock",
            _ => "crash",
        };
}
