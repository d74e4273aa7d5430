using System.Globalization;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Freshservice;

/// <summary>Workspaces, products, asset types; applications with their users, and the contracts about them.</summary>
internal sealed partial class FreshserviceApi
{
    private ApiReply ListWorkspaces(HttpRequest request)
    {
        JObject[] all =
        [
            Named(FreshserviceState.PrimaryWorkspace, "IT", ("primary", true)),
            Named(FreshserviceState.OtherWorkspace, "Facilities", ("primary", false)),
        ];
        return desk.WithoutWorkspaces
            ? ApiReply.NotFound
            : Page(request, "workspaces", [.. all.Where(w => !desk.UnlistedWorkspaces.Contains((long)w["id"]!))], credits: 1);
    }

    private ApiReply ListProducts(HttpRequest request) =>
        Page(request, "products", [.. state.Products.Select(p => Named(p.Id, p.Name, ("manufacturer", p.Maker)))], credits: 1);

    private ApiReply ListAssetTypes(HttpRequest request) =>
        Page(
            request,
            "asset_types",
            [
                Named(state.HardwareType, "Hardware"),
                .. state.LeafTypes.Select(t => Named(t.Value, t.Key, ("parent_asset_type_id", state.HardwareType))),
            ],
            credits: 1
        );

    private ApiReply ListApplications(HttpRequest request) =>
        desk.WithoutAssets
            ? ApiReply.LacksFeature
            : Workspace(request, out _)
                ?? Page(
                    request,
                    // Singular, as the documentation shows it.
                    "application",
                    [
                        .. state.Applications.Select(a =>
                            Named(a.Id, a.Name, ("status", a.Status), ("user_count", a.Users.Count), ("updated_at", "2026-09-01T10:00:00Z"))
                        ),
                    ],
                    credits: 1
                );

    private ApiReply ListApplicationUsers(HttpRequest request) =>
        state.Applications.Find(a => a.Id == Id(request)) is { } application
            ? Page(
                request,
                "application_users",
                [
                    .. application.Users.Select(
                        (u, index) =>
                            new JObject
                            {
                                ["id"] = 8_000 + index,
                                ["user_id"] = u.UserId,
                                ["license_id"] = u.Licensed ? 77 : null,
                                ["allocated_date"] = u.Licensed ? "2026-01-05T00:00:00Z" : null,
                                ["first_used"] = null,
                                ["last_used"] = "2026-11-01T07:30:00Z",
                                ["source"] = "API",
                            }
                    ),
                ],
                credits: 1
            )
            : ApiReply.NotFound;

    private ApiReply ListContracts(HttpRequest request) =>
        Workspace(request, out _)
        ?? Page(
            request,
            "contracts",
            [
                .. state.Applications.SelectMany(a =>
                    a.Contracts.Select(
                        (c, index) =>
                            Named(
                                9_000 + (10 * a.Id) + index,
                                $"{a.Name} agreement",
                                ("status", c.Status),
                                ("software_id", a.Id),
                                ("license_key", "SANDBOX-KEY-NOT-FOR-NOTES"),
                                ("end_date", c.End?.ToString("yyyy-MM-dd'T00:00:00Z'", CultureInfo.InvariantCulture)),
                                (
                                    "item_cost_details",
                                    new JArray(
                                        new JObject
                                        {
                                            ["item_name"] = a.Name,
                                            ["cost"] = "9.5",
                                            ["count"] = c.Count,
                                        }
                                    )
                                )
                            )
                    )
                ),
            ],
            credits: 1
        );

    private static JObject Named(long id, string name, params (string Name, JToken? Value)[] more)
    {
        var row = new JObject { ["id"] = id, ["name"] = name };
        foreach (var (field, value) in more)
        {
            row[field] = value;
        }

        return row;
    }
}
