using Itam.Sandbox.Calls;

namespace Itam.Sandbox.Page;

/// <summary>The web page that shows the emulated desks, for a person. Everything can be read and raised without the script; the script only keeps it fresh.</summary>
internal static class SandboxPage
{
    public static void Map(WebApplication app, Board board)
    {
        var calls = app.Services.GetRequiredService<CallLog>();
        board.RememberEarlyTickets();
        PageSecurity.Use(app);
        app.MapGet("/page.css", () => Asset("page.css", "text/css"));
        app.MapGet("/page.js", () => Asset("page.js", "text/javascript"));
        app.MapGet("/", () => Page(BoardPage.Render(board, calls)));
        app.MapGet("/live", () => Live(BoardPage.Regions(board, calls)));
        app.MapGet(
            "/desks/{desk}/tickets/{number}",
            (string desk, string number) => Show(board, desk, number, card => Page(TicketPage.Render(card, calls, board.HasTeams)))
        );
        app.MapGet(
            "/live/desks/{desk}/tickets/{number}",
            (string desk, string number) => Show(board, desk, number, card => Live(TicketPage.Regions(card, calls)))
        );
        app.MapPost("/tickets", (HttpRequest request, CancellationToken stop) => RaiseAsync(board, calls, request, stop));
        app.MapPost(
            "/desks/{desk}/tickets/{number}",
            (string desk, string number, HttpRequest request, CancellationToken stop) => ChangeAsync(board, desk, number, request, stop)
        );
        app.MapPost("/desks/{desk}/faults", (string desk, HttpRequest request, CancellationToken stop) => OrderAsync(board, desk, request, stop));
        PageApi.Map(app, board);
    }

    private static async Task<IResult> RaiseAsync(Board board, CallLog calls, HttpRequest request, CancellationToken stop)
    {
        var form = await request.ReadFormAsync(stop);
        if (board.Find(form["desk"].ToString()) is not { } desk)
        {
            return Page(PageLayout.Gone("There is no such desk."), 404);
        }

        var example = Example.From(board.Company).FirstOrDefault(e => e.Label == form["example"]);
        var input = example is null
            ? new RaiseInput(desk.Name, form["who"], form["subject"], form["description"])
            : new RaiseInput(desk.Name, example.Who, example.Subject, example.Description);
        var (ticket, problems) = input.Check(board.Company);
        if (ticket is null)
        {
            return Page(BoardPage.Render(board, calls, input, problems), 400);
        }

        var number = await board.RaiseAsync(desk, ticket, stop);
        return SeeOther(board.Card(desk, number).Path);
    }

    private static async Task<IResult> ChangeAsync(Board board, string desk, string number, HttpRequest request, CancellationToken stop)
    {
        if (board.Ticket(desk, number) is not { } card)
        {
            return Page(PageLayout.Gone($"There is no ticket {number}."), 404);
        }

        var form = await request.ReadFormAsync(stop);
        await card.Desk.UpdateAsync(number, form["description"].ToString().ReplaceLineEndings("\n"), stop);
        return SeeOther(card.Path);
    }

    private static async Task<IResult> OrderAsync(Board board, string name, HttpRequest request, CancellationToken stop)
    {
        var form = await request.ReadFormAsync(stop);
        if (board.Find(name) is not { } desk || !FaultOffer.TryOrder(desk, form["fault"]))
        {
            return Page(PageLayout.Gone("There is no such desk or fault."), 404);
        }

        var page = board.Ticket(name, form["number"].ToString()) is { } card ? card.Path : "/";
        return SeeOther($"{page}#faults-{desk.Name}");
    }

    private static IResult Show(Board board, string desk, string number, Func<TicketCard, IResult> show) =>
        board.Ticket(desk, number) is { } card ? show(card) : Page(PageLayout.Gone($"There is no ticket {number}."), 404);

    private static IResult Page(Html html, int status = 200) => Results.Content(html.ToString(), "text/html; charset=utf-8", statusCode: status);

    private static IResult Live(IEnumerable<Region> regions) =>
        Results.Json(
            regions.Select(r => new
            {
                r.Id,
                r.Stamp,
                Html = r.Html.ToString(),
            })
        );

    private static IResult Asset(string name, string type) =>
        Results.Stream(typeof(SandboxPage).Assembly.GetManifestResourceStream(name)!, $"{type}; charset=utf-8");

    /// <summary>After a form: the browser fetches the page, so that reloading it sends nothing twice.</summary>
    private static IResult SeeOther(string path) => new SeeOtherResult(path);

    private sealed class SeeOtherResult(string path) : IResult
    {
        public Task ExecuteAsync(HttpContext context)
        {
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            context.Response.Headers.Location = path;
            return Task.CompletedTask;
        }
    }
}
