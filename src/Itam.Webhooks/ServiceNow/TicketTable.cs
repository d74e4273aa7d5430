using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Itam.Webhooks.ServiceNow;

/// <summary>What differs between the tables that hold tickets.</summary>
/// <param name="PersonField">Reference to sys_user: who has the problem.</param>
/// <param name="DeviceFields">References to cmdb_ci, the one we write first.</param>
internal sealed partial record TicketTable(string Name, string PersonField, ImmutableArray<string> DeviceFields)
{
    /// <summary>The one table that every instance has.</summary>
    public const string Incident = "incident";

    public static TicketTable Of(string name) =>
        name switch
        {
            Incident => new(name, "caller_id", ["cmdb_ci"]),
            "sc_req_item" => new(name, "requested_for", ["configuration_item", "cmdb_ci"]),
            _ => new(name, "opened_for", ["cmdb_ci"]),
        };

    public static bool IsName(string text) => NameShape().IsMatch(text);

    [GeneratedRegex(@"\A[a-z][a-z0-9_]{0,79}\z", RegexOptions.None, 1000)]
    private static partial Regex NameShape();
}
