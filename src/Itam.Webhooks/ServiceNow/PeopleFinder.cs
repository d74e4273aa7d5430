using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Context.Sources.ServiceNow;

namespace Itam.Webhooks.ServiceNow;

/// <summary>The user record that our names of a person mean.</summary>
internal sealed class PeopleFinder(ServiceNowClient client)
{
    public async Task<SysId?> FindAsync(TicketPerson person, CancellationToken cancellationToken)
    {
        if (
            person.Names.FirstOrDefault(n => n.Kind == IdentityKind.Account && n.Scope == client.Connection) is { } account
            && SysId.Of(account.Value) is { } known
        )
        {
            return known;
        }

        (IdentityKind Kind, string Field)[] ways =
        [
            (IdentityKind.Email, "email"),
            (IdentityKind.Upn, "user_name"),
            (IdentityKind.EmployeeNumber, "employee_number"),
        ];
        foreach (var (kind, field) in ways)
        {
            if (QueryValue.Of(person.Names.FirstOrDefault(n => n.Kind == kind)?.Value) is not { } value)
            {
                continue;
            }

            var users = await client.QueryAsync(
                "sys_user",
                EncodedQuery.Where(QueryTerm.Is(field, value)).And(QueryTerm.IsTrue("active")),
                ["sys_id"],
                2,
                cancellationToken
            );

            // Two accounts with one e-mail: better nobody than a stranger.
            if (users.Records is [var only])
            {
                return only.Id();
            }
        }

        return null;
    }
}
