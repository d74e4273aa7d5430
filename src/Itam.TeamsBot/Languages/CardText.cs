using System.Globalization;
using System.Resources;
using Itam.Context.Lifecycle.Catalogue;

namespace Itam.TeamsBot.Languages;

/// <summary>The words of cards and messages in one person's language, with days and times as that person reads them. English where a language is not shipped.</summary>
public sealed class CardText
{
    private static readonly ResourceManager Resources = new("Itam.TeamsBot.Languages.Words", typeof(CardText).Assembly);
    private readonly CultureInfo _culture;
    private readonly TimeZoneInfo _zone;
    private readonly DateTimeOffset _now;

    /// <param name="culture">The person's; invariant where it is unknown.</param>
    /// <param name="zone">Null: UTC, and said so.</param>
    public CardText(CultureInfo culture, TimeZoneInfo? zone, DateTimeOffset now)
    {
        _culture = Shipped(culture);
        _zone = zone ?? TimeZoneInfo.Utc;
        _now = now;
    }

    /// <summary>The languages that have all words.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["en", "de"];

    /// <summary>BCP 47.</summary>
    public string Language => _culture.TwoLetterISOLanguageName;

    /// <exception cref="ArgumentException">No such words: a slip of ours.</exception>
    public string this[string key] => Resources.GetString(key, _culture) ?? throw new ArgumentException($"There are no words '{key}'.", nameof(key));

    public string Of(string key, params object[] values) => string.Format(_culture, this[key], values);

    /// <summary>What a catalogue says in several languages, in that of the card around it.</summary>
    public string In(LocalText words) => words.In(Language);

    /// <summary>One form for 1, one for all other numbers: "device.one", "device.many".</summary>
    public string Count(string key, int count) => Of(count == 1 ? key + ".one" : key + ".many", count);

    /// <summary>"9 Dec 2026".</summary>
    public string Day(DateOnly day) => day.ToString(this["format.day"], _culture);

    /// <summary>The day on which it is there: "9 Dec 2026".</summary>
    public string Day(DateTimeOffset moment) => Day(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, _zone).DateTime));

    /// <summary>"9 Dec 2026, 10:42", in the person's time zone; UTC is named where the zone is not known.</summary>
    public string Moment(DateTimeOffset moment)
    {
        var there = TimeZoneInfo.ConvertTime(moment, _zone).ToString(this["format.moment"], _culture);
        return _zone == TimeZoneInfo.Utc ? there + " UTC" : there;
    }

    /// <summary>"3 hours ago".</summary>
    public string Ago(DateTimeOffset then) =>
        (_now - then) switch
        {
            { TotalMinutes: < 2 } => this["ago.now"],
            { TotalHours: < 1 } age => Of("ago.minutes", (int)age.TotalMinutes),
            { TotalHours: < 2 } => this["ago.hour"],
            { TotalHours: < 48 } age => Of("ago.hours", (int)age.TotalHours),
            var age => Of("ago.days", (int)age.TotalDays),
        };

    public string Price(Money money) => string.Create(_culture, $"{money.Amount:N2} {money.Currency}");

    public DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(_now, _zone).DateTime);

    private static CultureInfo Shipped(CultureInfo culture) =>
        Languages.Contains(culture.TwoLetterISOLanguageName) ? culture : CultureInfo.GetCultureInfo("en-GB");
}
