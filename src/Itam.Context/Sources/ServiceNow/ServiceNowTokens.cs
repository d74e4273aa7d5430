using System.Globalization;
using Itam.Context.Connections;
using Newtonsoft.Json;
using RestSharp;

namespace Itam.Context.Sources.ServiceNow;

/// <summary>
/// Access tokens by client credentials. The grant gives no refresh token and lasts about half an hour (documentation: "OAuth client credentials grant"), so a
/// token is kept until a minute before its end and fetched anew when the instance refuses it.
/// </summary>
internal sealed class ServiceNowTokens(ServiceNowAccess access, ServiceNowSignIn.OAuth client, TimeProvider time, HttpMessageHandler? handler)
    : IDisposable
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan UsualLife = TimeSpan.FromMinutes(30);

    private readonly SemaphoreSlim _one = new(1);
    private readonly VendorClient _http = new(
        new VendorClientOptions
        {
            Name = access.Name,
            BaseUrl = access.BaseUrl,
            Classify = response => Refusal(access, response),
            Handler = handler,
        },
        time
    );
    private (string Token, DateTimeOffset Until)? _held;

    public async ValueTask<string> GetAsync(bool fresh, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (!fresh && _held is { } held && held.Until > time.GetUtcNow())
            {
                return held.Token;
            }

            _held = null;
            var asked = time.GetUtcNow();
            var request = new RestRequest("oauth_token.do", Method.Post)
                .AddParameter("grant_type", "client_credentials")
                .AddParameter("client_id", client.ClientId)
                .AddParameter("client_secret", client.ClientSecret);
            var answer = (await _http.SendAsync(request, cancellationToken)).Json;
            var token =
                answer["access_token"].Text()
                ?? throw new ConnectionException(
                    ConnectionFailure.Reconnect,
                    $"{access.Name} gave no access token. Check that the address is the instance's own."
                );
            var life =
                double.TryParse(answer["expires_in"].Text(), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
                && seconds is > 0 and < 86_400
                    ? TimeSpan.FromSeconds(seconds)
                    : UsualLife;
            _held = (token, asked + life - Margin);
            return token;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _one.Dispose();
    }

    /// <summary>Carries no status, so that a refused client is not asked a second time as an expired token would be.</summary>
    private static ConnectionException? Refusal(ServiceNowAccess access, VendorResponse response) =>
        (int)response.Status is 400 or 401 or 403
            ? new ConnectionException(
                ConnectionFailure.Reconnect,
                $"{access.Name} refused the OAuth client ({Reason(response)}). Check ClientId and ClientSecret, that the property "
                    + "glide.oauth.inbound.client.credential.grant_type.enabled is true, and that the registry entry names an OAuth application user."
            )
            : null;

    private static string Reason(VendorResponse response)
    {
        try
        {
            return Enrichment.ReportText.Clean(response.Json["error"].Text() ?? "no reason given");
        }
        catch (JsonException)
        {
            return "no reason given";
        }
    }
}
