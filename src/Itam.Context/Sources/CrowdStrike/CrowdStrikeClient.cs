using System.Globalization;
using Itam.Context.Connections;
using Itam.Context.Sources.Calls;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using RestSharp;

namespace Itam.Context.Sources.CrowdStrike;

/// <param name="Pointer">Continues the scroll; dies after two minutes.</param>
internal sealed record HostIds(IReadOnlyList<string> Ids, int? Total, string? Pointer);

/// <param name="Partial">Errors came along with the rows.</param>
internal sealed record Hosts(IReadOnlyList<JToken> Rows, bool Partial);

/// <summary>The hosts API (scope "Hosts: Read"): ids by scroll, then their details. Names from falconpy's <c>_endpoint/_hosts.py</c>.</summary>
internal sealed class CrowdStrikeClient : IDisposable
{
    private readonly CrowdStrikeSettings _settings;
    private readonly CallPace _pace;
    private readonly HeldToken _token;
    private readonly VendorClient _signIn;
    private readonly VendorClient _http;

    public CrowdStrikeClient(CrowdStrikeSettings settings, TimeProvider time, HttpMessageHandler? handler)
    {
        _settings = settings;
        _pace = new CallPace(settings.CallsPerMinute, time);
        _token = new HeldToken(SignInAsync, time);
        var options = new VendorClientOptions
        {
            Name = settings.Name,
            BaseUrl = settings.BaseUrl,
            Classify = response => CrowdStrikeFailures.ClassifySignIn(response, settings.Name, time.GetUtcNow()),
            KeepsPauses = true,
            Handler = handler,
        };
        _signIn = new VendorClient(options, time);
        _http = new VendorClient(
            options with
            {
                Classify = response => CrowdStrikeFailures.Classify(response, settings.Name, time.GetUtcNow()),
                Authorization = AuthorizeAsync,
                SignInAgain = true,
                Timeout = TimeSpan.FromSeconds(60),
            },
            time
        );
    }

    /// <param name="pointer">From the last page; null begins.</param>
    public async Task<HostIds> ScrollAsync(int limit, string? filter, string? pointer, CancellationToken cancellationToken)
    {
        var request = Query("devices/queries/devices-scroll/v1", limit, filter).AddQueryParameter("sort", "device_id.asc");
        return Ids(await _http.GetAsync(pointer is null ? request : request.AddQueryParameter("offset", pointer), cancellationToken));
    }

    public async Task<HostIds> FindAsync(int limit, string filter, CancellationToken cancellationToken) =>
        Ids(await _http.GetAsync(Query("devices/queries/devices/v1", limit, filter), cancellationToken));

    /// <param name="ids">At most 5000.</param>
    public async Task<Hosts> DetailsAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var request = new RestRequest("devices/entities/devices/v2", Method.Post).AddStringBody(
            new JObject { ["ids"] = new JArray(ids) }.ToString(Formatting.None),
            ContentType.Json
        );
        var body = (await _http.SendAsync(request, cancellationToken)).Json;
        return new Hosts([.. Resources(body)], body.At("errors") is JArray { Count: > 0 });
    }

    /// <summary>A value inside an FQL filter: quoted, so that nothing in it can end the value.</summary>
    public static string Quote(string value) =>
        $"'{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    public void Dispose()
    {
        _http.Dispose();
        _signIn.Dispose();
        _token.Dispose();
    }

    private static RestRequest Query(string path, int limit, string? filter)
    {
        var request = new RestRequest(path).AddQueryParameter("limit", limit.ToString(CultureInfo.InvariantCulture));
        return filter is null ? request : request.AddQueryParameter("filter", filter);
    }

    private HostIds Ids(VendorResponse response) =>
        new(
            [.. Resources(response.Json).Select(id => id.Words()).OfType<string>()],
            response.Json.At("meta", "pagination", "total").Count(),
            response.Json.At("meta", "pagination", "offset").Words()
        );

    private JArray Resources(JToken body) =>
        body.At("resources") switch
        {
            JArray rows => rows,
            // Nothing found comes as null in some answers.
            JValue { Value: null } => [],
            _ => throw new ConnectionException(
                ConnectionFailure.Reconnect,
                $"{_settings.Name} answered without the list that was asked for. Check that BaseUrl is the API address of your cloud."
            ),
        };

    private async ValueTask AuthorizeAsync(RestRequest request, bool fresh, CancellationToken cancellationToken)
    {
        request.AddOrUpdateHeader("Authorization", $"Bearer {await _token.GetAsync(fresh, cancellationToken)}");
        await _pace.WaitAsync(cancellationToken);
    }

    private async Task<FreshToken> SignInAsync(CancellationToken cancellationToken)
    {
        var request = new RestRequest("oauth2/token", Method.Post)
            .AddParameter("client_id", _settings.ClientId)
            .AddParameter("client_secret", _settings.ClientSecret);
        if (_settings.MemberCid is { } member)
        {
            request.AddParameter("member_cid", member);
        }

        var answer = (await _signIn.SendAsync(request, cancellationToken)).Json;
        var token =
            answer.At("access_token").Words()
            ?? throw new ConnectionException(
                ConnectionFailure.Reconnect,
                $"{_settings.Name} gave no access token. Check that BaseUrl is the API address of your cloud."
            );
        return new FreshToken(token, TimeSpan.FromSeconds(answer.At("expires_in").Count() is { } life and > 0 and <= 86_400 ? life : 1799));
    }
}
