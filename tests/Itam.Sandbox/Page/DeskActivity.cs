using Itam.Sandbox.Calls;
using Itam.Sandbox.Faults;

namespace Itam.Sandbox.Page;

/// <summary>What goes on between a desk and the product: faults to come, webhooks sent, calls received.</summary>
internal static class DeskActivity
{
    public const int CallsShown = 12;

    /// <param name="number">The ticket whose page the buttons are on; null on the board.</param>
    public static Html FaultButtons(IEmulatedDesk desk, string? number = null) =>
        Html.Of(
            $"""
            <form class="faults" method="post" action="/desks/{desk.Name}/faults">
            <input type="hidden" name="number" value="{number}">
            <p class="hint" id="faults-{desk.Name}">Order a fault, then raise or change a ticket and watch what the product does.</p>
            <div class="chips" role="group" aria-describedby="faults-{desk.Name}">{FaultOffer.All.Select(
                Button
            )}<button class="chip quiet" name="fault" value="none">All well again</button></div>
            </form>
            """
        );

    public static Html Summary(IEmulatedDesk desk, CallLog calls) =>
        Html.Of(
            $"""
            {Pending(desk)}
            <dl class="facts"><div><dt>Webhooks sent</dt><dd>{desk.Webhooks.Sent.Count}{Refused(
                desk
            )}</dd></div><div><dt>Faults hit</dt><dd>{desk.Faults.Hits}</dd></div></dl>
            {Calls(desk, calls)}
            """
        );

    public static Html Calls(IEmulatedDesk desk, CallLog calls) =>
        calls.Latest(desk.Name, CallsShown) switch
        {
            [] => Html.Of($"""<p class="hint">The product has not called yet.</p>"""),
            var latest => Html.Of(
                $"""<table class="calls"><caption>Latest calls of the product, newest first</caption><thead><tr><th scope="col">Time</th><th scope="col">Call</th><th scope="col">Answer</th></tr></thead><tbody>{latest.Select(Row)}</tbody></table>"""
            ),
        };

    private static Html Button(FaultOffer offer) =>
        Html.Of($"""<button class="chip" name="fault" value="{offer.Name}" title="{offer.Expect}">{offer.Label}</button>""");

    private static Html Pending(IEmulatedDesk desk) =>
        desk.Faults.Pending switch
        {
            [] => Html.Empty,
            var pending => Html.Of($"""<ul class="pending">{pending.Select(p => Html.Of($"<li>{Words(p.Kind, p.Times)}</li>"))}</ul>"""),
        };

    private static Html Words(FaultKind kind, int times)
    {
        var offer = FaultOffer.All.FirstOrDefault(o => o.Kind == kind);
        var hits = times switch
        {
            1 => "hits the next call",
            int.MaxValue => "hits every call",
            _ => $"hits the next {times} calls",
        };
        return Html.Of(
            $"""<span class="state watch"><span aria-hidden="true">!</span> {offer?.Label ?? kind.ToString()}</span> {hits}. {offer?.Expect}"""
        );
    }

    private static Html Refused(IEmulatedDesk desk) =>
        desk.Webhooks.Sent.Count(w => w.Status is not (>= 200 and < 300)) is > 0 and var refused ? Html.Of($", {refused} not accepted") : Html.Empty;

    private static Html Row(DeskCall call) =>
        Html.Of(
            $"""<tr><td>{call.At.UtcDateTime:HH:mm:ss}</td><td><b>{call.Method}</b> <span class="path">{call.Path}</span></td><td>{Answer(call)}</td></tr>"""
        );

    private static Html Answer(DeskCall call) =>
        (call.Status, call.Fault) switch
        {
            (null, _) => Html.Of($"""<span class="state wrong"><span aria-hidden="true">✕</span> none</span>"""),
            ({ } status, FaultKind.LoginPage) => Html.Of($"""<span class="state wrong"><span aria-hidden="true">✕</span> {status} web page</span>"""),
            ({ } status, FaultKind.Slow) => Html.Of($"""<span class="state watch"><span aria-hidden="true">!</span> {status} late</span>"""),
            // Asking for what is not there yet is how the product finds out.
            (404, null) => Html.Of($"""<span class="state early"><span aria-hidden="true">–</span> 404</span>"""),
            (>= 400 and var status, _) => Html.Of($"""<span class="state wrong"><span aria-hidden="true">✕</span> {status}</span>"""),
            ({ } status, _) => Html.Of($"""<span class="state noted"><span aria-hidden="true">✓</span> {status}</span>"""),
        };
}
