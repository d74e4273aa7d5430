using System.Collections.Immutable;
using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Context.Sources;

namespace Itam.Context.Matching;

internal enum PersonKeyKind
{
    DirectoryId,
    Account,

    /// <summary>A source's own key of its record; the scope is the connection.</summary>
    Record,

    /// <summary>E-mail or sign-in name: one may be registered as the other.</summary>
    Mail,
    EmployeeNumber,
}

/// <summary>A value that names a person so strongly that records which share it are one person, unless something speaks against it.</summary>
internal readonly record struct PersonKey(PersonKeyKind Kind, string Scope, string Value) : IMatchKey
{
    public int Tier =>
        Kind switch
        {
            PersonKeyKind.Mail => 1,
            PersonKeyKind.EmployeeNumber => 2,
            _ => 0,
        };

    public string Words =>
        Kind switch
        {
            PersonKeyKind.DirectoryId => $"directory id {Value}",
            PersonKeyKind.Account => $"account {Value} in {Scope}",
            PersonKeyKind.Record => $"record {Value} of {Scope}",
            PersonKeyKind.Mail => $"e-mail or sign-in name {Value}",
            _ => $"employee number {Value}",
        };

    /// <returns>Null where the value names nobody: blank, or a placeholder.</returns>
    public static PersonKey? Of(PersonName name) =>
        IdentityNames.Normalise(name.Kind, name.Value) is not { } value ? null
        : name.Kind is IdentityKind.EmployeeNumber && Junk.IsEmployeeNumber(value) ? null
        : Of(name.Kind, name.Scope, value);

    public static PersonKey Of(PersonIdentity identity) => Of(identity.Kind, identity.Scope, identity.Value);

    public static PersonKey OfRecord(string connection, string sourceId) => new(PersonKeyKind.Record, connection, sourceId);

    private static PersonKey Of(IdentityKind kind, string scope, string value) =>
        kind switch
        {
            IdentityKind.DirectoryId => new PersonKey(PersonKeyKind.DirectoryId, scope, value),
            IdentityKind.Account => new PersonKey(PersonKeyKind.Account, scope, value),
            IdentityKind.EmployeeNumber => new PersonKey(PersonKeyKind.EmployeeNumber, scope, value),
            _ => new PersonKey(PersonKeyKind.Mail, scope, value),
        };
}

/// <summary>The keys of one record of a person.</summary>
internal static class PersonKeys
{
    public static ImmutableArray<PersonKey> Of(RecordId id, PersonRecord said)
    {
        var keys = said.Names.Select(PersonKey.Of).OfType<PersonKey>().Concat(said.CrossIds.Select(c => PersonKey.OfRecord(c.Scope, c.Value)));
        return [.. (id.Connection.Length > 0 ? keys.Prepend(PersonKey.OfRecord(id.Connection, id.SourceId)) : keys).Distinct()];
    }
}
