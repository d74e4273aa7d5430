using Itam.Context.Register;

namespace Itam.Context.Enrichment.RepairOrReplace;

internal static class DeviceAge
{
    /// <returns>Whole months since the purchase; null where that is not known.</returns>
    public static int? MonthsOf(Device device, DateOnly today) =>
        device.PurchasedOn is { } bought && bought <= today
            ? (today.Year - bought.Year) * 12 + today.Month - bought.Month - (today.Day < bought.Day ? 1 : 0)
            : null;
}
