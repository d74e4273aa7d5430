using Itam.Context.Connections;
using Itam.TeamsBot.Authentication;
using Itam.TeamsBot.Connector;

namespace Itam.TeamsBot;

/// <summary>The lines of <c>itam doctor</c> for a bot.</summary>
public static class BotChecks
{
    /// <param name="limitsPerProcess">Several processes may run, and nothing adds up their calls.</param>
    public static async Task<IReadOnlyList<ConnectionCheck>> RunAsync(
        TeamsConnection connection,
        bool limitsPerProcess,
        VendorServices services,
        CancellationToken cancellationToken
    )
    {
        var checks = new List<ConnectionCheck>();
        using (var connector = new ConnectorClient(connection, new LocalRateBudget(services.Time), services))
        {
            try
            {
                await connector.SignInAsync(cancellationToken);
                checks.Add(new ConnectionCheck(true, "Entra gives the bot a token"));
            }
            catch (ConnectionException refused)
            {
                checks.Add(new ConnectionCheck(false, "Entra gives the bot a token", refused.Message));
            }
        }

        using (var keys = new ChannelKeys(services, Microsoft.Extensions.Logging.LoggerFactoryExtensions.CreateLogger<ChannelKeys>(services.Logs)))
        {
            try
            {
                await keys.FindAsync(connection.Cloud.Metadata, "none", cancellationToken);
                checks.Add(new ConnectionCheck(true, "The channel's signing keys can be read"));
            }
            catch (ConnectionException unreadable)
            {
                checks.Add(new ConnectionCheck(false, "The channel's signing keys can be read", unreadable.Message));
            }
        }

        if (
            connection.CredentialEnd.Check(
                services.Time.GetUtcNow(),
                "Create a new secret or certificate for the bot's app registration, enter it here, restart, then remove the old one."
            ) is
            { } end
        )
        {
            checks.Add(end);
        }

        if (limitsPerProcess)
        {
            checks.Add(
                new ConnectionCheck(true, "Each replica keeps Teams' rate limits by itself; if several send, set Redis so that they share them")
            );
        }

        return checks;
    }
}
