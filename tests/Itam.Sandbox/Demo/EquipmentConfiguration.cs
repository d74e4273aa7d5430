using System.Text.Json;
using System.Text.Json.Nodes;
using Itam.Sandbox.Company;

namespace Itam.Sandbox.Demo;

/// <summary>What people of the demo company may ask for: a catalogue of its models, its stockrooms, and who decides.</summary>
internal static class EquipmentConfiguration
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes catalogue.json into the folder.</summary>
    /// <param name="year">Of the budgets.</param>
    /// <returns>The section <c>Equipment</c> of the product's configuration.</returns>
    public static JsonObject Write(string folder, SandboxCompany company, string tenant, string desk, int year)
    {
        using var shipped = typeof(EquipmentConfiguration).Assembly.GetManifestResourceStream("catalogue.json")!;
        var catalogue = JsonNode.Parse(shipped)!;
        foreach (var budget in catalogue["budgets"]!.AsArray())
        {
            budget!["year"] = year;
        }

        var path = Path.Combine(folder, "catalogue.json");
        File.WriteAllText(path, catalogue.ToJsonString(Indented) + "\n");
        return new JsonObject
        {
            ["Tenant"] = tenant,
            ["Catalogue"] = path,
            ["Desk"] = desk,
            // One per site.
            ["Stockroom"] = string.Join("; ", company.People.Where(p => p.JobTitle == "Manager, IT").Select(p => p.Email)),
            ["FallbackApprover"] = HeadOf("IT"),
            ["SecondApprover"] = HeadOf("Finance"),
            ["SecondApprovalAbove"] = "2000",
        };

        string? HeadOf(string department) => company.People.FirstOrDefault(p => p.JobTitle == $"Head of {department}")?.Email;
    }
}
