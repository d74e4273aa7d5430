using Itam.Context.Enrichment.RepairOrReplace;
using Itam.Context.Register;

namespace Itam.Context.Enrichment.Findings;

/// <summary>The company's own plan to replace the device; where no system names a day, its planned life from the purchase on.</summary>
internal sealed class RefreshDue : IFindingRule
{
    public IEnumerable<Finding> Evaluate(FindingInput input)
    {
        if (input.Device is not { } device)
        {
            yield break;
        }

        if (device.RefreshDueOn is { } planned)
        {
            if (planned.DayNumber - input.Today.DayNumber <= input.Thresholds.RefreshWatchDays)
            {
                yield return Due(planned, "", "Replace rather than repair: the refresh is planned", nameof(Device.RefreshDueOn));
            }
        }
        else if (
            device.IsManaged()
            && device.Type != DeviceType.Virtual
            && device.State.IsOperational()
            && DeviceAge.MonthsOf(device, input.Today) is { } age
            && age >= input.Thresholds.ReplaceFromMonths
        )
        {
            var life = input.Thresholds.LifeMonths;
            yield return Due(
                device.PurchasedOn!.Value.AddMonths(life),
                $", {age} of {life} months old",
                "Plan its replacement: it is near the end of its planned life",
                nameof(Device.PurchasedOn)
            );
        }

        Finding Due(DateOnly day, string why, string action, string property) =>
            new(
                "refresh-due",
                Severity.Watch,
                $"Refresh {(day < input.Today ? "was due" : "is due")} {ReportText.Until(day, input.Today)}{why}",
                device.OriginOf(property),
                action,
                "Refresh due"
            );
    }
}
