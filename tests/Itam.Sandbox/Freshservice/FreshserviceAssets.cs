using System.Globalization;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Freshservice;

/// <summary>Assets, requesters and agents.</summary>
internal sealed partial class FreshserviceApi
{
    private ApiReply ListAssets(HttpRequest request)
    {
        if (desk.WithoutAssets)
        {
            return ApiReply.LacksFeature;
        }

        if (Unknown(request, "search", "filter", "include", "workspace_id", "page", "per_page") is { } unknown)
        {
            return unknown;
        }

        if (Workspace(request, out var workspace) is { } refused)
        {
            return refused;
        }

        if (desk.PlainListTakesOnlyZero && request.Query["workspace_id"] is [{ } one] && one != "0")
        {
            return ApiReply.Invalid("workspace_id", "invalid_value", "It should be 0");
        }

        if (Closed(workspace))
        {
            return Denied;
        }

        var all = request.Query["workspace_id"] == "0";
        var rows = state.Assets.AsEnumerable();
        if (request.Query["filter"] is [{ } quotedFilter])
        {
            var filter = AssetFilter.Unquote(quotedFilter);
            var names = filter.Contains("workspace_id:", StringComparison.Ordinal);
            if (names && (desk.WithoutWorkspaces || desk.RefusesWorkspaceId.Contains("/assets")))
            {
                return ApiReply.Invalid("workspace_id", "invalid_field", "Unexpected/invalid field in request");
            }

            if (desk.ClosedWorkspaces.Any(id => filter.Contains(FormattableString.Invariant($"workspace_id:{id}"), StringComparison.Ordinal)))
            {
                return Denied;
            }

            all = filter.Contains("workspace_id:0", StringComparison.Ordinal);
            workspace = names ? null : workspace;
            rows = Indexed().Where(a => AssetFilter.Matches(filter, field => Field(a, field)));
        }

        if (request.Query["search"] is [{ } quotedSearch])
        {
            var (field, prefix) = AssetFilter.Search(AssetFilter.Unquote(quotedSearch));
            if (field is not ("name" or "asset_tag" or "serial_number"))
            {
                return ApiReply.Invalid(field, "invalid_field", "Unexpected/invalid field in request");
            }

            rows = rows.Intersect(Indexed()).Where(a => Field(a, field)!.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
        }

        var embeds = request.Query["include"] == "type_fields";
        return Page(
            request,
            "assets",
            [
                .. rows.Where(a => !Closed(a.WorkspaceId) && (workspace is null || a.WorkspaceId == workspace))
                    .OrderBy(a => a.DisplayId)
                    .Select(a =>
                        ApiShapes.Asset(
                            a,
                            state,
                            !embeds ? TypeFields.None
                                : all ? TypeFields.Global
                                : TypeFields.All
                        )
                    ),
            ],
            embeds ? 3 : 1,
            filtered: request.Query.ContainsKey("filter") || request.Query.ContainsKey("search")
        );
    }

    private ApiReply ViewAsset(HttpRequest request)
    {
        if (desk.WithoutAssets)
        {
            return ApiReply.LacksFeature;
        }

        var embeds = request.Query["include"] == "type_fields";
        return state.Assets.Find(a => a.DisplayId == Id(request)) is { } asset
            ? Closed(asset.WorkspaceId)
                ? Denied
                : ApiReply.Ok("asset", ApiShapes.Asset(asset, state, embeds ? TypeFields.All : TypeFields.None), embeds ? 2 : 1)
            : ApiReply.NotFound;
    }

    private ApiReply AssetRequests(HttpRequest request)
    {
        if (desk.WithoutAssets)
        {
            return ApiReply.LacksFeature;
        }

        var rows = state
            .Tickets.Where(t => t.Assets.Contains(Id(request)))
            .Select(t => Row("Tickets", t.Number, t.Subject, t.Status == 5 ? "Closed" : "Open"))
            // Problems and changes of the asset stand in the same list, with numbers of their own.
            .Append(Row("Problems", "PRB-41", "Batteries of this model", "Open"))
            .ToList();
        return state.Assets.Exists(a => a.DisplayId == Id(request)) ? Page(request, "requests", rows, credits: 1) : ApiReply.NotFound;

        static JObject Row(string type, string id, string details, string status) =>
            new()
            {
                ["request_type"] = type,
                ["request_id"] = id,
                ["request_details"] = details,
                ["request_status"] = status,
            };
    }

    private static ApiReply Denied => ApiReply.Refused(403, "access_denied", "You are not authorized to perform this action.");

    private bool Closed(long? workspace) => workspace is { } id && desk.ClosedWorkspaces.Contains(id);

    private ApiReply ListPeople(HttpRequest request, string key) =>
        Page(
            request,
            key,
            [.. state.People.Where(p => p.IsAgent == (key == "agents")).Select(p => p.IsAgent ? ApiShapes.Agent(p) : ApiShapes.Requester(p))],
            credits: 1
        );

    /// <summary>One row of ids for both; asking the wrong list is a 404 without a body.</summary>
    private ApiReply ViewPerson(HttpRequest request, string key) =>
        state.People.Find(p => p.Id == Id(request) && p.IsAgent == (key == "agent")) is { } person
            ? ApiReply.Ok(key, person.IsAgent ? ApiShapes.Agent(person) : ApiShapes.Requester(person))
            : ApiReply.NotFound;

    /// <summary>What the search index has seen so far.</summary>
    private IEnumerable<StoredAsset> Indexed() => state.Assets.Where(a => a.UpdatedAt <= state.Now - desk.IndexLag);

    private static string? Field(StoredAsset asset, string field) =>
        field switch
        {
            "workspace_id" => asset.WorkspaceId.ToString(CultureInfo.InvariantCulture),
            "asset_type_id" => asset.AssetTypeId.ToString(CultureInfo.InvariantCulture),
            "asset_state" => asset.State,
            "user_id" => asset.UserId?.ToString(CultureInfo.InvariantCulture),
            "name" => asset.Name,
            "asset_tag" => asset.Tag,
            "serial_number" => asset.Serial,
            "updated_at" or "created_at" => ApiShapes.Iso(asset.UpdatedAt),
            _ => throw new FormatException($"'{field}' cannot be filtered by."),
        };
}
