using System.Collections.Concurrent;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Context.Sources.Jira;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Jira;

/// <summary>Turns a user of Jira into the names a person is known by. People may hide their e-mail; then the account id is all there is.</summary>
internal sealed class JiraPeople(JiraClient client, string connection, TimeProvider time)
{
    private static readonly TimeSpan KeepFor = TimeSpan.FromHours(1);
    private const int Capacity = 10_000;
    private readonly ConcurrentDictionary<string, (string? Email, DateTimeOffset Until)> _emails = new(StringComparer.Ordinal);

    public async Task<TicketPerson?> ReadAsync(JToken? user, CancellationToken cancellationToken)
    {
        if (user is not JObject json)
        {
            return null;
        }

        var email = json["emailAddress"].Text() ?? (json["accountId"].Text() is { } id ? await EmailOfAsync(id, cancellationToken) : null);
        return Describe(json, email);
    }

    /// <summary>Only what the answer says itself: where many people are read at once, those who hide their e-mail are known by their account.</summary>
    public TicketPerson? AsShown(JToken? user) => user is JObject json ? Describe(json, json["emailAddress"].Text()) : null;

    private TicketPerson? Describe(JObject json, string? email)
    {
        var accounts = new[] { json["accountId"].Text(), json["name"].Text(), json["key"].Text() };
        var names = accounts
            .OfType<string>()
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(a => new PersonName(IdentityKind.Account, a, connection))
            .ToList();
        if (email is not null)
        {
            names.Add(new PersonName(IdentityKind.Email, email));
        }

        return names.Count == 0 ? null : new TicketPerson(json["displayName"].Text() ?? names[0].Value, [.. names], json["timeZone"].Text());
    }

    /// <summary>The name to search a reporter by: account id on Cloud, user name on Data Center.</summary>
    public string? ReporterName(TicketPerson person) =>
        person.Names.Where(n => n.Kind == IdentityKind.Account && n.Scope == connection).Select(n => n.Value).FirstOrDefault();

    private async ValueTask<string?> EmailOfAsync(string accountId, CancellationToken cancellationToken)
    {
        if (_emails.TryGetValue(accountId, out var known) && time.GetUtcNow() < known.Until)
        {
            return known.Email;
        }

        string? email = null;
        try
        {
            email = (await client.UserAsync(accountId, cancellationToken))["emailAddress"].Text();
        }
        catch (ConnectionException hidden) when (hidden.Failure != ConnectionFailure.Retry)
        {
            // Users may not be readable at all; the account id still names the person.
        }

        if (_emails.Count >= Capacity)
        {
            _emails.Clear();
        }

        _emails[accountId] = (email, time.GetUtcNow() + KeepFor);
        return email;
    }
}
