using System.Globalization;
using System.Web;
using Itam.Context.Connections;
using Itam.Context.Sources.Calls;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using RestSharp;

namespace Itam.Context.Sources.AppleBusiness;

/// <param name="Cursor">Of the next page; null where the list ends.</param>
/// <param name="Total">Where the answer counts.</param>
internal sealed record AppleDevices(IReadOnlyList<JToken> Rows, string? Cursor, int? Total);

/// <summary>The Apple Business API, <c>/v1</c>, JSON:API (developer.apple.com/documentation/applebusinessapi).</summary>
internal sealed class AppleBusinessClient : IDisposable
{
    /// <summary>Apple does not say how long a refused integration should wait.</summary>
    private static readonly TimeSpan RatePause = TimeSpan.FromSeconds(60);

    private readonly AppleBusinessSettings _settings;
    private readonly TimeProvider _time;
    private readonly CallPace _pace;
    private readonly HeldToken _token;
    private readonly VendorClient _signIn;
    private readonly VendorClient _http;

    public AppleBusinessClient(AppleBusinessSettings settings, TimeProvider time, HttpMessageHandler? handler)
    {
        _settings = settings;
        _time = time;
        _pace = new CallPace(settings.CallsPerMinute, time);
        _token = new HeldToken(SignInAsync, time);
        _signIn = new VendorClient(
            new VendorClientOptions
            {
                Name = settings.Name,
                BaseUrl = new Uri(settings.TokenUrl.GetLeftPart(UriPartial.Authority)),
                Classify = ClassifySignIn,
                Handler = handler,
            },
            time
        );
        _http = new VendorClient(
            new VendorClientOptions
            {
                Name = settings.Name,
                BaseUrl = settings.BaseUrl,
                Authorization = AuthorizeAsync,
                SignInAgain = true,
                Classify = Classify,
                MaxConcurrency = 1,
                Timeout = TimeSpan.FromSeconds(60),
                Handler = handler,
            },
            time
        );
    }

    /// <summary>No <c>fields[]</c>: it would leave out everything that it does not name.</summary>
    public async Task<AppleDevices> DevicesAsync(int limit, string? cursor, CancellationToken cancellationToken)
    {
        var request = new RestRequest("v1/orgDevices").AddQueryParameter("limit", limit.ToString(CultureInfo.InvariantCulture));
        var body = (await _http.GetAsync(cursor is null ? request : request.AddQueryParameter("cursor", cursor), cancellationToken)).Json;
        var paging = body.At("meta", "paging");
        return new AppleDevices([.. Data(body)], NextCursor(body.At("links", "next").Words()), paging.At("total").Count());
    }

    /// <exception cref="ConnectionException">GiveUp with status 404 where the organisation has no such device.</exception>
    public async Task<IReadOnlyList<JToken>> CoverageAsync(string serial, CancellationToken cancellationToken) =>
        [.. Data((await _http.GetAsync($"v1/orgDevices/{Uri.EscapeDataString(serial)}/appleCareCoverage", cancellationToken)).Json)];

    public void Dispose()
    {
        _http.Dispose();
        _signIn.Dispose();
        _token.Dispose();
    }

    /// <summary>Only the cursor is taken from the link: our credentials go to no address that an answer names.</summary>
    private string? NextCursor(string? link)
    {
        if (link is null)
        {
            return null;
        }

        var query = link.IndexOf('?', StringComparison.Ordinal);
        return query >= 0 && HttpUtility.ParseQueryString(link[query..])["cursor"] is { Length: > 0 } cursor
            ? cursor
            : throw new ConnectionException(
                ConnectionFailure.GiveUp,
                $"{_settings.Name} gave a link to the next page that has no cursor. The list was not read to its end."
            );
    }

    private JArray Data(JToken body) =>
        body.At("data") as JArray
        ?? throw new ConnectionException(
            ConnectionFailure.Reconnect,
            $"{_settings.Name} answered without the list that was asked for. Check BaseUrl."
        );

    private async ValueTask AuthorizeAsync(RestRequest request, bool fresh, CancellationToken cancellationToken)
    {
        request.AddOrUpdateHeader("Authorization", $"Bearer {await _token.GetAsync(fresh, cancellationToken)}");
        await _pace.WaitAsync(cancellationToken);
    }

    private async Task<FreshToken> SignInAsync(CancellationToken cancellationToken)
    {
        var request = new RestRequest(_settings.TokenUrl.AbsolutePath.TrimStart('/'), Method.Post)
            .AddParameter("grant_type", "client_credentials")
            .AddParameter("client_id", _settings.ClientId)
            .AddParameter("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
            .AddParameter("client_assertion", ClientAssertion.Make(_settings, _time))
            .AddParameter("scope", _settings.Scope);
        var answer = (await _signIn.SendAsync(request, cancellationToken)).Json;
        var token =
            answer.At("access_token").Words()
            ?? throw new ConnectionException(ConnectionFailure.Reconnect, $"{_settings.Name} gave no access token. Check TokenUrl.");
        return new FreshToken(token, TimeSpan.FromSeconds(answer.At("expires_in").Count() is { } life and > 0 and <= 86_400 ? life : 3600));
    }

    /// <summary>Carries no status, so that a refused key is not used a second time as an expired token would be renewed.</summary>
    private ConnectionException? ClassifySignIn(VendorResponse response) =>
        (int)response.Status is 400 or 401 or 403
            ? new ConnectionException(
                ConnectionFailure.Reconnect,
                $"{_settings.Name} refused the API account ({(int)response.Status}). Check ClientId, KeyId and the private key, that the account is not "
                    + "revoked, and that the clock of this machine is right."
            )
            : Classify(response);

    private ConnectionException? Classify(VendorResponse response) =>
        (int)response.Status == 429 || FirstError(response).At("code").Text() == "RATE_LIMIT_EXCEEDED"
            ? new ConnectionException(
                ConnectionFailure.Retry,
                $"{_settings.Name} has had too many calls from this organisation (429). It is tried again after a pause.",
                HttpFailures.RetryAfter(response, _time.GetUtcNow()) ?? RatePause
            )
            {
                Status = 429,
            }
        // Apple's own "no such device" is an error document; anything else under 404 is a wrong address and says nothing about a device.
        : (int)response.Status is 404 && FirstError(response) is null
            ? new ConnectionException(ConnectionFailure.GiveUp, $"{_settings.Name} has nothing at this address (404). Check BaseUrl.")
        : (int)response.Status is 200 && FirstError(response) is { } error
            ? new ConnectionException(
                ConnectionFailure.Retry,
                $"{_settings.Name} answered with an error ({Said.Clip(Enrichment.ReportText.Clean(error.At("title").Text() ?? "no title"))}). It is tried again."
            )
        : null;

    /// <summary>Of a JSON:API error document; null where the answer carries data.</summary>
    private static JToken? FirstError(VendorResponse response)
    {
        try
        {
            return response.Json is JObject body && body["data"] is null && body["errors"] is JArray { Count: > 0 } errors ? errors[0] : null;
        }
        catch (JsonException)
        {
            // A page instead of data has its own verdict.
            return null;
        }
    }
}
