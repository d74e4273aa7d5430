using System.Text.Json;

namespace Itam.Context.Matching;

/// <summary>One name per manufacturer, and what its serials look like on a barcode. Data: manufacturers.json.</summary>
public static class Manufacturers
{
    private static readonly Manufacturer[] All = Load();
    private static readonly Dictionary<string, Manufacturer> ByAlias = All.SelectMany(m => m.Aliases.Select(a => (a, m)))
        .ToDictionary(p => p.a, p => p.m, StringComparer.OrdinalIgnoreCase);

    /// <returns>The one name, or the trimmed text for a manufacturer that has no aliases here; null for nothing and for a placeholder.</returns>
    public static string? Normalise(string? raw) => string.IsNullOrWhiteSpace(raw) || Junk.IsName(raw) ? null : Find(raw)?.Name ?? raw.Trim();

    /// <summary>Virtual machines are cloned with their serials, so these prove nothing. Some makers of real computers also make virtual ones, which only the model tells.</summary>
    internal static bool IsVirtual(string? raw, string? model) =>
        Find(raw) is { } maker && (maker.Virtual || model?.Trim().Equals(maker.VirtualModel, StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>True when nothing speaks against one device: equal after aliases, or one of them not known.</summary>
    internal static bool Compatible(string? a, string? b) =>
        Normalise(a) is not { } left || Normalise(b) is not { } right || left.Equals(right, StringComparison.OrdinalIgnoreCase);

    /// <summary>The forms in which a normalised serial may be written elsewhere: itself, and without what a scanned barcode puts before it.</summary>
    internal static IEnumerable<string> SerialForms(string serial, string? manufacturer)
    {
        yield return serial;
        if (
            Find(manufacturer) is { BarcodePrefix: { } prefix, BarcodeLengths: [var least, var most] } maker
            && serial.StartsWith(prefix, StringComparison.Ordinal)
            && serial.Length >= least
            && serial.Length <= most
        )
        {
            yield return maker.KeepLast is { } last ? serial[^last..] : serial[prefix.Length..];
        }
    }

    private static Manufacturer? Find(string? raw) => raw is null ? null : ByAlias.GetValueOrDefault(raw.Trim());

    private static Manufacturer[] Load()
    {
        using var data = typeof(Manufacturers).Assembly.GetManifestResourceStream("manufacturers.json")!;
        return JsonSerializer.Deserialize<Manufacturer[]>(data, JsonSerializerOptions.Web)!;
    }

    private sealed record Manufacturer(
        string Name,
        string[] Aliases,
        bool Virtual = false,
        string? VirtualModel = null,
        string? BarcodePrefix = null,
        int[]? BarcodeLengths = null,
        int? KeepLast = null
    );
}
