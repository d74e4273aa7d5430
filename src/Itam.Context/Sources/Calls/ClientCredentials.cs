using System.Globalization;
using System.Text;
using Itam.Context.Connections;
using Newtonsoft.Json;
using RestSharp;

namespace Itam.Context.Sources.Calls;

/// <summary>What it takes to fetch tokens.</summary>
/// <param name="Name">For messages: "Acme connection 'warranty'".</param>
/// <param name="Remedy">What an administrator does when the client is refused.</param>
internal sealed record ClientCredentialsAccess(string Name, Uri TokenUrl, string ClientId, string ClientSecret, string Remedy)
{
    // A record prints its members; the secret must not reach a log that way.
    public override string ToString() => $"{Name} at {TokenUrl}";
}

/// <summary>Access tokens by OAuth 2.0 client credentials (RFC 6749 §4.4, client by HTTP Basic §2.3.1), kept until a minute before their end.</summary>
internal sealed class ClientCredentials(ClientCredentialsAccess access, TimeProvider time, HttpMessageHandler? handler) : IDisposable
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan UsualLife = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim _one = new(1);
    private readonly VendorClient _http = new(
        new VendorClientOptions
        {
            Name = access.Name,
            BaseUrl = access.TokenUrl,
            Classify = response => Refusal(access, response),
            Handler = handler,
        },
        time
    );
    private (string Token, DateTimeOffset Until)? _held;

    /// <summary>Puts the token on a request; <paramref name="fresh"/> because the last one was refused.</summary>
    public async ValueTask AuthorizeAsync(RestRequest request, bool fresh, CancellationToken cancellationToken) =>
        request.AddOrUpdateHeader("Authorization", "Bearer " + await GetAsync(fresh, cancellationToken));

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
            var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{access.ClientId}:{access.ClientSecret}"));
            var request = new RestRequest("", Method.Post)
                .AddParameter("grant_type", "client_credentials")
                .AddHeader("Authorization", "Basic " + basic)
                .AddHeader("Accept", "application/json");
            var answer = (await _http.SendAsync(request, cancellationToken)).Json as Newtonsoft.Json.Linq.JObject;
            var token =
                answer?["access_token"].Text()
                ?? throw new ConnectionException(
                    ConnectionFailure.Reconnect,
                    $"{access.Name} gave no access token. Check the token address. {access.Remedy}"
                );
            var life =
                double.TryParse(answer["expires_in"].Text(), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
                && seconds is > 0 and < 864_000
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
    private static ConnectionException? Refusal(ClientCredentialsAccess access, VendorResponse response) =>
        (int)response.Status is 400 or 401 or 403
            ? new ConnectionException(ConnectionFailure.Reconnect, $"{access.Name} refused the client ({Reason(response)}). {access.Remedy}")
            : null;

    private static string Reason(VendorResponse response)
    {
        try
        {
            var reason = (response.Json as Newtonsoft.Json.Linq.JObject)?["error"].Text();
            return Enrichment.ReportText.Clean(reason ?? $"status {(int)response.Status}");
        }
        catch (JsonException)
        {
            return $"status {(int)response.Status}";
        }
    }
}
