using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Itam.Context.Connections;
using Itam.Context.Sources.Calls;
using Newtonsoft.Json.Linq;
using RestSharp;

namespace Itam.Context.Sources.Okta;

/// <param name="Next">The next page, as Okta's Link header names it; null on the last one.</param>
internal sealed record OktaPage(JArray Rows, string? Next) : ILinkedPage;

/// <summary>Calls to the Okta management API (/api/v1).</summary>
internal sealed partial class OktaClient : IDisposable
{
    private const string Scopes = "okta.users.read okta.devices.read";

    private readonly OktaAccess _access;
    private readonly TimeProvider _time;
    private readonly VendorClient _http;
    private readonly OktaPace _pace;
    private readonly ClientCredentialTokens? _tokens;

    public OktaClient(OktaAccess access, TimeProvider time, HttpMessageHandler? handler)
    {
        _access = access;
        _time = time;
        _pace = new OktaPace(access.Name, time);
        var root = access.BaseUrl.AbsoluteUri.TrimEnd('/');
        var endpoint = new Uri($"{root}/oauth2/v1/token");
        _tokens = access.Credential is OktaCredential.ServiceApp app
            ? new ClientCredentialTokens(
                access.Name,
                endpoint,
                request => Prove(request, app, endpoint),
                "Check ClientId, KeyId and PrivateKeyFile, that 'Require DPoP' is off in the app, and that its scopes okta.users.read and okta.devices.read "
                    + "are granted (set People or Devices to false to do without one).",
                time,
                handler
            )
            : null;
        _http = new VendorClient(
            new VendorClientOptions
            {
                Name = access.Name,
                BaseUrl = new Uri($"{root}/api/v1"),
                Authorization = AuthorizeAsync,
                SignInAgain = _tokens is not null,
                KeepsPauses = true,
                Classify = _pace.Classify,
                MaxConcurrency = 2,
                Handler = handler,
            },
            time
        );
        Lists = new LinkedPages<OktaPage>(access.Name, access.BaseUrl, "Set BaseUrl to the org's own address.", PageAsync);
    }

    /// <summary>For what a ticket or a person waits for.</summary>
    public async Task<JToken> GetAsync(RestRequest request, CancellationToken cancellationToken) =>
        (await _http.GetAsync(request, cancellationToken)).Json;

    public async Task<OktaPage> ListAsync(RestRequest request, CancellationToken cancellationToken) =>
        Page(await _http.GetAsync(request, cancellationToken));

    /// <summary>Lists, by the links that Okta gives.</summary>
    public LinkedPages<OktaPage> Lists { get; }

    /// <summary>For walks in the background: keeps to half the budget and waits out what Okta asks for.</summary>
    private async Task<OktaPage> PageAsync(RestRequest request, CancellationToken cancellationToken)
    {
        await _pace.WaitAsync(cancellationToken);
        return Page(await Patience.ReadAsync(() => _http.GetAsync(request, cancellationToken), _time, cancellationToken));
    }

    public static RestRequest Ask(string path) => new RestRequest(path).AddHeader("Accept", "application/json");

    public void Dispose()
    {
        _http.Dispose();
        _tokens?.Dispose();
    }

    private OktaPage Page(VendorResponse response)
    {
        if (response.Json is not JArray rows)
        {
            var error = response.Json is JObject body ? body["errorCode"].Text() : null;
            throw error is null
                ? new ConnectionException(
                    ConnectionFailure.Reconnect,
                    $"{_access.Name} answered without a list. Check that BaseUrl is the org's own address."
                )
                : new ConnectionException(
                    ConnectionFailure.Retry,
                    $"{_access.Name} put an error into its answer ({Enrichment.ReportText.Clean(error)}). It is read again later."
                );
        }

        var next = response.HeaderValues("Link").SelectMany(value => NextLink().Matches(value)).FirstOrDefault()?.Groups["url"].Value;
        return new OktaPage(rows, next);
    }

    private async ValueTask AuthorizeAsync(RestRequest request, bool fresh, CancellationToken cancellationToken)
    {
        switch (_access.Credential)
        {
            case OktaCredential.ApiToken token:
                request.AddOrUpdateHeader("Authorization", $"SSWS {token.Value}");
                break;
            case OktaCredential.ServiceApp:
                request.AddOrUpdateHeader("Authorization", $"Bearer {await _tokens!.GetAsync(fresh, cancellationToken)}");
                break;
        }
    }

    private void Prove(RestRequest request, OktaCredential.ServiceApp app, Uri endpoint)
    {
        var header = app.KeyId is { } id ? new JObject { ["kid"] = id } : [];
        var scopes = Scopes.Split(' ').Where(s => (_access.People || !s.Contains("users")) && (_access.Devices || !s.Contains("devices")));
        request
            .AddParameter("scope", string.Join(' ', scopes))
            .AddParameter("client_assertion_type", SignedAssertion.Type)
            .AddParameter(
                "client_assertion",
                SignedAssertion.Create(app.Key, header, app.ClientId, endpoint.AbsoluteUri, RSASignaturePadding.Pkcs1, _time.GetUtcNow())
            );
    }

    /// <summary>RFC 8288; several links may share one header line.</summary>
    [GeneratedRegex("<(?<url>[^>]+)>\\s*;\\s*rel=\"?next\"?", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex NextLink();
}
