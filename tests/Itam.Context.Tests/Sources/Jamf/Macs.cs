using Itam.Sandbox.Sources.Jamf;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Tests.Sources.Jamf;

/// <summary>Inventory entries as a server of version 11.30 answers them.</summary>
internal static class Macs
{
    public static JObject Computer(int id, string reported = "2026-11-20T07:00:00.123Z") =>
        JObject.Parse(
            $$$"""
            {
              "id": "{{{id}}}",
              "udid": "0A1B2C3D-0000-4000-8000-{{{id:D12}}}",
              "general": {"name": "mac-{{{id}}}", "assetTag": "MB-{{{id}}}", "platform": "Mac", "lastContact": "2026-11-20T07:30:00Z",
                "reportDate": "{{{reported}}}", "remoteManagement": {"managed": true, "managementUsername": null}},
              "hardware": {"make": "Apple", "model": "MacBook Pro (14-inch, 2023)", "modelIdentifier": "Mac14,9", "serialNumber": "C02XK{{{id:D5}}}",
                "macAddress": "3C:06:30:00:00:01", "altMacAddress": "3C:06:30:00:00:02"},
              "operatingSystem": {"name": "macOS", "version": "15.5", "build": "24F74", "fileVault2Status": "BOOT_ENCRYPTED"},
              "storage": {"bootDriveAvailableSpaceMegabytes": 12000,
                "disks": [{"sizeMegabytes": 2000000, "partitions": []}, {"sizeMegabytes": 512000, "partitions": [{"partitionType": "BOOT"}]}]},
              "userAndLocation": {"username": "user{{{id}}}", "realname": "User {{{id}}}", "email": "user{{{id}}}@example.com", "room": "4.12"},
              "purchasing": {"purchased": true, "leased": false, "poDate": "2024-03-01", "warrantyDate": "2027-03-01", "purchasePrice": "2199.00", "lifeExpectancy": 4},
              "diskEncryption": {"fileVault2Enabled": true}
            }
            """
        );

    public static JObject Phone(int id, string updated = "2026-11-20T06:00:00Z") =>
        JObject.Parse(
            $$$"""
            {
              "mobileDeviceId": "{{{id}}}",
              "deviceType": "iOS",
              "general": {"udid": "00008110-{{{id:D16}}}", "displayName": "phone-{{{id}}}", "assetTag": "", "lastInventoryUpdateDate": "{{{updated}}}",
                "lastContactDate": "2026-11-20T06:30:00Z", "osVersion": "18.5", "managed": true, "deviceOwnershipType": "Institutional"},
              "hardware": {"serialNumber": "DX3{{{id:D6}}}", "model": "iPhone 15", "modelIdentifier": "iPhone15,4", "capacityMb": 128000,
                "availableSpaceMb": 64000, "wifiMacAddress": "3C:06:30:10:00:01"},
              "userAndLocation": {"username": "user{{{id}}}@example.com", "emailAddress": "user{{{id}}}@example.com"},
              "purchasing": {"warrantyExpiresDate": "2026-12-24T00:00:00Z"},
              "security": {"dataProtected": true, "lostModeEnabled": false}
            }
            """
        );

    public static JamfEmulator Fleet(TimeProvider time, int computers, int phones)
    {
        var emulator = new JamfEmulator(time);
        emulator.Computers.AddRange(Enumerable.Range(1, computers).Select(i => Computer(i)));
        emulator.MobileDevices.AddRange(Enumerable.Range(1, phones).Select(i => Phone(i)));
        return emulator;
    }
}
