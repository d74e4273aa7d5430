using System.Globalization;
using Itam.Context.Connections;

namespace Itam.Context.Sources.SnipeIt;

/// <summary>What <c>itam doctor</c> looks at.</summary>
internal sealed class SnipeItChecks(SnipeItClient client, SnipeItSettings settings, TimeProvider time)
{
    public async Task<IReadOnlyList<ConnectionCheck>> RunAsync(CancellationToken cancellationToken)
    {
        var checks = new List<ConnectionCheck>();
        try
        {
            var me = await client.LiveRecordAsync("users/me", cancellationToken);
            checks.Add(
                me?["id"].Id() is null
                    ? new ConnectionCheck(
                        false,
                        $"{client.Name} signs in",
                        "The address answers, but not as Snipe-IT does. Check BaseUrl: it is the address in the browser, without /api/v1."
                    )
                    : new ConnectionCheck(true, $"{client.Name} signs in as '{me["username"].Words()}'")
            );
        }
        catch (ConnectionException failure)
        {
            checks.Add(new ConnectionCheck(false, $"{client.Name} signs in", failure.Message));
        }

        if (checks[0].Ok)
        {
            foreach (var (list, right) in new[] { ("hardware", "Assets: View"), ("users", "Users: View"), ("licenses", "Licenses: View") })
            {
                checks.Add(await ListAsync(list, right, cancellationToken));
            }
        }

        if (Expiry() is { } expiry)
        {
            checks.Add(expiry);
        }

        return checks;
    }

    private async Task<ConnectionCheck> ListAsync(string list, string right, CancellationToken cancellationToken)
    {
        try
        {
            var count = await client.CountAsync(list, cancellationToken);
            return new ConnectionCheck(true, string.Create(CultureInfo.InvariantCulture, $"{client.Name} reads {list} ({count})"));
        }
        catch (ConnectionException failure)
        {
            return new ConnectionCheck(
                false,
                $"{client.Name} reads {list}",
                failure.Failure == ConnectionFailure.Reconnect ? $"Give the service user the right \"{right}\". {failure.Message}" : failure.Message
            );
        }
    }

    private ConnectionCheck? Expiry()
    {
        if (settings.CredentialExpiresOn is not { } day)
        {
            return null;
        }

        var left = day.DayNumber - DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).DayNumber;
        const string Renew = "Create a new token as the service user (Manage API Keys), enter it and its date, then revoke the old one.";
        return left switch
        {
            < 0 => new ConnectionCheck(false, $"The token of {client.Name} has not ended", $"It ended on {day:yyyy-MM-dd}. {Renew}"),
            <= 1 => new ConnectionCheck(false, $"The token of {client.Name} is good for more than 1 day", $"It ends on {day:yyyy-MM-dd}. {Renew}"),
            <= 7 => new ConnectionCheck(false, $"The token of {client.Name} is good for more than 7 days", $"It ends on {day:yyyy-MM-dd}. {Renew}"),
            <= 30 => new ConnectionCheck(false, $"The token of {client.Name} is good for more than 30 days", $"It ends on {day:yyyy-MM-dd}. {Renew}"),
            _ => new ConnectionCheck(true, $"The token of {client.Name} is good until {day:yyyy-MM-dd}"),
        };
    }
}
