using System.Globalization;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Sources.SnipeIt;

/// <summary>Rows in the shapes of the transformers.</summary>
public static class SnipeItRows
{
    public static JObject AddUser(
        this SnipeItEmulator instance,
        long id,
        string first,
        string last,
        string? email = null,
        DateTimeOffset? changed = null
    )
    {
        var user = new JObject
        {
            ["id"] = id,
            ["name"] = $"{first} {last}",
            ["first_name"] = first,
            ["last_name"] = last,
            ["username"] = first.ToLowerInvariant(),
            ["email"] = email ?? $"{first.ToLowerInvariant()}@example.com",
            ["employee_num"] = (1000 + id).ToString(CultureInfo.InvariantCulture),
            ["jobtitle"] = "Consultant",
            ["department"] = new JObject { ["id"] = 1, ["name"] = "R&amp;D" },
            ["location"] = new JObject { ["id"] = 5, ["name"] = "Berlin" },
            ["manager"] = null,
            ["country"] = "DE",
            ["locale"] = "de-DE",
            ["vip"] = false,
            ["activated"] = false,
            ["start_date"] = null,
            ["end_date"] = null,
            ["updated_at"] = Moment(instance, changed ?? instance.Now),
            ["deleted_at"] = null,
        };
        instance.Users.Add(user);
        return user;
    }

    /// <param name="meta">status_type; what is assigned shows as deployed.</param>
    public static JObject AddAsset(
        this SnipeItEmulator instance,
        long id,
        string serial,
        string meta = "deployable",
        string label = "Ready to Deploy",
        JObject? holder = null,
        DateTimeOffset? changed = null
    )
    {
        var asset = new JObject
        {
            ["id"] = id,
            ["name"] = "",
            ["asset_tag"] = string.Create(CultureInfo.InvariantCulture, $"LT-{id:0000}"),
            ["serial"] = serial,
            ["model"] = new JObject { ["id"] = 7, ["name"] = "ThinkPad T14 G4" },
            ["byod"] = false,
            ["model_number"] = "21HD",
            ["eol"] = "48 months",
            ["asset_eol_date"] = Day("2028-03-01"),
            ["status_label"] = new JObject
            {
                ["id"] = 2,
                ["name"] = label,
                ["status_type"] = meta,
                ["status_meta"] = holder is null ? meta : "deployed",
            },
            ["category"] = new JObject { ["id"] = 3, ["name"] = "Laptop" },
            ["manufacturer"] = new JObject { ["id"] = 1, ["name"] = "Lenovo" },
            ["location"] = new JObject { ["id"] = 5, ["name"] = "Berlin" },
            ["rtd_location"] = new JObject { ["id"] = 1, ["name"] = "Stock" },
            ["assigned_to"] = holder,
            ["warranty_months"] = "36 months",
            ["warranty_expires"] = Day("2027-03-01"),
            ["created_at"] = Moment(instance, instance.Now.AddYears(-1)),
            ["updated_at"] = Moment(instance, changed ?? instance.Now),
            ["deleted_at"] = null,
            ["purchase_date"] = Day("2024-03-01"),
            ["expected_checkin"] = null,
            ["purchase_cost"] = "1,299.00",
            ["custom_fields"] = new JObject(),
        };
        instance.Assets.Add(asset);
        return asset;
    }

    public static JObject AddLicense(this SnipeItEmulator instance, long id, string name, int seats, params (JObject? User, JObject? Asset)[] taken)
    {
        var license = new JObject
        {
            ["id"] = id,
            ["name"] = name,
            ["product_key"] = "------------",
            ["seats"] = seats,
            ["free_seats_count"] = seats - taken.Length,
            ["expiration_date"] = Day("2027-06-30"),
            ["manufacturer"] = new JObject { ["id"] = 4, ["name"] = "Adobe" },
            ["updated_at"] = Moment(instance, instance.Now),
        };
        instance.Licenses.Add(license);
        instance.Seats[id] =
        [
            .. Enumerable
                .Range(0, seats)
                .Select(n => new JObject
                {
                    ["id"] = id * 1000 + n,
                    ["license_id"] = id,
                    ["assigned_user"] =
                        n < taken.Length && taken[n].User is { } user
                            ? new JObject
                            {
                                ["id"] = user["id"],
                                ["name"] = user["name"],
                                ["email"] = user["email"],
                            }
                            : null,
                    ["assigned_asset"] =
                        n < taken.Length && taken[n].Asset is { } asset ? new JObject { ["id"] = asset["id"], ["name"] = asset["name"] } : null,
                }),
        ];
        return license;
    }

    /// <summary>"assigned_to" of an asset that this user has.</summary>
    public static JObject AsHolder(this JObject user) =>
        new()
        {
            ["id"] = user["id"],
            ["username"] = user["username"],
            ["name"] = user["name"],
            ["email"] = user["email"],
            ["employee_number"] = user["employee_num"],
            ["type"] = "user",
        };

    public static JObject Day(string iso) => new() { ["date"] = iso, ["formatted"] = iso };

    /// <summary>In the instance's zone, without saying so.</summary>
    public static JObject Moment(SnipeItEmulator instance, DateTimeOffset at)
    {
        var text = TimeZoneInfo.ConvertTime(at, instance.Zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        return new JObject { ["datetime"] = text, ["formatted"] = text };
    }
}
