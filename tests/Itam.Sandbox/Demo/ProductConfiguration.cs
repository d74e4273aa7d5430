using System.Text.Json;
using System.Text.Json.Nodes;

namespace Itam.Sandbox.Demo;

/// <summary>Writes the product's configuration file: where it listens, its database, a connection per emulated desk and to Teams, and what people may ask for.</summary>
internal static class ProductConfiguration
{
    public const string Tenant = "demo";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Write(
        string folder,
        Uri product,
        Uri sandbox,
        IReadOnlyList<IEmulatedDesk> desks,
        JsonObject? equipment = null,
        JsonObject? teams = null
    )
    {
        var connections = new JsonObject();
        foreach (var desk in desks)
        {
            var connection = new JsonObject { ["Kind"] = desk.Name, ["Tenant"] = Tenant };
            foreach (var (name, value) in desk.ConnectionSettings(sandbox).Concat(desk.RaisingSettings))
            {
                connection[name] = value;
            }

            connections[desk.Name] = connection;
        }

        if (teams is not null)
        {
            connections["teams"] = teams;
        }

        var configuration = new JsonObject
        {
            ["Urls"] = product.GetLeftPart(UriPartial.Authority),
            ["Database"] = $"Data Source={Path.Combine(folder, "itam.db")}",
            ["Connections"] = connections,
        };
        if (equipment is not null)
        {
            configuration["Equipment"] = equipment;
        }

        var path = Path.Combine(folder, "itam.json");
        File.WriteAllText(path, configuration.ToJsonString(Indented) + "\n");
        return path;
    }
}
