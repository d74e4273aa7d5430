namespace Itam.Sandbox.ServiceNow;

/// <summary>What people see instead of the codes of choice columns, as an instance comes.</summary>
internal static class Choices
{
    private static readonly Dictionary<(string Table, string Column), Dictionary<string, string>> Labels = new()
    {
        [("alm_asset", "install_status")] = new()
        {
            ["1"] = "In use",
            ["2"] = "On order",
            ["3"] = "In maintenance",
            ["6"] = "In stock",
            ["7"] = "Retired",
            ["8"] = "Missing",
            ["9"] = "In transit",
            ["10"] = "Consumed",
        },
        [("task", "priority")] = new()
        {
            ["1"] = "1 - Critical",
            ["2"] = "2 - High",
            ["3"] = "3 - Moderate",
            ["4"] = "4 - Low",
            ["5"] = "5 - Planning",
        },
    };

    public static string Label(string table, string column, string value) =>
        Labels.Where(c => c.Key.Column == column && Schema.IsA(table, c.Key.Table)).Select(c => c.Value.GetValueOrDefault(value)).FirstOrDefault()
        ?? value;
}
