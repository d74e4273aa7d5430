using Itam.Context;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Sources;
using Itam.Webhooks.Receiving;

namespace Itam.Webhooks;

/// <summary>One kind of service desk. Adding one = a folder, a line in <see cref="DeskVendors"/> and a page in docs/.</summary>
public interface IDeskVendor
{
    /// <summary>The value of a connection's <c>Kind</c> setting, lower-case: "jira".</summary>
    string Kind { get; }

    /// <summary>Reads the connection's settings (reporting what is wrong with them) and builds both directions. Makes no call.</summary>
    DeskConnection Connect(ConnectionSettings settings, VendorServices services);

    /// <summary>Where people open this desk's tickets; null when the settings do not tell. Needs no secrets.</summary>
    Uri? TicketSite(SettingsReader reader) => reader.Has("BaseUrl") ? reader.Url("BaseUrl", "https://desk.acme.example") : null;
}

/// <summary>A configured desk: the way out (<see cref="Desk"/>) and the way in (<see cref="Receiver"/>), and its own asset store where it is to be read.</summary>
public sealed record DeskConnection(string Name, TenantId Tenant, IServiceDesk Desk, IWebhookReceiver Receiver, ISource? Assets = null)
{
    /// <summary>Of what both the desk and its asset store sign in with.</summary>
    public CredentialEnd CredentialEnd { get; init; } = new((DateOnly?)null);

    /// <summary>A line per thing that <c>itam doctor</c> looks at.</summary>
    public async Task<IReadOnlyList<ConnectionCheck>> CheckAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        const string Renew = "Make a new token, key or secret for the account, enter it here, and move CredentialExpiresOn.";
        var checks = await Desk.CheckAsync(cancellationToken);
        return CredentialEnd.Check(time.GetUtcNow(), Renew) is { } end ? [.. checks, end] : checks;
    }
}
