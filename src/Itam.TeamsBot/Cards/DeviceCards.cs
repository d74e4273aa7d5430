using Itam.Context.Enrichment;
using Itam.Context.Lifecycle.Reports;
using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.TeamsBot.Languages;
using static Itam.TeamsBot.Cards.CardParts;

namespace Itam.TeamsBot.Cards;

/// <summary>What a person has: all devices in a row each, or one of them in full.</summary>
public static class DeviceCards
{
    /// <summary>More would not fit a phone's screen, nor the size of a card.</summary>
    private const int MaxRows = 8;

    public static AdaptiveCard All(CardText text, IReadOnlyList<DeviceHealth> devices, HumanHelp human)
    {
        var title = text.Count("devices.title", devices.Count);
        var card = new AdaptiveCard
        {
            Lang = text.Language,
            FallbackText =
                devices.Count == 0
                    ? text["devices.none"]
                    : string.Join("\n", devices.Select(d => $"{NameOf(d.Device)}: {text.Word(EmployeeFindings.HealthOf(d))}")),
            Speak = title,
            Body = { Header(devices.Count == 0 ? text["devices.none-title"] : title) },
        };
        if (devices.Count == 0)
        {
            card.Body.Add(Words(text["devices.none"]));
            card.Body.Add(MenuCard.HumanLine(text, human));
            return card;
        }

        foreach (var health in devices.Take(MaxRows))
        {
            card.Body.Add(Row(text, health));
        }

        if (devices.Count > MaxRows)
        {
            card.Body.Add(Muted(text.Of("devices.more", devices.Count - MaxRows)));
        }

        card.Body.AddRange(Buttons(Button(text["device.problem"], CardVerbs.Problem), Button(text["back.menu"], CardVerbs.Menu)));
        card.Body.Add(Muted(text["devices.not-mine"]));
        return card;
    }

    /// <param name="said">Why the card is not what the person expected.</param>
    public static AdaptiveCard One(CardText text, DeviceHealth health, string? said = null)
    {
        var device = health.Device;
        var worst = EmployeeFindings.HealthOf(health);
        var card = new AdaptiveCard
        {
            Lang = text.Language,
            FallbackText = $"{NameOf(device)}: {text.Word(worst)}",
            Speak = $"{NameOf(device)}: {text.Word(worst)}",
            Body = { Header(text.Word(worst), NameOf(device), style: Tint(worst)) },
        };
        if (said is not null)
        {
            card.Body.Add(Warning(said));
        }

        card.Body.AddRange(Seen(text, health, tinted: false));
        card.Body.Add(Heading(text["device.facts"]));
        card.Body.AddRange(Facts(text, device).Select(f => Fact(f.Label, f.Value)));
        card.Body.AddRange(
            Buttons(
                Button(text["device.problem"], CardVerbs.Problem, Id(device)),
                Button(text["device.return"], CardVerbs.Return, Id(device)),
                LostDevice.IsReported(device)
                    ? Button(text["found.do"], CardVerbs.Found, Id(device))
                    : Button(text["device.loss"], CardVerbs.Loss, Id(device)),
                Button(text["back.devices"], CardVerbs.Devices)
            )
        );
        return card;
    }

    /// <summary>"What we already see": each finding that concerns the person, with what to do. Says so where there is nothing, or nothing is known.</summary>
    /// <param name="tinted">Where the card's header does not say it already; only the worst two then, since a form follows.</param>
    internal static IEnumerable<AdaptiveElement> Seen(CardText text, DeviceHealth health, bool tinted = true)
    {
        var seen = EmployeeFindings.Of(health).ToList();
        if (seen.Count == 0)
        {
            yield return Words(text[EmployeeFindings.HealthOf(health) == Severity.Unknown ? "seen.unknown" : "seen.nothing"]);
        }

        foreach (var finding in seen.Take(tinted ? 2 : 4))
        {
            yield return new AdaptiveContainer
            {
                Style = tinted ? Tint(finding.Severity) : null,
                Items =
                {
                    Line(
                        new AdaptiveTextRun($"{text.Word(finding.Severity)}: {text[EmployeeFindings.WordsKey(finding)]}")
                        {
                            Weight = AdaptiveTextWeight.Bolder,
                        }
                    ),
                    Line(AdaptiveSpacing.None, new AdaptiveTextRun(text[EmployeeFindings.RemedyKey(finding)])),
                },
            };
        }
    }

