using Itam.Context.Connections;
using Itam.Context.Register;
using Itam.Context.Storage;
using Itam.TeamsBot.Authentication;
using Itam.TeamsBot.Conversations;
using Microsoft.EntityFrameworkCore;

namespace Itam.TeamsBot;

/// <summary>A setting that names somebody who is written to.</summary>
/// <param name="Setting">As it stands in the configuration: <c>Equipment:Stockroom</c>.</param>
public sealed record NamedInSettings(string Setting, string Address);

/// <summary>The lines of <c>itam doctor</c> for people whom the settings name: whoever is told nothing misses alarms, and nobody sees that.</summary>
public static class NamedPeopleChecks
{
    public static async Task<IReadOnlyList<ConnectionCheck>> RunAsync(
        TeamsConnection connection,
        IEnumerable<NamedInSettings> named,
        Database database,
        CancellationToken cancellationToken
    )
    {
        NamedInSettings[] all =
        [
            .. connection.Assistant.Security.Select(a => new NamedInSettings($"Connections:{connection.Name}:Security", a)),
            .. named,
        ];
        await using var db = database.Open(connection.Tenant);

        // Before the first import or sync nobody is there, and that is no mistake in the settings.
        if (all.Length == 0 || !await db.People.AnyAsync(cancellationToken))
        {
            return [];
        }

        var checks = new List<ConnectionCheck>();
        foreach (var (setting, address) in all.Distinct())
        {
            if (await ProblemWithAsync(db, connection, address, cancellationToken) is { } problem)
            {
                checks.Add(
                    new ConnectionCheck(
                        false,
                        $"{setting} names {problem}",
                        "Until this is mended, this person is told nothing. Bring the register up to date (connect the directory, or import the person), or name somebody else."
                    )
                );
            }
        }

        return checks.Count > 0 ? checks : [new ConnectionCheck(true, "Everybody whom the settings name can be written to")];
    }

    private static async Task<string?> ProblemWithAsync(ItamDb db, TeamsConnection connection, string address, CancellationToken cancellationToken)
    {
        var person = await new RegisterReader(db).FindNamedAsync(address, cancellationToken);
        if (Recipients.ProblemWith(address, person) is { } problem)
        {
            return problem;
        }

        var entra = Recipients.EntraIdOf(person!);
        var last = await db
            .ConversationReferences.AsNoTracking()
            .Where(r => r.Connection == connection.Name && r.EntraUserId == entra)
            .OrderByDescending(r => r.RefreshedAt)
            .FirstOrDefaultAsync(cancellationToken);
        return last is { DeadSince: not null } ? $"{address} ({person!.DisplayName}), whom Teams does not reach: {last.DeadReason}" : null;
    }
}
