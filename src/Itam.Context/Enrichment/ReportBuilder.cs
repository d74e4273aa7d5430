using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Itam.Context.Desks;
using Itam.Context.Enrichment.Findings;
using Itam.Context.Enrichment.RepairOrReplace;
using Itam.Context.Register;

namespace Itam.Context.Enrichment;

/// <summary>Puts an <see cref="AssetContext"/> into the words and the order that every surface shares.</summary>
public static class ReportBuilder
{
    private const int MaxFindings = 3;
    private const int MaxActions = 3;
    private const int MaxTicketLinks = 3;
    private const string HistoryUnread = "Earlier tickets could not be read from the desk this time";

    /// <summary>A second candidate below this is noise.</summary>
    private const double RunnerUp = 0.2;

    public static ContextReport Build(AssetContext context)
    {
        var findings = context.Findings.Where(f => f.Severity != Severity.Ok).ToList();
        if (context.Device is null)
        {
            findings.Insert(0, new Finding("no-device", Severity.Unknown, NoDevice(context), Short: "No device known"));
        }

        if (findings.Count == 0)
        {
            findings.Add(new Finding("all-ok", Severity.Ok, "Nothing is wrong with this device as far as we know", Short: "All OK"));
        }

        var devices = context
            .Candidates.Where((c, i) => i == 0 || (i == 1 && c.Confidence >= RunnerUp))
            .Select((c, i) => Device(c, first: i == 0, context.AsOf))
            .ToImmutableArray();
        var report = new ContextReport
        {
            Reference = Reference(context),
            Fingerprint = "",
            AsOf = context.AsOf,
            Verdict = findings[0].Severity,
            Headline = findings[0].Short ?? ReportText.Clean(findings[0].Words),
            Who = Who(context),
            Findings =
            [
                .. findings
                    .Take(MaxFindings)
                    .Select(f => new ReportFinding(f.Code, f.Severity, ReportText.Clean(f.Words), Provenance.Of(f.Origin, context.AsOf))),
            ],
            MoreFindings = Math.Max(0, findings.Count - MaxFindings),
            Devices = devices,
            Actions =
            [
                .. context
                    .Findings.Where(f => f.Action is not null)
                    .OrderBy(f =>
                        f.Code switch
                        {
                            // Whom to ask before anything is done comes before what to do.
                            "device-lost" or "device-stolen" or "requester-left" => -1,
                            RepairVerdict.Replace or RepairVerdict.Repair => 0,
                            "stock" => 1,
                            _ => 2,
                        }
                    )
                    .Select(f => ReportText.Clean(f.Action))
                    .Distinct(StringComparer.Ordinal)
                    .Take(MaxActions),
            ],
            History = [.. History(context)],
            Licenses = [.. context.Licenses.Select(License)],
            LicensesEvidence = Provenance.OfAll(context.Licenses.Select(l => (ReportText.Clean(l.Product), l.Origin)), context.AsOf),
            Help = Help(context),
        };
        return report with { Fingerprint = FingerprintOf(context, report, findings) };
    }

