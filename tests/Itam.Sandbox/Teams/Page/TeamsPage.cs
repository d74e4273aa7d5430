using Itam.Sandbox.Page;

namespace Itam.Sandbox.Teams.Page;

/// <summary>A page like Teams: who is played, their chat with the bot, and the desk on which it shows.</summary>
internal static class TeamsPage
{
    public static void Map(WebApplication app, Stage stage)
    {
        stage.Board.HasTeams = true;
        Asset("/teams/teams.css", "text/css");
        Asset("/teams/teams.js", "text/javascript");
        Asset("/teams/cards.js", "text/javascript");
        Asset("/teams/dialogs.js", "text/javascript");
        Asset("/teams/wire.js", "text/javascript");
        Asset("/teams/adaptivecards.min.js", "text/javascript");
        app.MapGet("/teams", (string? who, string? place) => Show(stage, who, place));
        app.MapGet(
            "/teams/desk",
            () =>
                Results.Json(
                    new[] { DeskRegion.Of(stage.Board) }.Select(r => new
                    {
                        r.Id,
                        r.Stamp,
                        Html = r.Html.ToString(),
                    })
                )
        );
        app.MapGet("/teams/ticket", (string? address) => Ticket(stage, address));
        new TeamsApi(stage).Map(app);
        PlaygroundProxy.Map(app, stage);

        void Asset(string path, string type) =>
            app.MapGet(
                path,
                () =>
                    Results.Stream(
                        typeof(TeamsPage).Assembly.GetManifestResourceStream(path[(path.LastIndexOf('/') + 1)..])!,
                        $"{type}; charset=utf-8"
                    )
            );
    }

    /// <summary>Without a name the first of the cast is played.</summary>
    private static IResult Show(Stage stage, string? who, string? place) =>
        string.IsNullOrEmpty(who) ? Page(Render(stage, stage.Cast[0].User, place))
        : stage.Find(who) is { } user ? Page(Render(stage, user, place))
        : Page(PageLayout.Gone($"{who} is nobody in this company's Teams."), 404);

    private static IResult Ticket(Stage stage, string? address) =>
        TicketLinks.PathOf(stage.Board, address) is { } path
            ? Results.Redirect(path)
            : Page(PageLayout.Gone($"This would open {address}, which is no ticket of the emulated desks."), 404);

    private static IResult Page(Html html, int status = 200) => Results.Content(html.ToString(), "text/html; charset=utf-8", statusCode: status);

    private static Html Render(Stage stage, TeamsUser user, string? place)
    {
        var member = stage.Member(user);
        var triage = place == "triage" && stage.IsInTriage(user);
        return PageLayout.Document(
            $"{user.Name} in Teams",
            "/teams/desk",
            Html.Of(
                $"""
                <div class="teams" id="teams" data-who="{user.Upn}" data-name="{user.Name}" data-place="{(
                    triage ? "triage" : "chat"
                )}" data-entra="{user.EntraId}" data-channel="{user.ChannelId}">
                {Cast(stage, user)}
                <section class="chat" aria-labelledby="chat-name">
                <header class="chat-head">
                <h1 id="chat-name"><span class="unseen">{user.Name} in Teams: </span>{(triage ? "Triage" : "Assets")}</h1>
                {Tabs(stage, user, triage)}
                </header>
                <p class="try"><b>{user.Name}</b> {member.Part}. {(triage ? "New tickets that need a look arrive here." : member.Try)}</p>
                <div class="messages" id="messages" tabindex="0" role="region" aria-label="Messages"><noscript><p class="hint">Cards are drawn by a script. Allow it for this page.</p></noscript></div>
                {Composer(member, user, triage)}
                </section>
                <aside class="on-desk" aria-labelledby="on-desk"><header><h2 id="on-desk">On the desk</h2><a href="/">All desks</a></header>{PageLayout.Place(
                    DeskRegion.Of(stage.Board)
                )}</aside>
                </div>
                <dialog id="dialog" aria-labelledby="dialog-title"><div class="dialog-head"><h2 id="dialog-title"></h2><button id="dialog-close" class="chip quiet" aria-label="Close">✕</button></div><div id="dialog-body"></div><p id="dialog-said" class="said" role="alert"></p></dialog>
                """
            ),
            new PageExtras(
                Html.Of(
                    $"""<link rel="stylesheet" href="/teams/teams.css"><script src="/teams/adaptivecards.min.js" defer></script><script src="/teams/teams.js" type="module"></script>"""
                ),
                "Skip to the chat",
                "Emulated Teams. Nothing here leaves this machine."
            )
        );
    }

    private static Html Cast(Stage stage, TeamsUser user) =>
        Html.Of(
            $"""
            <nav class="cast" aria-label="Whom to play"><details id="cast" open><summary>Playing {user.Name}</summary>
            <ul id="people">{stage.Cast.Select(p => Person(p, user))}</ul>
            <details id="others"{(stage.Others.Any() ? Html.Empty : Html.Of($" hidden"))}{(
                stage.Others.Any(p => p.User.Upn == user.Upn) ? Html.Of($" open") : Html.Empty
            )}><summary>Others with messages</summary><ul>{stage.Others.Select(p => Person(p, user))}</ul></details>
            </details></nav>
            """
        );

    private static Html Person(CastMember person, TeamsUser user) =>
        Html.Of(
            $"""<li><a href="/teams?who={Uri.EscapeDataString(person.User.Upn)}" data-upn="{person.User.Upn}"{(person.User.Upn == user.Upn ? Html.Of($""" aria-current="page" """) : Html.Empty)}><span class="face" aria-hidden="true">{Initials(person.User.Name)}</span><span class="who"><b>{person.User.Name}</b><span class="meta">{person.Part}</span></span><span class="news"></span></a></li>"""
        );

    private static Html Tabs(Stage stage, TeamsUser user, bool triage) =>
        stage.IsInTriage(user)
            ? Html.Of(
                $"""<nav class="tabs" aria-label="Where in Teams"><a href="/teams?who={Uri.EscapeDataString(user.Upn)}"{Current(!triage)}>Chat</a><a href="/teams?who={Uri.EscapeDataString(user.Upn)}&amp;place=triage"{Current(triage)}>Triage channel</a></nav>"""
            )
            : Html.Empty;

    private static Html Current(bool current) => current ? Html.Of($""" aria-current="page" """) : Html.Empty;

    private static Html Composer(CastMember member, TeamsUser user, bool triage) =>
        Html.Of(
            $"""
            <div class="composer">
            <div class="chips" id="says" role="group" aria-label="Ready words">{(triage ? ["help"] : member.Says).Select(s =>
                Html.Of($"""<button class="chip" type="button" data-say="{s}">{s}</button>""")
            )}</div>
            <div id="preview" hidden></div>
            <form id="write"><label class="unseen" for="text">Message to the bot</label><textarea id="text" rows="1" maxlength="4000" placeholder="Write a message" autocomplete="off"></textarea><button class="primary">Send</button></form>
            <p id="write-said" class="said" role="alert"></p>
            <div class="tools"><button class="chip quiet" type="button" id="search">Search devices</button><label for="locale">Language of {FirstName(
                user
            )}’s Teams</label><select id="locale"><option value="en-US">English</option><option value="de-DE"{(
                user.Locale == "de-DE" ? Html.Of($" selected") : Html.Empty
            )}>Deutsch</option></select></div>
            </div>
            """
        );

    private static string FirstName(TeamsUser user) => user.Name.Split(' ')[0];

    private static string Initials(string name) => string.Concat(name.Split(' ').Where(n => n.Length > 0).Select(n => n[0]).Take(2));
}
