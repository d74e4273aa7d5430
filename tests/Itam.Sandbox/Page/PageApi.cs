using System.Text.Json;

namespace Itam.Sandbox.Page;

/// <summary>The same things as JSON, for tests and scripts.</summary>
internal static class PageApi
{
    public static void Map(WebApplication app, Board board)
    {
        app.MapGet("/api/desks", () => Results.Json(board.Desks.Select(desk => Desk(board, desk))));
        app.MapGet(
            "/api/desks/{desk}/tickets/{number}",
            (string desk, string number) => board.Ticket(desk, number) is { } card ? Results.Json(Full(card)) : Results.NotFound()
        );
        app.MapPost("/api/desks/{desk}/tickets", (string desk, RaiseInput input, CancellationToken stop) => RaiseAsync(board, desk, input, stop));
        app.MapPut(
            "/api/desks/{desk}/tickets/{number}",
            (string desk, string number, Words words, CancellationToken stop) => ChangeAsync(board, desk, number, words, stop)
        );
        app.MapPost("/api/desks/{desk}/faults", (string desk, OrderedFault fault) => Order(board, desk, fault));
    }

    private static async Task<IResult> RaiseAsync(Board board, string name, RaiseInput input, CancellationToken stop)
    {
        if (board.Find(name) is not { } desk)
        {
            return Results.NotFound();
        }

        var (ticket, problems) = input.Check(board.Company);
        if (ticket is null)
        {
            return Results.Json(new { problems }, statusCode: 400);
        }

        var number = await board.RaiseAsync(desk, ticket, stop);
        return Results.Created($"/api/desks/{desk.Name}/tickets/{Uri.EscapeDataString(number)}", new { number });
    }

    private static async Task<IResult> ChangeAsync(Board board, string desk, string number, Words words, CancellationToken stop)
    {
        if (board.Ticket(desk, number) is not { } card)
        {
            return Results.NotFound();
        }

        await card.Desk.UpdateAsync(number, words.Description, stop);
        return Results.NoContent();
    }

    private static IResult Order(Board board, string name, OrderedFault ordered)
    {
        if (board.Find(name) is not { } desk)
        {
            return Results.NotFound();
        }

        return FaultOffer.TryOrder(desk, ordered.Fault)
            ? Results.NoContent()
            : Results.BadRequest(new { problem = "No such fault.", faults = FaultOffer.All.Select(o => o.Name).Append(FaultOffer.None) });
    }

    private static object Desk(Board board, IEmulatedDesk desk) =>
        new
        {
            desk.Name,
            desk.Product,
            Webhooks = desk.Webhooks.Sent.Count,
            FaultsHit = desk.Faults.Hits,
            FaultsPending = desk.Faults.Pending.Select(p => new { Kind = JsonNamingPolicy.CamelCase.ConvertName(p.Kind.ToString()), p.Times }),
            Tickets = board
                .Cards(desk)
                .Select(c => new
                {
                    c.View.Number,
                    c.View.Subject,
                    c.View.Requester,
                    State = State(c),
                    c.RaisedAt,
                }),
        };

    private static object Full(TicketCard card) =>
        new
        {
            card.View.Number,
            card.View.Subject,
            card.View.Description,
            card.View.Requester,
            card.View.LinkedDevices,
            State = State(card),
            card.RaisedAt,
            NotedAfterSeconds = card.NotedAfter?.TotalSeconds,
            card.View.Notes,
        };

    private static string State(TicketCard card) => JsonNamingPolicy.CamelCase.ConvertName(card.State.ToString());

    internal sealed record Words(string Description);

    internal sealed record OrderedFault(string Fault);
}
