using Itam.Server.Tests.Browser;
using Microsoft.Playwright;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.TeamsBot.Tests.Cards;

/// <summary>Every card of the gallery in a real browser, drawn by npm <c>adaptivecards</c>, which judges it too. The pictures lie in artifacts/cards.</summary>
[Collection(BrowserCollection.Name)]
public class MicrosoftsRendererDrawsEveryCard(BrowserFixture chromium)
{
    private static readonly JObject Themes = JObject.Parse(File.ReadAllText(E2e.PathOf("teams-themes.json")));

    private static readonly string Folder = E2e.Artifacts("cards");

    public static TheoryData<string, string> Looks
    {
        get
        {
            var looks = new TheoryData<string, string>();
            foreach (var theme in new[] { "light", "dark", "contrast" })
            {
                looks.Add("en", theme);
                looks.Add("de", theme);
            }

            return looks;
        }
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Without_complaint_and_within_a_narrow_chat(string language, string theme)
    {
        await using var context = await chromium.Browser.NewContextAsync(
            new()
            {
                DeviceScaleFactor = 2,
                ViewportSize = new() { Width = 520, Height = 1400 },
            }
        );
        var page = await OpenAsync(context);
        var faults = new List<string>();
        foreach (var card in Gallery.Of(language))
        {
            faults.AddRange((await DrawAsync(page, card.Card.ToJObject(), theme)).Select(f => $"{card.Name}: {f}"));
            faults.AddRange((await page.EvaluateAsync<string[]>("() => window.judgePage()")).Select(f => $"{card.Name}: {f}"));
            if (theme != "contrast")
            {
                await page.Locator("#card").ScreenshotAsync(new() { Path = Path.Combine(Folder, $"{card.Name}.{language}.{theme}.png") });
            }
        }

        faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_wrong_card_is_complained_about()
    {
        await using var context = await chromium.Browser.NewContextAsync();
        var page = await OpenAsync(context);
        var card = Gallery.Of("en").Single(c => c.Name == "ask").Card.ToJObject();
        ((JArray)card["body"]!).Add(new JObject { ["type"] = "Carousel" });
        card.Descendants().OfType<JObject>().First(o => (string?)o["type"] == "Input.Text").Remove("label");

        var complaints = await DrawAsync(page, card, "light");

        complaints.Should().Contain(c => c.StartsWith("UnknownElementType")).And.Contain(c => c.StartsWith("RequiredInputsShouldHaveLabel"));
    }

    /// <summary>A form that is folded away must not keep another one's button from being sent.</summary>
    [Theory]
    [InlineData("approval", "Refuse …", "Refuse", "comment")]
    [InlineData("approval", "Delegate …", "Delegate", "delegateTo")]
    [InlineData("stockroom-to-hand-over", "Ship …", "Shipped", "trackingNumber")]
    [InlineData("stockroom-loan", "Ask back …", "Ask it back", "dueOn")]
    public async Task Each_form_asks_for_its_own_and_sends_its_own(string name, string opens, string sends, string required)
    {
        await using var context = await chromium.Browser.NewContextAsync();
        var page = await OpenAsync(context);
        var card = Gallery.Of("en").Single(c => c.Name == name).Card.ToJObject();
        await DrawAsync(page, card, "light");
        await page.GetByRole(AriaRole.Button, new() { Name = opens, Exact = true }).ClickAsync();
        var send = page.GetByRole(AriaRole.Button, new() { Name = sends, Exact = true });

        await send.ClickAsync();
        (await SentAsync(page)).Should().BeEmpty("what is required is missing");

        foreach (var input in await page.Locator("textarea:visible, input:visible, select:visible").AllAsync())
        {
            switch (await input.EvaluateAsync<string>("e => e.tagName === 'SELECT' ? 'select' : e.type"))
            {
                case "select":
                    await input.SelectOptionAsync("max");
                    break;
                case "date":
                    await input.FillAsync("2026-12-24");
                    break;
                default:
                    await input.FillAsync("typed");
                    break;
            }
        }

        await send.ClickAsync();

        var sent = (await SentAsync(page)).Should().ContainSingle().Subject;
        ((JObject)sent["data"]!).Properties().Select(p => p.Name).Should().Contain(["itam", "id", required]).And.NotContain(Others(required));
    }

    private static string[] Others(string mine) =>
        [.. new[] { "comment", "delegateTo", "trackingNumber", "dueOn", "cancelComment" }.Where(n => n != mine)];

    private static async Task<JArray> SentAsync(IPage page) => JArray.Parse(await page.EvaluateAsync<string>("() => JSON.stringify(window.sent)"));

    private static async Task<IPage> OpenAsync(IBrowserContext context)
    {
        await context.RouteAsync(url => !url.StartsWith("file:", StringComparison.Ordinal), route => route.AbortAsync());
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(E2e.PathOf("cards.html")).AbsoluteUri);
        var renderer = E2e.PathOf("node_modules", "adaptivecards", "dist", "adaptivecards.min.js");
        File.Exists(renderer).Should().BeTrue("the renderer is needed: run npm ci in tests/e2e, or ./test");
        await page.AddScriptTagAsync(new() { Path = renderer });
        await page.AddScriptTagAsync(new() { Path = E2e.PathOf("cards.js") });
        return page;
    }

    private static Task<string[]> DrawAsync(IPage page, JObject card, string theme) =>
        page.EvaluateAsync<string[]>(
            "([card, theme, name]) => window.drawCard(JSON.parse(card), JSON.parse(theme), name)",
            new[] { card.ToString(Formatting.None), Themes[theme]!.ToString(Formatting.None), theme }
        );
}
