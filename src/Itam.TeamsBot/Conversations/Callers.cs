using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Itam.Context.Register;
using Itam.Context.Storage;
using Itam.TeamsBot.Languages;
using Itam.TeamsBot.Protocol;
using Microsoft.EntityFrameworkCore;

namespace Itam.TeamsBot.Conversations;

/// <summary>Finds the person behind an Entra id. Nobody has to link an account: the directory id in the register says who it is, else the e-mail that the channel knows.</summary>
public sealed class Callers(Database database, AssistantDirectory assistants, ChannelMembers members, TimeProvider time)
{
    /// <returns>Null: nobody in the register, or somebody who has left.</returns>
    public async Task<Caller?> FindAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        if (turn.Actor is not { } user || assistants.Find(turn.Connection) is not { } assistant)
        {
            return null;
        }

        var person = await PersonAsync(turn, user, cancellationToken);
        return person is null or { Active: false }
            ? null
            : new Caller(assistant, user, person, TextFor(turn, person), turn.IsPersonal, PressOf(turn, user), OnceOf(turn));
    }

    /// <summary>What somebody is told whom we do not know. Outside of our own chat the channel may not say who they are, so they are asked to write there first.</summary>
    public async Task<string> UnknownAsync(TurnContext turn, CancellationToken cancellationToken) =>
        TextFor(turn)[
            turn is { IsPersonal: false, Actor: { } user } && !await members.HaveChatAsync(turn, user, cancellationToken)
                ? "person.write-first"
                : "person.unknown"
        ];

    /// <summary>The words for somebody we do not know.</summary>
    public CardText TextFor(TurnContext turn, Person? person = null) =>
        new(CultureOf(turn, person), turn.TimeZone ?? ZoneOf(person?.TimeZone), time.GetUtcNow());

    /// <param name="name">An IANA name.</param>
    internal static TimeZoneInfo? ZoneOf(string? name) =>
        name is not null && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;

    internal static CultureInfo CultureOf(string? language)
    {
        try
        {
            return language is { Length: > 0 } ? CultureInfo.GetCultureInfo(language, predefinedOnly: true) : CultureInfo.InvariantCulture;
        }
        catch (CultureNotFoundException)
        {
            return CultureInfo.InvariantCulture;
        }
    }

    private static CultureInfo CultureOf(TurnContext turn, Person? person) =>
        turn.Culture.Equals(CultureInfo.InvariantCulture) ? CultureOf(person?.Language) : turn.Culture;

    /// <summary>Who pressed what on which card with which input. Not the activity's id: what the channel got no answer to comes again under another.</summary>
    private static string PressOf(TurnContext turn, BotUser user) =>
        Hash(
            turn,
            turn.Activity.Value is { } value
                ? $"{turn.Activity.ReplyToId}\n{user.EntraTenant}\n{user.EntraId}\n{value.ToString(Newtonsoft.Json.Formatting.None)}"
                : turn.Activity.Id ?? ""
        );

    private static string OnceOf(TurnContext turn) => Hash(turn, turn.Activity.Id ?? "")[..16];

    private static string Hash(TurnContext turn, string what) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{turn.Connection}\n{turn.Activity.Conversation?.Id}\n{what}")));

    private async Task<Person?> PersonAsync(TurnContext turn, BotUser user, CancellationToken cancellationToken)
    {
        await using var db = database.Open(turn.Tenant);
        var register = new RegisterReader(db);
        if (await register.FindPersonAsync([new(IdentityKind.DirectoryId, user.EntraId)], cancellationToken) is { } known)
        {
            return known;
        }

        if (await members.FindAsync(turn, user, cancellationToken) is not { } member)
        {
            return null;
        }

        var named = new List<Context.Desks.PersonName>();
        if (member.Email is { } email)
        {
            named.Add(new(IdentityKind.Email, email));
        }

        if (member.UserPrincipalName is { } upn)
        {
            named.Add(new(IdentityKind.Upn, upn));
        }

        var person = await register.FindPersonAsync(named, cancellationToken);

        // Somebody whom the directory knows under another id is not this person, whatever the e-mail says.
        if (person is null || person.Identities.Any(i => i.Kind == IdentityKind.DirectoryId))
        {
            return null;
        }

        turn.InTransaction((write, token) => LearnAsync(write, person.Id, user.EntraId, token));
        return person;
    }

    /// <summary>From now on we can write to them first.</summary>
    private static async Task LearnAsync(ItamDb db, Guid person, string entraId, CancellationToken cancellationToken)
    {
        if (!await db.PersonIdentities.AnyAsync(i => i.Kind == IdentityKind.DirectoryId && i.Value == entraId, cancellationToken))
        {
            db.PersonIdentities.Add(
                new PersonIdentity
                {
                    Kind = IdentityKind.DirectoryId,
                    Value = entraId,
                    PersonId = person,
                }
            );
        }
    }
}

/// <summary>The assistants, by connection and by tenant.</summary>
public sealed class AssistantDirectory(IReadOnlyList<AssistantSettings> all)
{
    public IReadOnlyList<AssistantSettings> All => all;

    public AssistantSettings? Find(string connection) => all.FirstOrDefault(a => a.Connection == connection);

    /// <summary>The one that speaks to people of the tenant of its own accord; null where Teams is not connected.</summary>
    public AssistantSettings? Of(Context.TenantId tenant) => all.FirstOrDefault(a => a.Tenant == tenant);
}
