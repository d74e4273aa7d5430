using Itam.Sandbox;
using Itam.Sandbox.Page;
using Itam.Server.Tests.Sandbox;
using Microsoft.Playwright;

namespace Itam.Server.Tests.Browser;

/// <summary>The Sandbox with three paper desks, and a browser window on its page.</summary>
internal sealed class OpenSandbox : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    private OpenSandbox(SandboxHost host, Board board, IBrowserContext context, IPage page)
    {
        Host = host;
        Board = board;
        _context = context;
        Page = page;
    }

    public SandboxHost Host { get; }

    public Board Board { get; }

    public IPage Page { get; }

    public PaperDesk Desk(string name = "jira") => (PaperDesk)Host.Desk(name);

    public static async Task<OpenSandbox> StartAsync(BrowserFixture browser, BrowserNewContextOptions? options = null)
    {
        var company = PaperCompany.Create();
        IEmulatedDesk[] desks =
        [
            new PaperDesk("jira", "Jira Service Management", TimeProvider.System),
            new PaperDesk("servicenow", "ServiceNow", TimeProvider.System),
            new PaperDesk("freshservice", "Freshservice", TimeProvider.System),
        ];
        var board = new Board(company, desks, TimeProvider.System);
        var host = await SandboxHost.StartAsync(company, desks, TimeProvider.System, more: app => SandboxPage.Map(app, board));
        options ??= new();
        options.BaseURL = host.Address.ToString();
        var context = await browser.Browser.NewContextAsync(options);
        context.SetDefaultTimeout(10_000);
        return new OpenSandbox(host, board, context, await context.NewPageAsync());
    }

    /// <summary>Some tickets in every state, as after a while of use.</summary>
    public async Task FillAsync()
    {
        foreach (var desk in Host.Desks.Cast<PaperDesk>())
        {
            foreach (var index in Enumerable.Range(1, 4))
            {
                var number = await Board.RaiseAsync(
                    desk,
                    new NewTicket("dana@example.com", $"Cannot save my work ({index})", "It says there is no space left.", "LT-0042"),
                    default
                );
                desk.WriteNoteAbout(number, "LT-0042");
            }
        }

        await Board.RaiseAsync(Desk("jira"), new NewTicket(null, "The coffee machine beeps", "Somebody should have a look."), default);
        var wrong = await Board.RaiseAsync(
            Desk("freshservice"),
            new NewTicket("zoe@example.com", "Wrong on purpose", "The note is public."),
            default
        );
        Desk("freshservice").WriteNote(wrong, "<p>This should not be public.</p>", isPublic: true);
    }

    public Task ShootAsync(string name) =>
        Page.ScreenshotAsync(new() { Path = Path.Combine(Repository, "artifacts", "screenshots", $"{name}.png"), FullPage = true });

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        await Host.DisposeAsync();
    }

    public static string Repository { get; } = FindRepository();

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Itam.Plugins.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No Itam.Plugins.sln above {AppContext.BaseDirectory}.");
    }
}
