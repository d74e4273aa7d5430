using Itam.Sandbox.Company;

namespace Itam.Sandbox.Page;

/// <summary>What a person typed into "Raise a ticket".</summary>
internal sealed record RaiseInput(string? Desk, string? Who, string? Subject, string? Description)
{
    public const int MaxSubject = 200;
    public const int MaxDescription = 8000;

    /// <summary>The ticket, or what is wrong with which field.</summary>
    public (NewTicket? Ticket, IReadOnlyDictionary<string, string> Problems) Check(SandboxCompany company)
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        var subject = Subject?.Trim() ?? "";
        var description = (Description ?? "").ReplaceLineEndings("\n").Trim();
        var who = Who?.Trim() is { Length: > 0 } typed ? typed : null;
        var person = who is null
            ? null
            : company.People.FirstOrDefault(p => Same(p.Email, who)) ?? company.People.FirstOrDefault(p => Same(p.Name, who));
        if (subject.Length is 0 or > MaxSubject)
        {
            problems["subject"] = subject.Length == 0 ? "Say in a few words what it is about." : $"Keep it to {MaxSubject} characters.";
        }

        if (description.Length > MaxDescription)
        {
            problems["description"] = $"Keep it to {MaxDescription} characters.";
        }

        if (who is not null && person is null)
        {
            problems["who"] = "Nobody here has this address. Pick somebody from the list, or leave it empty.";
        }

        return (problems.Count == 0 ? new NewTicket(person?.Email, subject, description) : null, problems);
    }

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}

internal static class RaiseForm
{
    private static readonly IReadOnlyDictionary<string, string> NoProblems = new Dictionary<string, string>(StringComparer.Ordinal);

    public static Html Render(Board board, RaiseInput? input = null, IReadOnlyDictionary<string, string>? problems = null) =>
        Html.Of($"{Quick(board)}{Own(board, input ?? new(null, null, null, null), problems ?? NoProblems)}");

    private static Html Quick(Board board) =>
        Html.Of(
            $"""
            <form class="quick" method="post" action="/tickets">
            <label for="quick-desk">Raise on</label>
            {Desks(board, "quick-desk", null)}
            <div class="chips" role="group" aria-label="Example tickets">{Example.From(board.Company).Select(e =>
                Html.Of($"""<button class="chip" name="example" value="{e.Label}" title="{e.Subject}">{e.Label}</button>""")
            )}</div>
            </form>
            """
        );

    private static Html Own(Board board, RaiseInput input, IReadOnlyDictionary<string, string> problems) =>
        Html.Of(
            $"""
            <details class="own" id="own"{Attribute(problems.Count > 0, "open")}>
            <summary>Write your own ticket</summary>
            <form class="raise" method="post" action="/tickets">
            {Problems(problems)}
            <div class="field"><label for="desk">Desk</label>{Desks(board, "desk", input.Desk)}</div>
            <div class="field"><label for="who">Who</label><input id="who" name="who" list="people" autocomplete="off" placeholder="Type a name" value="{input.Who}"{Wrong(
                problems,
                "who"
            )}><datalist id="people">{board.Company.People.Select(p =>
                Html.Of($"""<option value="{p.Email}">{p.Name}, {p.Department}</option>""")
            )}</datalist>{Problem(problems, "who", "Empty: nobody the desk knows.")}</div>
            <div class="field wide"><label for="subject">Subject</label><input id="subject" name="subject" required maxlength="{RaiseInput.MaxSubject}" value="{input.Subject}"{Wrong(
                problems,
                "subject"
            )}>{Problem(problems, "subject", null)}</div>
            <div class="field wide"><label for="description">Description</label><textarea id="description" name="description" rows="4" maxlength="{RaiseInput.MaxDescription}"{Wrong(
                problems,
                "description"
            )}>
            {input.Description}</textarea>{Problem(
                problems,
                "description",
                "A serial number, asset tag or computer name in the text is recognised."
            )}</div>
            <div class="field wide"><button class="primary">Raise the ticket</button></div>
            </form>
            </details>
            """
        );

    private static Html Desks(Board board, string id, string? chosen) =>
        Html.Of(
            $"""<select id="{id}" name="desk">{board.Desks.Select(d => Html.Of($"""<option value="{d.Name}"{Attribute(d.Name == chosen, "selected")}>{d.Product}</option>"""))}</select>"""
        );

    private static Html Problems(IReadOnlyDictionary<string, string> problems) =>
        problems.Count == 0
            ? Html.Empty
            : Html.Of(
                $"""<p class="problems wide" role="alert"><span aria-hidden="true">✕</span> Not raised yet: please mend the marked fields.</p>"""
            );

    private static Html Problem(IReadOnlyDictionary<string, string> problems, string field, string? hint) =>
        problems.TryGetValue(field, out var problem) ? Html.Of($"""<p class="problem" id="{field}-hint">✕ {problem}</p>""")
        : hint is null ? Html.Empty
        : Html.Of($"""<p class="hint" id="{field}-hint">{hint}</p>""");

    private static Html Wrong(IReadOnlyDictionary<string, string> problems, string field) =>
        problems.ContainsKey(field) ? Html.Of($""" aria-invalid="true" aria-describedby="{field}-hint" """)
        : field == "subject" ? Html.Empty
        : Html.Of($""" aria-describedby="{field}-hint" """);

    private static Html Attribute(bool on, string name) => on ? Html.Of($" {name}") : Html.Empty;
}
