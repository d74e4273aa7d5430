using System.Globalization;
using Itam.Context.Connections;
using Newtonsoft.Json.Linq;

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

            if (settings.AllowWrites && checks.TrueForAll(c => c.Ok))
            {
                checks.Add(await WritingAsync(cancellationToken));
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

    /// <summary>An asset tells what the token's user may do with it, so nothing has to be written to find out.</summary>
    private async Task<ConnectionCheck> WritingAsync(CancellationToken cancellationToken)
    {
        try
        {
            var asset = await client.LiveRowsAsync("hardware", cancellationToken, ("limit", "1"));
            if (asset.FirstOrDefault()?["available_actions"] is not JObject may || may["checkout"].Flag() is not { } checkout)
            {
                return new ConnectionCheck(
                    true,
                    $"{client.Name} writes who has an asset; without an asset to look at, its rights show at the first hand-over"
                );
            }

            string[] missing =
            [
                .. checkout ? [] : new[] { "\"Assets: Checkout\"" },
                .. may["checkin"].Flag() is false ? new[] { "\"Assets: Checkin\"" } : [],
            ];
            return new ConnectionCheck(
                missing.Length == 0,
                $"{client.Name} writes who has an asset",
                missing.Length == 0
                    ? null
                    : $"AllowWrites is on, but the service user may not. Give it the right {string.Join(" and ", missing)}, or turn AllowWrites off."
            );
        }
        catch (ConnectionException failure)
        {
            return new ConnectionCheck(false, $"{client.Name} writes who has an asset", failure.Message);
        }
    }

    private ConnectionCheck? Expiry() =>
        settings.CredentialEnd.Check(
            time.GetUtcNow(),
            "Create a new token as the service user (Manage API Keys), enter it and its date (CredentialExpiresOn), then revoke the old one."
        );
}
