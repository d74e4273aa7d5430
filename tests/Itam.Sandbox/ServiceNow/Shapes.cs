using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.ServiceNow;

/// <summary>How a row looks in an answer: display modes, reference links, dot-walked fields, hidden columns.</summary>
internal sealed class Shapes(Store store, string host, Func<Row, bool> isSeen)
{
    public JObject Of(Row row, IQueryCollection query)
    {
        var mode = (string?)query["sysparm_display_value"] ?? "false";
        var links = (string?)query["sysparm_exclude_reference_link"] != "true";
        var asked = ((string?)query["sysparm_fields"])?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var shape = new JObject();
        foreach (var field in asked ?? Schema.ColumnNames(row.Table))
        {
            if (Walk(row, field) is { } found)
            {
                shape[field] = Value(found.Row, found.Column, mode, links);
            }
        }

        return shape;
    }

    /// <summary>The raw value that a query compares, whoever asks: access rules apply to what comes back only. Empty where the walk ends early.</summary>
    public string Raw(Row row, string field) => Walk(row, field, asAdmin: true) is { Row: { } at } found ? at[found.Column] : "";

    /// <returns>Null for an unknown or hidden column, or one of a record that is hidden; a null row where a reference on the way is empty.</returns>
    private (Row? Row, string Column)? Walk(Row row, string field, bool asAdmin = false)
    {
        var parts = field.Split('.');
        Row? at = row;
        foreach (var part in parts[..^1])
        {
            if (at is null)
            {
                break;
            }

            if (Schema.Column(at.Table, part) is not { Reference: not null })
            {
                return null;
            }

            at = at.HiddenColumns.Contains(part) && !asAdmin ? null : store.Find(at[part]);
            if (at is not null && !asAdmin && !isSeen(at))
            {
                return null;
            }
        }

        return at is null ? (null, parts[^1])
            : Schema.Column(at.Table, parts[^1]) is null || at.HiddenColumns.Contains(parts[^1]) && !asAdmin ? null
            : (at, parts[^1]);
    }

    private JToken Value(Row? row, string column, string mode, bool links)
    {
        var value = row?[column] ?? "";
        var target = row is null ? null : Schema.Column(row.Table, column)?.Reference;
        var display =
            target is not null && store.Find(value) is { } referred ? Label(referred)
            : row is null ? value
            : Choices.Label(row.Table, column, value);
        JObject? link = target is not null && value.Length > 0 && links ? new JObject { ["link"] = $"{host}/api/now/table/{target}/{value}" } : null;
        switch (mode)
        {
            case "all":
                var both = new JObject { ["display_value"] = display, ["value"] = value };
                both.Merge(link ?? []);
                return both;
            case "true" when link is not null:
                link.AddFirst(new JProperty("display_value", display));
                return link;
            case "true":
                return display;
            default:
                link?.Add("value", value);
                return link ?? (JToken)value;
        }
    }

    private static string Label(Row row) =>
        Schema.IsA(row.Table, "task") ? row["number"]
        : row["name"].Length > 0 ? row["name"]
        : row["display_name"];
}
