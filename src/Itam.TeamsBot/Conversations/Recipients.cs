using System.Globalization;
using Itam.Context;
using Itam.Context.Chat;
using Itam.Context.Connections;
using Itam.Context.Register;
using Itam.TeamsBot.Languages;

namespace Itam.TeamsBot.Conversations;

/// <summary>People whom we write to of our own accord.</summary>
internal static class Recipients
{
    /// <returns>Null: the register does not know them in the company's directory.</returns>
    public static string? EntraIdOf(Person person) => person.Identities.FirstOrDefault(i => i.Kind == IdentityKind.DirectoryId)?.Value;

    /// <summary>In the language and time zone of the person's own Teams, else as the register has them.</summary>
    /// <param name="reference">Where they were heard of last; null: nowhere yet.</param>
    public static CardText TextFor(Person person, ConversationReference? reference, TimeProvider time)
    {
        var culture = Callers.CultureOf(reference?.Locale);
        return new CardText(
            culture.Equals(CultureInfo.InvariantCulture) ? Callers.CultureOf(person.Language) : culture,
            Callers.ZoneOf(reference?.TimeZone) ?? Callers.ZoneOf(person.TimeZone),
            time.GetUtcNow()
        );
    }

    /// <summary>Why somebody whom a setting names by this address cannot be told anything, to be read after "it names".</summary>
    /// <returns>Null: nothing stands against it.</returns>
    public static string? ProblemWith(string address, Person? person) =>
        person switch
        {
            null => $"{address}, who is not in the register of people",
            { Active: false } => $"{address} ({person.DisplayName}), who has left",
            _ when EntraIdOf(person) is null => $"{address} ({person.DisplayName}), of whom no directory id (Entra object id) is known",
            _ => null,
        };

    public static string Unreachable(IEnumerable<string> names) =>
        $"No directory id (Entra object id) is known of {string.Join(", ", names)}, so Teams cannot reach them. Connect the directory as a source, or import the column 'directory id', then replay this.";

    public static ConnectionException NotConnected(TenantId tenant) =>
        new(
            ConnectionFailure.GiveUp,
            $"No Teams connection is configured for tenant '{tenant}' any more. Configure one and replay this, or discard it."
        );
}
