using Itam.Context;
using Itam.Context.Connections;
using Itam.Context.Register;
using Itam.TeamsBot.Languages;

namespace Itam.TeamsBot.Conversations;

/// <summary>People whom we write to of our own accord.</summary>
internal static class Recipients
{
    /// <returns>Null: the register does not know them in the company's directory.</returns>
    public static string? EntraIdOf(Person person) => person.Identities.FirstOrDefault(i => i.Kind == IdentityKind.DirectoryId)?.Value;

    public static CardText TextFor(Person person, TimeProvider time) =>
        new(Callers.CultureOf(person.Language), Callers.ZoneOf(person), time.GetUtcNow());

    public static string Unreachable(IEnumerable<string> names) =>
        $"No directory id (Entra object id) is known of {string.Join(", ", names)}, so Teams cannot reach them. Connect the directory as a source, or import the column 'directory id', then replay this.";

    public static ConnectionException NotConnected(TenantId tenant) =>
        new(
            ConnectionFailure.GiveUp,
            $"No Teams connection is configured for tenant '{tenant}' any more. Configure one and replay this, or discard it."
        );
}
