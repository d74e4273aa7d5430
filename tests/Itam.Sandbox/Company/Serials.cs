using System.Globalization;
using Bogus;

namespace Itam.Sandbox.Company;

/// <summary>Serial numbers in the shape of each manufacturer's; every one is given out once.</summary>
internal sealed class Serials(Randomizer random)
{
    private const string Letters = "BCDFGHJKLMNPQRSTVWXYZ";
    private const string LettersAndDigits = "0123456789BCDFGHJKLMNPQRSTVWXYZ";
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    public string Reserve(string serial)
    {
        _taken.Add(serial);
        return serial;
    }

    public string Next(string manufacturer, string type, DateOnly boughtOn)
    {
        while (true)
        {
            var serial = Shape(manufacturer, type, boughtOn);
            if (_taken.Add(serial))
            {
                return serial;
            }
        }
    }

    private string Shape(string manufacturer, string type, DateOnly boughtOn) =>
        (manufacturer, type) switch
        {
            ("Dell", "monitor") => "CN0" + Text(5) + "7287" + Text(7),
            ("Dell", _) => random.Int(1, 9).ToString(CultureInfo.InvariantCulture)
                + Text(5)
                + random.Int(2, 9).ToString(CultureInfo.InvariantCulture),
            ("HP", "printer") => "CNB" + Letter() + Text(6),
            ("HP", _) => "5CG"
                + (boughtOn.Year % 10).ToString(CultureInfo.InvariantCulture)
                + ISOWeek.GetWeekOfYear(boughtOn.ToDateTime(TimeOnly.MinValue)).ToString("D2", CultureInfo.InvariantCulture)
                + Text(4),
            ("Lenovo", _) => "PF" + random.Int(2, 5).ToString(CultureInfo.InvariantCulture) + Text(5),
            ("Apple", _) => Letter() + Text(9),
            ("Microsoft", _) => "0F" + random.Replace("###########"),
            ("Samsung", _) => "R5C" + Letter() + Text(7),
            _ => "U" + random.Replace("#####") + Letter() + random.Replace("#######"),
        };

    private string Letter() => random.String2(1, Letters);

    private string Text(int length) => random.String2(length, LettersAndDigits);
}
