using Microsoft.Extensions.Logging;

namespace Itam.Context.Connections;

/// <param name="Name">Also the last part of a desk's webhook address.</param>
/// <param name="Reader">The connection's own section.</param>
public sealed record ConnectionSettings(string Name, TenantId Tenant, SettingsReader Reader);

/// <param name="Handler">Replaces the network in tests; null otherwise.</param>
public sealed record VendorServices(TimeProvider Time, ILoggerFactory Logs, HttpMessageHandler? Handler = null);
