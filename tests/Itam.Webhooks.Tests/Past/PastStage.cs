using Itam.Context;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Sandbox;
using Itam.Sandbox.Company;
using Itam.Sandbox.Freshservice;
using Itam.Sandbox.Jira;
using Itam.Sandbox.ServiceNow;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Itam.Webhooks.Tests.Past;

/// <summary>An emulated desk with a past, and the product connected to it.</summary>
internal sealed class PastStage : IAsyncDisposable
{
    public const string Dana = "dana@example.com";
    public const string Hidden = "hugo@example.com";
    public const string Tag = "LT-0042";
    public static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly SandboxHost _host;

    private PastStage(SandboxHost host, IEmulatedDesk emulated)
    {
        _host = host;
        Emulated = emulated;
        Desk = Connect();
    }

    public IEmulatedDesk Emulated { get; }
    public IServiceDesk Desk { get; }
    public long Calls => _host.Calls.Total;

    public static async Task<PastStage> StartAsync(string desk, IEnumerable<SandboxPastTicket> past)
    {
        var time = TimeProvider.System;
        IEmulatedDesk emulated = desk switch
        {
            "jira" => new JiraEmulator(time),
            "jira-dc" => new JiraEmulator(time, JiraFlavour.DataCenter),
            "servicenow" => new ServiceNowEmulator(time),
            _ => new EmulatedFreshservice(time),
        };
        return new PastStage(await SandboxHost.StartAsync(Company([.. past]), [emulated], time), emulated);
    }

    /// <summary>A desk as another process would have it: nothing remembered.</summary>
    public IServiceDesk Connect()
    {
        var settings = Emulated.ConnectionSettings(_host.Address).ToDictionary(s => s.Key, s => (string?)s.Value);
        var reader = new SettingsReader(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        var vendor = DeskVendors.All.Single(v => v.Kind == Emulated.Name);
        var connection = vendor.Connect(
            new ConnectionSettings("desk", TenantId.Parse("acme"), reader),
            new VendorServices(TimeProvider.System, NullLoggerFactory.Instance)
        );
        reader.ThrowIfAny();
        return connection.Desk;
    }

    /// <summary>Every page, each asked for with nothing but the token of the one before.</summary>
    public async Task<List<HistoryPage>> ReadAsync(DateTimeOffset since, Func<Task>? between = null, IServiceDesk? desk = null)
    {
        var pages = new List<HistoryPage>();
        string? resume = null;
        do
        {
            pages.Count.Should().BeLessThan(50, "reading comes to an end");
            pages.Add(await (desk ?? Desk).ReadHistoryAsync(since, resume, default));
            resume = pages[^1].ResumeFrom;
            if (between is not null)
            {
                await between();
            }
        } while (resume is not null);

        return pages;
    }

    public static SandboxPastTicket Ticket(string subject, DateTimeOffset at, string person = Dana, string? tag = null, bool closed = true) =>
        new(person, subject, "It is broken.", tag, at, closed);

    /// <summary>One every half day, oldest last.</summary>
    public static IEnumerable<SandboxPastTicket> Many(int count) =>
        Enumerable.Range(1, count).Select(i => Ticket($"Past {i}", Now.AddHours(-12 * i), closed: i % 3 != 0));

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static SandboxCompany Company(SandboxPastTicket[] past) =>
        new(
            [Person(1, "Dana Demo", Dana), Person(2, "Hugo Hidden", Hidden, hides: true)],
            [
                new SandboxDevice(
                    1,
                    "ber-lt0042",
                    "PF3ABCDE",
                    Tag,
                    "laptop",
                    "Windows",
                    "Lenovo",
                    "ThinkPad T14",
                    "in use",
                    false,
                    null,
                    Dana,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    OnDesk: true
                ),
            ],
            [],
            past
        );

    private static SandboxPerson Person(int number, string name, string email, bool hides = false) =>
        new(number, name, email, "Sales", "Manager", "Berlin", "DE", "Europe/Berlin", "de", false, hides, null, new DateOnly(2020, 1, 1), null);
}
