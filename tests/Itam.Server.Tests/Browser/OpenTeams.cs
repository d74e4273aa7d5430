using Itam.Context;
using Itam.Context.Register.Import;
using Itam.Context.Storage;
using Itam.Context.Work;
using Itam.Sandbox;
using Itam.Sandbox.Company;
using Itam.Sandbox.Demo;
using Itam.Sandbox.Jira;
using Itam.Sandbox.Page;
using Itam.Sandbox.Teams;
using Itam.Sandbox.Teams.Page;
using Itam.Server.Hosting;
using Itam.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Itam.Server.Tests.Browser;

/// <summary>What ./run starts, with fewer people: the real product between an emulated desk and emulated Teams, and a browser window on the Teams page.</summary>
internal sealed class OpenTeams : IAsyncDisposable
{
    private static readonly TenantId Tenant = TenantId.Parse(ProductConfiguration.Tenant);

    /// <summary>Several processes and a browser share the machine.</summary>
    private const float Patience = 30_000;

    private readonly WebApplication _product;
    private readonly SandboxHost _sandbox;
    private readonly DemoTeams _demo;
    private readonly DirectoryInfo _folder;
    private readonly BrowserFixture _browser;
    private readonly List<IBrowserContext> _windows = [];

    private OpenTeams(WebApplication product, SandboxHost sandbox, DemoTeams demo, DemoCast cast, DirectoryInfo folder, BrowserFixture browser)
    {
        _product = product;
        _sandbox = sandbox;
        _demo = demo;
        _folder = folder;
        _browser = browser;
        Cast = cast;
    }

    public DemoCast Cast { get; }
    public Uri Address => _sandbox.Address;
    public TeamsEmulator Teams => _demo.Teams;
    public IEmulatedDesk Desk => _sandbox.Desks[0];

    public static async Task<OpenTeams> StartAsync(BrowserFixture browser)
    {
        var company = Some(DemoCast.InEnglish(DemoCompany.Create(TimeProvider.System.GetUtcNow())));
        var folder = Directory.CreateTempSubdirectory("itam-teams-");
        IEmulatedDesk[] desks = [new JiraEmulator(TimeProvider.System)];
        var demo = new DemoTeams(company, TimeProvider.System);
        var board = new Board(company, desks, TimeProvider.System);
        var sandbox = await SandboxHost.StartAsync(
            company,
            desks,
            TimeProvider.System,
            more: app =>
            {
                SandboxPage.Map(app, board);
                TeamsPage.Map(app, demo.On(board));
            },
            sources: [demo.Teams]
        );
        var settings = ProductConfiguration.Write(
            folder.FullName,
            new Uri("http://127.0.0.1:0"),
            sandbox.Address,
            desks,
            EquipmentConfiguration.Write(folder.FullName, company, Tenant.Value, "jira", 2026),
            demo.Connection(sandbox.Address, Tenant.Value, "jira")
        );
        var product = ServerHost.Build(
            new ConfigurationBuilder().AddJsonFile(settings).Build(),
            Roles.All,
            services =>
            {
                services.AddSingleton(new WorkOptions { Poll = TimeSpan.FromMilliseconds(50) });
                services.AddSingleton(new Backoff(Random.Shared.NextDouble, pace: 0.01));
            }
        );
        await ImportAsync(product.Services.GetRequiredService<Database>(), company, folder.FullName);
        await product.StartAsync();
        desks[0].Webhooks.Target = new Uri($"{product.Urls.First()}/webhooks/jira");
        demo.Teams.Channel.Target = new Uri($"{product.Urls.First()}/api/messages");
        return new OpenTeams(product, sandbox, demo, DemoCast.Of(company), folder, browser);
    }

    /// <summary>A window of its own in which somebody is played.</summary>
    public async Task<IPage> PlayAsync(SandboxPerson person, BrowserNewContextOptions? options = null, string place = "")
    {
        options ??= new();
        options.BaseURL = Address.ToString();
        var window = await _browser.Browser.NewContextAsync(options);
        _windows.Add(window);
        window.SetDefaultTimeout(Patience);
        Assertions.SetDefaultExpectTimeout(Patience);
        var page = await window.NewPageAsync();
        await page.GotoAsync($"/teams?who={Uri.EscapeDataString(person.Email)}{place}");
        return page;
    }

    /// <summary>Every card that a step changes has been changed: nothing comes later and takes an answer's place.</summary>
    public async Task SettleAsync() =>
        (
            await _product
                .Services.GetRequiredService<WorkQueue>()
                .ReachAsync(
                    Tenant,
                    c =>
                        c.Phase is WorkPhase.Due or WorkPhase.Running
                        || c is { Phase: WorkPhase.Waiting, Kind: "teams-send" or "case-notice" or "equipment-ticket" },
                    () => Desk.Webhooks.OnTheWay == 0,
                    TimeSpan.FromSeconds(60)
                )
        )
            .Should()
            .BeTrue("everything should have come to rest");

    public async ValueTask DisposeAsync()
    {
        foreach (var window in _windows)
        {
            await window.DisposeAsync();
        }

        await _product.StopAsync();
        await _product.DisposeAsync();
        await _sandbox.DisposeAsync();
        _demo.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>The cast, everybody above them, what they hold and what is in stock.</summary>
    private static SandboxCompany Some(SandboxCompany company)
    {
        var people = new HashSet<string>(StringComparer.Ordinal);
        foreach (var person in DemoCast.Of(company).All)
        {
            for (var up = person; up is not null && people.Add(up.Email); up = company.People.FirstOrDefault(p => p.Email == up.ManagerEmail)) { }
        }

        return company with
        {
            People = [.. company.People.Where(p => people.Contains(p.Email))],
            Devices = [.. company.Devices.Where(d => d.AssignedTo is { } owner ? people.Contains(owner) : d.State == "in stock")],
            Licenses = [],
            PastTickets = [],
        };
    }

    private static async Task ImportAsync(Database database, SandboxCompany company, string folder)
    {
        await database.MigrateAsync(default);
        CompanyCsv.Write(company, folder, DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime));
        foreach (var file in new[] { "people.csv", "devices.csv" })
        {
            await new RegisterImport(database, TimeProvider.System).ImportAsync(
                Tenant,
                Path.Combine(folder, file),
                new ImportOptions(),
                null,
                default
            );
        }
    }
}
