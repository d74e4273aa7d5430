using System.Globalization;
using Itam.Context.Connections;
using Itam.Context.Sources.Calls;
using Newtonsoft.Json.Linq;
using RestSharp;

namespace Itam.Context.Sources.Jamf;

/// <param name="Total"><c>totalCount</c> of the whole list.</param>
internal sealed record JamfPage(IReadOnlyList<JToken> Rows, int? Total);

/// <summary>The Jamf Pro API (<c>/api</c>, JSON) with the client credentials of an API client. Jamf advises at most five requests at a time.</summary>
internal sealed class JamfClient : IDisposable
{
    private static readonly string[] ComputerSections =
    [
        "GENERAL",
        "HARDWARE",
        "OPERATING_SYSTEM",
        "STORAGE",
        "USER_AND_LOCATION",
        "PURCHASING",
        "DISK_ENCRYPTION",
    ];
    private static readonly string[] MobileSections = ["GENERAL", "HARDWARE", "USER_AND_LOCATION", "PURCHASING", "SECURITY"];

    // Newest first: versions age within a year, and a server that is not updated answers 404 to the new ones.
    private static readonly string[] ComputerVersions = ["v4", "v3", "v1"];

    /// <summary>The cloud's gateway does not say how long; 75 s is what long-running clients found to be enough.</summary>
    private static readonly TimeSpan QuotaPause = TimeSpan.FromSeconds(75);

    private readonly JamfSettings _settings;
    private readonly CallPace _pace;
    private readonly HeldToken _token;
    private readonly VendorClient _signIn;
    private readonly VendorClient _http;
    private int _computerVersion;

    public JamfClient(JamfSettings settings, TimeProvider time, HttpMessageHandler? handler)
    {
        _settings = settings;
        _pace = new CallPace(settings.CallsPerMinute, time);
        _token = new HeldToken(SignInAsync, time);
        var options = new VendorClientOptions
        {
            Name = settings.Name,
            BaseUrl = settings.BaseUrl,
            Classify = ClassifySignIn,
            KeepsPauses = true,
            Handler = handler,
        };
        _signIn = new VendorClient(options, time);
        _http = new VendorClient(
            options with
            {
                Classify = Quota,
                Authorization = AuthorizeAsync,
                SignInAgain = true,
                MaxConcurrency = 3,
                Timeout = TimeSpan.FromSeconds(60),
            },
            time
        );
    }

    /// <summary>"11.30.1-t1784555528405".</summary>
    public async Task<string?> VersionAsync(CancellationToken cancellationToken) =>
        (await _http.GetAsync("api/v1/jamf-pro-version", cancellationToken)).Json.At("version").Words();

    /// <param name="filter">RSQL; null for everything.</param>
    public async Task<JamfPage> ComputersAsync(int page, int size, string? filter, CancellationToken cancellationToken)
    {
        while (true)
        {
            var version = Volatile.Read(ref _computerVersion);
            try
            {
                var request = List($"api/{ComputerVersions[version]}/computers-inventory", ComputerSections, "id:asc", page, size, filter);
                return Page(await _http.GetAsync(request, cancellationToken));
            }
            catch (ConnectionException unknown) when (unknown.Status == 404 && version < ComputerVersions.Length - 1)
            {
                Interlocked.CompareExchange(ref _computerVersion, version + 1, version);
            }
        }
    }

    public async Task<JamfPage> MobileDevicesAsync(int page, int size, string? filter, CancellationToken cancellationToken)
    {
        // Without LENIENT one unreadable device makes the whole page a 500.
        var request = List("api/v2/mobile-devices/detail", MobileSections, "mobileDeviceId:asc", page, size, filter)
            .AddQueryParameter("exception-handling", "LENIENT");
        return Page(await _http.GetAsync(request, cancellationToken));
    }

    /// <summary>A value inside an RSQL filter: quoted, so that nothing in it can end the value.</summary>
    public static string Quote(string value) =>
        $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    public void Dispose()
    {
        _http.Dispose();
        _signIn.Dispose();
        _token.Dispose();
    }

