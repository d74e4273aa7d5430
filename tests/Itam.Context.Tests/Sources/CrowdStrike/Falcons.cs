using Itam.Sandbox.Sources.CrowdStrike;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Tests.Sources.CrowdStrike;

/// <summary>Hosts as the details call answers them: every value is text.</summary>
internal static class Falcons
{
    public static JObject Host(int number, string modified = "2026-11-20T07:00:00Z") =>
        JObject.Parse(
            $$$"""
            {
              "device_id": "{{{number:x32}}}",
              "cid": "0123456789abcdef0123456789abcdef",
              "hostname": "LT-{{{number:D4}}}",
              "serial_number": "PF3{{{number:D5}}}",
              "system_manufacturer": "LENOVO",
              "system_product_name": "21HD",
              "chassis_type_desc": "Notebook",
              "product_type_desc": "Workstation",
              "platform_name": "Windows",
              "os_version": "Windows 11",
              "os_build": "26100",
              "last_seen": "2026-11-20T07:30:00Z",
              "modified_timestamp": "{{{modified}}}",
              "last_reboot": "2026-11-01T05:00:00Z",
              "last_login_user": "ada",
              "mac_address": "3c-06-30-00-00-01",
              "connection_mac_address": "3c-06-30-00-00-02",
              "site_name": "Berlin",
              "status": "normal",
              "reduced_functionality_mode": "no"
            }
            """
        );

    public static CrowdStrikeEmulator Cloud(TimeProvider time, int hosts)
    {
        var emulator = new CrowdStrikeEmulator(time);
        emulator.Hosts.AddRange(Enumerable.Range(1, hosts).Select(i => Host(i)));
        return emulator;
    }

    public static string Id(int number) => $"{number:x32}";
}
