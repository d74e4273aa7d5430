using System.Text;
using Itam.Context.Connections;
using Newtonsoft.Json.Linq;
using RestSharp;

namespace Itam.Context.Sources.Jira;

/// <summary>Adds the credentials to each call. A client credential is exchanged for a token, which is kept until a minute before it expires.</summary>
internal sealed class JiraAuthorization : IDisposable
{
    private readonly string? _fixed;
    private readonly VendorClient? _issuer;
    private readonly Cached<string>? _token;
    private volatile string? _lastToken;

    public JiraAuthorization(JiraClientOptions options, TimeProvider time)
    {
        switch (options.SignIn)
        {
            case JiraSignIn.ApiToken basic:
                _fixed = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{basic.Email}:{basic.Token}"));
                break;
            case JiraSignIn.AccessToken bearer:
                _fixed = "Bearer " + bearer.Token;
                break;
            case JiraSignIn.ClientCredential client:
                _issuer = new VendorClient(
                    new VendorClientOptions
                    {
                        Name = $"{options.Name} (sign-in)",
                        BaseUrl = client.TokenUrl,
                        Handler = options.Handler,
                        Classify = answer => (int)answer.Status is 400 or 401 or 403 ? Refused(options.Name, (int)answer.Status) : null,
                    },
                    time
                );
                _token = new Cached<string>(token => RequestTokenAsync(client, options.Name, token), time);
                break;
        }
    }

    /// <summary>True where a 401 may only mean that the token has expired.</summary>
    public bool CanSignInAgain => _token is not null;

    public async ValueTask AddAsync(RestRequest request, bool fresh, CancellationToken cancellationToken)
    {
        var header = _fixed;
        if (_token is not null)
        {
            if (fresh && _lastToken is { } refused)
            {
                await _token.DropAsync(refused, cancellationToken);
            }

            _lastToken = await _token.GetAsync(cancellationToken);
            header = "Bearer " + _lastToken;
        }

        request.AddOrUpdateHeader("Authorization", header!);
    }

    public void Dispose()
    {
        _issuer?.Dispose();
        _token?.Dispose();
    }

    private async Task<(string, TimeSpan)> RequestTokenAsync(JiraSignIn.ClientCredential client, string name, CancellationToken cancellationToken)
    {
        var body = new JObject
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = client.ClientId,
            ["client_secret"] = client.ClientSecret,
        };
        var answer = await _issuer!.SendAsync(new RestRequest("", Method.Post).AddStringBody(body.ToString(), ContentType.Json), cancellationToken);
        var json = answer.JsonObject(name);
        var token =
            json["access_token"].Text()
            ?? throw new ConnectionException(ConnectionFailure.Reconnect, $"{name}: the sign-in gave no access token. Check the setting TokenUrl.");
        var seconds = json["expires_in"].Number() is { } stated and > 0 ? stated : 600;
        return (token, TimeSpan.FromSeconds(Math.Max(30, seconds - 60)));
    }

    private static ConnectionException Refused(string name, int status) =>
        new(
            ConnectionFailure.Reconnect,
            $"{name}: the sign-in refused the client id or its secret ({status}). Enter a new credential and run 'itam doctor'."
        )
        {
            Status = status,
        };
}
