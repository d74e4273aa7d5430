namespace Itam.Evaluation;

/// <summary>How one of the two made-up companies names its people and things. The halves share neither names nor schemes.</summary>
internal sealed record House(
    string Set,
    ulong Seed,
    string Domain,
    string[] FirstNames,
    string[] LastNames,
    string[] Rooms,
    string RoomPattern,
    Func<string, int, string> Tag,
    Func<string, int, string> Hostname,
    (string Manufacturer, string Model, string Line, Func<Dice, string> Serial)[] Laptops,
    (string Manufacturer, string Model, Func<Dice, string> Serial) Desktop,
    (string Manufacturer, string Model, Func<Dice, string> Serial) Phone
)
{
    private const string Letters = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private const string Mixed = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    public static readonly House Development = new(
        "dev",
        42,
        "brightwater.example",
        ["Kim", "Dana", "Olivia", "Jonas", "Marta", "Ravi", "Aisha", "Felix", "Greta", "Tom", "Lucía", "Björn", "Nadia", "Peter", "Sofie", "Yuki"],
        ["Lee", "Weber", "Novak", "Okafor", "Schäfer", "Patel", "Rossi", "Lindqvist", "Brown", "Meyer", "Garcia", "Dubois", "Tanaka", "Vogel"],
        ["Oslo", "Lima", "Kyoto", "Accra", "Porto", "Quito", "Hanoi", "Turin"],
        "Meeting room {0}",
        (prefix, number) => $"{prefix}-{number:0000}",
        (prefix, number) => $"BER-{prefix}{number:0000}",
        [
            ("Lenovo", "ThinkPad T14 Gen 4", "ThinkPad", dice => "PF" + dice.Text(Letters, 6)),
            ("Dell", "Latitude 5440", "Latitude", dice => dice.Text(Mixed, 6) + dice.Digits(1)),
            ("Apple", "MacBook Pro 14", "MacBook", dice => "C02" + dice.Text(Letters, 9)),
        ],
        ("Dell", "Precision 3660", dice => dice.Text(Mixed, 6) + dice.Digits(1)),
        ("Apple", "iPhone 15", dice => "F" + dice.Text(Letters, 11))
    );

    public static readonly House HeldOut = new(
        "held-out",
        4711,
        "altmark-werke.example",
        [
            "Anke",
            "Declan",
            "Ines",
            "Murat",
            "Siobhan",
            "Paweł",
            "Leonie",
            "Hugo",
            "Camille",
            "Arjun",
            "Heike",
            "Niamh",
            "Rolf",
            "Zoë",
            "Emeka",
            "Jan",
        ],
        [
            "Brandt",
            "O'Connor",
            "Yılmaz",
            "Kowalski",
            "Hartmann",
            "Byrne",
            "Fournier",
            "Iyer",
            "Krüger",
            "Walsh",
            "Adeyemi",
            "Seidel",
            "Kaya",
            "Moreau",
        ],
        ["Everest", "Humboldt", "Curie", "Ada", "2.14", "B3.07", "Noether", "Elbe"],
        "Dublin, conference room {0}",
        (prefix, number) => $"IT-{prefix[0]}{number:00000}",
        (prefix, number) => $"{(prefix == "LT" ? "nb" : prefix.ToLowerInvariant())}{number:00000}-mu",
        [
            ("HP", "EliteBook 840 G10", "EliteBook", dice => "5CG" + dice.Digits(4) + dice.Text(Mixed, 3)),
            ("Microsoft", "Surface Laptop 5", "Surface", dice => "0" + dice.Digits(11)),
            (
                "Apple",
                "MacBook Air 13",
                "MacBook",
                dice => dice.Text("CDFGHJKLMNPQRTVWXY", 1) + dice.Text("0123456789CDFGHJKLMNPQRTVWXY", 8) + dice.Digits(1)
            ),
        ],
        ("HP", "EliteDesk 800 G9", dice => "CZC" + dice.Digits(4) + dice.Text(Mixed, 3)),
        ("Samsung", "Galaxy S23", dice => "R5C" + dice.Text(Letters, 8))
    );
}
