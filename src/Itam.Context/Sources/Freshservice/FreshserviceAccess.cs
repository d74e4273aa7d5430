namespace Itam.Context.Sources.Freshservice;

/// <summary>How a connection signs in: the API key of one agent, whose rights and workspaces apply (api.freshservice.com, Authentication).</summary>
/// <param name="Connection">Name of the connection, for messages.</param>
/// <param name="Account">Address of the account without the API's path: https://acme.freshservice.com.</param>
public sealed record FreshserviceAccess(string Connection, Uri Account, string ApiKey)
{
    // A record prints its members; the key must not reach a log that way.
    public override string ToString() => $"Freshservice connection '{Connection}' at {Account}";
}
