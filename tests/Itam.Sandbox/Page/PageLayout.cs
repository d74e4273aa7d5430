namespace Itam.Sandbox.Page;

internal static class PageLayout
{
    /// <param name="live">Where the script asks for news of the regions on this page.</param>
    public static Html Document(string title, string? live, Html main, PageExtras? extras = null)
    {
        var (head, skip, note) = extras ?? PageExtras.None;
        return Document(title, live, main, head, skip, note);
    }

    private static Html Document(string title, string? live, Html main, Html head, string skip, string note) =>
        Html.Of(
            $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{title}</title>
            <link rel="icon" href="data:,">
            <link rel="stylesheet" href="/page.css">
            <script src="/page.js" defer></script>{head}
            </head>
            <body data-live="{live}">
            <a class="skip" href="#main">{skip}</a>
            <header class="bar"><a class="brand" href="/"><svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true"><rect x="3" y="4" width="18" height="12" rx="2"/><path d="M2 20h20M8 10l3 3 5-6"/></svg>Sandbox</a><span class="bar-note">{note}</span></header>
            <main id="main" tabindex="-1">
            {main}
            </main>
            <p id="announcer" class="unseen" role="status" aria-live="polite"></p>
            </body>
            </html>

            """
        );

    /// <summary>A part of the page that the script replaces when its stamp changes.</summary>
    public static Html Place(Region region) => Html.Of($"""<div data-region="{region.Id}" data-stamp="{region.Stamp}">{region.Html}</div>""");

    public static Html Gone(string what) =>
        Document(
            "Not found",
            null,
            Html.Of(
                $"""<section class="plain"><h1>Not found</h1><p>{what} Perhaps the Sandbox was started again: it forgets everything then.</p><p><a href="/">All desks</a></p></section>"""
            )
        );
}

/// <param name="Head">Further styles and scripts.</param>
/// <param name="Skip">Where the first link leads.</param>
/// <param name="Note">Beside the name of the page.</param>
internal sealed record PageExtras(Html Head, string Skip, string Note)
{
    public static readonly PageExtras None = new(Html.Empty, "Skip to the tickets", "Emulated service desks. Nothing here leaves this machine.");
}
