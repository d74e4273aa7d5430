using System.Collections.Immutable;

namespace Itam.Context.Sources.ServiceNow;

/// <summary>Tables and columns of the asset store (documentation: "Tables installed with Asset Management"). A column that an instance lacks does not come back.</summary>
internal static class ServiceNowAssetTables
{
    public const string People = "sys_user";
    public const string Devices = "alm_hardware";
    public const string Computers = "cmdb_ci_computer";
    public const string Licenses = "alm_license";
    public const string Entitlements = "alm_entitlement_user";

    /// <summary>Code of <c>install_status</c> on assets.</summary>
    public const string Retired = "7";

    /// <summary>
    /// A hundred sys_ids still fit into the address of the call that joins another table to the page. Rows of few columns that are joined to nothing come by the
    /// thousand, since a limit counts calls.
    /// </summary>
    public static int PageSizeOf(string table) => table is People ? LargePage : ServiceNowClientWalk.MaxJoined;

    /// <summary>As many rows as an instance gives without strain.</summary>
    public const int LargePage = 1_000;

    public static ImmutableArray<string> FieldsOf(string table) =>
        table switch
        {
            People => OfPerson,
            Devices => OfDevice,
            Licenses => OfLicense,
            _ => OfEntitlement,
        };

    public static readonly ImmutableArray<string> OfPerson =
    [
        "sys_updated_on",
        "name",
        "email",
        "user_name",
        "employee_number",
        "title",
        "department",
        "location",
        "time_zone",
        "vip",
        "active",
        "manager",
        "manager.email",
    ];

    public static readonly ImmutableArray<string> OfDevice =
    [
        "sys_updated_on",
        "display_name",
        "asset_tag",
        "serial_number",
        "model.display_name",
        "model.name",
        "model.model_number",
        "model.manufacturer",
        "model_category",
        "assigned_to",
        "assigned_to.email",
        "assigned_to.user_name",
        "assigned_to.employee_number",
        "location",
        "install_status",
        "substatus",
        "life_cycle_stage",
        "life_cycle_stage_status",
        "warranty_expiration",
        "purchase_date",
        "cost",
        "lease_id",
        "ci",
        "ci.name",
        "ci.sys_class_name",
        "ci.sys_updated_on",
        "ci.mac_address",
        "ci.last_discovered",
        "ci.duplicate_of",
    ];

    public static readonly ImmutableArray<string> OfComputer =
    [
        "sys_id",
        "sys_updated_on",
        "name",
        "host_name",
        "os",
        "os_version",
        "disk_space",
        "form_factor",
        "chassis_type",
        "virtual",
        "mac_address",
    ];

    /// <summary>The columns of rights and term are not documented; the first that the instance has counts.</summary>
    public static readonly ImmutableArray<string> OfLicense =
    [
        "sys_updated_on",
        "display_name",
        "install_status",
        "model.display_name",
        "model.manufacturer",
        "vendor",
        "rights",
        "purchased_rights",
        "quantity",
        "end_date",
        "expiration_date",
        "renewal_date",
    ];

    public static readonly ImmutableArray<string> OfEntitlement =
    [
        "licensed_by",
        "assigned_to",
        "assigned_to.email",
        "assigned_to.user_name",
        "assigned_to.employee_number",
        "sys_created_on",
    ];
}