    private static RestRequest List(string path, string[] sections, string sort, int page, int size, string? filter)
    {
        var request = new RestRequest(path)
            .AddQueryParameter("page", page.ToString(CultureInfo.InvariantCulture))
            .AddQueryParameter("page-size", size.ToString(CultureInfo.InvariantCulture))
            .AddQueryParameter("sort", sort);
        foreach (var section in sections)
        {
            request.AddQueryParameter("section", section);
        }

        return filter is null ? request : request.AddQueryParameter("filter", filter);
    }

    private JamfPage Page(VendorResponse response) =>
        response.Json.At("results") is JArray rows
            ? new JamfPage([.. rows], response.Json.At("totalCount").Count())
            : throw new ConnectionException(
                ConnectionFailure.Reconnect,
                $"{_settings.Name} answered without a list of devices. Check that BaseUrl is the address of the Jamf Pro server."
            );

    private async ValueTask AuthorizeAsync(RestRequest request, bool fresh, CancellationToken cancellationToken)
    {
        request.AddOrUpdateHeader("Authorization", $"Bearer {await _token.GetAsync(fresh, cancellationToken)}");
        await _pace.WaitAsync(cancellationToken);
    }

    private async Task<FreshToken> SignInAsync(CancellationToken cancellationToken)
    {
        VendorResponse answer;
        try
        {
            answer = await _signIn.SendAsync(Credentials("api/v1/oauth/token"), cancellationToken);
        }
        catch (ConnectionException unknown) when (unknown.Status == 404)
        {
            answer = await SignInAtOlderServerAsync(cancellationToken);
        }

        var token =
            answer.Json.At("access_token").Words()
            ?? throw new ConnectionException(
                ConnectionFailure.Reconnect,
                $"{_settings.Name} gave no access token. Check that BaseUrl is the address of the Jamf Pro server."
            );
        return new FreshToken(token, TimeSpan.FromSeconds(answer.Json.At("expires_in").Count() is { } life and > 0 and <= 86_400 ? life : 60));
    }

    /// <summary>Servers before the versioned path know only this one.</summary>
    private async Task<VendorResponse> SignInAtOlderServerAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _signIn.SendAsync(Credentials("api/oauth/token"), cancellationToken);
        }
        catch (ConnectionException unknown) when (unknown.Status == 404)
        {
            throw new ConnectionException(
                ConnectionFailure.Reconnect,
                $"{_settings.Name} finds no Jamf Pro API at this address (404). Check BaseUrl: the server's own address, without a path.",
                inner: unknown
            );
        }
    }

    private RestRequest Credentials(string path) =>
        new RestRequest(path, Method.Post)
            .AddParameter("grant_type", "client_credentials")
            .AddParameter("client_id", _settings.ClientId)
            .AddParameter("client_secret", _settings.ClientSecret);

    /// <summary>Carries no status, so that a refused client is not asked a second time as an expired token would be.</summary>
    private ConnectionException? ClassifySignIn(VendorResponse response) =>
        (int)response.Status is 400 or 401 or 403 && Quota(response) is null
            ? new ConnectionException(
                ConnectionFailure.Reconnect,
                $"{_settings.Name} refused the API client ({(int)response.Status}). Check ClientId and ClientSecret, and that the client is enabled "
                    + "under Settings, API roles and clients."
            )
            : Quota(response);

    private ConnectionException? Quota(VendorResponse response) =>
        response.Text is { Length: < 4096 } text && text.Contains("policies.ratelimit.QuotaViolation", StringComparison.Ordinal)
        || (int)response.Status == 429 && HttpFailures.RetryAfter(response, DateTimeOffset.UnixEpoch) is null
            ? new ConnectionException(
                ConnectionFailure.Retry,
                $"{_settings.Name} has too much to do (rate limit). It is tried again after a pause.",
                QuotaPause
            )
            {
                Status = (int)response.Status,
            }
            : null;
}
