using Itam.Context;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Webhooks.Receiving;
using Microsoft.Extensions.Logging;

namespace Itam.Webhooks;

/// <summary>One kind of service desk. Adding one = a folder, a line in <see cref="DeskVendors"/> and a page in docs/.</summary>
public interface IDeskVendor
{
    /// <summary>The value of a connection's <c>Kind</c> setting, lower-case: "jira".</summary>
    string Kind { get; }

    /// <summary>Reads the connection's settings (reporting what is wrong with them) and builds both directions. Makes no call.</summary>
    DeskConnection Connect(ConnectionSettings settings, VendorServices services);
}

/// <param name="Name">Also the last part of the webhook address.</param>
/// <param name="Reader">The connection's own section.</param>
public sealed record ConnectionSettings(string Name, TenantId Tenant, SettingsReader Reader);

/// <param name="Handler">Replaces the network in tests; null otherwise.</param>
public sealed record VendorServices(TimeProvider Time, ILoggerFactory Logs, HttpMessageHandler? Handler = null);

/// <summary>A configured desk: the way out (<see cref="Desk"/>) and the way in (<see cref="Receiver"/>).</summary>
public sealed record DeskConnection(string Name, TenantId Tenant, IServiceDesk Desk, IWebhookReceiver Receiver);
