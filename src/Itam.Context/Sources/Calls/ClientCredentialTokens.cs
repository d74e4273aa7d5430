using Itam.Context.Connections;
using Newtonsoft.Json;
using RestSharp;

namespace Itam.Context.Sources.Calls;

/// <summary>Access tokens by the client credentials grant (RFC 6749 §4.4), kept as <see cref="HeldToken"/> keeps them.</summary>
public sealed class ClientCredentialTokens : IDisposable
{
    private static readonly TimeSpan UsualLife = TimeSpan.FromMinutes(30);

    private readonly VendorClient _http;
    private readonly HeldToken _held;

    /// <param name="name">For messages: "Acme connection 'main'".</param>
    /// <param name="prove">Adds the proof of the client (secret or assertion) and the scope to the form.</param>
    /// <param name="remedy">What an administrator checks when the client is refused.</param>
    public ClientCredentialTokens(string name, Uri endpoint, Action<RestRequest> prove, string remedy, TimeProvider time, HttpMessageHandler? handler)
    {
        _http = new VendorClient(
            new VendorClientOptions
            {
                Name = name,
                BaseUrl = new Uri(endpoint.GetLeftPart(UriPartial.Authority)),
                Classify = response => Refusal(name, remedy, response),
                KeepsPauses = true,
                Handler = handler,
            },
            time
        );
        _held = new HeldToken(SignInAsync, time);

        async Task<FreshToken> SignInAsync(CancellationToken cancellationToken)
        {
            var request = new RestRequest(endpoint, Method.Post)
                .AddHeader("Accept", "application/json")
                .AddParameter("grant_type", "client_credentials");
            prove(request);
            var answer = (await _http.SendAsync(request, cancellationToken)).Json;
            return answer["access_token"].Text() is { } token
                ? new FreshToken(
                    token,
                    answer["expires_in"].Number() is { } life and > 0 and < 604_800 ? TimeSpan.FromSeconds((double)life) : UsualLife
                )
                : throw new ConnectionException(ConnectionFailure.Reconnect, $"{name} gave no access token. {remedy}");
        }
    }

    /// <param name="fresh">The token given out last was refused.</param>
    public ValueTask<string> GetAsync(bool fresh, CancellationToken cancellationToken) => _held.GetAsync(fresh, cancellationToken);

    public void Dispose()
    {
        _http.Dispose();
        _held.Dispose();
    }

    /// <summary>Carries no status, so that a refused client is not asked a second time as an expired token would be.</summary>
    private static ConnectionException? Refusal(string name, string remedy, VendorResponse response) =>
        (int)response.Status is 400 or 401 or 403
            ? new ConnectionException(ConnectionFailure.Reconnect, $"{name} refused the client ({Reason(response)}). {remedy}")
            : null;

    private static string Reason(VendorResponse response)
    {
        try
        {
            var said = response.Json["error_description"].Text() ?? response.Json["errorSummary"].Text() ?? response.Json["error"].Text();
            var line = Enrichment.ReportText.Clean(said?.Split('\n')[0] ?? "no reason given");
            return line.Length > 160 ? line[..160] + "…" : line;
        }
        catch (JsonException)
        {
            return "no reason given";
        }
    }
}
