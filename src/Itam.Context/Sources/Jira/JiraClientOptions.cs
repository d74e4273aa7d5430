namespace Itam.Context.Sources.Jira;

public enum JiraDeployment
{
    Cloud,
    DataCenter,
}

/// <summary>How we sign in. Never prints its secrets.</summary>
public abstract record JiraSignIn
{
    private JiraSignIn() { }

    public sealed override string ToString() => GetType().Name;

    /// <summary>Cloud, on the site's own address: e-mail and API token (Basic).</summary>
    public sealed record ApiToken(string Email, string Token) : JiraSignIn;

    /// <summary>Cloud, on api.atlassian.com: a service account's OAuth 2.0 credential (RFC 6749 §4.4).</summary>
    public sealed record ClientCredential(string ClientId, string ClientSecret, Uri TokenUrl) : JiraSignIn;

    /// <summary>Data Center: a personal access token; on api.atlassian.com a bearer token that somebody else keeps fresh.</summary>
    public sealed record AccessToken(string Token) : JiraSignIn;
}

public sealed record JiraClientOptions
{
    /// <summary>The connection's name, for messages.</summary>
    public required string Connection { get; init; }
    public required Uri BaseUrl { get; init; }
    public required JiraSignIn SignIn { get; init; }
    public JiraDeployment Deployment { get; init; }

    /// <summary>Assets (Cloud): the address before <c>/workspace/{id}/v1</c>; null where there is none.</summary>
    public Uri? AssetsUrl { get; init; }

    /// <summary>Points that a bearer sign-in on Cloud may spend in an hour.</summary>
    public int PointsPerHour { get; init; } = DefaultPointsPerHour;

    /// <summary>What an app has that Atlassian has not reviewed.</summary>
    public const int DefaultPointsPerHour = 65_000;

    /// <summary>For tests and proxies; null is the ordinary network.</summary>
    public HttpMessageHandler? Handler { get; init; }

    public string Name => $"Jira connection '{Connection}'";
}
