namespace Itam.Context.Sources.ServiceNow;

/// <summary>How we sign in to an instance.</summary>
public abstract record ServiceNowSignIn
{
    private ServiceNowSignIn() { }

    /// <summary>OAuth 2.0 client credentials at <c>/oauth_token.do</c>.</summary>
    public sealed record OAuth(string ClientId, string ClientSecret) : ServiceNowSignIn;

    /// <summary>HTTP Basic; many instances refuse it for accounts that people can log in with.</summary>
    public sealed record Basic(string User, string Password) : ServiceNowSignIn;

    /// <summary>Header <c>x-sn-apikey</c>.</summary>
    public sealed record ApiKey(string Key) : ServiceNowSignIn;
}

/// <param name="Connection">Name of the configured connection.</param>
/// <param name="BaseUrl">https://acme.service-now.com</param>
public sealed record ServiceNowAccess(string Connection, Uri BaseUrl, ServiceNowSignIn SignIn)
{
    /// <summary>For messages.</summary>
    public string Name => $"ServiceNow connection '{Connection}'";
}
