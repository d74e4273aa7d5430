using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Jira;

/// <summary>The platform's REST API, version 3 (Cloud) or 2 (Data Center; on Cloud for markup).</summary>
internal sealed class JiraPlatformApi(JiraEmulator site, JiraShapes shapes, TimeProvider time)
{
    private static readonly HashSet<string> SearchProperties = new(StringComparer.Ordinal)
    {
        "jql",
        "maxResults",
        "fields",
        "nextPageToken",
        "reconcileIssues",
        "expand",
        "properties",
        "fieldsByKeys",
        "failFast",
    };

    private JiraState State => site.State;

    public Answer Myself(Call call) => Answer.Ok(shapes.User(call.Caller));

    public Answer User(Call call)
    {
        if (call.Query("accountId") is not { } id)
        {
            return Answer.Error(400, "The accountId query parameter needs to be provided");
        }

        return State.Users.TryGetValue(id, out var user)
            ? Answer.Ok(shapes.User(user))
            : Answer.Error(404, "Specified user does not exist or you do not have required permissions");
    }

    public Answer Fields(Call call)
    {
        JArray fields =
        [
            new JObject
            {
                ["id"] = "summary",
                ["name"] = "Zusammenfassung",
                ["custom"] = false,
                ["schema"] = new JObject { ["type"] = "string", ["system"] = "summary" },
            },
            Custom("customfield_10010", "Anfragetyp", "sd-customerrequesttype", "com.atlassian.servicedesk:vp-origin"),
        ];
        if (site.HasAssets)
        {
            fields.Add(Custom(JiraState.AssetsField, "Betroffenes Gerät", "any", "com.atlassian.jira.plugins.cmdb:cmdb-object-cftype"));
        }

        return Answer.Ok(fields);
    }

    public Answer Project(Call call) =>
        call.Route("key") switch
        {
            JiraState.ServiceProject => Answer.Ok(
                new JObject
                {
                    ["id"] = "10001",
                    ["key"] = JiraState.ServiceProject,
                    ["projectTypeKey"] = "service_desk",
                }
            ),
            JiraState.SoftwareProject => Answer.Ok(
                new JObject
                {
                    ["id"] = "10002",
                    ["key"] = JiraState.SoftwareProject,
                    ["projectTypeKey"] = "software",
                }
            ),
            var key => Answer.Error(404, $"No project could be found with key '{key}'."),
        };

    public Answer Permissions(Call call) =>
        Answer.Ok(
            new JObject
            {
                ["permissions"] = new JObject(
                    (call.QueryList("permissions") ?? []).Select(p => new JProperty(
                        p,
                        new JObject { ["key"] = p, ["havePermission"] = !site.MissingPermissions.Contains(p) }
                    ))
                ),
            }
        );

    public Answer Issue(Call call, int version)
    {
        if (State.Find(call.Route("id")) is not { } issue)
        {
            return Answer.NoIssue();
        }

        return Answer.Ok(shapes.Issue(issue, version, call.QueryList("fields"), call.QueryList("properties") ?? []));
    }

    public Answer Edit(Call call) =>
        Write(
            call,
            issue =>
            {
                var fields = call.Body["fields"] as JObject ?? [];
                if (fields.Properties().FirstOrDefault(f => f.Name != JiraState.AssetsField) is { } other)
                {
                    return Answer.FieldError(other.Name, $"Field '{other.Name}' cannot be set. It is not on the appropriate screen, or unknown.");
                }

                var objects = (fields[JiraState.AssetsField] as JArray ?? [])
                    .Select(o => ((string?)o["workspaceId"], (string?)o["objectId"], (string?)o["id"]))
                    .ToList();
                if (
                    objects.Any(o =>
                        o.Item1 != JiraState.Workspace || o.Item3 != $"{o.Item1}:{o.Item2}" || State.Assets.All(a => a.ObjectId != o.Item2)
                    ) || (site.OneAssetOnly && objects.Count > 1)
                )
                {
                    return Answer.FieldError(JiraState.AssetsField, "We couldn't add these Assets objects.");
                }

                issue.Assets.Clear();
                issue.Assets.AddRange(objects.Select(o => o.Item2!));
                issue.Updated = time.GetUtcNow();
                site.Hooks.Updated(issue, call.Caller, JiraState.AssetsField, "issue_generic");
                return new Answer(204);
            }
        );

