using System.Collections.Immutable;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Register;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.MicrosoftGraph;

/// <summary>Entra users in neutral words (resource type user, v1.0).</summary>
internal static class GraphPeople
{
    public static string Fields(bool leaveDates) =>
        "id,displayName,mail,userPrincipalName,proxyAddresses,accountEnabled,employeeId,department,jobTitle,officeLocation,country,usageLocation,"
        + "preferredLanguage,employeeHireDate,manager"
        + (leaveDates ? ",employeeLeaveDateTime" : "");

    /// <param name="onlyChanges">The row is of a delta, which tells the manager only where it changed.</param>
    /// <returns>Null where the row has no id.</returns>
    public static PersonRecord? Of(JObject row, DateTimeOffset readAt, bool onlyChanges)
    {
        if (row.Word("id") is not { } id)
        {
            return null;
        }

        return new PersonRecord(id, readAt)
        {
            Names = Names(row, id),
            DisplayName = row.Word("displayName"),
            JobTitle = row.Word("jobTitle"),
            Department = row.Word("department"),
            Site = row.Word("officeLocation"),
            Country = Country(row.Word("country")) ?? Country(row.Word("usageLocation")),
            Language = row.Word("preferredLanguage"),
            Active = row.Truth("accountEnabled"),
            Manager = Manager(row),
            SameManager = onlyChanges && !row.ContainsKey("manager@delta") && !row.ContainsKey("manager"),
            StartsOn = row.Day("employeeHireDate"),
            LeavesOn = row.Day("employeeLeaveDateTime"),
        };
    }

    /// <summary>By every name: mail may be null although the person receives mail at an alias.</summary>
    public static ImmutableArray<PersonName> Names(JObject row, string id)
    {
        var names = ImmutableArray.CreateBuilder<PersonName>();
        names.Add(new PersonName(IdentityKind.DirectoryId, id));
        Add(IdentityKind.Upn, row.Word("userPrincipalName"));
        Add(IdentityKind.Email, row.Word("mail"));
        Add(IdentityKind.EmployeeNumber, row.Word("employeeId"));
        foreach (var address in row["proxyAddresses"] as JArray ?? [])
        {
            if (address.Text() is { } text && text.StartsWith("smtp:", StringComparison.OrdinalIgnoreCase))
            {
                Add(IdentityKind.Email, text["smtp:".Length..]);
            }
        }

        return names.ToImmutable();

        void Add(IdentityKind kind, string? value)
        {
            if (value is not null && !names.Any(n => n.Kind == kind && n.Value.Equals(value, StringComparison.OrdinalIgnoreCase)))
            {
                names.Add(new PersonName(kind, value));
            }
        }
    }

    /// <summary>A delta tells the manager as a list of changes; one that was taken away carries @removed.</summary>
    private static ImmutableArray<PersonName> Manager(JObject row)
    {
        var manager =
            (row["manager@delta"] as JArray)?.OfType<JObject>().LastOrDefault(change => change["@removed"] is null) ?? row["manager"] as JObject;
        return manager?.Word("id") is { } id ? [new PersonName(IdentityKind.DirectoryId, id)] : [];
    }

    /// <summary>"country" is free text and "usageLocation" a code; only codes are taken.</summary>
    private static string? Country(string? text) => text is { Length: 2 } && text.All(char.IsAsciiLetter) ? text.ToUpperInvariant() : null;
}
