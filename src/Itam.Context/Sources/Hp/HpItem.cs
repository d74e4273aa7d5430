using Itam.Context.Connections;
using Itam.Context.Register;
using Itam.Context.Sources.Warranties;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.Hp;

/// <summary>One device of an answer: {"product", "offers"}, or {"sn"} alone where HP knows nothing.</summary>
internal static class HpItem
{
    public static string SerialOf(JObject item) =>
        Answers.Key((item["product"] as JObject)?["serialNumber"].Text() ?? item["sn"].Text() ?? item["serialNumber"].Text());

    /// <summary>4Y0H8AV, 4Y0H8AV#ABD: the option after # is not part of the number. Null where it cannot be one (a marketing name).</summary>
    public static string? ProductNumber(string? text) =>
        Answers.Key(text).Split('#')[0] is { Length: >= 5 and <= 12 } number && number.All(char.IsAsciiLetterOrDigit) && number.Any(char.IsAsciiDigit)
            ? number
            : null;

    /// <param name="items">All items with this serial, at least one. One serial can name several products: the product number of the question decides.
    /// Without it, different products cannot be told apart, so the look-up failed.</param>
    public static WarrantyAnswer Read(WarrantyQuestion device, IReadOnlyList<JObject> items)
    {
        var number = ProductNumber(device.ProductNumber);
        var same = items.Where(item => number is not null && ProductNumber((item["product"] as JObject)?["productNumber"].Text()) == number).ToList();
        var chosen = same.Count > 0 ? same : items;
        return chosen.Any(IsError) ? Answers.Failed(device) : Answers.OfRows(device, chosen, item => Read(device, item));
    }

    private static WarrantyAnswer Read(WarrantyQuestion device, JObject item) =>
        Answers.Of(
            device,
            (item["offers"] as JArray ?? [])
                .OfType<JObject>()
                .Select(offer => new WarrantyFact(
                    KindOf(offer),
                    offer["offerDescription"].Text()?.Trim() ?? offer["offerProductIdentifier"].Text(),
                    WireDate.Day(offer["serviceObligationLineItemStartDate"].Text()),
                    WireDate.Day(offer["serviceObligationLineItemEndDate"].Text())
                )),
            shippedOn: null
        );

    private static WarrantyKind KindOf(JObject offer) =>
        WarrantyWords.KindOf(offer["offerDescription"].Text())
        ?? offer["serviceObligationTypeCode"].Text()?.Trim().ToUpperInvariant() switch
        {
            // C is a care pack or a contract, W the warranty that every device has.
            "C" => WarrantyKind.Extended,
            "W" => WarrantyKind.Base,
            _ => WarrantyKind.Unknown,
        };

    private static bool IsError(JObject item) =>
        item["offers"] is null && new[] { "error", "errors", "fault", "errorCode" }.Any(name => item[name] is { Type: not JTokenType.Null });
}
