namespace Itam.TeamsBot.Pictures;

/// <summary>Is this point inside? In units of the drawing, y downwards.</summary>
internal delegate bool Shape(double x, double y);

internal static class Shapes
{
    public static Shape Everything { get; } = (_, _) => true;

    /// <summary>From (<paramref name="left"/>, <paramref name="top"/>) to (<paramref name="right"/>, <paramref name="bottom"/>) with round corners.</summary>
    public static Shape Box(double left, double top, double right, double bottom, double radius = 0) =>
        (x, y) =>
        {
            if (x < left || x > right || y < top || y > bottom)
            {
                return false;
            }

            var beyondX = Math.Max(Math.Max(left + radius - x, x - (right - radius)), 0);
            var beyondY = Math.Max(Math.Max(top + radius - y, y - (bottom - radius)), 0);
            return (beyondX * beyondX) + (beyondY * beyondY) <= radius * radius;
        };

    /// <summary>The border of a <see cref="Box"/>, drawn inwards.</summary>
    public static Shape Frame(double left, double top, double right, double bottom, double radius, double width) =>
        Box(left, top, right, bottom, radius).Without(Box(left + width, top + width, right - width, bottom - width, Math.Max(radius - width, 0)));

    public static Shape Disc(double x, double y, double radius) => Box(x - radius, y - radius, x + radius, y + radius, radius);

    /// <summary>A pen of this width with a round tip, drawn through the points.</summary>
    public static Shape Stroke(double width, params (double X, double Y)[] points) =>
        (x, y) =>
        {
            for (var i = 1; i < points.Length; i++)
            {
                if (IsNear(x, y, points[i - 1], points[i], width / 2))
                {
                    return true;
                }
            }

            return false;
        };

    public static Shape Without(this Shape shape, Shape hole) => (x, y) => shape(x, y) && !hole(x, y);

    public static Shape Within(this Shape shape, Shape limit) => (x, y) => shape(x, y) && limit(x, y);

    private static bool IsNear(double x, double y, (double X, double Y) from, (double X, double Y) to, double distance)
    {
        var (alongX, alongY) = (to.X - from.X, to.Y - from.Y);
        var length = (alongX * alongX) + (alongY * alongY);
        var at = length == 0 ? 0 : Math.Clamp((((x - from.X) * alongX) + ((y - from.Y) * alongY)) / length, 0, 1);
        var (offX, offY) = (x - from.X - (at * alongX), y - from.Y - (at * alongY));
        return (offX * offX) + (offY * offY) <= distance * distance;
    }
}
