using System.IO.Compression;
using FsCheck;
using Itam.Context.Register;
using Itam.TeamsBot.Pictures;

namespace Itam.TeamsBot.Tests.Pictures;

public class PicturesAreSoundAndReadable
{
    private static readonly Ink Dark = new(0x1F, 0x1F, 0x1F);

    public static TheoryData<DeviceType> Types => new(Enum.GetValues<DeviceType>());

    [Theory]
    [MemberData(nameof(Types))]
    public void Each_type_of_device_has_a_small_picture_on_a_transparent_ground(DeviceType type)
    {
        const string Start = "data:image/png;base64,";
        var uri = DevicePictures.Of(type);

        uri.Should().StartWith(Start);
        uri.Length.Should().BeLessThan(700);
        var picture = PngReader.Of(Convert.FromBase64String(uri[Start.Length..]));
        (picture.Width, picture.Height).Should().Be((48, 48));
        picture.Pixels.Count(p => p.Alpha == 0).Should().BeInRange(48 * 48 / 4, 48 * 48 * 9 / 10);
        picture.Pixels[0].Alpha.Should().Be(0);
    }

    [Fact]
    public void No_two_types_look_the_same() => Enum.GetValues<DeviceType>().Select(DevicePictures.Of).Should().OnlyHaveUniqueItems();

    [Theory]
    [MemberData(nameof(Types))]
    public void What_is_drawn_stands_out_on_white_and_on_dark(DeviceType type)
    {
        var inks = PngReader.Of(DevicePictures.Bytes(type)).Pixels.Where(p => p.Alpha == 255).Select(p => new Ink(p.Red, p.Green, p.Blue)).Distinct();

        inks.Should().NotBeEmpty().And.OnlyContain(ink => Contrast(ink, Ink.White) >= 3 && Contrast(ink, Dark) >= 3);
    }

    [Fact]
    public void The_colour_icon_fills_its_square_and_keeps_the_mark_in_the_safe_middle()
    {
        var icon = PngReader.Of(AppIcons.Color);

        (icon.Width, icon.Height).Should().Be((192, 192));
        icon.Pixels.Should().OnlyContain(p => p.Alpha == 255);
        Contrast(AppIcons.Accent, Ink.White).Should().BeGreaterThan(7);
        var ground = new Pixel(AppIcons.Accent.Red, AppIcons.Accent.Green, AppIcons.Accent.Blue, 255);
        var mark = icon.Pixels.Index().Where(p => p.Item != ground).Select(p => (X: p.Index % 192, Y: p.Index / 192)).ToList();
        mark.Should().NotBeEmpty().And.OnlyContain(p => p.X >= 36 && p.X < 156 && p.Y >= 36 && p.Y < 156);
    }

    [Fact]
    public void The_outline_icon_is_white_on_nothing()
    {
        var icon = PngReader.Of(AppIcons.Outline);

        (icon.Width, icon.Height).Should().Be((32, 32));
        icon.Pixels.Should().OnlyContain(p => p.Alpha == 0 || (p.Red == 255 && p.Green == 255 && p.Blue == 255));
        icon.Pixels.Should().Contain(p => p.Alpha == 0).And.Contain(p => p.Alpha == 255);
    }

    [Fact]
    public void The_small_colour_icon_reads_on_light_and_on_dark()
    {
        var icon = PngReader.Of(AppIcons.Color32);

        (icon.Width, icon.Height).Should().Be((32, 32));
        icon.Pixels.Should().Contain(p => p.Alpha == 0);
        icon.Pixels.Where(p => p.Alpha == 255 && p.Red != 255)
            .Select(p => new Ink(p.Red, p.Green, p.Blue))
            .Where(ink => ink == DevicePictures.Detail)
            .Should()
            .NotBeEmpty();
    }

    [Fact]
    public void Edges_are_smooth()
    {
        var half = new Canvas(2, 2).Fill(Shapes.Box(0, 0, 1.5, 2), Ink.White);

        half.At(0, 0).Should().Be(new Pixel(255, 255, 255, 255));
        half.At(1, 0).Should().Be(new Pixel(255, 255, 255, 128));
    }

    [Fact]
    public void What_is_erased_is_transparent_again() =>
        new Canvas(2, 2).Fill(Shapes.Everything, Ink.White).Erase(Shapes.Box(0, 0, 1, 1)).At(0, 0).Alpha.Should().Be(0);

    [Fact]
    public void Whatever_is_compressed_comes_back()
    {
        // Few different values, repeated: what the search for earlier places lives on.
        var runs =
            from pieces in Gen.ListOf(
                from value in Gen.Choose(0, 3)
                from times in Gen.Choose(1, 700)
                select Enumerable.Repeat((byte)(value * 80), times)
            )
            select pieces.SelectMany(p => p).ToArray();
        var noise = from bytes in Gen.ArrayOf(Gen.Choose(0, 255)) select bytes.Select(b => (byte)b).ToArray();

        Prop.ForAll(Arb.From(Gen.OneOf(runs, noise)), (byte[] data) => Inflated(Deflate.Zlib(data)).SequenceEqual(data)).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_repetition_farther_away_than_the_format_can_say_is_written_again()
    {
        var noise = Enumerable.Range(0, 40_000).Select(i => (byte)(i * i * 31 / 7)).ToArray();
        byte[] data = [.. "start"u8, .. noise, .. "start"u8];

        Inflated(Deflate.Zlib(data)).Should().Equal(data);
    }

    private static byte[] Inflated(byte[] packed)
    {
        using var zlib = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var all = new MemoryStream();
        zlib.CopyTo(all);
        return all.ToArray();
    }

    /// <summary>WCAG 2.2, contrast ratio.</summary>
    private static double Contrast(Ink a, Ink b)
    {
        var (x, y) = (Luminance(a), Luminance(b));
        return (Math.Max(x, y) + 0.05) / (Math.Min(x, y) + 0.05);

        static double Luminance(Ink ink) => (0.2126 * Linear(ink.Red)) + (0.7152 * Linear(ink.Green)) + (0.0722 * Linear(ink.Blue));
        static double Linear(byte value) => value / 255.0 is var c && c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
    }
}
