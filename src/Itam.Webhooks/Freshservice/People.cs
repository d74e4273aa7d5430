using System.Collections.Concurrent;
using System.Globalization;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Enrichment;
using Itam.Context.Register;
using Itam.Context.Sources.Freshservice;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Freshservice;

/// <summary>Requesters and agents, kept for a quarter of an hour: many tickets come from few people, and each look-up costs the account a call.</summary>
internal sealed class People(FreshserviceClient client, string connection, TimeProvider time)
{
    private const int MaxKept = 2_000;
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<long, (TicketPerson Person, DateTimeOffset Until)> _kept = new();

    /// <summary>An id is a requester's or an agent's. Somebody the account does not show is known by the id alone.</summary>
    public async Task<TicketPerson> FindAsync(long id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_kept.TryGetValue(id, out var kept) && kept.Until > now)
        {
            return kept.Person;
        }

        if ((await client.RequesterAsync(id, cancellationToken) ?? await client.AgentAsync(id, cancellationToken)) is not { } row)
        {
            // Not kept: a right that is given takes effect with the next ticket.
            return Describe(id, []);
        }

        var person = Describe(id, row);
        if (_kept.Count >= MaxKept)
        {
            // Rare (2,000 people in a quarter of an hour), and only costs calls.
            _kept.Clear();
        }

        _kept[id] = (person, now + KeptFor);
        return person;
    }

    /// <summary>Somebody as a list of tickets shows the requester: id, name and e-mail.</summary>
    /// <param name="id">Who is wanted; somebody else than <paramref name="shown"/> is known by the id alone.</param>
    public TicketPerson AsShown(long id, JObject? shown)
    {
        var account = id.ToString(CultureInfo.InvariantCulture);
        var known = shown?.Id("id") == id ? shown : null;
        var names = new List<PersonName> { new(IdentityKind.Account, account, connection) };
        if (known?["email"].Text() is { } email)
        {
            names.Add(new PersonName(IdentityKind.Email, email));
        }

        return new TicketPerson(known?["name"].Text() is { } name ? ReportText.Clean(name) : $"Requester {account}", [.. names]);
    }

    private TicketPerson Describe(long id, JObject row)
    {
        // Requesters have a primary_email, agents an email.
        string?[] emails = [row["primary_email"].Text(), row["email"].Text(), .. (row["secondary_emails"] as JArray ?? []).Select(e => e.Text())];
        var known = emails.OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var account = id.ToString(CultureInfo.InvariantCulture);
        var name = ReportText.Clean($"{row["first_name"].Text()} {row["last_name"].Text()}");
        return new TicketPerson(
            name.Length > 0 ? name : known.FirstOrDefault() ?? $"Requester {account}",
            [new PersonName(IdentityKind.Account, account, connection), .. known.Select(e => new PersonName(IdentityKind.Email, e))],
            TimeZone(row["time_zone"].Text()),
            row.IsTrue("vip_user")
        );
    }

    /// <summary>The desk's own names ("Berlin", "Eastern Time (US &amp; Canada)") are not those of the time zone database; only what is sure is kept.</summary>
    private static string? TimeZone(string? name) =>
        name is not null && name.Contains('/', StringComparison.Ordinal) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out _) ? name : null;
}
