using Itam.Context.Connections;
using Itam.Context.Sources.Freshservice;

namespace Itam.Webhooks.Freshservice;

/// <summary>What <c>itam doctor</c> asks. Only reads: the right to write shows with the first note.</summary>
internal static class Checks
{
    public static async Task<IReadOnlyList<ConnectionCheck>> RunAsync(FreshserviceClient client, CancellationToken cancellationToken)
    {
        List<ConnectionCheck> checks = [];
        long? newest = null;
        var tickets = await TryAsync(
            "The API key signs in and may list tickets",
            "Check BaseUrl (https://<account>.freshservice.com) and ApiKey, and give the agent a role with 'View tickets'.",
            async () => newest = (await client.FirstAsync("tickets", cancellationToken))?.Id("id")
        );
        checks.Add(tickets);
        if (!tickets.Ok)
        {
            // The same failure would follow on every line.
            return checks;
        }

        checks.Add(
            await TryAsync(
                "Requesters can be read",
                "Give the agent's role the right to view requesters; without it nobody is recognised.",
                () => client.FirstAsync("requesters", cancellationToken)
            )
        );
        checks.Add(
            await TryAsync(
                "Agents can be read",
                "Give the agent's role the right to view agents; without it tickets that an agent raises have no person.",
                () => client.FirstAsync("agents", cancellationToken)
            )
        );
        checks.Add(
            await TryAsync(
                "Assets can be read",
                "Give the agent's role the right to view assets. Where the plan has none, notes are written all the same, but devices cannot be linked.",
                () => client.FirstAsync("assets", cancellationToken)
            )
        );
        if (newest is { } id)
        {
            checks.Add(
                await TryAsync(
                    "Notes of a ticket can be read, so that ours is found again",
                    "Give the agent's role the right to view conversations in every workspace that raises webhooks.",
                    async () => _ = await client.ConversationsAsync(id, cancellationToken).AnyAsync(cancellationToken)
                )
            );
        }

        return checks;
    }

    private static async Task<ConnectionCheck> TryAsync(string what, string remedy, Func<Task> ask)
    {
        try
        {
            await ask();
            return new ConnectionCheck(true, what);
        }
        catch (ConnectionException failure)
        {
            return new ConnectionCheck(false, what, failure.Failure == ConnectionFailure.Retry ? failure.Message : $"{failure.Message} {remedy}");
        }
    }
}
