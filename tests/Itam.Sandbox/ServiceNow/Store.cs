using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Itam.Sandbox.ServiceNow;

internal sealed class Row(string table, string id)
{
    public string Table { get; } = table;

    public string Id { get; } = id;

    public Dictionary<string, string> Values { get; } = new() { ["sys_id"] = id, ["sys_class_name"] = table };

    /// <summary>Columns that access rules hide from the integration account.</summary>
    public HashSet<string> HiddenColumns { get; } = [];

    /// <summary>Access rules hide the whole row.</summary>
    public bool Hidden { get; set; }

    public string this[string column] => Values.GetValueOrDefault(column, "");
}

/// <summary>Rows of all tables, every value a string, times in UTC to the second. The caller holds the lock.</summary>
internal sealed class Store(TimeProvider time)
{
    private readonly List<Row> _rows = [];
    private readonly Dictionary<string, Row> _byId = [];
    private int _count;

    public IEnumerable<Row> Of(string table) => _rows.Where(r => Schema.IsA(r.Table, table));

    public Row? Find(string table, string id) => _byId.TryGetValue(id, out var row) && Schema.IsA(row.Table, table) ? row : null;

    public Row? Find(string id) => _byId.GetValueOrDefault(id);

    public string Now => Stamp(time.GetUtcNow());

    public static string Stamp(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static DateTimeOffset Moment(string stamp) =>
        DateTimeOffset.ParseExact(stamp, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public Row Insert(string table, string user, IEnumerable<KeyValuePair<string, string>> values, DateTimeOffset? at = null)
    {
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{table}/{++_count}")))[..32];
        var row = new Row(table, id);
        var stamp = at is { } moment ? Stamp(moment) : Now;
        row.Values["sys_created_on"] = row.Values["sys_updated_on"] = stamp;
        row.Values["sys_created_by"] = row.Values["sys_updated_by"] = user;
        row.Values["sys_mod_count"] = "0";
        _rows.Add(row);
        _byId.Add(id, row);
        Assign(row, user, values);
        return row;
    }

    public void Update(Row row, string user, IEnumerable<KeyValuePair<string, string>> values)
    {
        Assign(row, user, values);
        row.Values["sys_mod_count"] = (int.Parse(row["sys_mod_count"], CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);
        row.Values["sys_updated_on"] = Now;
        row.Values["sys_updated_by"] = user;
    }

    public void Delete(Row row)
    {
        _rows.Remove(row);
        _byId.Remove(row.Id);
    }

    /// <summary>Unknown columns and those of the system are ignored, as the Table API does.</summary>
    private void Assign(Row row, string user, IEnumerable<KeyValuePair<string, string>> values)
    {
        foreach (var (name, value) in values)
        {
            if (name.StartsWith("sys_", StringComparison.Ordinal) || Schema.Column(row.Table, name) is not { } column)
            {
                continue;
            }

            if (!column.Journal)
            {
                row.Values[name] = value;
            }
            else if (value.Length > 0)
            {
                Insert(
                    "sys_journal_field",
                    user,
                    new Dictionary<string, string>
                    {
                        ["name"] = row.Table,
                        ["element"] = name,
                        ["element_id"] = row.Id,
                        ["value"] = value,
                    }
                );
            }
        }
    }
}
