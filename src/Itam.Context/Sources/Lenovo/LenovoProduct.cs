using System.Globalization;
using System.Text.RegularExpressions;
using Itam.Context.Connections;
using Itam.Context.Register;
using Itam.Context.Sources.Warranties;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.Lenovo;

/// <summary>One product of an answer. Only InWarranty and Warranty[].Start and .End are certain; everything else is read where it is there.</summary>
internal static partial class LenovoProduct
{
    /// <summary>What an answer says of a device. A single answer may leave out the serial that was asked.</summary>
    public static IReadOnlyList<JObject> Of(WarrantyQuestion device, IReadOnlyList<JObject> products, bool alone)
    {
        if (alone && products.Count == 0)
        {
            return [new JObject()];
        }

        var key = Answers.Key(device.Serial);
        return [.. products.Where(p => SerialOf(p) is { Length: > 0 } serial ? serial == key : alone)];
    }

    /// <summary>The first four characters of a product number (21HDCTO1WW, 21HD), or null where it is not one of Lenovo's.</summary>
    public static string? MachineType(WarrantyQuestion device) =>
        new[] { device.ProductNumber, device.Model }
            .Select(text => ProductNumber().Match(Answers.Key(text)))
            .FirstOrDefault(match => match.Success)
            ?.Groups["type"]
            .Value;

    /// <returns>The code when the error is about the caller (401, 403, 429) or the service (5xx); null otherwise.</returns>
    public static int? RefusalCode(JObject product) =>
        int.TryParse(
            (product["ErrorCode"] ?? product["errorCode"] ?? product["Code"] ?? product["code"]).Text(),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var code
        ) && code is 401 or 403 or 429 or (>= 500 and < 600)
            ? code
            : null;

    /// <param name="products">At least one; several different ones cannot be told apart, so the look-up failed.</param>
    public static WarrantyAnswer Read(WarrantyQuestion device, IReadOnlyList<JObject> products) =>
        Answers.OfRows(device, products, product => Read(device, product));

    private static WarrantyAnswer Read(WarrantyQuestion device, JObject product)
    {
        // An unknown serial comes without the list, whatever else the answer says.
        var rows = product["Warranty"] switch
        {
            JArray list => list.OfType<JObject>(),
            JObject one => [one],
            _ => [],
        };
        return Answers.Of(
            device,
            rows.Where(row => !CoversBatteryOnly(row))
                .Select(row => new WarrantyFact(
                    KindOf(row),
                    row["Name"].Text()?.Trim() ?? row["Description"].Text()?.Trim() ?? row["ID"].Text(),
                    WireDate.Day(row["Start"].Text()),
                    WireDate.Day(row["End"].Text())
                )),
            WireDate.Day(product["Shipped"].Text())
        );
    }

    private static WarrantyKind KindOf(JObject row) =>
        WarrantyWords.KindOf(row["Name"].Text())
        ?? WarrantyWords.KindOf(row["Description"].Text())
        ?? row["Type"].Text()?.Trim().ToUpperInvariant() switch
        {
            "BASE" => WarrantyKind.Base,
            "UPGRADE" or "UPMA" or "EXTENDED" => WarrantyKind.Extended,
            _ => WarrantyKind.Unknown,
        };

    /// <summary>A longer warranty of the battery would look like a longer warranty of the device.</summary>
    private static bool CoversBatteryOnly(JObject row) => row["Name"].Text()?.Contains("battery", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Without the machine type that an answer to SERIAL.TYPE may repeat.</summary>
    private static string SerialOf(JObject product) => Answers.Key(product["Serial"].Text()).Split('.')[0];

    [GeneratedRegex("^(?<type>[0-9]{2}[A-Z0-9]{2})([A-Z0-9]{6})?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ProductNumber();
}
