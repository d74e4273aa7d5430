using System.Globalization;
using Itam.Context.Register;

namespace Itam.Context.Lifecycle.Equipment;

/// <summary>A request in plain words, for the people who work its ticket.</summary>
internal static class EquipmentWords
{
    public static string SummaryOf(EquipmentRequest request, Person requester) =>
        $"{(request.Item.IsLoan ? "Loan" : "Equipment")}: {request.Item.Name.Default} for {requester.DisplayName}";

    /// <param name="deciders">The names of who may decide now.</param>
    public static string DescriptionOf(EquipmentRequest request, Person requester, IReadOnlyList<string> deciders)
    {
        string?[] lines =
        [
            $"{requester.DisplayName} asks for: {request.Item.Name.Default}",
            $"Reason: {request.Reason}",
            request.NeededBy is { } day ? $"Needed by: {Day(day)}" : null,
            request.LoanDays is { } days ? string.Create(CultureInfo.InvariantCulture, $"For {days} days") : null,
            requester.Site is { } site ? $"Site: {site}" : null,
            request.Item.Price.Amount > 0 ? $"Price: {request.Item.Price}" : null,
            $"Promised for: {Day(request.PromisedOn)}",
            deciders.Count > 0 ? $"For decision by: {string.Join(", ", deciders)}" : null,
            "The request is handled in chat; every step is told here.",
        ];
        return string.Join('\n', lines.OfType<string>());
    }

    /// <param name="actor">Null: the product itself.</param>
    /// <param name="to">Who is asked to decide by this step.</param>
    /// <param name="deciders">The names of who may decide now.</param>
    public static string Of(CaseStep step, string? actor, string? to, IReadOnlyList<string> deciders, EquipmentRequest request)
    {
        var now = deciders.Count > 1 ? $"; any of them may decide now: {string.Join(", ", deciders)}" : "";
        var by = actor is null ? "" : $" by {actor}";
        var what = Enum.Parse<EquipmentStep>(step.What) switch
        {
            EquipmentStep.Asked => $"Asked for{by}",
            EquipmentStep.ApprovedByPolicy => "Approved by policy: in stock and under the limit",
            EquipmentStep.Approved => $"Approved{by}",
            EquipmentStep.SecondApprovalAsked => $"Approved{by}; {to ?? "a second person"} decides too, since the price is over the limit",
            EquipmentStep.Refused => $"Refused{by}",
            EquipmentStep.Delegated => $"The decision was handed on to {to ?? "somebody else"}{by}{now}",
            EquipmentStep.Reminded => deciders.Count > 0 ? $"Reminded: {string.Join(", ", deciders)}" : "The approver was reminded",
            EquipmentStep.Escalated => $"Nobody decided in time, so {to ?? "somebody else"} was asked too{now}",
            EquipmentStep.Reserved => actor is null ? "A device is set aside; it waits for the stockroom" : $"A device is set aside{by}",
            EquipmentStep.PurchaseAsked when !request.Item.IsTracked => "It waits for the stockroom; such things are not counted here",
            EquipmentStep.PurchaseAsked => "Nothing is free in stock; it waits for a purchase",
            EquipmentStep.Waitlisted => "No loaner is free; it waits in line",
            EquipmentStep.HandedOver => $"Handed over{by}; the recipient confirms it",
            EquipmentStep.Shipped => $"Shipped{by}; the recipient confirms it",
            EquipmentStep.Confirmed => $"Received and confirmed{by}",
            EquipmentStep.LoanStarted => $"Received and confirmed{by}; it is due back on {(request.LoanDueOn is { } due ? Day(due) : "its day")}",
            EquipmentStep.LoanDueSoon => "The borrower was told that it is due back soon",
            EquipmentStep.LoanOverdue => "It is overdue; the borrower was told",
            EquipmentStep.LoanReclaimed => $"Asked back earlier{by}",
            EquipmentStep.Returned => $"Taken back{by}",
            EquipmentStep.Cancelled => $"Cancelled{by}",
            EquipmentStep.Unreached => $"{actor} could not be reached in chat",
            _ => step.What,
        };
        return step.Comment is { Length: > 0 } comment ? $"{what}: {comment}" : $"{what}.";
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