    /// <summary>The same pick for every question about a device.</summary>
    /// <param name="verb">Asked with the id of the picked device.</param>
    public static AdaptiveCard Pick(
        CardText text,
        string question,
        string verb,
        IReadOnlyList<Device> devices,
        HumanHelp human,
        AdaptiveAction? otherwise = null
    )
    {
        var card = new AdaptiveCard
        {
            Lang = text.Language,
            FallbackText = devices.Count == 0 ? text["devices.none"] : question,
            Speak = question,
            Body = { Header(question) },
        };
        if (devices.Count == 0)
        {
            card.Body.Add(Words(text["devices.none"]));
        }

        foreach (var device in devices.Take(MaxRows))
        {
            var name = NameOf(device);
            var line = Line(new AdaptiveTextRun(name) { Weight = AdaptiveTextWeight.Bolder });
            card.Body.Add(CardParts.Row(device.Type, text, [line], Button(text["pick"], verb, Id(device), name)));
        }

        if (devices.Count > MaxRows)
        {
            card.Body.Add(Muted(text.Of("devices.more", devices.Count - MaxRows)));
        }

        if (otherwise is not null)
        {
            card.Body.AddRange(Buttons(otherwise));
        }

        card.Body.Add(MenuCard.HumanLine(text, human));
        return card;
    }

    public static string NameOf(Device device)
    {
        var model = ReportText.Clean(device.Model);
        var label = ReportText.Clean(device.AssetTag ?? device.Name ?? device.Serial);
        return model.Length == 0 ? label : $"{model} · {label}";
    }

    internal static string Id(Device device) => device.Id.ToString("N");

    private static AdaptiveColumnSet Row(CardText text, DeviceHealth health)
    {
        var device = health.Device;
        var worst = EmployeeFindings.HealthOf(health);
        var first = EmployeeFindings.Of(health).FirstOrDefault();
        var says = first is null ? text.Word(worst) : $"{text.Word(worst)}: {text[EmployeeFindings.WordsKey(first)]}";
        return CardParts.Row(
            device.Type,
            text,
            [
                Line(new AdaptiveTextRun(NameOf(device)) { Weight = AdaptiveTextWeight.Bolder }),
                Line(AdaptiveSpacing.None, new AdaptiveTextRun(says)),
                Line(AdaptiveSpacing.None, new AdaptiveTextRun(WarrantyWords(text, device)) { IsSubtle = true }),
            ],
            Button(text["device.more"], CardVerbs.Device, Id(device), NameOf(device))
        );
    }

    private static string WarrantyWords(CardText text, Device device)
    {
        return WarrantyChoice.Of(device.Warranties)?.EndsOn is not { } day ? text["warranty.unknown"]
            : day < text.Today ? text.Of("warranty.ended", text.Day(day))
            : text.Of("warranty.until", text.Day(day));
    }

    private static IEnumerable<(string Label, string Value)> Facts(CardText text, Device device)
    {
        (string Key, string? Value)[] facts =
        [
            ("fact.serial", device.Serial),
            ("fact.tag", device.AssetTag),
            ("fact.name", device.Name == device.AssetTag ? null : device.Name),
            ("fact.place", device.Location),
            ("fact.seen", device.LastSeenAt is { } seen ? $"{text.Ago(seen)} ({text.Moment(seen)})" : text["seen.never"]),
            ("fact.warranty", WarrantyWords(text, device)),
            ("fact.loan", device.LoanDueOn is { } due ? text.Day(due) : null),
            (
                "fact.source",
                device.OriginOf(nameof(Context.Register.Device.AssignedToId)) is { } origin ? $"{origin.Source}, {text.Ago(origin.AsOf)}" : null
            ),
        ];
        return facts.Where(f => !string.IsNullOrWhiteSpace(f.Value)).Select(f => (text[f.Key], ReportText.Clean(f.Value)));
    }
}
