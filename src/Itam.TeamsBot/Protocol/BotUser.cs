namespace Itam.TeamsBot.Protocol;

/// <summary>Who acts, proven by the channel: the only thing that authorises. Never what a card's data says.</summary>
/// <param name="EntraTenant">Directory tenant, lower-case GUID.</param>
/// <param name="EntraId">Object id in that directory, lower-case GUID.</param>
/// <param name="ChannelId">"29:…", for mentions and refreshes; the same only within this bot.</param>
public sealed record BotUser(string EntraTenant, string EntraId, string? ChannelId, string? Name)
{
    /// <summary>Null where the person cannot be named (anonymous, from a directory that is not served): actions are then refused.</summary>
    /// <param name="served">The Entra tenants of the connection.</param>
    internal static BotUser? Of(Activity activity, IReadOnlyCollection<string> served)
    {
        var from = activity.From;
        var tenant = from?.TenantId is { } home ? ChannelAccount.Normal(home) : activity.EntraTenant();
        return from?.EntraId is { } id && tenant is not null && served.Contains(tenant) && from.UserRole is not "anonymous"
            ? new BotUser(tenant, id, from.Id, from.Name)
            : null;
    }
}
