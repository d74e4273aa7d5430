namespace Itam.TeamsBot.Pictures;

/// <summary>An opaque colour, sRGB.</summary>
internal readonly record struct Ink(byte Red, byte Green, byte Blue)
{
    public static readonly Ink White = new(255, 255, 255);

    public string Hex => $"#{Red:X2}{Green:X2}{Blue:X2}";
}

/// <summary>A pixel as PNG stores it: colour not multiplied by alpha.</summary>
internal readonly record struct Pixel(byte Red, byte Green, byte Blue, byte Alpha);

/// <summary>
/// Draws shapes with smooth edges: each pixel asks 64 points whether they are inside. Only additions, multiplications and comparisons, so that every machine
/// gets the same picture to the last bit.
/// </summary>
internal sealed class Canvas
{
    private const int Fine = 8;

    private readonly double _unit;
    private readonly double _left;
    private readonly double _top;
    private readonly double[] _alpha;

    // Red, green and blue, multiplied by alpha.
    private readonly double[] _light;

    /// <param name="size">Width and height in pixels.</param>
    /// <param name="grid">How many units of the drawing go into <paramref name="size"/>.</param>
    /// <param name="margin">Units left free on each side, taken out of the same size.</param>
    public Canvas(int size, double grid, double margin = 0)
    {
        Size = size;
        _unit = (grid + (2 * margin)) / size;
        _left = -margin;
        _top = -margin;
        _alpha = new double[size * size];
        _light = new double[size * size * 3];
    }

    public int Size { get; }

    public Canvas Fill(Shape shape, Ink ink)
    {
        Cover(
            shape,
            (pixel, coverage) =>
            {
                Fade(pixel, 1 - coverage);
                _alpha[pixel] += coverage;
                _light[pixel * 3] += ink.Red * coverage;
                _light[(pixel * 3) + 1] += ink.Green * coverage;
                _light[(pixel * 3) + 2] += ink.Blue * coverage;
            }
        );
        return this;
    }

    /// <summary>Makes it transparent again.</summary>
    public Canvas Erase(Shape shape)
    {
        Cover(shape, (pixel, coverage) => Fade(pixel, 1 - coverage));
        return this;
    }

    public Pixel At(int column, int row)
    {
        var pixel = (row * Size) + column;
        var alpha = _alpha[pixel];
        return alpha <= 0 ? default : new Pixel(Byte(Light(0)), Byte(Light(1)), Byte(Light(2)), Byte(alpha * 255));

        double Light(int colour) => _light[(pixel * 3) + colour] / alpha;
        static byte Byte(double value) => (byte)Math.Clamp(value + 0.5, 0, 255);
    }

    private void Cover(Shape shape, Action<int, double> paint)
    {
        for (var pixel = 0; pixel < _alpha.Length; pixel++)
        {
            var inside = 0;
            for (var point = 0; point < Fine * Fine; point++)
            {
                var x = (pixel % Size) + (((point % Fine) + 0.5) / Fine);
                var y = (pixel / Size) + (((point / Fine) + 0.5) / Fine);
                inside += shape((x * _unit) + _left, (y * _unit) + _top) ? 1 : 0;
            }

            if (inside > 0)
            {
                paint(pixel, inside / (double)(Fine * Fine));
            }
        }
    }

    private void Fade(int pixel, double by)
    {
        _alpha[pixel] *= by;
        _light[pixel * 3] *= by;
        _light[(pixel * 3) + 1] *= by;
        _light[(pixel * 3) + 2] *= by;
    }
}
