namespace Itam.Context.Enrichment.WarrantyClaims;

/// <summary>Where to claim, from the file beside this one.</summary>
public static class ClaimAddresses
{
    private static readonly (string Manufacturer, string Address)[] Rows = Read();

    /// <summary>" at support.example.com", to stand behind "claim"; empty where the manufacturer is not listed.</summary>
    public static string WordsOf(string? manufacturer) =>
        Of(manufacturer) is { } address ? $" at {address.Host}{address.AbsolutePath.TrimEnd('/')}" : "";

    /// <summary>Null where the manufacturer is not listed. "Dell Inc." is Dell.</summary>
    public static Uri? Of(string? manufacturer)
    {
        var name = manufacturer?.Trim() ?? "";
        var hit = Rows.FirstOrDefault(r =>
            name.StartsWith(r.Manufacturer, StringComparison.OrdinalIgnoreCase)
            && (name.Length == r.Manufacturer.Length || !char.IsLetterOrDigit(name[r.Manufacturer.Length]))
        );
        return hit.Address is { } address ? new Uri(address) : null;
    }

    private static (string, string)[] Read()
    {
        using var reader = new StreamReader(typeof(ClaimAddresses).Assembly.GetManifestResourceStream("warranty-claims.csv")!);
        return
        [
            .. reader
                .ReadToEnd()
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Where(line => !line.StartsWith('#'))
                .Skip(1)
                .Select(line => line.Trim().Split(','))
                .Select(cells => (cells[0], cells[1])),
        ];
    }
}
