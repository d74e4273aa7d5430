using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Jira;

/// <summary>Comments: the platform's rich ones and the service desk's plain ones.</summary>
internal sealed class JiraCommentApi(JiraEmulator site, JiraShapes shapes, JiraPlatformApi platform, TimeProvider time)
{
    private const string InternalFlag = "sd.public.comment";
    private const int MaxBody = 32_767;

    public Answer List(Call call, int version)
    {
        if (site.State.Find(call.Route("id")) is not { } issue)
        {
            return Answer.NoIssue();
        }

        var order = call.Query("orderBy") ?? "created";
        if (order is not ("created" or "-created" or "+created"))
        {
            return Answer.Error(400, $"The orderBy value '{order}' is not supported.");
        }

        var from = call.QueryNumber("startAt", 0);
        var size = Math.Min(call.QueryNumber("maxResults", 100), 100);
        var sorted = order[0] == '-' ? Enumerable.Reverse(issue.Comments) : issue.Comments;
        return Answer.Ok(
            new JObject
            {
                ["startAt"] = from,
                ["maxResults"] = size,
                ["total"] = issue.Comments.Count,
                ["comments"] = new JArray(sorted.Skip(from).Take(size).Select(c => shapes.Comment(issue, c, version))),
            }
        );
    }

    public Answer Read(Call call, int version) =>
        site.State.Find(call.Route("id")) is not { } issue ? Answer.NoIssue()
        : issue.Comments.Find(c => c.Id == call.Route("comment")) is { } comment ? Answer.Ok(shapes.Comment(issue, comment, version))
        : Answer.Error(404, $"Can not find a comment for the id: {call.Route("comment")}.");

    public Answer Add(Call call, int version) =>
        platform.Write(
            call,
            issue =>
            {
                if (site.Comments == CommentMode.RefusesRich || Body(call, version) is not { } body)
                {
                    return Answer.FieldError("comment", "Comment body is not valid!");
                }

                var asked = call.Body["properties"]?.Any(p => (string?)p["key"] == InternalFlag && (bool?)p["value"]?["internal"] == true) == true;
                var comment = Store(issue, call.Caller, body, isPublic: issue.OnPortal && (!asked || site.Comments == CommentMode.Publishes));
                foreach (var property in call.Body["properties"]?.Children<JObject>() ?? [])
                {
                    comment.Properties[(string)property["key"]!] = property["value"]!;
                }

                site.Hooks.Commented(issue, comment, call.Caller, "comment_created");
                return new Answer(201, shapes.Comment(issue, comment, version));
            }
        );

    public Answer AddToRequest(Call call) =>
        platform.Write(
            call,
            issue =>
            {
                if (call.Body["public"] is not { Type: JTokenType.Boolean } || call.Body["body"] is not { Type: JTokenType.String })
                {
                    return new Answer(
                        400,
                        new JObject { ["errorMessage"] = "The request is invalid: 'public' is missing.", ["i18nErrorMessage"] = new JObject() }
                    );
                }

                var comment = Store(issue, call.Caller, AdfText.ToAdf((string)call.Body["body"]!), isPublic: (bool)call.Body["public"]!);
                site.Hooks.Commented(issue, comment, call.Caller, "comment_created");
                return new Answer(
                    201,
                    new JObject
                    {
                        ["id"] = comment.Id,
                        ["body"] = call.Body["body"],
                        ["public"] = comment.Public,
                        ["author"] = shapes.User(comment.Author),
                        ["created"] = new JObject
                        {
                            ["jira"] = JiraShapes.Time(comment.Created),
                            ["epochMillis"] = comment.Created.ToUnixTimeMilliseconds(),
                        },
                    }
                );
            }
        );

    public Answer Edit(Call call, int version) =>
        platform.Write(
            call,
            issue =>
            {
                if (issue.Comments.Find(c => c.Id == call.Route("comment")) is not { } comment)
                {
                    return Answer.Error(404, $"Can not find a comment for the id: {call.Route("comment")}.");
                }

                if (NotOwn(call, comment) is { } refused)
                {
                    return refused;
                }

                if ((site.Comments == CommentMode.RefusesRich && version == 3) || Body(call, version) is not { } body)
                {
                    return Answer.FieldError("comment", "Comment body is not valid!");
                }

                comment.Body = body;
                comment.Updated = issue.Updated = time.GetUtcNow();
                site.Hooks.Commented(issue, comment, call.Caller, "comment_updated");
                return Answer.Ok(shapes.Comment(issue, comment, version));
            }
        );

    public Answer Delete(Call call) =>
        platform.Write(
            call,
            issue =>
                issue.Comments.Find(c => c.Id == call.Route("comment")) is not { } comment
                    ? Answer.Error(404, $"Can not find a comment for the id: {call.Route("comment")}.")
                : NotOwn(call, comment) is { } refused ? refused
                : issue.Comments.Remove(comment) ? new Answer(204)
                : new Answer(500)
        );

    /// <summary>The account has the rights over its own comments only; 400 is what the real service answers.</summary>
    private static Answer? NotOwn(Call call, JiraComment comment) =>
        comment.Author.AccountId == call.Caller.AccountId
            ? null
            : Answer.Error(400, $"You do not have the permission for the comment with id: {comment.Id}.");

    public Answer Property(Call call) =>
        site.State.Issues.SelectMany(i => i.Comments).FirstOrDefault(c => c.Id == call.Route("comment")) is { } comment
        && comment.Properties.TryGetValue(call.Route("key"), out var value)
            ? Answer.Ok(new JObject { ["key"] = call.Route("key"), ["value"] = value })
            : Answer.Error(404, "The property does not exist.");

    public JiraComment Store(JiraIssue issue, JiraUser author, JToken body, bool isPublic)
    {
        var now = time.GetUtcNow();
        var comment = new JiraComment
        {
            Id = site.State.NextCommentId(),
            Author = author,
            Body = body,
            Public = isPublic,
            Created = now,
            Updated = now,
        };
        issue.Comments.Add(comment);
        issue.Updated = now;
        return comment;
    }

    private JToken? Body(Call call, int version)
    {
        var body = call.Body["body"];
        if (version == 3)
        {
            return AdfText.Fault(body) is null && body!.ToString(Newtonsoft.Json.Formatting.None).Length <= MaxBody ? body : null;
        }

        return body is { Type: JTokenType.String } && ((string)body!).Length <= MaxBody
            ? (site.Flavour == JiraFlavour.Cloud ? AdfText.ToAdf((string)body!) : body)
            : null;
    }
}
