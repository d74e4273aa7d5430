using System.Text.Json;
using Microsoft.Playwright;

namespace Itam.Server.Tests.Browser;

/// <summary>axe-core judges the page: WCAG 2.2 A and AA, contrast of at least 4.5 included.</summary>
internal static class Axe
{
    private const string Run =
        "async () => JSON.stringify((await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] })))";

    public static async Task<IReadOnlyList<string>> ComplaintsAsync(IPage page)
    {
        var path = Path.Combine(OpenSandbox.Repository, "tests", "e2e", "node_modules", "axe-core", "axe.min.js");
        File.Exists(path).Should().BeTrue("axe-core is needed: run npm ci in tests/e2e, or ./test");
        await page.EvaluateAsync(await File.ReadAllTextAsync(path));
        using var result = JsonDocument.Parse(await page.EvaluateAsync<string>(Run));
        Names(result, "passes").Should().Contain("color-contrast", "a page on which no contrast was judged proves nothing");
        return
        [
            .. from violation in result.RootElement.GetProperty("violations").EnumerateArray()
            from node in violation.GetProperty("nodes").EnumerateArray()
            select $"{violation.GetProperty("id")}: {node.GetProperty("html")} {node.GetProperty("failureSummary")}",
        ];
    }

    private static IEnumerable<string?> Names(JsonDocument result, string outcome) =>
        result.RootElement.GetProperty(outcome).EnumerateArray().Select(p => p.GetProperty("id").GetString());
}