    public Answer ReadProperty(Call call) =>
        State.Find(call.Route("id")) is not { } issue ? Answer.NoIssue()
        : issue.Properties.TryGetValue(call.Route("key"), out var value) ? Answer.Ok(new JObject { ["key"] = call.Route("key"), ["value"] = value })
        : Answer.Error(404, $"The property {call.Route("key")} does not exist.");

    public Answer WriteProperty(Call call) =>
        Write(
            call,
            issue =>
            {
                if (call.Body.Count == 0 || call.Body.ToString().Length > 32_768 || call.Route("key").Length > 255)
                {
                    return Answer.Error(400, "The property value is empty or too long.");
                }

                var created = !issue.Properties.ContainsKey(call.Route("key"));
                issue.Properties[call.Route("key")] = call.Body;
                return new Answer(created ? 201 : 200, new JObject());
            }
        );

    public Answer Search(Call call)
    {
        if (call.Body.Properties().FirstOrDefault(p => !SearchProperties.Contains(p.Name)) is { } unknown)
        {
            return Answer.Error(400, $"Invalid request payload. Unknown property '{unknown.Name}'.");
        }

        var size = (int?)call.Body["maxResults"] ?? 50;
        if (size is < 1 or > 5000)
        {
            return Answer.Error(400, "The value of maxResults must be between 1 and 5000.");
        }

        var found = Found(call);
        var from = (string?)call.Body["nextPageToken"] is { } token ? int.Parse(token.AsSpan("page-".Length)) : 0;
        var fields = call.Body["fields"] is JArray wanted ? wanted.Select(f => (string)f!).ToArray() : [];
        var properties = call.Body["properties"] is JArray asked ? asked.Select(f => (string)f!).ToArray() : [];
        size = Math.Min(size, site.SearchPageLimit);
        var last = from + size >= found.Count;
        var answer = new JObject
        {
            ["issues"] = new JArray(found.Skip(from).Take(size).Select(i => shapes.Issue(i, 3, fields, properties))),
            ["isLast"] = last,
        };
        if (!last)
        {
            answer["nextPageToken"] = $"page-{from + size}";
        }

        site.SearchAnswers?.Invoke(answer);
        return Answer.Ok(answer);
    }

    public static Answer OldSearch(Call call) =>
        Answer.Error(
            410,
            "The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. A full migration guideline is available at CHANGE-2046"
        );

    public Answer OffsetSearch(Call call)
    {
        var found = Found(call);
        var from = (int?)call.Body["startAt"] ?? 0;
        var size = Math.Min((int?)call.Body["maxResults"] ?? 50, site.SearchPageLimit);
        var fields = call.Body["fields"] is JArray wanted ? wanted.Select(f => (string)f!).ToArray() : null;
        return Answer.Ok(
            new JObject
            {
                ["startAt"] = from,
                ["maxResults"] = size,
                ["total"] = found.Count,
                ["issues"] = new JArray(found.Skip(from).Take(size).Select(i => shapes.Issue(i, 2, fields, []))),
            }
        );
    }

    /// <summary>A write to one issue: at most 20 in 2 s and 100 in 30 s.</summary>
    public Answer Write(Call call, Func<JiraIssue, Answer> write)
    {
        if (State.Find(call.Route("id")) is not { } issue)
        {
            return Answer.NoIssue();
        }

        var now = time.GetUtcNow();
        issue.Writes.RemoveAll(w => w < now.AddSeconds(-30));
        if (issue.Writes.Count >= 100 || issue.Writes.Count(w => w > now.AddSeconds(-2)) >= 20)
        {
            return Answer.Error(429, "Rate limit exceeded.") with
            {
                Headers = [("Retry-After", "2"), ("RateLimit-Reason", "jira-per-issue-on-write")],
            };
        }

        issue.Writes.Add(now);
        return write(issue);
    }

    /// <summary>Search lags behind; reading by key does not.</summary>
    private List<JiraIssue> Found(Call call)
    {
        var now = time.GetUtcNow();
        return [.. Jql.Search((string?)call.Body["jql"] ?? "", State.Issues.Where(i => i.Updated <= now - site.SearchLag), now)];
    }

    private static JObject Custom(string id, string name, string type, string custom) =>
        new()
        {
            ["id"] = id,
            ["name"] = name,
            ["custom"] = true,
            ["schema"] = new JObject
            {
                ["type"] = type,
                ["custom"] = custom,
                ["customId"] = int.Parse(id.AsSpan("customfield_".Length)),
            },
        };
}
