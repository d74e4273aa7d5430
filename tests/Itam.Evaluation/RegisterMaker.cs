using System.Globalization;

namespace Itam.Evaluation;

/// <summary>One company of 100 people and what they hold, with every situation that the tickets need.</summary>
internal sealed class RegisterMaker
{
    private readonly House _house;
    private readonly Dice _dice;
    private int _number;

    private RegisterMaker(House house) => (_house, _dice) = (house, new Dice(house.Seed));

    public List<PersonRow> People { get; } = [];
    public List<DeviceRow> Devices { get; } = [];

    /// <summary>Tags are counted from different numbers, so that an identifier names one device in the whole register.</summary>
    public static RegisterMaker Make(House house)
    {
        var maker = new RegisterMaker(house);
        maker._number = house.Set == "dev" ? 40 : 10870;
        maker.MakePeople();
        maker.MakeDevices();
        return maker;
    }

    public IEnumerable<DeviceRow> Of(PersonRow person) => Devices.Where(d => d.AssignedTo == person.Id);

    private void MakePeople()
    {
        var names = (from first in _house.FirstNames from last in _house.LastNames select (first, last)).ToList();
        while (People.Count < 100)
        {
            var (first, last) = _dice.Pick(names);
            names.Remove((first, last));
            var number = (People.Count + 1).ToString("000", CultureInfo.InvariantCulture);
            var email = $"{Mail(first)}.{Mail(last)}@{_house.Domain}";
            People.Add(new PersonRow($"{_house.Set}-p{number}", $"{first} {last}", email, _dice.OneIn(2) ? "de" : "en"));
        }

        string Mail(string name) =>
            string.Concat(
                    name.ToLowerInvariant()
                        .Replace("ä", "ae", StringComparison.Ordinal)
                        .Replace("ö", "oe", StringComparison.Ordinal)
                        .Replace("ü", "ue", StringComparison.Ordinal)
                        .Normalize(System.Text.NormalizationForm.FormD)
                        .Where(char.IsAsciiLetter)
                )
                .Replace("'", "", StringComparison.Ordinal);
    }

    private void MakeDevices()
    {
        foreach (var (index, person) in People.Index())
        {
            var (make, second) = (_dice.Roll(3), _dice.Roll(2) + 1);
            Add(Laptop(make) with { AssignedTo = person.Id });
            if (index is >= 55 and < 67)
            {
                Add(Other("PH", "Phone", _house.Phone) with { AssignedTo = person.Id });
            }
            else if (index is >= 67 and < 77)
            {
                Add(Other("DT", "Desktop", _house.Desktop) with { AssignedTo = person.Id });
            }
            else if (index is >= 77 and < 88)
            {
                Add(Laptop((make + second) % 3) with { AssignedTo = person.Id });
            }
            else if (index >= 88)
            {
                Add(Laptop(_dice.Roll(3)) with { AssignedTo = person.Id, Loaner = true });
            }
        }

        foreach (var room in _house.Rooms)
        {
            var location = string.Format(CultureInfo.InvariantCulture, _house.RoomPattern, room);
            Add(Other("DT", "Desktop", _house.Desktop) with { Shared = true, Location = location });
        }

        for (var i = 0; i < 12; i++)
        {
            Add(Laptop(_dice.Roll(3)) with { State = i % 3 == 0 ? "Disposed" : "Retired", SeenHoursAgo = null });
            Add(Laptop(_dice.Roll(3)) with { State = "InStock", SeenHoursAgo = null });
        }

        // A main board was swapped and its serial written twice: the pair shares it.
        for (var i = 0; i < 5; i++)
        {
            var twin = Devices.First(d => d.AssignedTo == People[i].Id);
            Add(
                Laptop(_dice.Roll(3)) with
                {
                    Serial = twin.Serial,
                    AssignedTo = i < 3 ? null : People[50 + i].Id,
                    State = i < 3 ? "InStock" : "InUse",
                }
            );
        }
    }

    private void Add(DeviceRow device) => Devices.Add(device);

    private DeviceRow Laptop(int make)
    {
        var (manufacturer, model, _, serial) = _house.Laptops[make];
        return Other("LT", "Laptop", (manufacturer, model, serial));
    }

    private DeviceRow Other(string prefix, string type, (string Manufacturer, string Model, Func<Dice, string> Serial) model)
    {
        var number = _number += 1 + _dice.Roll(4);
        var id = $"{_house.Set}-d{Devices.Count + 1:000}";
        return new DeviceRow(
            id,
            type,
            model.Manufacturer,
            model.Model,
            model.Serial(_dice),
            _house.Tag(prefix, number),
            _house.Hostname(prefix, number)
        )
        {
            // Most are seen every day; some have been in a drawer since the holidays, and a few for longer.
            SeenHoursAgo = _dice.Roll(100) switch
            {
                < 75 => 1 + _dice.Roll(20),
                < 97 => 30 + _dice.Roll(400),
                _ => 1000,
            },
        };
    }
}
