using System.Globalization;
using Itam.Context.Connections;
using Itam.Context.Sources.Calls;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using RestSharp;

namespace Itam.Context.Sources.MicrosoftGraph;

/// <summary>
/// Calls to Microsoft Graph with an app's own rights, at most half of what Intune allows (2,000 calls per 20 s, learn.microsoft.com/graph/throttling-limits).
/// </summary>
internal sealed class GraphClient : IDisposable
{
    private readonly GraphAccess _access;
    private readonly TimeProvider _time;
    private readonly VendorClient _http;
    private readonly ClientCredentialTokens _tokens;
    private readonly CallBudget _budget;

    public GraphClient(GraphAccess access, TimeProvider time, HttpMessageHandler? handler)
    {
        _access = access;
        _time = time;
        _budget = new CallBudget(access.Name, 1_000, TimeSpan.FromSeconds(20), time);
        var endpoint = new Uri($"{access.LoginUrl.AbsoluteUri.TrimEnd('/')}/{access.DirectoryTenant}/oauth2/v2.0/token");
        _tokens = new ClientCredentialTokens(
            access.Name,
            endpoint,
            request =>
                access.Credential?.AddTo(
                    request,
                    access.ClientId,
                    string.Create(CultureInfo.InvariantCulture, $"{access.BaseUrl.GetLeftPart(UriPartial.Authority)}/.default"),
                    endpoint,
                    time.GetUtcNow()
                ),
            "Check DirectoryTenant, ClientId and that the client secret or certificate of the app registration has not ended.",
            time,
            handler
        );
        _http = new VendorClient(
            new VendorClientOptions
            {
                Name = access.Name,
                BaseUrl = access.BaseUrl,
                Authorization = AuthorizeAsync,
                SignInAgain = true,
                KeepsPauses = true,
                Classify = Classify,
                Timeout = TimeSpan.FromSeconds(60),
                Handler = handler,
            },
            time
        );
        Lists = new LinkedPages<GraphPage>(access.Name, access.BaseUrl, "Check that BaseUrl is the address of your cloud.", PageAsync);
    }

    /// <summary>For what a ticket or a person waits for.</summary>
    public async Task<JObject> GetAsync(RestRequest request, CancellationToken cancellationToken) =>
        Body(await _http.GetAsync(request, cancellationToken));

    /// <summary>Lists, by the links that Graph gives.</summary>
    public LinkedPages<GraphPage> Lists { get; }

    /// <summary>For walks in the background: a pause that Graph asks for is waited out.</summary>
    private async Task<GraphPage> PageAsync(RestRequest request, CancellationToken cancellationToken) =>
        GraphPage.Of(Body(await Patience.ReadAsync(() => _http.GetAsync(request, cancellationToken), _time, cancellationToken)), _access.Name);

    public void Dispose()
    {
        _http.Dispose();
        _tokens.Dispose();
    }

    private JObject Body(VendorResponse response) =>
        response.Json as JObject
        ?? throw new ConnectionException(ConnectionFailure.Reconnect, $"{_access.Name} answered with something else than an object. Check BaseUrl.");

    private async ValueTask AuthorizeAsync(RestRequest request, bool fresh, CancellationToken cancellationToken)
    {
        request.AddOrUpdateHeader("Authorization", $"Bearer {await _tokens.GetAsync(fresh, cancellationToken)}");
        await _budget.WaitAsync(cancellationToken);
    }

    private ConnectionException? Classify(VendorResponse response)
    {
        try
        {
            return (int)response.Status == 200 && response.Json is JObject { } body && body["error"] is JObject error
                ? new ConnectionException(
                    ConnectionFailure.Retry,
                    $"{_access.Name} put an error into its answer ({Enrichment.ReportText.Clean(error["code"].Text() ?? "no code")}). It is tried again."
                )
                {
                    Status = 200,
                }
                : null;
        }
        catch (JsonException)
        {
            // A page instead of data has its own verdict.
            return null;
        }
    }
}

/// <summary>One page of a collection.</summary>
/// <param name="Next">More follows there.</param>
/// <param name="Delta">The walk of a delta ends here; the next one starts at this link.</param>
/// <param name="Count">What the collection says it holds (@odata.count).</param>
internal sealed record GraphPage(JArray Rows, string? Next, string? Delta, int? Count) : ILinkedPage
{
    public static GraphPage Of(JObject body, string name) =>
        body["value"] is JArray rows
            ? new GraphPage(
                rows,
                body["@odata.nextLink"].Text(),
                body["@odata.deltaLink"].Text(),
                int.TryParse(body["@odata.count"].Text(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null
            )
            : throw new ConnectionException(
                ConnectionFailure.Reconnect,
                $"{name} answered without a list. Check that BaseUrl ends with the version, /v1.0."
            );
}
