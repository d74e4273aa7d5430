using Itam.Context.Register;
using static Itam.TeamsBot.Pictures.Shapes;

namespace Itam.TeamsBot.Pictures;

/// <summary>A small picture per type of device, to be put into cards. It says nothing that the words beside it do not say: give it an empty <c>altText</c>
/// there, or the type's name where it stands alone.</summary>
public static class DevicePictures
{
    private const int Size = 48;

    // Both have a contrast of at least 3:1 (WCAG 2.2, 1.4.11) on white and on Teams' dark #1F1F1F.
    internal static readonly Ink Body = new(0x78, 0x81, 0x8C);
    internal static readonly Ink Detail = new(0x2F, 0x7F, 0xD0);

    private static readonly Pixel[] Palette =
    [
        default,
        .. new byte[] { 64, 128, 192, 255 }.SelectMany(alpha => new[] { Of(Body, alpha), Of(Detail, alpha) }),
    ];

    private static readonly IReadOnlyDictionary<DeviceType, string> All = Enum.GetValues<DeviceType>()
        .ToDictionary(t => t, t => "data:image/png;base64," + Convert.ToBase64String(Bytes(t)));

    /// <returns>A <c>data:</c> URI of a 48×48 PNG with a transparent background, under 700 bytes.</returns>
    public static string Of(DeviceType type) => All[type];

    internal static byte[] Bytes(DeviceType type) => Png.Of(Draw(new Canvas(Size, Size), type), Palette);

    private static Canvas Draw(Canvas canvas, DeviceType type) =>
        type switch
        {
            DeviceType.Laptop => canvas.Fill(Frame(8, 9, 40, 33, 3, 3), Body).Fill(Box(13, 14, 35, 28), Detail).Fill(Box(3, 35, 45, 39, 2), Body),
            DeviceType.Desktop => canvas
                .Fill(Frame(13, 4, 35, 44, 3, 3), Body)
                .Fill(Box(18, 10, 30, 13), Body)
                .Fill(Box(18, 16, 30, 19), Body)
                .Fill(Disc(24, 35, 3), Detail),
            DeviceType.Server => new[] { 5, 18, 31 }.Aggregate(
                canvas,
                (c, top) =>
                    c.Fill(Frame(6, top, 42, top + 12, 2, 3), Body)
                        .Fill(Box(12, top + 5, 16, top + 7), Detail)
                        .Fill(Box(26, top + 5, 36, top + 7), Body)
            ),
            DeviceType.Phone => canvas.Fill(Frame(13, 3, 35, 45, 4, 3), Body).Fill(Box(18, 9, 30, 35), Detail).Fill(Box(21, 38, 27, 40), Body),
            DeviceType.Tablet => canvas.Fill(Frame(7, 4, 41, 44, 4, 3), Body).Fill(Box(12, 9, 36, 35), Detail).Fill(Box(22, 37, 26, 39), Body),
            DeviceType.Monitor => canvas
                .Fill(Frame(4, 6, 44, 34, 3, 3), Body)
                .Fill(Box(9, 11, 39, 29), Detail)
                .Fill(Box(22, 34, 26, 40), Body)
                .Fill(Box(14, 39, 34, 43, 2), Body),
            DeviceType.Printer => canvas
                .Fill(Frame(13, 4, 35, 20, 2, 3), Body)
                .Fill(Box(5, 16, 43, 35, 3), Body)
                .Erase(Box(10, 24, 38, 35))
                .Fill(Frame(13, 27, 35, 45, 2, 3), Body)
                .Fill(Box(18, 32, 30, 34), Detail)
                .Fill(Box(18, 37, 30, 39), Detail)
                .Erase(Box(36, 19, 39, 21)),
            DeviceType.Network => canvas
                .Fill(Frame(4, 29, 44, 43, 3, 3), Body)
                .Fill(Box(10, 35, 14, 37), Detail)
                .Fill(Box(18, 35, 22, 37), Detail)
                .Fill(Box(34, 35, 38, 37), Body)
                .Fill(Box(22, 19, 26, 30), Body)
                .Fill(Ring(24, 20, 16, 3).Within(Box(10, 4, 38, 12)), Detail)
                .Fill(Ring(24, 20, 9, 3).Within(Box(16, 4, 32, 15)), Detail),
            DeviceType.Peripheral => canvas.Fill(Frame(13, 4, 35, 44, 11, 3), Body).Fill(Box(22, 11, 26, 20, 2), Detail),
            DeviceType.Virtual => canvas
                .Fill(Frame(4, 5, 34, 31, 3, 3), Body)
                .Erase(Box(14, 15, 44, 43, 3))
                .Fill(Frame(16, 17, 44, 43, 3, 3), Detail)
                .Fill(Box(16, 17, 44, 24, 3), Detail),
            _ => canvas
                .Fill(Frame(5, 12, 43, 43, 3, 3), Body)
                .Fill(Box(5, 12, 43, 22, 3), Body)
                .Fill(Box(19, 27, 29, 32), Detail)
                .Erase(Box(19, 16, 29, 18)),
        };

    private static Shape Ring(double x, double y, double radius, double width) => Disc(x, y, radius).Without(Disc(x, y, radius - width));

    private static Pixel Of(Ink ink, byte alpha) => new(ink.Red, ink.Green, ink.Blue, alpha);
}
