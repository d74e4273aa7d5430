using System.Globalization;
using System.Text.RegularExpressions;

namespace Itam.Context.Register.Import.Values;

/// <summary>Days and moments: ISO 8601, 31.12.2026, 12/31/2026 where day and month cannot be confused, 31 Dec 2026. A moment without a zone is UTC.</summary>
internal static partial class Dates
{
    private static readonly string[] NamedMonths =
    [
        "d MMM yyyy",
        "d MMMM yyyy",
        "MMM d yyyy",
        "MMMM d yyyy",
        "d-MMM-yyyy",
        "d. MMMM yyyy",
        "d. MMM yyyy",
    ];
    private static readonly CultureInfo[] Languages = [CultureInfo.InvariantCulture, CultureInfo.GetCultureInfo("de-DE")];
    private const string HowTo = "Write it like 2026-12-31.";

    public static Cell<DateOnly> Date(string text, DateOrder? order)
    {
        var (day, _) = Split(text);
        return ParseDay(day, order);
    }

    public static Cell<DateTimeOffset> Moment(string text, DateOrder? order)
    {
        var (day, clock) = Split(text);
        var date = ParseDay(day, order);
        if (date.Value is not { } on)
        {
            return new Cell<DateTimeOffset>(null, date.Fault);
        }

        if (clock.Length == 0)
        {
            return new DateTimeOffset(on, TimeOnly.MinValue, TimeSpan.Zero);
        }

        var match = Clock().Match(clock);
        if (!match.Success || ParseClock(match) is not { } time || ParseZone(match.Groups["zone"].Value) is not { } zone)
        {
            return Cell<DateTimeOffset>.Bad("The time of day cannot be read. Write it like 2026-12-31 14:30Z.");
        }

        // On the first day of the calendar an eastern zone would fall off it; such dates are placeholders and never get here.
        return new DateTimeOffset(on, time, zone).ToUniversalTime();
    }

    public static string Print(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Print(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);

    private static (string Day, string Clock) Split(string text)
    {
        var match = DayAndClock().Match(text.Trim());
        return match.Success ? (match.Groups["day"].Value.Trim(), match.Groups["clock"].Value.Trim()) : (text.Trim(), "");
    }

    private static Cell<DateOnly> ParseDay(string day, DateOrder? order)
    {
        if (YearFirst().Match(day) is { Success: true } iso)
        {
            return Day(iso, order: null);
        }

        if (Dotted().Match(day) is { Success: true } dotted)
        {
            return Day(dotted, order: null);
        }

        if (Slashed().Match(day) is { Success: true } slashed)
        {
            var (a, b) = (
                int.Parse(slashed.Groups["d"].Value, CultureInfo.InvariantCulture),
                int.Parse(slashed.Groups["m"].Value, CultureInfo.InvariantCulture)
            );
            return (a, b, order) switch
            {
                (> 12, _, _) => Day(slashed, DateOrder.DayFirst),
                (_, > 12, _) => Day(slashed, DateOrder.MonthFirst),
                _ when a == b => Day(slashed, DateOrder.DayFirst),
                (_, _, null) => Cell<DateOnly>.Bad(
                    $"Day and month could be either way round. Say which comes first for the whole file, or write it like 2026-12-31."
                ),
                (_, _, { } known) => Day(slashed, known),
            };
        }

        var words = day.Replace(",", "", StringComparison.Ordinal);
        foreach (var language in Languages)
        {
            if (DateOnly.TryParseExact(words, NamedMonths, language, DateTimeStyles.AllowWhiteSpaces, out var named))
            {
                return named;
            }
        }

        return Cell<DateOnly>.Bad($"This is not a date. {HowTo}");
    }

    private static Cell<DateOnly> Day(Match match, DateOrder? order)
    {
        var year = int.Parse(match.Groups["y"].Value, CultureInfo.InvariantCulture);
        var month = int.Parse(match.Groups[order is DateOrder.MonthFirst ? "d" : "m"].Value, CultureInfo.InvariantCulture);
        var day = int.Parse(match.Groups[order is DateOrder.MonthFirst ? "m" : "d"].Value, CultureInfo.InvariantCulture);

        // 0001-01-01, 0000-00-00 and 1900-01-00 are how databases and spreadsheets write "never".
        return year <= 1900 ? Cell<DateOnly>.Nothing
            : month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) ? Cell<DateOnly>.Bad($"There is no such day. {HowTo}")
            : new DateOnly(year, month, day);
    }

    private static TimeOnly? ParseClock(Match match)
    {
        int Part(string name) => match.Groups[name].Length > 0 ? int.Parse(match.Groups[name].ValueSpan, CultureInfo.InvariantCulture) : 0;
        var hour = Part("h");
        if (match.Groups["half"].Length > 0)
        {
            hour = hour is < 1 or > 12 ? 99 : (hour % 12) + (match.Groups["half"].Value[0] is 'p' or 'P' ? 12 : 0);
        }

        var ticks = match.Groups["f"].Length > 0 ? long.Parse(match.Groups["f"].Value.PadRight(7, '0')[..7], CultureInfo.InvariantCulture) : 0;
        return hour > 23 || Part("mi") > 59 || Part("s") > 59 ? null : new TimeOnly(hour, Part("mi"), Part("s")).Add(TimeSpan.FromTicks(ticks));
    }

    private static TimeSpan? ParseZone(string zone)
    {
        if (zone.Length == 0 || char.IsLetter(zone[0]))
        {
            return TimeSpan.Zero;
        }

        var digits = zone.Replace(":", "", StringComparison.Ordinal);
        var offset = new TimeSpan(
            int.Parse(digits.AsSpan(1, 2), CultureInfo.InvariantCulture),
            int.Parse(digits.AsSpan(3, 2), CultureInfo.InvariantCulture),
            0
        );
        return offset > TimeSpan.FromHours(14) ? null
            : zone[0] == '-' ? -offset
            : offset;
    }

    [GeneratedRegex(@"^(?<day>.*?\d)(T|,?\s+)(?<clock>\d{1,2}:\d{2}.*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DayAndClock();

    [GeneratedRegex(
        @"^(?<y>\d{4})(-(?<m>\d{1,2})-(?<d>\d{1,2})|/(?<m>\d{1,2})/(?<d>\d{1,2})|\.(?<m>\d{1,2})\.(?<d>\d{1,2})|(?<m>\d{2})(?<d>\d{2}))$",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex YearFirst();

    [GeneratedRegex(@"^(?<d>\d{1,2})\.\s?(?<m>\d{1,2})\.\s?(?<y>\d{4})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Dotted();

    [GeneratedRegex(@"^(?<d>\d{1,2})[/\-](?<m>\d{1,2})[/\-](?<y>\d{4})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Slashed();

    [GeneratedRegex(
        @"^(?<h>\d{1,2}):(?<mi>\d{2})(:(?<s>\d{2})([.,](?<f>\d{1,7}))?)?\s*(?<half>[ap]\.?m\.?)?\s*(Uhr)?\s*(?<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?$",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex Clock();
}
