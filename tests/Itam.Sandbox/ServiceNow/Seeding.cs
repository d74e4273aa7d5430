using System.Globalization;
using Itam.Sandbox.Company;

namespace Itam.Sandbox.ServiceNow;

/// <summary>What an instance would know of the company: people, the devices that its CMDB and asset tables hold, earlier incidents.</summary>
internal static class Seeding
{
    public static string PersonField(string table) => table == "incident" ? "caller_id" : "requested_for";

    public static void Fill(ServiceNowEmulator instance, SandboxCompany company)
    {
        var store = instance.Store;
        store.Insert(
            "sys_user",
            "admin",
            new Dictionary<string, string>
            {
                ["user_name"] = SignIns.User,
                ["name"] = "ITAM integration",
                ["active"] = "true",
                ["time_zone"] = "GMT",
            }
        );
        var people = company.People.ToDictionary(p => p.Email, p => AddPerson(store, p));
        foreach (var device in company.Devices.Where(d => d.OnDesk))
        {
            AddDevice(store, device, people);
        }

        foreach (var past in company.PastTickets)
        {
            var item = store.Of("cmdb_ci").FirstOrDefault(r => past.DeviceTag is { } tag && r["asset_tag"] == tag);
            var person = people.GetValueOrDefault(past.RequesterEmail);
            var values = TicketValues(
                "incident",
                instance.NextNumber("incident"),
                past.Subject,
                past.Description,
                person,
                item,
                past.Closed,
                Store.Stamp(past.CreatedAt)
            );
            store.Insert("incident", person?["user_name"] ?? "guest", values, past.CreatedAt);
        }
    }

    public static Dictionary<string, string> TicketValues(
        string table,
        string number,
        string subject,
        string description,
        Row? person,
        Row? item,
        bool closed,
        string openedAt
    ) =>
        new()
        {
            ["number"] = number,
            ["short_description"] = subject,
            ["description"] = description,
            [PersonField(table)] = person?.Id ?? "",
            [table == "incident" ? "cmdb_ci" : "configuration_item"] = item?.Id ?? "",
            ["opened_by"] = person?.Id ?? "",
            ["opened_at"] = openedAt,
            ["state"] = closed ? "7" : "1",
            ["active"] = closed ? "false" : "true",
            ["closed_at"] = closed ? openedAt : "",
            ["priority"] = "4",
        };

    /// <summary>What the instance fills in itself: number, state, priority from impact and urgency; on a requested item the creating user as the person, unless named.</summary>
    public static Dictionary<string, string> NewTicketValues(
        string table,
        string number,
        Row caller,
        string now,
        IReadOnlyDictionary<string, string> given
    )
    {
        var impact = given.GetValueOrDefault("impact", "3");
        var urgency = given.GetValueOrDefault("urgency", "3");
        var values = new Dictionary<string, string>
        {
            ["opened_by"] = caller.Id,
            ["opened_at"] = now,
            ["state"] = "1",
            ["active"] = "true",
            ["impact"] = impact,
            ["urgency"] = urgency,
        };
        if (table == "sc_req_item")
        {
            values["requested_for"] = caller.Id;
        }

        foreach (var (name, value) in given)
        {
            values[name] = value;
        }

        values["number"] = number;
        values["priority"] = $"{int.Parse(impact, CultureInfo.InvariantCulture) + int.Parse(urgency, CultureInfo.InvariantCulture) - 1}";
        return values;
    }

    private static Row AddPerson(Store store, SandboxPerson person)
    {
        var row = store.Insert(
            "sys_user",
            "admin",
            new Dictionary<string, string>
            {
                ["user_name"] = person.Email.Split('@')[0],
                ["name"] = person.Name,
                ["email"] = person.Email,
                ["employee_number"] = $"E{person.Number:0000}",
                ["vip"] = person.Vip ? "true" : "false",
                ["active"] = "true",
                ["time_zone"] = person.TimeZone,
                ["title"] = person.JobTitle,
                ["department"] = person.Department,
                ["location"] = person.Site,
            }
        );
        if (person.HidesEmail)
        {
            row.HiddenColumns.Add("email");
        }

        return row;
    }

    private static void AddDevice(Store store, SandboxDevice device, Dictionary<string, Row> people)
    {
        var assigned = device.AssignedTo is { } email && people.TryGetValue(email, out var person) ? person.Id : "";
        var model = Model(store, device);
        var asset = store.Insert(
            "alm_hardware",
            "asset.manager",
            new Dictionary<string, string>
            {
                ["display_name"] = $"{device.AssetTag} - {device.Manufacturer} {device.Model}",
                ["asset_tag"] = device.AssetTag,
                ["serial_number"] = device.Serial,
                ["assigned_to"] = assigned,
                ["install_status"] = AssetStatus(device.State),
                ["warranty_expiration"] = Day(device.WarrantyEnd),
                ["purchase_date"] = Day(device.PurchasedOn),
                ["model"] = model.Id,
                ["model_category"] = "Computer",
                ["location"] = device.Location ?? "",
                ["cost"] = device.Cost?.ToString(CultureInfo.InvariantCulture) ?? "",
            }
        );
        var computer = device.Type is "laptop" or "desktop" or "server";
        var item = store.Insert(
            computer ? "cmdb_ci_computer" : "cmdb_ci_hardware",
            "discovery",
            new Dictionary<string, string>
            {
                ["name"] = device.Name,
                ["asset_tag"] = device.AssetTag,
                ["serial_number"] = device.Serial,
                ["assigned_to"] = assigned,
                ["asset"] = asset.Id,
                ["install_status"] = "1",
                ["warranty_expiration"] = Day(device.WarrantyEnd),
                ["last_discovered"] = device.LastSeen is { } seen ? Store.Stamp(seen) : "",
                ["os"] = device.OsName ?? "",
                ["os_version"] = device.OsVersion ?? "",
                ["host_name"] = device.Name,
                ["form_factor"] = computer ? device.Type : "",
                ["disk_space"] = device.StorageTotalGb?.ToString(CultureInfo.InvariantCulture) ?? "",
                ["ram"] = "-1",
            }
        );
        asset.Values["ci"] = item.Id;
    }

    private static Row Model(Store store, SandboxDevice device)
    {
        var maker =
            store.Of("core_company").FirstOrDefault(r => r["name"] == device.Manufacturer)
            ?? store.Insert("core_company", "admin", new Dictionary<string, string> { ["name"] = device.Manufacturer });
        return store.Of("cmdb_model").FirstOrDefault(r => r["name"] == device.Model && r["manufacturer"] == maker.Id)
            ?? store.Insert(
                "cmdb_model",
                "admin",
                new Dictionary<string, string>
                {
                    ["name"] = device.Model,
                    ["display_name"] = $"{device.Manufacturer} {device.Model}",
                    ["manufacturer"] = maker.Id,
                }
            );
    }

    private static string AssetStatus(string state) =>
        state.ToLowerInvariant() switch
        {
            "on order" or "ordered" => "2",
            "in repair" or "in maintenance" => "3",
            "in stock" => "6",
            "retired" or "disposed" => "7",
            "stolen" or "lost" or "missing" => "8",
            "in transit" => "9",
            _ => "1",
        };

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
