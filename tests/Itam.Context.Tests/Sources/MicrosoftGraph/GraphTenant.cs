using Itam.Context.Connections;
using Itam.Context.Sources;
using Itam.Context.Sources.MicrosoftGraph;
using Itam.Sandbox;
using Itam.Sandbox.Company;
using Itam.Sandbox.Sources.MicrosoftGraph;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Tests.Sources.MicrosoftGraph;

/// <summary>An emulated Entra tenant on loopback and the product connected to it.</summary>
internal sealed class GraphTenant : IAsyncDisposable
{
    public const string Sku = "05e9a617-0261-4cee-bb44-138d3ef5d965";
    private readonly SandboxHost _host;

    private GraphTenant(SandboxHost host, MicrosoftGraphEmulator emulator)
    {
        _host = host;
        Emulator = emulator;
        Source = Connect();
    }

    public MicrosoftGraphEmulator Emulator { get; }

    public SkippingTime Time { get; } = new(DateTimeOffset.UnixEpoch.AddYears(56));

    public ISource Source { get; }

    public ILiveSource Live => (ILiveSource)Source;

    public static async Task<GraphTenant> StartAsync(Action<MicrosoftGraphEmulator>? arrange = null)
    {
        var emulator = new MicrosoftGraphEmulator(TimeProvider.System);
        for (var n = 1; n <= 5; n++)
        {
            emulator.Devices.Add(Device(n));
            emulator.Users.Add(User(n));
        }

        emulator.Subscriptions.Add(Subscription());
        arrange?.Invoke(emulator);
        return new GraphTenant(
            await SandboxHost.StartAsync(new SandboxCompany([], [], [], []), [], TimeProvider.System, sources: [emulator]),
            emulator
        );
    }

    public ISource Connect(TimeProvider? time = null, params (string Name, string? Value)[] settings)
    {
        var (source, problems) = Connect(Emulator.ConnectionSettings(_host.Address), time ?? Time, settings);
        problems.Should().BeEmpty();
        return source;
    }

    public static (ISource Source, IReadOnlyList<SettingProblem> Problems) Connect(
        IReadOnlyDictionary<string, string> settings,
        TimeProvider time,
        params (string Name, string? Value)[] changes
    )
    {
        var all = settings.ToDictionary(s => s.Key, s => (string?)s.Value);
        foreach (var (name, value) in changes)
        {
            all[name] = value;
        }

        var reader = new SettingsReader(new ConfigurationBuilder().AddInMemoryCollection(all).Build());
        var connection = new MicrosoftGraphVendor().Connect(
            new ConnectionSettings("entra", TenantId.Parse("demo"), reader),
            new VendorServices(time, NullLoggerFactory.Instance)
        );
        return (connection.Source!, reader.Problems);
    }

    public static async Task<List<SourcePage>> ReadAsync(ISource source, SourceRead? read = null)
    {
        var pages = new List<SourcePage>();
        await foreach (var page in source.ReadAsync(read ?? SourceRead.Everything, CancellationToken.None))
        {
            pages.Add(page);
        }

        return pages;
    }

    public static JObject Device(int n) =>
        new()
        {
            ["id"] = $"device-{n}",
            ["userId"] = $"user-{n}",
            ["deviceName"] = $"LT-{n}",
            ["managedDeviceOwnerType"] = "company",
            ["enrolledDateTime"] = "2025-01-02T03:04:05Z",
            ["lastSyncDateTime"] = "2025-12-20T10:00:00Z",
            ["operatingSystem"] = "Windows",
            ["osVersion"] = "10.0.26100.1",
            ["complianceState"] = "compliant",
            ["managementAgent"] = "mdm",
            ["emailAddress"] = $"user{n}@contoso.com",
            ["userPrincipalName"] = $"user{n}@contoso.com",
            ["azureADDeviceId"] = $"aaaaaaaa-0000-0000-0000-00000000000{n}",
            ["isEncrypted"] = true,
            ["model"] = "ThinkPad T14",
            ["manufacturer"] = "LENOVO",
            ["serialNumber"] = $"PF0000{n}",
            ["imei"] = "",
            ["udid"] = "00000000-0000-0000-0000-000000000000",
            ["wiFiMacAddress"] = "8CF8C5000001",
            ["ethernetMacAddress"] = null,
            ["totalStorageSpaceInBytes"] = 512_000_000_000,
            ["freeStorageSpaceInBytes"] = 100_000_000_000,
            ["partnerReportedThreatState"] = "unknown",
        };

    public static JObject User(int n) =>
        new()
        {
            ["id"] = $"user-{n}",
            ["displayName"] = $"Person {n}",
            ["mail"] = $"user{n}@contoso.com",
            ["userPrincipalName"] = $"user{n}@contoso.com",
            ["proxyAddresses"] = new JArray($"SMTP:user{n}@contoso.com", $"smtp:alias{n}@contoso.com", "X500:/o=x"),
            ["accountEnabled"] = true,
            ["employeeId"] = $"10{n}",
            ["department"] = "Finance",
            ["jobTitle"] = "Analyst",
            ["officeLocation"] = "Berlin",
            ["country"] = "Germany",
            ["usageLocation"] = "DE",
            ["preferredLanguage"] = "de-DE",
            ["employeeHireDate"] = "2024-03-01T00:00:00Z",
            ["employeeLeaveDateTime"] = "2026-02-28T00:00:00Z",
            ["manager@delta"] = new JArray(
                new JObject
                {
                    ["@odata.type"] = "#microsoft.graph.user",
                    ["id"] = "old-boss",
                    ["@removed"] = new JObject { ["reason"] = "deleted" },
                },
                new JObject { ["@odata.type"] = "#microsoft.graph.user", ["id"] = "boss" }
            ),
            ["assignedLicenses"] = n <= 3 ? new JArray(new JObject { ["skuId"] = Sku }) : new JArray(),
        };

    public static JObject Subscription() =>
        new()
        {
            ["id"] = $"tenant_{Sku}",
            ["skuId"] = Sku,
            ["skuPartNumber"] = "SPE_E3",
            ["capabilityStatus"] = "Enabled",
            ["consumedUnits"] = 3,
            ["appliesTo"] = "User",
            ["prepaidUnits"] = new JObject
            {
                ["enabled"] = 10,
                ["suspended"] = 0,
                ["warning"] = 0,
            },
        };

    /// <summary>licenseDetails of the one SKU; the foundation plan below it always works.</summary>
    public static JObject Details(params string[] plans) =>
        new()
        {
            ["skuId"] = Sku,
            ["skuPartNumber"] = "SPE_E3",
            ["servicePlans"] = new JArray(
                plans
                    .Where(p => p.Length > 0)
                    .Select((status, n) => Plan($"PLAN_{n}", status, "User"))
                    .Append(Plan("EXCHANGE_S_FOUNDATION", "Success", "User"))
                    .Append(Plan("INTUNE_O365", "Success", "Company"))
            ),
        };

    private static JObject Plan(string name, string status, string appliesTo) =>
        new()
        {
            ["servicePlanId"] = name.ToLowerInvariant(),
            ["servicePlanName"] = name,
            ["provisioningStatus"] = status,
            ["appliesTo"] = appliesTo,
        };

    public async ValueTask DisposeAsync()
    {
        ((IDisposable)Source).Dispose();
        await _host.DisposeAsync();
    }
}