    /// <summary>What is meant, not how it is worded: a free gigabyte more or an hour of age is no news.</summary>
    private static string FingerprintOf(AssetContext context, ContextReport report, List<Finding> findings)
    {
        var meaning = new StringBuilder();
        meaning.AppendJoin('|', context.Requester?.Id.ToString() ?? report.Who?.Name ?? "", context.Requester?.LeavesOn);
        meaning.Append('\n').AppendJoin('|', findings.Select(f => $"{f.Code}:{f.Severity}"));
        meaning.AppendJoin('|', context.Findings.Where(f => f.Code is RepairVerdict.Replace or RepairVerdict.Repair).Select(f => f.Code));
        meaning
            .Append('\n')
            .AppendJoin('|', context.Candidates.Take(report.Devices.Length).Select(c => $"{c.Device.Id}:{Certainty(c.Confidence, first: true)}"));
        meaning.Append('\n').AppendJoin('|', report.History.SelectMany(h => h.Tickets).Select(t => t.Number));
        meaning.Append(context.History.DeskUnread ? "unread" : "");
        meaning.Append('\n').AppendJoin('|', context.Licenses.Select(l => $"{l.Product}:{l.Entitled}:{l.Seat ?? SeatState.Active}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(meaning.ToString())))[..16];
    }

    private static string Reference(AssetContext context)
    {
        var subject = context.Ticket is { } ticket ? $"{ticket.Ref.Tenant}/{ticket.Ref}" : $"{context.Requester?.Id}/{context.Device?.Device.Id}";
        return "ctx-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(subject)))[..8];
    }

    private static ReportWho? Who(AssetContext context)
    {
        if (context.Requester is { } person)
        {
            return new ReportWho(
                ReportText.Clean(person.DisplayName),
                [.. Details(person, context.AsOf)],
                Provenance.OfAll(Known(person), context.AsOf)
            );
        }

        return context.Ticket?.Requester is { } stranger ? new ReportWho(ReportText.Clean(stranger.DisplayName), ["not in the register"]) : null;
    }

    private static IEnumerable<string> Details(Person person, DateTimeOffset now)
    {
        var place = string.Join(", ", new[] { person.Department, person.Site }.Where(p => p is not null).Select(ReportText.Clean));
        if (place.Length > 0)
        {
            yield return place;
        }

        if (person.TimeZone is { } zone && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found))
        {
            yield return TimeZoneInfo.ConvertTime(now, found).ToString("HH:mm 'there'", CultureInfo.InvariantCulture);
        }

        if (person.Vip)
        {
            yield return "VIP";
        }

        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (RequesterLeaving.IsClosed(person, today))
        {
            yield return "account closed";
        }
        else if (person.LeavesOn is { } leaves)
        {
            yield return leaves < today ? $"left on {ReportText.Day(leaves)}" : $"leaves on {ReportText.Day(leaves)}";
        }
        else if (person.StartsOn is { } starts && today.DayNumber - starts.DayNumber < 30)
        {
            yield return starts > today ? $"joins on {ReportText.Day(starts)}" : $"joined on {ReportText.Day(starts)}";
        }
    }

    /// <summary>The values that <see cref="Details"/> shows.</summary>
    private static IEnumerable<(string Value, Origin? Origin)> Known(Person person)
    {
        (string Value, string Property, bool Shown)[] values =
        [
            ("department", nameof(Person.Department), person.Department is not null),
            ("site", nameof(Person.Site), person.Site is not null),
            ("time zone", nameof(Person.TimeZone), person.TimeZone is not null),
            ("VIP", nameof(Person.Vip), person.Vip),
            ("account", nameof(Person.Active), !person.Active),
            ("last day", nameof(Person.LeavesOn), person.Active && person.LeavesOn is not null),
            ("first day", nameof(Person.StartsOn), person.LeavesOn is null && person.StartsOn is not null),
        ];
        return values.Where(v => v.Shown).Select(v => (v.Value, person.Origins.GetValueOrDefault(v.Property)));
    }

    /// <summary>The values that the device's line shows; with a model there is no need to name maker and type.</summary>
    private static IEnumerable<(string Value, Origin? Origin)> Known(Device device)
    {
        var modelled = !string.IsNullOrWhiteSpace(device.Model);
        (string Value, string Property, bool Shown)[] values =
        [
            ("model", nameof(Register.Device.Model), modelled),
            ("maker", nameof(Register.Device.Manufacturer), !modelled && !string.IsNullOrEmpty(device.Manufacturer)),
            ("type", nameof(Register.Device.Type), !modelled),
            ("tag", nameof(Register.Device.AssetTag), !string.IsNullOrEmpty(device.AssetTag)),
            ("name", nameof(Register.Device.Name), !string.IsNullOrEmpty(device.Name)),
            ("serial", nameof(Register.Device.Serial), !string.IsNullOrEmpty(device.Serial)),
            ("holder", nameof(Register.Device.AssignedToId), device.AssignedToId is not null),
        ];
        return values.Where(v => v.Shown).Select(v => (v.Value, device.OriginOf(v.Property)));
    }

    private static ReportDevice Device(Candidate candidate, bool first, DateTimeOffset now)
    {
        var device = candidate.Device;
        var name = ReportText.Clean($"{(device.Model ?? "").Trim()}");
        if (name.Length == 0)
        {
            name = $"{device.Manufacturer} {device.Type.ToString().ToLowerInvariant()}".Trim();
        }

        var identifiers = new[] { device.AssetTag, device.Name, device.Serial }
            .Where(i => !string.IsNullOrEmpty(i))
            .Select(ReportText.Clean)
            .Distinct(StringComparer.OrdinalIgnoreCase);
        return new ReportDevice(
            name,
            [.. identifiers],
            string.Create(CultureInfo.InvariantCulture, $"{Certainty(candidate.Confidence, first)} ({candidate.Confidence:0.00})"),
            candidate.Confidence,
            [.. candidate.Reasons.Select(r => ReportText.Clean(r.Words))],
            Provenance.OfAll(Known(device), now)
        );
    }

    private static string Certainty(double confidence, bool first) =>
        confidence switch
        {
            >= 0.9 => "sure",
            >= Candidate.GivenFrom => "likely",
            _ => first ? "possible" : "less likely",
        };

    private static IEnumerable<ReportHistory> History(AssetContext context)
    {
        var recent = context.History.OfDevice.Where(t => context.AsOf - t.CreatedAt <= TimeSpan.FromDays(90)).ToList();
        if (recent.Count > 0)
        {
            yield return new ReportHistory($"This device: {Count(recent.Count)} in 90 days", Links(recent));
        }

        if (context.History.OfRequester is { IsEmpty: false } own)
        {
            var name = context.Requester is { } person ? CandidateRanker.FirstName(person) : "Requester";
            yield return new ReportHistory($"{name}: {Count(own.Length)} in 12 months", Links(own));
        }

        if (context.History.DeskUnread)
        {
            yield return new ReportHistory(HistoryUnread, []);
        }
    }

    private static string Count(int tickets) => tickets == 1 ? "1 ticket" : $"{tickets} tickets";

    private static ImmutableArray<ReportTicketLink> Links(IEnumerable<EarlierTicket> tickets) =>
        [.. tickets.Take(MaxTicketLinks).Select(t => new ReportTicketLink(ReportText.Clean(t.Number), ReportText.SafeLink(t.Url)))];

    private static string License(LicenseLine line)
    {
        var product = ReportText.Clean(line.Product);
        var trouble = line.Seat switch
        {
            SeatState.Pending => "assigned, still being set up",
            SeatState.Failed => "assigned, but could not be set up",
            SeatState.Disabled => "assigned, but switched off",
            SeatState.Suspended => "assigned, but the subscription does not run",
            _ => null,
        };
        if (trouble is not null)
        {
            return line.Mentioned ? $"{product}: named in the text, {trouble}" : $"{product}: {trouble}";
        }

        if (!line.Mentioned)
        {
            return $"{product} ✓";
        }

        var free = line.Free is { } seats ? $", {(seats == 1 ? "1 seat" : $"{seats} seats")} free" : "";
        return line.Entitled ? $"{product}: named in the text, entitled ✓" : $"{product}: named in the text, not entitled{free}";
    }

    private static string NoDevice(AssetContext context)
    {
        var who =
            context.Requester?.Email ?? context.Ticket?.Requester?.Email ?? context.Requester?.DisplayName ?? context.Ticket?.Requester?.DisplayName;
        return who is null ? "The ticket names neither a person nor a device we know" : $"No device is known for {ReportText.Clean(who)}";
    }

    private static string Help(AssetContext context) =>
        context.Device is null
            ? "Name a serial, asset tag or hostname in the ticket, or link the device, and this note updates itself."
            : "Not this device? Name the right serial, asset tag or hostname in the ticket, or link the device, and this note updates itself.";
}
