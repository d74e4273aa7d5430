using System.Globalization;
using Itam.Context.Desks;
using Itam.Context.Register;

namespace Itam.Context.Sources.SnipeIt;

/// <summary>Who a person is in this instance.</summary>
internal sealed class SnipeItUsers(string connection, SnipeItClient client)
{
    /// <summary>An e-mail may belong to several users; more than a few is not a question about a person.</summary>
    private const int Most = 3;

    /// <summary>Ids of the users that the strongest known name fits: the id that the register knows, without a call, else what a search by the name finds.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(IReadOnlyCollection<PersonName> person, CancellationToken cancellationToken)
    {
        var own = person
            .Where(p => p.Kind == IdentityKind.Account && p.Scope == connection && SnipeItValues.IsId(p.Value))
            .Select(p => p.Value)
            .ToArray();
        if (own.Length > 0)
        {
            return [.. own.Take(Most)];
        }

        foreach (var name in person.OrderBy(p => p.Kind))
        {
            var (parameter, field) = name.Kind switch
            {
                IdentityKind.Email => ("email", "email"),
                IdentityKind.Upn => ("username", "username"),
                IdentityKind.EmployeeNumber => ("employee_num", "employee_num"),
                _ => ("", ""),
            };
            if (parameter.Length == 0)
            {
                continue;
            }

            var users = await client.LiveRowsAsync("users", cancellationToken, (parameter, name.Value.Trim()), ("limit", "20"));
            var found = users
                .Where(u => string.Equals(u[field].Words(), name.Value.Trim(), StringComparison.OrdinalIgnoreCase))
                .Select(u => u["id"].Id()?.ToString(CultureInfo.InvariantCulture))
                .OfType<string>()
                .Take(Most)
                .ToArray();
            if (found.Length > 0)
            {
                return found;
            }
        }

        return [];
    }
}
