using Itam.Context.Register;

namespace Itam.Context.Lifecycle;

/// <summary>Days as they are where a person is. A person without a known time zone lives in UTC.</summary>
public static class LocalDays
{
    private static readonly TimeOnly Morning = new(9, 0);

    public static DateOnly Today(Person person, DateTimeOffset now) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, ZoneOf(person)).DateTime);

    /// <summary>9 in the morning of that day where the person is; where the clocks skip that hour, the first moment after it.</summary>
    public static DateTimeOffset MorningOf(DateOnly day, Person person)
    {
        var zone = ZoneOf(person);
        var local = day.ToDateTime(Morning);
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(15);
        }

        return new DateTimeOffset(local, zone.GetUtcOffset(local));
    }

    /// <summary>So many weekdays later; Saturdays and Sundays do not count, and are never the day itself.</summary>
    public static DateOnly AddWeekdays(DateOnly day, int weekdays)
    {
        for (var left = weekdays; left > 0 || IsWeekend(day); )
        {
            day = day.AddDays(1);
            left -= IsWeekend(day) ? 0 : 1;
        }

        return day;
    }

    private static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    private static TimeZoneInfo ZoneOf(Person person) =>
        person.TimeZone is { } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;
}
