using System.Globalization;
using Newtonsoft.Json;
using RestSharp;

namespace Itam.Context.Connections;

/// <summary>
/// Access tokens by the client credentials grant (RFC 6749 §4.4). A token is kept until a minute before its end and fetched anew when the vendor refuses it.
/// </summary>
/// <param name="name">For messages: "Acme connection 'main'".</param>
/// <param name="prove">Adds the proof of the client (secret or assertion) and the scope to the form.</param>
/// <param name="remedy">What an administrator checks when the client is refused.</param>
internal sealed class ClientCredentialTokens(
    string name,
    Uri endpoint,
    Action<RestRequest> prove,
    string remedy,
    TimeProvider time,
    HttpMessageHandler? handler
) : IDisposable
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan UsualLife = TimeSpan.FromMinutes(30);

    private readonly SemaphoreSlim _one = new(1);
    private readonly VendorClient _http = new(
        new VendorClientOptions
        {
            Name = name,
            BaseUrl = new Uri(endpoint.GetLeftPart(UriPartial.Authority)),
            Classify = response => Refusal(name, remedy, response),
            Handler = handler,
        },
        time
    );
    private (string Token, DateTimeOffset Until)? _held;

    /// <param name="fresh">The token given out last was refused.</param>
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
            var request = new RestRequest(endpoint, Method.Post).AddHeader("Accept", "application/json").AddParameter("grant_type", "client_credentials");
            prove(request);
            var answer = (await _http.SendAsync(request, cancellationToken)).Json;
            var token =
                answer["access_token"].Text()
                ?? throw new ConnectionException(ConnectionFailure.Reconnect, $"{name} gave no access token. {remedy}");
            var life =
                double.TryParse(answer["expires_in"].Text(), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
                && seconds is > 0 and < 604_800
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
