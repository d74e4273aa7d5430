using static Itam.TeamsBot.Pictures.Shapes;

namespace Itam.TeamsBot.Pictures;

/// <summary>The app's mark, a device that is all right: a laptop with a check mark. One drawing on a grid of 32 units, in the three forms that Teams asks for.</summary>
internal static class AppIcons
{
    /// <summary>White has a contrast of more than 7:1 on it.</summary>
    public static readonly Ink Accent = new(0x17, 0x4E, 0x7C);

    private const double Grid = 32;

    private static readonly Shape Lid = Frame(5, 5, 27, 22, 3, 2);
    private static readonly Shape Glass = Box(5, 5, 27, 22, 3);
    private static readonly Shape Foot = Box(2, 24, 30, 27, 1.5);
    private static readonly Shape Check = Stroke(2.4, (11, 13.6), (14.6, 17.2), (21.2, 9.8));

    /// <summary>192×192, the mark in white within the middle 120×120, since Teams cuts the corners off.</summary>
    public static byte[] Color { get; } =
        Png.Of(new Canvas(192, Grid, margin: 6.5).Fill(Everything, Accent).Fill(Lid, Ink.White).Fill(Foot, Ink.White).Fill(Check, Ink.White));

    /// <summary>32×32, white on nothing.</summary>
    public static byte[] Outline { get; } = Png.Of(new Canvas(32, Grid).Fill(Lid, Ink.White).Fill(Foot, Ink.White).Fill(Check, Ink.White));

    /// <summary>32×32, in colour on nothing, for Outlook and Microsoft 365: a blue that reads on light and on dark.</summary>
    public static byte[] Color32 { get; } =
        Png.Of(new Canvas(32, Grid).Fill(Glass, DevicePictures.Detail).Fill(Foot, DevicePictures.Detail).Fill(Check, Ink.White));
}
