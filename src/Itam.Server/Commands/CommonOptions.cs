using System.CommandLine;
using Itam.Context;
using Itam.Server.Configuration;

namespace Itam.Server.Commands;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    public static Option<string?> Config() =>
        new("--config") { Description = $"Configuration file (default: {ConfigurationFile.DefaultName} in this folder)" };

    public static Option<string> Tenant() =>
        new("--tenant") { Description = "Whose data it is", DefaultValueFactory = _ => ServerSettings.DefaultTenant };

    /// <exception cref="FormatException">Not a tenant name.</exception>
    public static TenantId TenantOf(ParseResult parsed, Option<string> option) =>
        TenantId.Parse(parsed.GetValue(option) ?? ServerSettings.DefaultTenant);
}
