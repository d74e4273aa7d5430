namespace Itam.Sandbox.Company;

/// <param name="Code">Begins the host names there.</param>
/// <param name="Locale">Of the invented names; null: from <see cref="PersonMaker"/>'s own list.</param>
internal sealed record Site(string Name, string Code, string Country, string TimeZone, string Language, string? Locale, int Weight)
{
    public static readonly Site Berlin = new("Berlin", "BER", "DE", "Europe/Berlin", "de", "de", 30);
    public static readonly Site Paris = new("Paris", "PAR", "FR", "Europe/Paris", "fr", "fr", 12);
    public static readonly Site London = new("London", "LON", "GB", "Europe/London", "en", "en_GB", 16);
    public static readonly Site Austin = new("Austin", "AUS", "US", "America/Chicago", "en", "en_US", 22);
    public static readonly Site Bengaluru = new("Bengaluru", "BLR", "IN", "Asia/Kolkata", "en", "en_IND", 14);
    public static readonly Site Osaka = new("Osaka", "OSA", "JP", "Asia/Tokyo", "ja", null, 6);

    public static readonly IReadOnlyList<Site> All = [Berlin, Paris, London, Austin, Bengaluru, Osaka];

    public static Site Named(string name) => All.First(s => s.Name == name);
}
