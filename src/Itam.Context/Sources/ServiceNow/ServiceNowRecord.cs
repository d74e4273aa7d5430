using System.Globalization;
using Itam.Context.Connections;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.ServiceNow;

/// <summary>
/// One record, whatever <c>sysparm_display_value</c> gave: a field is text, <c>{display_value, value, link}</c>, <c>{value, link}</c> or
/// <c>{display_value, link}</c>; empty is "". Dot-walked fields are flat keys with the dot in them.
/// </summary>
public sealed class ServiceNowRecord(JObject fields)
{
    /// <summary>The instance answered with this field, even if empty.</summary>
    public bool Has(string field) => fields.ContainsKey(field);

    /// <summary>The stored value; of a reference, its sys_id. Null for empty and missing.</summary>
    public string? Value(string field) =>
        fields[field] switch
        {
            JObject shape => shape["value"].Text() ?? IdInLink(shape["link"].Text()),
            var plain => plain.Text(),
        };

    /// <summary>What people see.</summary>
    public string? Display(string field) =>
        fields[field] is JObject shape ? shape["display_value"].Text() ?? shape["value"].Text() : fields[field].Text();

    public SysId? Id(string field = "sys_id") => SysId.Of(Value(field));

    /// <summary>Times are stored in UTC without an offset.</summary>
    public DateTimeOffset? Moment(string field) =>
        DateTimeOffset.TryParseExact(
            Value(field),
            "yyyy-MM-dd HH:mm:ss",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var moment
        )
            ? moment
            : null;

    public int? Number(string field) => int.TryParse(Value(field), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public bool IsTrue(string field) => string.Equals(Value(field), "true", StringComparison.OrdinalIgnoreCase);

    private static string? IdInLink(string? link) => SysId.Of(link?[(link.LastIndexOf('/') + 1)..])?.Value;
}
