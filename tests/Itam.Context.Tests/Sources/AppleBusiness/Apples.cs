using Itam.Sandbox.Sources.AppleBusiness;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Tests.Sources.AppleBusiness;

internal static class Apples
{
    public static string Serial(int number) => $"C02XK{number:D5}";

    public static JObject Mac(int number) =>
        JObject.Parse(
            $$$"""
            {
              "type": "orgDevices",
              "id": "{{{Serial(number)}}}",
              "attributes": {"serialNumber": "{{{Serial(
                number
            )}}}", "addedToOrgDateTime": "2024-02-01T00:00:00Z", "updatedDateTime": "2026-10-01T10:00:00Z",
                "releasedFromOrgDateTime": null, "deviceModel": "MacBook Pro (14-inch, 2023)", "productFamily": "Mac", "productType": "Mac14,9",
                "deviceCapacity": "512GB", "partNumber": "MPHE3D/A", "orderNumber": "4500012345", "orderDateTime": "2024-01-28T12:00:00Z",
                "color": "SPACE GRAY", "status": "ASSIGNED", "imei": [], "meid": [], "eid": null, "wifiMacAddress": "2CCA164BD29D",
                "bluetoothMacAddress": "2CCA164BD29E", "ethernetMacAddress": ["2CCA164BD29F"], "purchaseSourceType": "RESELLER", "purchaseSourceId": "1A2B3C"},
              "relationships": {}, "links": {}
            }
            """
        );

    public static JObject Cover(string description, string start, string end, string payment = "NONE") =>
        new()
        {
            ["status"] = "ACTIVE",
            ["description"] = description,
            ["agreementNumber"] = "1",
            ["startDateTime"] = start + "T00:00:00Z",
            ["endDateTime"] = end + "T00:00:00Z",
            ["isRenewable"] = false,
            ["isCanceled"] = false,
            ["contractCancelDateTime"] = null,
            ["paymentType"] = payment,
        };

    public static AppleBusinessEmulator Organisation(TimeProvider time, int devices)
    {
        var emulator = new AppleBusinessEmulator(time);
        emulator.Devices.AddRange(Enumerable.Range(1, devices).Select(Mac));
        return emulator;
    }
}
