using System.Collections.Immutable;
using Itam.Context.Desks;
using Itam.Context.Register;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.Okta;

/// <summary>Okta users in neutral words.</summary>
internal static class OktaPeople
{
    /// <returns>Null where the row has no id.</returns>
    public static PersonRecord? Of(JObject row, string connection, DateTimeOffset readAt)
    {
        if (row.Word("id") is not { } id)
        {
            return null;
        }

        var profile = row["profile"];
        var full = string.Join(' ', new[] { profile.Word("firstName"), profile.Word("lastName") }.OfType<string>());
        return new PersonRecord(id, row.Moment("lastUpdated") ?? readAt)
        {
            Names = Names(row, id, connection),
            DisplayName = profile.Word("displayName") ?? (full.Length > 0 ? full : null),
            JobTitle = profile.Word("title"),
            Department = profile.Word("department"),
            Site = profile.Word("city"),
            Country = profile.Word("countryCode") is { Length: 2 } code ? code.ToUpperInvariant() : null,
            TimeZone = profile.Word("timezone"),
            Language = (profile.Word("preferredLanguage") ?? profile.Word("locale"))?.Replace('_', '-'),
            Active = row.Word("status")?.ToUpperInvariant() switch
            {
                "ACTIVE" or "PROVISIONED" or "RECOVERY" or "PASSWORD_EXPIRED" or "LOCKED_OUT" => true,
                "SUSPENDED" or "DEPROVISIONED" => false,
                // STAGED: not here yet, and not gone either.
                _ => null,
            },
            Manager = Manager(profile, connection),
        };
    }

    public static ImmutableArray<PersonName> Names(JObject row, string id, string connection)
    {
        var profile = row["profile"];
        var names = ImmutableArray.CreateBuilder<PersonName>(4);
        names.Add(new PersonName(IdentityKind.Account, id, connection));
        Add(IdentityKind.Upn, profile.Word("login"));
        Add(IdentityKind.Email, profile.Word("email"));
        Add(IdentityKind.EmployeeNumber, profile.Word("employeeNumber"));
        return names.ToImmutable();

        void Add(IdentityKind kind, string? value)
        {
            if (value is not null)
            {
                names.Add(new PersonName(kind, value));
            }
        }
    }

    /// <summary>managerId and manager are free text that each org fills in its own way: an e-mail, an Okta id or an employee number. A mere name is nobody.</summary>
    private static ImmutableArray<PersonName> Manager(JToken? profile, string connection)
    {
        var id = profile.Word("managerId");
        var text = profile.Word("manager");
        return id?.Contains('@', StringComparison.Ordinal) == true ? [new PersonName(IdentityKind.Email, id)]
            : id is { Length: 20 } && id.StartsWith("00u", StringComparison.Ordinal) ? [new PersonName(IdentityKind.Account, id, connection)]
            : id is not null ? [new PersonName(IdentityKind.EmployeeNumber, id)]
            : text?.Contains('@', StringComparison.Ordinal) == true ? [new PersonName(IdentityKind.Email, text)]
            : [];
    }
}
