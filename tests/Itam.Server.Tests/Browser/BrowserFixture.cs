using Microsoft.Playwright;

namespace Itam.Server.Tests.Browser;

/// <summary>One Chromium for all browser tests. ./test installs it.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private static readonly string[] Paths = ["/usr/bin/chromium", "/usr/bin/google-chrome"];

    private static readonly string[] Arguments =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    private IPlaywright? _playwright;

    public IBrowser Browser { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        try
        {
            // Without one of the system's, Playwright looks for its own.
            Browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Paths.FirstOrDefault(File.Exists), Args = Arguments });
        }
        catch (PlaywrightException missing)
        {
            throw new InvalidOperationException(
                "The browser tests need Chromium. Start ./test, which installs it, or install it (Debian: apt-get install chromium).",
                missing
            );
        }
    }

    public async Task DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright?.Dispose();
    }
}

[CollectionDefinition(Name)]
public sealed class BrowserCollection : ICollectionFixture<BrowserFixture>
{
    public const string Name = "A real browser";
}
