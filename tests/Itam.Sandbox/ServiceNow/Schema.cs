namespace Itam.Sandbox.ServiceNow;

/// <param name="Reference">The table it points to, or null.</param>
/// <param name="Journal">Each write appends an entry; reads back empty.</param>
internal sealed record Column(string? Reference = null, bool Journal = false);

/// <summary>The tables and columns that are modelled, with their class hierarchy.</summary>
internal static class Schema
{
    private static readonly Column Plain = new();
    private static readonly string[] System =
    [
        "sys_id",
        "sys_created_on",
        "sys_created_by",
        "sys_updated_on",
        "sys_updated_by",
        "sys_mod_count",
        "sys_class_name",
    ];

    private static readonly Dictionary<string, (string? Parent, Dictionary<string, Column> Columns)> Tables = new()
    {
        ["task"] = (
            null,
            Columns(
                "number state active priority short_description description opened_at closed_at impact urgency correlation_id correlation_display",
                ("opened_by", new("sys_user")),
                ("assigned_to", new("sys_user")),
                ("cmdb_ci", new("cmdb_ci")),
                ("work_notes", new(Journal: true)),
                ("comments", new(Journal: true))
            )
        ),
        ["incident"] = ("task", Columns("resolved_at close_code category", ("caller_id", new("sys_user")))),
        ["sc_request"] = ("task", Columns("request_state", ("requested_for", new("sys_user")))),
        ["sc_req_item"] = (
            "task",
            Columns("stage quantity", ("requested_for", new("sys_user")), ("configuration_item", new("cmdb_ci")), ("request", new("sc_request")))
        ),
        ["sys_user"] = (
            null,
            Columns("user_name name email employee_number vip active time_zone title department location", ("manager", new("sys_user")))
        ),
        ["cmdb_ci"] = (
            null,
            Columns(
                "name asset_tag serial_number install_status operational_status warranty_expiration last_discovered fqdn mac_address",
                ("asset", new("alm_asset")),
                ("assigned_to", new("sys_user")),
                ("duplicate_of", new("cmdb_ci"))
            )
        ),
        ["cmdb_ci_hardware"] = ("cmdb_ci", Columns("hardware_status")),
        ["cmdb_ci_computer"] = ("cmdb_ci_hardware", Columns("os os_version ram disk_space form_factor chassis_type host_name virtual")),
        ["cmdb_ci_service"] = ("cmdb_ci", Columns("busines_criticality")),
        ["alm_asset"] = (
            null,
            Columns(
                "display_name asset_tag serial_number install_status substatus warranty_expiration purchase_date cost lease_id location model_category quantity vendor",
                ("model", new("cmdb_model")),
                ("ci", new("cmdb_ci")),
                ("assigned_to", new("sys_user"))
            )
        ),
        ["alm_hardware"] = ("alm_asset", Columns("")),
        ["alm_license"] = ("alm_asset", Columns("rights end_date")),
        ["alm_entitlement_user"] = (null, Columns("", ("licensed_by", new("alm_license")), ("assigned_to", new("sys_user")))),
        ["cmdb_model"] = (null, Columns("display_name name model_number", ("manufacturer", new("core_company")))),
        ["core_company"] = (null, Columns("name")),
        ["sys_journal_field"] = (null, Columns("name element element_id value")),
    };

    public static bool Exists(string table) => Tables.ContainsKey(table);

    /// <summary>Querying a parent finds its children's rows.</summary>
    public static bool IsA(string table, string ancestor)
    {
        for (var at = table; at is not null; at = Tables[at].Parent)
        {
            if (at == ancestor)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Null where the table has no such column.</summary>
    public static Column? Column(string table, string name)
    {
        if (System.Contains(name))
        {
            return Plain;
        }

        for (var at = table; at is not null; at = Tables[at].Parent)
        {
            if (Tables[at].Columns.TryGetValue(name, out var column))
            {
                return column;
            }
        }

        return null;
    }

    public static IEnumerable<string> ColumnNames(string table)
    {
        var names = System.AsEnumerable();
        for (var at = table; at is not null; at = Tables[at].Parent)
        {
            names = names.Concat(Tables[at].Columns.Keys);
        }

        return names;
    }

    private static Dictionary<string, Column> Columns(string plain, params (string Name, Column Column)[] others) =>
        plain.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => (name, Plain)).Concat(others).ToDictionary(c => c.Item1, c => c.Item2);
}
