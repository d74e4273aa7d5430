using System.Collections.Immutable;
using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Context.Sources.Calls;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.Jamf;

/// <summary>The person of <c>userAndLocation</c>. Empty fields say nothing: many devices are enrolled without a user.</summary>
internal static class JamfHolder
{
    public static ImmutableArray<PersonName> Of(JObject? user, string connection)
    {
        var names = ImmutableArray.CreateBuilder<PersonName>(2);
        if ((user.At("email") ?? user.At("emailAddress")).Words() is { } email)
        {
            names.Add(new PersonName(IdentityKind.Email, email));
        }

        if (user.At("username").Words() is { } name)
        {
            names.Add(
                name.Contains('@', StringComparison.Ordinal)
                    ? new PersonName(IdentityKind.Upn, name)
                    : new PersonName(IdentityKind.Account, name, connection)
            );
        }

        return names.ToImmutable();
    }
}
