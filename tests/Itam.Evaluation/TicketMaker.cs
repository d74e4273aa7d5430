using System.Globalization;

namespace Itam.Evaluation;

/// <summary>Fills the templates of one half and notes the truth that it planted.</summary>
internal sealed class TicketMaker
{
    private readonly House _house;
    private readonly RegisterMaker _register;
    private readonly Dice _dice;
    private readonly Noise _noise;
    private readonly List<PersonRow> _single;

    public TicketMaker(House house, RegisterMaker register)
    {
        (_house, _register, _dice) = (house, register, new Dice(house.Seed + 1));
        _noise = new Noise(house, _dice, register.People);
        // The first ones hold a twin serial and are kept for that case.
        _single = [.. register.People.Skip(5).Take(45)];
    }

    public IEnumerable<TicketRow> Make(IReadOnlyList<Template> templates)
    {
        var number = 0;
        foreach (var group in templates.GroupBy(t => t.Label))
        {
            var all = group.ToList();
            var wanted = group.Key switch
            {
                "no-device" => 72,
                "look-alike" => 48,
                "other-named" => 36,
                "own-single" or "negated" => 24,
                _ => 16,
            };
            for (var i = 0; i < wanted; i++)
            {
                yield return Fill(all[i % all.Count], $"{_house.Set}-{++number:000}");
            }
        }
    }

    private TicketRow Fill(Template template, string id)
    {
        var plan = Plan(template);
        var kind = _dice.Roll(3);
        var spelled =
            plan.Meant is null ? ""
            : template.Label is "negated" or "linked" ? Spelling.Plain(plan.Meant, kind)
            : Spelling.Any(plan.Meant, _house.Set, _dice);

        // A number stands for the same thing in summary and description.
        var chosen = new Dictionary<string, string>(StringComparer.Ordinal);
        string Put(string text)
        {
            var device = plan.Meant ?? plan.AnyOf?[0];
            foreach (
                var (name, value) in new (string, Func<string>)[]
                {
                    ("{d}", () => spelled),
                    ("{d2}", () => Spelling.Plain(plan.Other!, kind)),
                    (
                        "{serial}",
                        () =>
                            template.Label.StartsWith("duplicate", StringComparison.Ordinal)
                                ? device!.Serial
                                : Spelling.Serial(device!, _house.Set, _dice)
                    ),
                    ("{tag}", () => Spelling.Tag(device!, _house.Set, _dice)),
                    ("{host}", () => Spelling.Host(device!, _house.Set, _dice)),
                    ("{misread}", () => Spelling.Misread(device!)!),
                    ("{model}", () => _house.Laptops.Single(l => l.Model == device!.Model).Line),
                    ("{room}", () => plan.Room!),
                    ("{name}", () => plan.Colleague!.Name),
                    ("{ticket}", _noise.Ticket),
                    ("{ip}", _noise.Ip),
                    ("{phone}", _noise.Phone),
                    ("{order}", _noise.Order),
                    ("{version}", _noise.Version),
                    ("{date}", _noise.Date),
                    ("{time}", _noise.Time),
                    ("{url}", _noise.Url),
                    ("{noise}", _noise.Number),
                }
            )
            {
                if (text.Contains(name, StringComparison.Ordinal))
                {
                    chosen.TryAdd(name, chosen.GetValueOrDefault(name) ?? value());
                    text = text.Replace(name, chosen[name], StringComparison.Ordinal);
                }
            }

            return text;
        }

        return new TicketRow(
            id,
            _house.Set,
            template.Label,
            template.Language,
            plan.Requester.Email,
            Put(template.Summary),
            _noise.Around(Put(template.Description), plan.Requester, template.Language),
            template.Label == "linked" ? plan.Meant!.Serial : null,
            plan.Meant?.Id,
            plan.AnyOf?.Select(d => d.Id).ToList()
        );
    }

    private Plan Plan(Template template)
    {
        var requester = _dice.Pick(_single);
        var own = _register.Of(requester).First();
        switch (template.Label)
        {
            case "own-single":
                return new Plan(requester, own);
            case "own-hint" when template.Constraint == "Model":
            {
                var person = _dice.Pick(_register.People[77..88]);
                return new Plan(person, _dice.Pick([.. _register.Of(person)]));
            }
            case "own-hint":
            {
                var person = _dice.Pick(template.Constraint == "Phone" ? _register.People[55..67] : _register.People[67..77]);
                return new Plan(person, _register.Of(person).Single(d => d.Type == template.Constraint));
            }
            case "own-ambiguous":
            {
                var person = _dice.Pick(_register.People[77..88]);
                return new Plan(person, null, AnyOf: [.. _register.Of(person)]);
            }
            case "loaner":
            {
                var person = _dice.Pick(_register.People[88..]);
                return new Plan(person, _register.Of(person).Single(d => d.Loaner));
            }
            case "shared-room":
            {
                var device = _dice.Pick([.. _register.Devices.Where(d => d.Shared)]);
                return new Plan(requester, device, Room: _house.Rooms.Single(r => device.Location!.EndsWith($" {r}", StringComparison.Ordinal)));
            }
            case "colleague":
            {
                var colleague = _dice.Pick([.. _single.Where(p => p != requester)]);
                return new Plan(requester, _register.Of(colleague).Single(), Colleague: colleague);
            }
            case "negated":
                return new Plan(requester, Stranger(requester), Other: _dice.OneIn(2) ? own : Stranger(requester, 1));
            case "linked":
                return new Plan(requester, Stranger(requester), Other: own);
            case "retired":
                return new Plan(requester, _dice.Pick([.. _register.Devices.Where(d => d.State is "Retired" or "Disposed")]));
            case "misread":
                return new Plan(requester, _dice.Pick([.. Strangers(requester).Where(d => Spelling.Misread(d) is not null)]));
            case "duplicate-own":
            {
                var person = _register.People[_dice.Roll(5)];
                return new Plan(person, _register.Of(person).First());
            }
            case "duplicate-ambiguous":
            {
                var serial = _register.Of(_register.People[_dice.Roll(5)]).First().Serial;
                return new Plan(requester, null, AnyOf: [.. _register.Devices.Where(d => d.Serial == serial)]);
            }
            case "other-named":
                return new Plan(requester, Stranger(requester));
            case "no-device" or "look-alike":
                return new Plan(requester, null);
            default:
                throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"There is no plan for the case '{template.Label}'."));
        }
    }

    private IEnumerable<DeviceRow> Strangers(PersonRow requester) =>
        _register.Devices.Where(d =>
            d.Type == "Laptop"
            && d.AssignedTo != requester.Id
            && d.State is "InUse" or "InStock"
            && _register.Devices.Count(o => o.Serial == d.Serial) == 1
        );

    /// <param name="half">Where two are needed they come from different halves, so that they are never the same.</param>
    private DeviceRow Stranger(PersonRow requester, int half = 0) => _dice.Pick([.. Strangers(requester).Where((_, i) => i % 2 == half)]);
}

/// <summary>Who writes, and what is meant.</summary>
internal sealed record Plan(
    PersonRow Requester,
    DeviceRow? Meant,
    DeviceRow? Other = null,
    PersonRow? Colleague = null,
    string? Room = null,
    IReadOnlyList<DeviceRow>? AnyOf = null
);
